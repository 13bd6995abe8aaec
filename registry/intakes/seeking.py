"""How coordinators of regions can be sought through."""

from registry.intakes.schemas import CoordinatingOut
from registry.sieves import wording
from registry.sieves.sieve import Order, Sieve, Stand, as_read
from registry.texts import Text

COORDINATING: Sieve[CoordinatingOut] = Sieve(
    words=lambda row: (row.region_name, row.coordinator_name),
    orders={
        "regio": as_read(Text("Op regio", "By region")),
        "nieuwste": Order(wording.NEWEST, lambda row: row.valid_from, descending=True),
        "oudste": Order(wording.OLDEST, lambda row: row.valid_from),
    },
    stands={
        "zonder-einde": Stand(Text("Zonder laatste dag", "Without a last day"), lambda row: row.valid_to is None),
        "met-einde": Stand(Text("Met een laatste dag", "With a last day"), lambda row: row.valid_to is not None),
    },
    day=lambda row: row.valid_from,
)
