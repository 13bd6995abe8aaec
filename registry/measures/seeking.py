"""How measures can be sought through."""

from registry.measures.rules import Ending
from registry.measures.schemas import MeasureOut
from registry.people.ordering import BY_NAME, Named
from registry.sieves import wording
from registry.sieves.sieve import EVERYTHING, Order, Sieve, Stand
from registry.texts import Text

_ENDED, _ALL = "afgehandeld", "alles"


def stands(ending: Ending | None, stand: str) -> bool:
    """A measure with this ending, or that waits, is among those that stand so: those that wait when nobody chose."""
    return stand == _ALL or (ending is not None) == (stand == _ENDED)


MEASURES: Sieve[Named[MeasureOut]] = Sieve(
    words=lambda row: (row.told.certificate, row.told.name, row.told.prepared_by),
    orders={
        "oudste": Order(wording.OLDEST, lambda row: row.told.prepared_at),
        "nieuwste": Order(wording.NEWEST, lambda row: row.told.prepared_at, descending=True),
        **BY_NAME,
        "vanaf": Order(Text("Eerst wat het eerst ingaat", "What begins first"), lambda row: row.told.effective_on),
        "vanaf-laatste": Order(
            Text("Eerst wat het laatst ingaat", "What begins last"), lambda row: row.told.effective_on, descending=True
        ),
    },
    stands={
        "": Stand(Text("Maatregelen die wachten", "Measures that wait"), lambda row: stands(row.told.ending, "")),
        _ENDED: Stand(Text("Afgehandelde maatregelen", "Ended measures"), lambda row: stands(row.told.ending, _ENDED)),
        _ALL: EVERYTHING,
    },
    day=lambda row: row.told.prepared_at,
)
