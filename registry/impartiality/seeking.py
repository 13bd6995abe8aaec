"""How waivers and declared relations can be sought through."""

from registry.impartiality.schemas import DeclaredOut, WaiverOut
from registry.impartiality.wording import KINDS
from registry.people.ordering import BY_NAME, Named, by_family
from registry.sieves import wording
from registry.sieves.sieve import Order, Sieve, Stand, as_read
from registry.texts import Text

WAIVERS: Sieve[Named[WaiverOut]] = Sieve(
    words=lambda row: (row.told.asked_by, row.told.candidate_number, row.told.closed_by),
    orders={
        "wacht": as_read(Text("Eerst wat wacht", "What waits first")),
        "nieuwste": Order(wording.NEWEST, lambda row: row.told.asked_at, descending=True),
        "oudste": Order(wording.OLDEST, lambda row: row.told.asked_at),
        **BY_NAME,
        "tot": Order(Text("Eerst wat het eerst eindigt", "What ends first"), lambda row: row.told.valid_until),
        "tot-laatste": Order(
            Text("Eerst wat het laatst eindigt", "What ends last"), lambda row: row.told.valid_until, descending=True
        ),
    },
    stands={
        "wacht": Stand(Text("Wat op een besluit wacht", "What waits for a decision"), lambda row: row.told.granted is None),
        "geldt": Stand(Text("Wat nu geldt", "What is in force"), lambda row: row.told.in_force),
        "voorbij": Stand(
            Text("Wat voorbij is", "What is over"), lambda row: row.told.granted is True and not row.told.in_force
        ),
        "afgewezen": Stand(Text("Wat is afgewezen", "What was declined"), lambda row: row.told.granted is False),
    },
    day=lambda row: row.told.asked_at,
)
RELATIONS: Sieve[Named[DeclaredOut]] = Sieve(
    words=lambda row: (row.told.candidate_number, row.told.by, row.told.explanation),
    orders={
        "nieuwste": as_read(Text("Eerst wat het laatst is opgegeven", "What was declared last first")),
        "oudste": Order(
            Text("Eerst wat het eerst is opgegeven", "What was declared first first"), lambda row: row.told.declared_at
        ),
        "nummer": Order(Text("Op kandidaatnummer", "By candidate number"), lambda row: row.told.candidate_number),
        "naam": Order(Text("Op naam van wie opgaf", "By name of who declared"), by_family),
        "vanaf": Order(Text("Op eerste dag", "By first day"), lambda row: row.told.valid_from),
    },
    stands={kind.value: Stand(words, lambda row, kind=kind: row.told.kind is kind) for kind, words in KINDS.items()},  # type: ignore[misc]
    day=lambda row: row.told.valid_from,
)
