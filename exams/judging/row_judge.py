"""What the cells of one row say together, and beside what the registry knows of the candidate, the part and the people."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from datetime import date
from operator import itemgetter
from uuid import UUID

from exams.cells.findings import Problem
from exams.cells.names import folded
from exams.cells.typed import Read, fault
from exams.judging.drafts import Draft, Journal, Memo
from exams.judging.headings import TITLES, Field
from exams.judging.people_named import RegisteredPeople, period, taught
from exams.judging.register import Candidate, Capacity, Outcome, Part, Register
from exams.judging.scores import OUTCOME_NAMES, in_points
from registry.texts import Text

Score = int | Outcome | None
PersonKey = tuple[str, str | None, date | None]
_NO_SCORE = (Outcome.ABSENT, Outcome.INVALIDATED)
_WHOLE_SCALE = 100
_NEVER = Text("op geen enkele dag", "on no day")


class RowJudge:
    """Judges drafts one by one; the same question is worked out once."""

    def __init__(self, register: Register, journal: Journal) -> None:
        self._register = register
        self._journal = journal
        self._examiners = {each.person_id: each for each in register.registrations if each.capacity is Capacity.EXAMINER}
        self._numbers: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
        for candidate in register.candidates.values():
            self._numbers[folded(candidate.family_name), folded(candidate.given_name)].append(candidate.number)
        self._names = Memo(self._read_names)
        self._outcomes = Memo(self._read_outcome)
        self._people = {capacity: Memo(_matcher(register, capacity)) for capacity in Capacity}
        self._taught = Memo(self._read_taught)
        self._days = Memo(self._read_approval)

    def judge(self, draft: Draft) -> None:
        """Everything that one row by itself can be right or wrong about."""
        self._judge_candidate(draft)
        self._judge_day(draft)
        self._judge_outcome(draft)
        self._judge_people(draft)

    def numbers_of(self, draft: Draft) -> str | None:
        """The numbers of the candidates with the name in this row, to suggest where the number is missing."""
        names = folded(draft.family_name or ""), folded(draft.given_name or "")
        return " / ".join(self._numbers.get(names, ())) or None

    def _judge_candidate(self, draft: Draft) -> None:
        if draft.number is None:
            if Field.NUMBER not in draft.broken:
                self._journal.fault(draft, Field.NUMBER, Problem("number-missing", suggestion=self.numbers_of(draft)))
            return
        draft.candidate = self._register.candidates.get(draft.number) or self._merged(draft, draft.number)
        if draft.candidate is None:
            self._journal.fault(draft, Field.NUMBER, self._unknown(draft, draft.number))
            return
        for field, read in self._names[draft.number, draft.family_name, draft.given_name]:
            if read.fault is not None:
                self._journal.fault(draft, field, read.fault)
            elif read.notice is not None:
                self._journal.notice(draft, field, read.notice)

    def _merged(self, draft: Draft, typed: str) -> Candidate | None:
        """The enrolled candidate whose file was merged with that of this number."""
        candidate = self._register.candidates.get(self._register.person_of(typed))
        if candidate is not None:
            draft.number = candidate.number
            facts = {"typed": typed, "number": candidate.number}
            self._journal.notice(draft, Field.NUMBER, Problem("number-of-merged-file", facts))
        return candidate

    def _unknown(self, draft: Draft, typed: str) -> Problem:
        versions = self._register.other_versions.get(typed)
        if versions is not None:
            return Problem("number-of-other-version", {"typed": typed, "versions": list(versions)})
        return Problem("number-unknown", {"typed": typed}, self.numbers_of(draft))

    def _read_names(self, key: tuple[str, str | None, str | None]) -> Sequence[tuple[Field, Read[None]]]:
        """The names as known, in either spelling; the first that contradicts the number is told, and no more."""
        number, family, given = key
        candidate = self._register.candidates[number]
        reads = [
            (Field.FAMILY_NAME, _compared(family, candidate.family_name, candidate)),
            (Field.GIVEN_NAME, _compared(given, candidate.given_name, candidate)),
        ]
        told = [(field, read) for field, read in reads if read.fault or read.notice]
        faults = [each for each in told if each[1].fault][:1]
        if faults and _is_named_in_another_file(candidate, family, given):
            facts = {"typed": f"{given or ''} {family or ''}".strip(), "known": _whole_name(candidate)}
            return [(Field.FAMILY_NAME, Read(notice=Problem("name-written-otherwise", facts)))]
        return faults or told

    def _judge_day(self, draft: Draft) -> None:
        problem = self._days[draft.held_on] if draft.held_on is not None else None
        if problem is not None:
            self._journal.fault(draft, Field.HELD_ON, problem)

    def _read_approval(self, day: date) -> Problem | None:
        """A provider examines within the periods of its approval."""
        periods = self._register.examined
        if any(first <= day and (last is None or day <= last) for first, last in periods):
            return None
        told = [period(first, last) for first, last in sorted(periods, key=itemgetter(0))]
        return Problem("provider-not-approved", {"day": day, "periods": told or [_NEVER]})

    def _judge_outcome(self, draft: Draft) -> None:
        if Field.SCORE in draft.broken or Field.OUTCOME in draft.broken:
            draft.outcome = None
            return
        field, read, score = self._outcomes[draft.part_code, draft.score.__class__, draft.score, draft.outcome]
        draft.score, draft.outcome = score, read.value
        if read.fault is not None:
            self._journal.fault(draft, field, read.fault)

    def _read_outcome(self, key: tuple[str | None, type, Score, Outcome | None]) -> tuple[Field, Read[Outcome], int | None]:
        """The outcome follows from score and pass mark; an outcome typed otherwise is a fault."""
        code, _, score, typed = key
        if score is None:
            if typed in _NO_SCORE:
                return Field.OUTCOME, Read(typed), None
            return Field.SCORE, fault("missing", field=TITLES[Field.SCORE]), None
        if isinstance(score, Outcome):
            if typed in (None, score):
                return Field.OUTCOME, Read(score), None
            contradiction: Read[Outcome] = fault(
                "outcome-contradicts-absence", derived=OUTCOME_NAMES[score], typed=_name_of(typed)
            )
            return Field.OUTCOME, contradiction, None
        part = self._register.parts.get(code or "")
        field, read = _of_score(score, typed, part) if part else (Field.OUTCOME, Read())
        return field, read, score

    def _judge_people(self, draft: Draft) -> None:
        draft.examiner_id = self._matched(draft, Field.EXAMINER, Capacity.EXAMINER, draft.examiner)
        draft.invigilator_id = self._matched(draft, Field.INVIGILATOR, Capacity.INVIGILATOR, draft.invigilator)
        candidate, examiner_id, day = draft.candidate, draft.examiner_id, draft.held_on
        if candidate is None or not candidate.taught_by or examiner_id is None or day is None:
            return
        read = self._taught[candidate.number, examiner_id, day]
        if read.fault is not None:
            self._journal.fault(draft, Field.EXAMINER, read.fault)

    def _matched(self, draft: Draft, field: Field, capacity: Capacity, typed: str | None) -> UUID | None:
        if typed is None:
            return None
        read = self._people[capacity][typed, draft.part_code, draft.held_on]
        if read.fault is not None:
            self._journal.fault(draft, field, read.fault)
        person: UUID | None = read.value
        return person

    def _read_taught(self, key: tuple[str, UUID, date]) -> Read[None]:
        number, examiner_id, day = key
        return taught(
            self._register.candidates[number],
            self._examiners[examiner_id],
            day=day,
            look_back_months=self._register.look_back_months,
        )


def _of_score(score: int, typed: Outcome | None, part: Part) -> tuple[Field, Read[Outcome]]:
    """A score lies on the scale of its part; from the pass mark on it is a pass; an invalidated attempt keeps its score."""
    points, maximum = in_points(score), in_points(part.scale_maximum)
    if score > part.scale_maximum:
        forgot_comma = score % 10 == 0 and score <= part.scale_maximum * 10 and maximum < _WHOLE_SCALE
        suggestion = f"{in_points(score // 10)}".replace(".", ",") if forgot_comma else None
        return Field.SCORE, fault("score-range", typed=points, part=part.name, maximum=maximum, suggestion=suggestion)
    derived = Outcome.PASSED if score >= part.pass_mark else Outcome.FAILED
    if typed in (None, derived, Outcome.INVALIDATED):
        return Field.OUTCOME, Read(typed or derived)
    return Field.OUTCOME, fault(
        "outcome-contradicts-score",
        score=points,
        pass_mark=in_points(part.pass_mark),
        derived=OUTCOME_NAMES[derived],
        typed=_name_of(typed),
    )


def _name_of(outcome: Outcome | None) -> Text | str:
    return OUTCOME_NAMES[outcome] if outcome is not None else ""


def _matcher(register: Register, capacity: Capacity) -> Callable[[PersonKey], Read[UUID]]:
    people = RegisteredPeople(register.registrations, capacity=capacity)

    def match(key: PersonKey) -> Read[UUID]:
        typed, code, day = key
        return people.match(typed, part=register.parts.get(code or ""), day=day)

    return match


def _compared(typed: str | None, known: str, candidate: Candidate) -> Read[None]:
    if typed is None or typed == known:
        return Read()
    family, comma, prefix = typed.partition(",")
    if folded(typed) == folded(known) or (comma and folded(f"{prefix} {family}") == folded(known)):
        return Read(notice=Problem("name-written-otherwise", {"typed": typed, "known": known}))
    facts = {"number": candidate.number, "known": _whole_name(candidate), "typed": typed}
    return Read(fault=Problem("name-contradicts", facts, known))


def _whole_name(candidate: Candidate) -> str:
    return f"{candidate.given_name} {candidate.family_name}"


def _is_named_in_another_file(candidate: Candidate, family: str | None, given: str | None) -> bool:
    """Whether another file of the same person has these names."""
    return any(
        _compared(family, its_family, candidate).fault is None and _compared(given, its_given, candidate).fault is None
        for its_given, its_family in candidate.also_named
    )
