"""How allotments can be sought through."""

from registry.allotments.ledger import AccountKind
from registry.allotments.reading import Held
from registry.sieves import wording
from registry.sieves.sieve import Order, Sieve, Stand, as_read
from registry.texts import Text

ALLOTMENTS: Sieve[Held] = Sieve(
    words=lambda row: (row.holder_name,),
    orders={
        "nieuwste": as_read(Text("Nieuwste programma", "Newest programme")),
        "programma": Order(Text("Op programma", "By programme"), lambda row: row.programme),
        "naam": Order(wording.NAME, lambda row: row.holder_name),
        "naam-omgekeerd": Order(wording.NAME_REVERSED, lambda row: row.holder_name, descending=True),
        "einde": Order(Text("Eerst wat het eerst afloopt", "What ends first"), lambda row: row.period.last_day),
        "einde-laatste": Order(
            Text("Eerst wat het laatst afloopt", "What ends last"), lambda row: row.period.last_day, descending=True
        ),
        "minst": Order(Text("Eerst de minste dagen", "Fewest days first"), lambda row: row.balances[AccountKind.AVAILABLE]),
        "meest": Order(
            Text("Eerst de meeste dagen", "Most days first"), lambda row: row.balances[AccountKind.AVAILABLE], descending=True
        ),
    },
    stands={
        "over": Stand(Text("Met dagen over", "With days left"), lambda row: row.balances[AccountKind.AVAILABLE] > 0),
        "op": Stand(Text("Zonder dagen over", "Without days left"), lambda row: row.balances[AccountKind.AVAILABLE] <= 0),
    },
    whole=Text("Alle dagenbudgetten", "All allotments"),
)
