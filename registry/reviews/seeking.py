"""How reviews of certificates can be sought through."""

from registry.people.ordering import BY_NAME, Named
from registry.reviews.schemas import ReviewOut
from registry.sieves import wording
from registry.sieves.sieve import EVERYTHING, Order, Sieve, Stand
from registry.texts import Text

REVIEWS: Sieve[Named[ReviewOut]] = Sieve(
    words=lambda row: (row.told.certificate, row.told.name, row.told.cause_text),
    orders={
        "oudste": Order(wording.OLDEST, lambda row: row.told.opened_at),
        "nieuwste": Order(wording.NEWEST, lambda row: row.told.opened_at, descending=True),
        **BY_NAME,
    },
    stands={
        "": Stand(Text("Open herbeoordelingen", "Open reviews"), lambda row: row.told.closed_at is None),
        "afgerond": Stand(Text("Afgeronde herbeoordelingen", "Closed reviews"), lambda row: row.told.closed_at is not None),
        "alles": EVERYTHING,
    },
    day=lambda row: row.told.opened_at,
)
