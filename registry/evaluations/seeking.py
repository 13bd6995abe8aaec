"""How the evaluations that were given can be sought through."""

from collections.abc import Callable

from registry.evaluations.rules import Outcome
from registry.evaluations.schemas import EvaluationOut
from registry.evaluations.wording import OUTCOMES
from registry.people.ordering import Named, by_family
from registry.sieves import wording
from registry.sieves.sieve import Order, Sieve, Stand
from registry.texts import Text


def _came_to(outcome: Outcome) -> Callable[[Named[EvaluationOut]], bool]:
    return lambda row: row.told.outcome is outcome


GIVEN: Sieve[Named[EvaluationOut]] = Sieve(
    words=lambda row: (row.told.adviser, row.told.municipality, row.told.remark, row.told.reply),
    orders={
        "nieuwste": Order(wording.NEWEST, lambda row: row.told.recorded_at, descending=True),
        "oudste": Order(wording.OLDEST, lambda row: row.told.recorded_at),
        "naam": Order(Text("Op adviseur", "By adviser"), by_family),
    },
    stands={outcome.value: Stand(words, _came_to(outcome)) for outcome, words in OUTCOMES.items()},
    day=lambda row: row.told.recorded_at,
    whole=Text("Alle beoordelingen", "All evaluations"),
)
