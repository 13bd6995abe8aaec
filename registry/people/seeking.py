"""How pairs of numbers that may be of one human being can be sought through."""

from registry.people.schemas import PossibleDuplicateOut
from registry.sieves.sieve import Order, Sieve, Stand, as_read
from registry.texts import Text

PAIRS: Sieve[PossibleDuplicateOut] = Sieve(
    words=lambda row: (text for each in (row.older, row.newer) for text in (each.candidate_number, each.name, each.work_email)),
    orders={
        "nummer": as_read(Text("Op het oudste nummer", "By the older number")),
        "nieuwste": Order(
            Text("Eerst het laatst bijgekomen nummer", "The number that came last first"),
            lambda row: row.newer.recorded_at,
            descending=True,
        ),
    },
    stands={
        "naam": Stand(Text("Met dezelfde naam", "With the same name"), lambda row: row.same_name),
        "werkadres": Stand(Text("Met hetzelfde werkadres", "With the same work e-mail"), lambda row: row.same_email),
    },
    day=lambda row: row.newer.recorded_at,
)
