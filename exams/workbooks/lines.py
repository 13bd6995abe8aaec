"""Which rows a template has: who may still sit which part, judged as the file will be when it comes back."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple
from uuid import UUID

from exams.cells.findings import Finding, Problem
from exams.judging.attempts import Record, sequence
from exams.judging.drafts import Draft
from exams.judging.headings import Field
from exams.judging.people_named import taught
from exams.judging.register import Candidate, Capacity, Part, Register
from registry.texts import Language


@dataclass(frozen=True, slots=True)
class TemplateSitting:
    """The sitting that a template is for."""

    part_code: str
    held_on: date
    examiner_id: UUID
    invigilator_id: UUID | None = None
    place: str | None = None


class Line(NamedTuple):
    """One row: a candidate, a part and which attempt it would be."""

    candidate: Candidate
    part: Part
    attempt: int


class LeftOut(NamedTuple):
    """A candidate who may not sit the part that day, and why."""

    candidate: Candidate
    problem: Problem

    def why(self, language: Language) -> str:
        """The sentence that a row for this candidate would be refused with."""
        return Finding("", "", 0, self.problem.code, self.problem.facts).what(language)


def lines_of(register: Register) -> list[Line]:
    """Every part that a candidate has yet to pass and has attempts left for, by candidate; waiting may not be over yet."""
    record = Record(register)
    every = (_next(record, candidate, part) for candidate in _candidates(register) for part in register.parts.values())
    return [line for line in every if not any(field is Field.ATTEMPT for field, _ in _problems(record, line, register.today))]


def lines_at(register: Register, sitting: TemplateSitting) -> tuple[list[Line], list[LeftOut]]:
    """Who may sit the part on the day of the sitting, with its examiner; and who may not, with the first reason."""
    record, part = Record(register), register.parts[sitting.part_code]
    lines, left_out = [], []
    for candidate in _candidates(register):
        line = _next(record, candidate, part)
        problems = [problem for _, problem in _problems(record, line, sitting.held_on)]
        problems += _lessons(register, candidate, sitting)
        if problems:
            left_out.append(LeftOut(candidate, problems[0]))
        else:
            lines.append(line)
    return lines, left_out


def _candidates(register: Register) -> list[Candidate]:
    """By number; of the files of one person the one that the others count as."""
    ordered = sorted(register.candidates.values(), key=lambda each: each.number)
    return [each for each in ordered if register.person_of(each.number) == each.number]


def _next(record: Record, candidate: Candidate, part: Part) -> Line:
    return Line(candidate, part, max(record.of(candidate.number, part.code), default=0) + 1)


def _problems(record: Record, line: Line, day: date) -> Iterator[tuple[Field, Problem]]:
    """What the judge would say of this attempt on that day."""
    number, part = line.candidate.number, line.part
    draft = Draft(0, number=number, part_code=part.code, attempt=line.attempt, held_on=day)
    for _, field, problem in sequence([draft], record.of(number, part.code), part=part):
        yield field, problem


def _lessons(register: Register, candidate: Candidate, sitting: TemplateSitting) -> list[Problem]:
    for person in register.registrations:
        if person.person_id == sitting.examiner_id and person.capacity is Capacity.EXAMINER:
            read = taught(candidate, person, day=sitting.held_on, look_back_months=register.look_back_months)
            return [] if read.fault is None else [read.fault]
    return []
