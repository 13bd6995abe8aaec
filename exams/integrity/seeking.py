"""How cases of the integrity watch can be sought through."""

from exams.integrity.schemas import CaseOut
from registry.sieves import wording
from registry.sieves.sieve import EVERYTHING, Order, Sieve, Stand
from registry.texts import Text

SHOWS_CLOSED = frozenset({"gesloten", "alles"})
"""With these a case has a conclusion, or may have one."""
CASES: Sieve[CaseOut] = Sieve(
    words=lambda row: (row.flag_text, row.provider, row.track, row.part, row.examiner, row.handler),
    orders={
        "oudste": Order(wording.OLDEST, lambda row: row.opened_at),
        "nieuwste": Order(wording.NEWEST, lambda row: row.opened_at, descending=True),
        "opleider": Order(Text("Op opleider", "By training provider"), lambda row: row.provider),
        "opleider-omgekeerd": Order(
            Text("Op opleider, van Z naar A", "By training provider, from Z to A"), lambda row: row.provider, descending=True
        ),
    },
    stands={
        "": Stand(Text("Alle open zaken", "All open cases"), lambda row: row.closed_at is None),
        "mijn": Stand(Text("Mijn open zaken", "My open cases"), lambda row: row.closed_at is None and row.is_yours),
        "gesloten": Stand(Text("Gesloten zaken", "Closed cases"), lambda row: row.closed_at is not None),
        "alles": EVERYTHING,
    },
    day=lambda row: row.opened_at,
)
