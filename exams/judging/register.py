"""What the registry knows on the day a file of results is judged: everything the rules may look at, and nothing else."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from uuid import UUID

from registry.texts import Text


class Outcome(StrEnum):
    """How an attempt ended."""

    PASSED = "passed"
    FAILED = "failed"
    ABSENT = "absent"
    INVALIDATED = "invalidated"


class Capacity(StrEnum):
    """In which capacity a person stands at a sitting."""

    EXAMINER = "examiner"
    INVIGILATOR = "invigilator"


@dataclass(frozen=True, slots=True)
class Part:
    """An exam part of the track; scores are in tenths: 55 is 550, 5,5 is 55.

    `weight` is its share in the mean of a candidate's scores. An absence uses up an attempt, and starts the days of
    waiting, only where the part says so.
    """

    code: str
    name: Text
    scale_maximum: int
    pass_mark: int
    waiting_days: int
    maximum_attempts: int
    months_counted: int
    weight: int
    absence_uses_attempt: bool


@dataclass(frozen=True, slots=True)
class Teaching:
    """Who taught a candidate, wherever that was, first to last day; without a last day it still goes on."""

    person_id: UUID
    first_day: date
    last_day: date | None


@dataclass(frozen=True, slots=True)
class Candidate:
    """An adviser enrolled in the track; the family name carries its prefix: `van der Meer`.

    `also_named` holds the given and family names in other files of the same person.
    """

    number: str
    adviser_id: UUID
    enrolment_id: UUID
    given_name: str
    family_name: str
    taught_by: tuple[Teaching, ...] = ()
    also_named: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Registration:
    """An examiner or invigilator whom the provider registered, valid through the last day; `part_codes` None is all."""

    person_id: UUID
    given_name: str
    family_name: str
    capacity: Capacity
    first_day: date
    initials: str = ""
    last_day: date | None = None
    part_codes: frozenset[str] | None = None


@dataclass(frozen=True, slots=True)
class PastResult:
    """A result on record as it stands: not corrected, not retracted."""

    id: UUID
    candidate_number: str
    part_code: str
    attempt: int
    held_on: date
    outcome: Outcome
    score: int | None
    examiner_id: UUID
    invigilator_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class Register:
    """The whole picture for one provider and one track version.

    `examined` holds the periods in which the provider is approved to examine the track, each through its last day.
    `other_versions` names, by candidate number, the versions of the track in which a candidate is enrolled who is not
    in this one. `same_person` gives, for a number whose file was merged, the enrolled number that it counts as; where
    both are enrolled, their results count together. `equivalents` holds, by candidate number, the parts that count as
    passed by an equivalent route, with the day on which that was granted.
    """

    today: date
    parts: Mapping[str, Part]
    candidates: Mapping[str, Candidate]
    registrations: tuple[Registration, ...]
    look_back_months: int
    examined: tuple[tuple[date, date | None], ...]
    past: tuple[PastResult, ...] = ()
    sittings: Mapping[tuple[str, date, UUID], UUID] = field(default_factory=dict)
    other_versions: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    same_person: Mapping[str, str] = field(default_factory=dict)
    equivalents: Mapping[str, Mapping[str, date]] = field(default_factory=dict)

    def person_of(self, number: str) -> str:
        """The number under which everything of one person is counted."""
        return self.same_person.get(number, number)
