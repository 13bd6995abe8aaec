"""How reviews of certificates can be sought through."""

from registry.reviews.schemas import ReviewOut
from registry.sieves import wording
from registry.sieves.sieve import EVERYTHING, Order, Sieve, Stand
from registry.texts import Text

REVIEWS: Sieve[ReviewOut] = Sieve(
    words=lambda row: (row.certificate, row.name, row.cause_text),
    orders={
        "oudste": Order(wording.OLDEST, lambda row: row.opened_at),
        "nieuwste": Order(wording.NEWEST, lambda row: row.opened_at, descending=True),
        "naam": Order(wording.NAME, lambda row: row.name),
        "naam-omgekeerd": Order(wording.NAME_REVERSED, lambda row: row.name, descending=True),
    },
    stands={
        "": Stand(Text("Open herbeoordelingen", "Open reviews"), lambda row: row.closed_at is None),
        "afgerond": Stand(Text("Afgeronde herbeoordelingen", "Closed reviews"), lambda row: row.closed_at is not None),
        "alles": EVERYTHING,
    },
    day=lambda row: row.opened_at,
)
