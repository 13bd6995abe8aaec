"""What comes in and goes out about enrolments."""

from datetime import date
from typing import Annotated
from uuid import UUID

from msgspec import Meta

from exams.tracks.rules import PartCode
from registry.people.schemas import RegisterPerson
from registry.schema import Code, Schema


class Known(Schema, frozen=True):
    """An adviser the registry knows. The name must go with the number, so that nobody learns names by trying numbers."""

    candidate_number: Annotated[str, Meta(max_length=40)]
    family_name: Annotated[str, Meta(max_length=100)]


class Enrol(Schema, frozen=True):
    """A candidate in a track: someone new, or someone the registry knows."""

    provider: UUID
    track: Code
    enrolled_on: date
    person: RegisterPerson | None = None
    known: Known | None = None


class RecordTeaching(Schema, frozen=True):
    """A person taught these parts, from a day through a last day."""

    trainer: UUID
    parts: Annotated[list[PartCode], Meta(min_length=1, max_length=50)]
    valid_from: date
    valid_to: date


class EnrolmentOut(Schema, frozen=True):
    """An enrolment, with the candidate's number."""

    id: UUID
    adviser: UUID
    person: UUID
    candidate_number: str
    name: str | None
    enrolled_on: date
