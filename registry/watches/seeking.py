"""How what an organisation follows can be sought through."""

from registry.sieves import wording
from registry.sieves.offer import Columns, Offer, Option
from registry.texts import Text
from registry.watches.rules import Followed

WATCHES = Offer(
    orders={
        "nieuwste": Columns(wording.NEWEST, "recorded_at DESC, id"),
        "oudste": Columns(wording.OLDEST, "recorded_at, id"),
        "organisatie": Columns(Text("Op organisatie", "By organisation"), "name, recorded_at DESC, id"),
    },
    stands={
        Followed.ADVISER.value: Option(Text("Adviseurs", "Advisers")),
        Followed.CERTIFICATE.value: Option(Text("Certificaten", "Certificates")),
    },
    has_period=True,
    whole=Text("Alles", "Everything"),
)
