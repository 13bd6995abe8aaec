"""How reorganisations that were done can be sought through."""

from registry.reorganisations.schemas import ReorganisedOut
from registry.sieves.sieve import Order, Sieve, as_read
from registry.texts import Text

DONE: Sieve[ReorganisedOut] = Sieve(
    words=lambda row: (
        row.successor.name,
        row.successor.code,
        *(text for each in row.predecessors for text in (each.name, each.code)),
    ),
    orders={
        "nieuwste": as_read(Text("Eerst wat het laatst is verwerkt", "What was done last first")),
        "oudste": Order(Text("Eerst wat het eerst is verwerkt", "What was done first first"), lambda row: row.recorded_at),
        "opvolger": Order(Text("Op opvolger", "By successor"), lambda row: row.successor.name),
        "vanaf": Order(Text("Eerst wat het eerst overging", "What passed first"), lambda row: row.effective_on),
        "vanaf-laatste": Order(
            Text("Eerst wat het laatst overging", "What passed last"), lambda row: row.effective_on, descending=True
        ),
    },
    day=lambda row: row.effective_on,
)
