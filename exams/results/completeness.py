"""When someone has passed a whole version of a track: every part, each within the time its pass counts."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from exams.judging.register import Outcome
from exams.results.standing import StandingResult
from registry.days import add_months
from registry.dossiers.rules import EquivalentProof


@dataclass(frozen=True, slots=True)
class Complete:
    """What makes a set complete: the passes, and what counts as passed by an equivalent route, in the order of the parts."""

    passes: tuple[StandingResult, ...]
    equivalents: tuple[EquivalentProof, ...] = ()


def complete_set(
    results: Iterable[StandingResult],
    counts_months: Mapping[UUID, int],
    *,
    day: date,
    equivalents: Mapping[UUID, EquivalentProof] | None = None,
) -> Complete | None:
    """The pass of each part, in the order of the parts, when there is one of every part that counts on the day; else None.

    A pass counts through the day before the same day, so many months later. Of two passes of a part the later counts.
    `equivalents` are the parts that were granted by a route of a scheme: each counts as a pass of the day on which it was
    granted, where there is no pass that counts.
    """
    latest: dict[UUID, StandingResult] = {}
    for result in sorted(results, key=lambda result: result.held_on):
        months = counts_months.get(result.part)
        if months is not None and result.outcome is Outcome.PASSED and day < add_months(result.held_on, months):
            latest[result.part] = result
    instead = {
        part: granted
        for part, granted in (equivalents or {}).items()
        if part in counts_months and part not in latest and day < add_months(granted.granted_on, counts_months[part])
    }
    if latest.keys() | instead.keys() != counts_months.keys():
        return None
    return Complete(
        tuple(latest[part] for part in counts_months if part in latest),
        tuple(instead[part] for part in counts_months if part in instead),
    )
