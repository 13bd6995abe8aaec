"""How appeals and complaints can be sought through."""

from registry.appeals.rules import ENDED
from registry.appeals.schemas import AppealOut
from registry.sieves import wording
from registry.sieves.sieve import EVERYTHING, Order, Sieve, Stand
from registry.texts import Text

APPEALS: Sieve[AppealOut] = Sieve(
    words=lambda row: (row.number, row.sender, row.handler),
    orders={
        "oudste": Order(wording.OLDEST, lambda row: row.received_at),
        "nieuwste": Order(wording.NEWEST, lambda row: row.received_at, descending=True),
        "uiterlijk": Order(Text("Eerst wat het eerst af moet zijn", "What is due first"), lambda row: row.due_on),
        "uiterlijk-laatste": Order(
            Text("Eerst wat het laatst af moet zijn", "What is due last"), lambda row: row.due_on, descending=True
        ),
        "afzender": Order(Text("Op afzender", "By sender"), lambda row: row.sender),
        "afzender-omgekeerd": Order(
            Text("Op afzender, van Z naar A", "By sender, from Z to A"), lambda row: row.sender, descending=True
        ),
    },
    stands={
        "": Stand(Text("Wat nog loopt", "Those that run"), lambda row: row.state not in ENDED),
        "te-laat": Stand(Text("Wat te laat is", "Those that are overdue"), lambda row: row.overdue),
        "afgerond": Stand(Text("Afgeronde bezwaren en klachten", "Those that ended"), lambda row: row.state in ENDED),
        "alles": EVERYTHING,
    },
    day=lambda row: row.received_at,
)
