"""When someone has passed a whole version of a track: every part, each within the time its pass counts."""

from collections.abc import Iterable, Mapping
from datetime import date
from uuid import UUID

from exams.results.register import Outcome
from exams.results.standing import StandingResult
from registry.days import add_months


def complete_set(
    results: Iterable[StandingResult],
    counts_months: Mapping[UUID, int],
    *,
    day: date,
) -> tuple[StandingResult, ...] | None:
    """The pass of each part, in the order of the parts, when there is one of every part that counts on the day; else None.

    A pass counts through the day before the same day, so many months later. Of two passes of a part the later counts.
    """
    latest: dict[UUID, StandingResult] = {}
    for result in sorted(results, key=lambda result: result.held_on):
        months = counts_months.get(result.part)
        if months is not None and result.outcome is Outcome.PASSED and day < add_months(result.held_on, months):
            latest[result.part] = result
    if latest.keys() != counts_months.keys():
        return None
    return tuple(latest[part] for part in counts_months)
