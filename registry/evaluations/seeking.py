"""How the evaluations that were given can be sought through."""

from collections.abc import Callable

from registry.evaluations.rules import Outcome
from registry.evaluations.schemas import EvaluationOut
from registry.evaluations.wording import OUTCOMES
from registry.sieves import wording
from registry.sieves.sieve import Order, Sieve, Stand
from registry.texts import Text


def _came_to(outcome: Outcome) -> Callable[[EvaluationOut], bool]:
    return lambda row: row.outcome is outcome


GIVEN: Sieve[EvaluationOut] = Sieve(
    words=lambda row: (row.adviser, row.municipality, row.remark, row.reply),
    orders={
        "nieuwste": Order(wording.NEWEST, lambda row: row.recorded_at, descending=True),
        "oudste": Order(wording.OLDEST, lambda row: row.recorded_at),
        "naam": Order(Text("Op adviseur", "By adviser"), lambda row: row.adviser),
    },
    stands={outcome.value: Stand(words, _came_to(outcome)) for outcome, words in OUTCOMES.items()},
    day=lambda row: row.recorded_at,
    whole=Text("Alle beoordelingen", "All evaluations"),
)
