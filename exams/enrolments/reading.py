"""What comes out of judging a file of enrolments: who would be enrolled and taught, and findings at their cells."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

from exams.cells.findings import Finding
from registry.people.schemas import RegisterPerson


class Standing(StrEnum):
    """What somebody in a file is to the registry."""

    NEW = "new"
    KNOWN = "known"
    ENROLLED = "enrolled"


@dataclass(frozen=True, slots=True)
class Lesson:
    """A teaching that would be recorded."""

    row: int
    part_code: str
    trainer: UUID
    first_day: date
    last_day: date


@dataclass(frozen=True, slots=True)
class CandidateRead:
    """Somebody as they would be enrolled, from the first of their rows; who is new has a person, who is known an adviser."""

    row: int
    standing: Standing
    name: str
    number: str | None
    adviser: UUID | None
    enrolment: UUID | None
    person: RegisterPerson | None
    enrolled_on: date | None
    lessons: tuple[Lesson, ...]


@dataclass(frozen=True, slots=True)
class Doubt:
    """Somebody new who may be known: as these of the provider's own (number, name), in these rows, or elsewhere."""

    row: int
    cell: str
    name: str
    own: tuple[tuple[str, str], ...]
    rows: tuple[int, ...]
    elsewhere: bool


@dataclass(frozen=True, slots=True)
class Skipped:
    """A row that is not about a candidate, with the start of what stands in it."""

    row: int
    text: str


@dataclass(frozen=True, slots=True)
class Reading:
    """A judged file. Nothing may be recorded while there are faults, or doubts that no person decided."""

    sheet: str
    candidates: tuple[CandidateRead, ...] = ()
    faults: tuple[Finding, ...] = ()
    notices: tuple[Finding, ...] = ()
    doubts: tuple[Doubt, ...] = ()
    skipped: tuple[Skipped, ...] = ()

    def count(self, standing: Standing) -> int:
        """How many stand so."""
        return sum(each.standing is standing for each in self.candidates)

    @property
    def lessons(self) -> int:
        """How many teachings would be recorded."""
        return sum(len(each.lessons) for each in self.candidates)

    @property
    def brings_something(self) -> bool:
        """There is an enrolment or a teaching that is not on record."""
        return self.lessons > 0 or any(each.standing is not Standing.ENROLLED for each in self.candidates)
