"""How the attempts at one part follow each other: none skipped, none after a pass that counts, none too soon."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from exams.cells.findings import Problem
from exams.judging.drafts import Draft
from exams.judging.headings import Field
from exams.judging.register import Outcome, Part, PastResult, Register
from registry.days import add_months

Told = tuple[Draft, Field, Problem]
_NOTHING: Mapping[int, PastResult] = {}


class Record:
    """What is on record of each candidate at each part, by attempt; the files of one person count together."""

    def __init__(self, register: Register) -> None:
        self._register = register
        self._own: defaultdict[tuple[str, str], dict[int, PastResult]] = defaultdict(dict)
        self._shared: defaultdict[tuple[str, str], dict[int, PastResult]] = defaultdict(dict)
        for result in register.past:
            self._own[result.candidate_number, result.part_code][result.attempt] = result
            if register.same_person:
                person = register.person_of(result.candidate_number)
                self._shared[person, result.part_code].setdefault(result.attempt, result)

    def of(self, number: str, part_code: str) -> Mapping[int, PastResult]:
        """The attempts of a person at a part; where two of their files have the same attempt, that of this number."""
        own = self._own.get((number, part_code), _NOTHING)
        if not self._shared:
            return own
        return {**self._shared.get((self._register.person_of(number), part_code), _NOTHING), **own}

    def of_draft(self, draft: Draft) -> PastResult | None:
        """The result on record that a row is about."""
        return self.of(draft.number or "", draft.part_code or "").get(draft.attempt or 0)


@dataclass(frozen=True, slots=True)
class _Attempt:
    """An attempt as known from the file or else from the record; a day or outcome at fault is None."""

    held_on: date | None
    outcome: Outcome | None

    def counts(self, part: Part) -> bool:
        """Whether it uses up an attempt and makes the next one wait; an absence may not."""
        return self.outcome is not Outcome.ABSENT or part.absence_uses_attempt


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


def kept_day(draft: Draft, old: PastResult | None) -> Problem | None:
    """The notice that a doubtful day leaves the day on record as it is; None where there is nothing to leave."""
    if old is None or not draft.day_is_doubtful or draft.held_on in (None, old.held_on):
        return None
    return Problem("day-on-record", {"day": old.held_on})


def names_another_invigilator(draft: Draft, old: PastResult) -> bool:
    """Whether a row names an invigilator whom the sitting on record does not have; an empty cell takes nothing back."""
    same_sitting = (draft.held_on, draft.examiner_id) == (old.held_on, old.examiner_id)
    return same_sitting and draft.invigilator_id not in (None, old.invigilator_id)


def sequence(drafts: Sequence[Draft], past: Mapping[int, PastResult], *, part: Part) -> Iterator[Told]:
    """What is wrong with the attempts of one person at one part, beside those on record."""
    known = {number: _Attempt(each.held_on, each.outcome) for number, each in past.items()}
    known |= {each.attempt or 0: _Attempt(each.held_on, each.outcome) for each in drafts}
    for draft in drafts:
        problem = _before(draft.attempt or 0, _Attempt(draft.held_on, draft.outcome), known, part=part)
        if problem is not None:
            yield draft, problem[0], problem[1]


def later_attempt(draft: Draft, past: Mapping[int, PastResult]) -> int | None:
    """The first attempt on record after a corrected one that now turns out to be a pass."""
    later = [number for number in past if draft.attempt is not None and number > draft.attempt]
    return min(later) if later and draft.outcome is Outcome.PASSED else None


def _before(number: int, this: _Attempt, known: Mapping[int, _Attempt], *, part: Part) -> tuple[Field, Problem] | None:
    earlier = {each: known[each] for each in sorted(known) if each < number}
    passes = {each: day for each, day in _days(earlier).items() if earlier[each].outcome is Outcome.PASSED}
    for each, passed_on in passes.items():
        if this.held_on is not None and this.held_on < add_months(passed_on, part.months_counted):
            facts = {"part": part.name, "day": passed_on, "attempt": each}
            return Field.ATTEMPT, Problem("passed-before", facts)
    if this.counts(part) and _used(number, earlier, since=max(passes, default=0), part=part) > part.maximum_attempts:
        facts = {"attempt": number, "part": part.name, "maximum": part.maximum_attempts}
        return Field.ATTEMPT, Problem("attempts-exhausted", facts)
    if number > 1 and number - 1 not in known:
        return Field.ATTEMPT, Problem("attempt-before-unknown", {"before": number - 1, "part": part.name})
    return _too_soon(this, earlier, part=part)


def _days(attempts: Mapping[int, _Attempt]) -> dict[int, date]:
    return {number: each.held_on for number, each in attempts.items() if each.held_on is not None}


def _used(number: int, earlier: Mapping[int, _Attempt], *, since: int, part: Part) -> int:
    """How many attempts are used with this one since the latest pass; numbers count on over absences that use none."""
    unused = sum(each > since and not attempt.counts(part) for each, attempt in earlier.items())
    return number - since - unused


def _too_soon(this: _Attempt, earlier: Mapping[int, _Attempt], *, part: Part) -> tuple[Field, Problem] | None:
    """Not before an earlier attempt, and not within the days of waiting after one that counts, for who sits it."""
    if this.held_on is None:
        return None
    for number, day in sorted(_days(earlier).items(), reverse=True):
        waits = this.counts(part) and earlier[number].counts(part)
        earliest = day + timedelta(days=part.waiting_days if waits else 0)
        if this.held_on < earliest:
            facts = {"before": number, "day": day, "part": part.name, "earliest": earliest}
            return Field.HELD_ON, Problem("resit-too-soon", facts)
    return None
