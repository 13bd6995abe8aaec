"""How what an organisation follows can be sought through."""

from registry.sieves import wording
from registry.sieves.choosing import Choice
from registry.sieves.sieve import Order, Sieve, Stand
from registry.texts import Text
from registry.watches.rules import Followed
from registry.watches.schemas import WatchOut

WATCHES: Sieve[WatchOut] = Sieve(
    words=None,
    orders={
        "nieuwste": Order(wording.NEWEST, lambda row: row.recorded_at, descending=True),
        "oudste": Order(wording.OLDEST, lambda row: row.recorded_at),
        "organisatie": Order(Text("Op organisatie", "By organisation"), lambda row: row.organisation_name),
    },
    stands={
        Followed.ADVISER.value: Stand(Text("Adviseurs", "Advisers"), lambda row: row.followed is Followed.ADVISER),
        Followed.CERTIFICATE.value: Stand(
            Text("Certificaten", "Certificates"), lambda row: row.followed is Followed.CERTIFICATE
        ),
    },
    day=lambda row: row.recorded_at,
    whole=Text("Alles", "Everything"),
)
ORDERS = {
    "nieuwste": "recorded_at DESC, id",
    "oudste": "recorded_at, id",
    "organisatie": "name, recorded_at DESC, id",
}
"""By columns of the list, under the names that the sieve has for them."""


def order(choice: Choice) -> str:
    """The order that was chosen, by columns of the list."""
    return ORDERS[WATCHES.order(choice)]
