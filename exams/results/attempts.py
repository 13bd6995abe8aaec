"""How the attempts at one part follow each other: none skipped, none after a pass that counts, none too soon."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from exams.cells.findings import Problem
from exams.results.drafts import Draft
from exams.results.headings import Field
from exams.results.register import Outcome, Part, PastResult
from registry.days import add_months

Told = tuple[Draft, Field, Problem]


@dataclass(frozen=True, slots=True)
class _Attempt:
    """An attempt as known from the file or else from the record; a day or outcome at fault is None."""

    held_on: date | None
    outcome: Outcome | None


def doubles(drafts: Sequence[Draft]) -> Iterator[Told]:
    """Rows about one and the same attempt: alike, every one after the first is at fault; different, all of them are."""
    first, *others = drafts
    if not others:
        return
    if all((each.score, each.held_on) == (first.score, first.held_on) for each in others):
        for each in others:
            yield each, Field.NUMBER, Problem("double-row", {"first": first.row})
        return
    for each in drafts:
        rows = [other.row for other in drafts if other is not each]
        yield each, Field.NUMBER, Problem("double-row-differs", {"others": rows})


def sequence(drafts: Mapping[int, Draft], past: Mapping[int, PastResult], *, part: Part) -> Iterator[Told]:
    """What is wrong with new and changed attempts, given by number, beside those on record."""
    known = {number: _Attempt(each.held_on, each.outcome) for number, each in past.items()}
    known |= {number: _Attempt(each.held_on, each.outcome) for number, each in drafts.items()}
    for number, draft in drafts.items():
        problem = _before(number, draft, known, part=part)
        if problem is not None:
            yield draft, problem[0], problem[1]


def later_attempt(draft: Draft, past: Mapping[int, PastResult]) -> int | None:
    """The first attempt on record after a corrected one that now turns out to be a pass."""
    later = [number for number in past if draft.attempt is not None and number > draft.attempt]
    return min(later) if later and draft.outcome is Outcome.PASSED else None


def _before(number: int, draft: Draft, known: Mapping[int, _Attempt], *, part: Part) -> tuple[Field, Problem] | None:
    day = draft.held_on
    passes = [
        (earlier, each.held_on)
        for earlier, each in known.items()
        if earlier < number and each.outcome is Outcome.PASSED and each.held_on is not None
    ]
    for earlier, passed_on in passes:
        if day is not None and day < add_months(passed_on, part.months_counted):
            facts = {"part": part.name, "day": passed_on, "attempt": earlier}
            return Field.ATTEMPT, Problem("passed-before", facts)
    if number - max((earlier for earlier, _ in passes), default=0) > part.maximum_attempts:
        facts = {"attempt": number, "part": part.name, "maximum": part.maximum_attempts}
        return Field.ATTEMPT, Problem("attempts-exhausted", facts)
    before = known.get(number - 1)
    if number > 1 and before is None:
        return Field.ATTEMPT, Problem("attempt-before-unknown", {"before": number - 1, "part": part.name})
    if before is None or before.held_on is None or day is None:
        return None
    earliest = before.held_on + timedelta(days=part.waiting_days)
    if day < earliest:
        facts = {"before": number - 1, "day": before.held_on, "part": part.name, "earliest": earliest}
        return Field.HELD_ON, Problem("resit-too-soon", facts)
    return None
