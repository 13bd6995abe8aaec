"""What the integrity watch looks at, what it flags, and how a case ends."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

import msgspec

from registry.days import add_months


class Flag(StrEnum):
    """Why figures ask for a look."""

    FAILED_WATCHED_PASSED_UNWATCHED = "failed-watched-passed-unwatched"
    RATE_STANDS_OUT = "rate-stands-out"


class CaseOutcome(StrEnum):
    """What a person concluded."""

    EXPLAINED = "explained"
    RESULTS_CORRECTED = "results-corrected"
    RESULTS_INVALID = "results-invalid"
    REFERRED = "referred"


@dataclass(frozen=True, slots=True)
class SittingFigures:
    """Who passed and who failed at one sitting, as it stands: advisers with the result that says so.

    A sitting with an invigilator is supervised. Whoever was absent or whose attempt was invalidated counts for neither.
    """

    sitting: UUID
    provider: UUID
    part: str
    examiner: UUID
    held_on: date
    supervised: bool
    passed: Mapping[UUID, UUID]
    failed: Mapping[UUID, UUID]

    @property
    def taken(self) -> int:
        """How many passed or failed."""
        return len(self.passed) + len(self.failed)


class Tally(msgspec.Struct, frozen=True):
    """How many passed of how many that passed or failed."""

    passed: int
    taken: int

    @property
    def rate(self) -> float:
        """The share that passed, from 0 to 1; 0 where nobody took part."""
        return self.passed / self.taken if self.taken else 0.0


class SittingTally(msgspec.Struct, frozen=True):
    """One sitting in a case."""

    sitting: UUID
    examiner: UUID
    held_on: date
    supervised: bool
    passed: int
    taken: int


class CaseFacts(msgspec.Struct, frozen=True):
    """What was flagged: figures and keys, no names.

    `group` is what asks for a look, `others` what it is held against: the other candidates of the part, or, where a group
    failed under supervision and passed without, that group under supervision. `comparisons` is how many were made at once.
    `touched` holds, by adviser, the passes that are in doubt; `held_on` the day under supervision.
    """

    part: str
    group: Tally
    others: Tally
    sittings: tuple[SittingTally, ...]
    touched: dict[UUID, tuple[UUID, ...]]
    examiner: UUID | None = None
    held_on: date | None = None
    comparisons: int = 1


@dataclass(frozen=True, slots=True)
class Flagged:
    """Something that the figures flag; `about` is the same for the same thing, however its figures grow."""

    flag: Flag
    provider: UUID
    about: str
    facts: CaseFacts


Judged = Mapping[str, frozenset[UUID]]
"""By what a flag is about: the sittings on which a closed case has concluded. They are not held against anyone again."""


def tally(figures: Iterable[SittingFigures]) -> Tally:
    """The figures of several sittings together."""
    passed = taken = 0
    for each in figures:
        passed += len(each.passed)
        taken += each.taken
    return Tally(passed, taken)


def sitting_tallies(figures: Iterable[SittingFigures]) -> tuple[SittingTally, ...]:
    """The sittings in order of day, as a case keeps them."""
    found = (
        SittingTally(each.sitting, each.examiner, each.held_on, each.supervised, len(each.passed), each.taken)
        for each in figures
    )
    return tuple(sorted(found, key=lambda each: (each.held_on, not each.supervised, str(each.sitting))))


def passes(figures: Iterable[SittingFigures], *, of: Iterable[UUID] | None = None) -> dict[UUID, tuple[UUID, ...]]:
    """The results with which advisers passed at these sittings: everyone's, or theirs."""
    wanted = None if of is None else set(of)
    found: dict[UUID, tuple[UUID, ...]] = {}
    for each in figures:
        for adviser, result in each.passed.items():
            if wanted is None or adviser in wanted:
                found[adviser] = (*found.get(adviser, ()), result)
    return found


@dataclass(frozen=True, slots=True)
class Ties:
    """What ties someone to exams, under whatever record of themselves; the last day of each tie, None while it lasts.

    `attended` are sittings where they examined or invigilated; `worked_for` providers that employed them, signed them in
    or had them registered for sittings; `close_to` the files of whom they taught or are close to, and their own.
    """

    attended: frozenset[UUID]
    worked_for: Mapping[UUID, date | None]
    close_to: Mapping[UUID, date | None]


def is_party(ties: Ties, facts: CaseFacts, providers: Iterable[UUID], *, look_back_months: int) -> bool:
    """Whoever is tied to a case neither sees nor handles it; `providers` are those that held its sittings.

    Whoever attended, whatever its age; other ties count until the look-back before the first of its sittings.
    """
    since = add_months(min(each.held_on for each in facts.sittings), -look_back_months)
    return (
        any(each.sitting in ties.attended for each in facts.sittings)
        or any(_counts(ties.worked_for, each, since) for each in providers)
        or any(_counts(ties.close_to, each, since) for each in facts.touched)
    )


def _counts(ties: Mapping[UUID, date | None], whom: UUID, since: date) -> bool:
    last = ties.get(whom, date.min)
    return last is None or last >= since
