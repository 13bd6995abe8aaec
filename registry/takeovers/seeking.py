"""How the lists of certificates issued elsewhere can be sought through."""

from registry.sieves import wording
from registry.sieves.sieve import Order, Sieve, Stand
from registry.takeovers.rules import Ending
from registry.takeovers.schemas import TakeoverOut
from registry.takeovers.wording import ENDINGS
from registry.texts import Text

TAKEOVERS: Sieve[TakeoverOut] = Sieve(
    words=lambda row: (row.file_name, row.scheme, row.issuer, row.source, row.prepared_by),
    orders={
        "nieuwste": Order(wording.NEWEST, lambda row: row.prepared_at, descending=True),
        "oudste": Order(wording.OLDEST, lambda row: row.prepared_at),
        "instelling": Order(Text("Op instelling", "By issuing body"), lambda row: row.issuer),
        "instelling-omgekeerd": Order(
            Text("Op instelling, van Z naar A", "By issuing body, from Z to A"), lambda row: row.issuer, descending=True
        ),
    },
    stands={
        "wacht": Stand(Text("Wat op een besluit wacht", "What waits for a decision"), lambda row: row.ending is None),
        "besloten": Stand(ENDINGS[Ending.DECIDED], lambda row: row.ending is Ending.DECIDED),
        "afgewezen": Stand(ENDINGS[Ending.DECLINED], lambda row: row.ending is Ending.DECLINED),
        "teruggenomen": Stand(ENDINGS[Ending.TAKEN_BACK], lambda row: row.ending is Ending.TAKEN_BACK),
    },
    day=lambda row: row.prepared_at,
)
