"""What comes in and goes out about enrolments."""

from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from msgspec import Meta, field

from exams.tracks.rules import PartCode
from registry.people.schemas import Email, GivenName, Prefix, RegisterPerson
from registry.schema import Code, Schema


class Known(Schema, frozen=True):
    """An adviser the registry knows. The name must go with the number, so that nobody learns names by trying numbers."""

    candidate_number: Annotated[str, Meta(max_length=40)]
    family_name: Annotated[str, Meta(max_length=100)]


class Enrol(Schema, frozen=True):
    """A candidate in a track: someone new, or someone the registry knows.

    `is_somebody_else` says that the provider looked at who has the same name or e-mail, and that this is another person.
    """

    provider: UUID
    track: Code
    enrolled_on: date
    person: RegisterPerson | None = None
    known: Known | None = None
    is_somebody_else: bool = False


class RecordTeaching(Schema, frozen=True):
    """A person teaches these parts, from a day through a last day."""

    trainer: UUID
    parts: Annotated[list[PartCode], Meta(min_length=1, max_length=50)]
    valid_from: date
    valid_to: date


class RecordTeachings(RecordTeaching, frozen=True):
    """The same teaching, of several candidates at once."""

    enrolments: Annotated[list[UUID], Meta(min_length=1, max_length=1000)]


class ChangeLastDay(Schema, frozen=True):
    """The last day of a teaching turns out otherwise."""

    valid_to: date


class RegisterTrainer(Schema, frozen=True):
    """Somebody who teaches for a provider and is not known yet.

    `is_somebody_else` says that the provider looked at who has the same name or e-mail, and that this is another person.
    """

    provider: UUID
    given_name: GivenName
    family_name: GivenName
    valid_from: date
    family_prefix: Prefix | None = None
    work_email: Email | None = None
    is_somebody_else: bool = False


class TrainerOut(Schema, frozen=True):
    """Somebody who may be named as trainer."""

    person: UUID
    name: str


class TeachingOut(Schema, frozen=True):
    """Who teaches a part, from a day through a last day."""

    id: UUID
    part: str
    trainer: UUID
    trainer_name: str | None
    valid_from: date
    valid_to: date


class EnrolmentOut(Schema, frozen=True):
    """An enrolment, with the candidate's number and who taught them."""

    id: UUID
    adviser: UUID
    person: UUID
    candidate_number: str
    name: str | None
    track: str
    track_version: UUID
    version: int
    enrolled_on: date
    teachings: list[TeachingOut]


class AcceptEnrolments(Schema, frozen=True):
    """The rows of whom a person said that they are somebody else than those of the same name or e-mail."""

    somebody_else: Annotated[list[Annotated[int, Meta(ge=1, le=2_000_000)]], Meta(max_length=100_000)] = field(
        default_factory=list
    )


class FindingOut(Schema, frozen=True):
    """Something about a cell, in words."""

    sheet: str
    cell: str
    row: int
    code: str
    text: str
    suggestion: str | None


class OwnCandidateOut(Schema, frozen=True):
    """One of the provider's own candidates."""

    candidate_number: str
    name: str


class DoubtOut(Schema, frozen=True):
    """Somebody new who may be known: as whom of the provider's own, as a row of the file, or elsewhere."""

    row: int
    cell: str
    name: str
    own: list[OwnCandidateOut]
    rows: list[int]
    elsewhere: bool


class CandidateOut(Schema, frozen=True):
    """Someone in a file: new, known or enrolled already, and how many teachings the file adds."""

    row: int
    standing: str
    candidate_number: str | None
    name: str
    enrolled_on: date | None
    teachings: int


class SkippedOut(Schema, frozen=True):
    """A row that is not about a candidate."""

    row: int
    text: str


class EnrolmentFileOut(Schema, frozen=True):
    """A file of enrolments that was sent."""

    id: UUID
    track: str
    file_name: str
    sha256: str
    recorded_at: datetime
    accepted_at: datetime | None


class EnrolmentFileListedOut(EnrolmentFileOut, frozen=True):
    """A file in the list: it waits to be accepted, or what was in it is gone."""

    waits: bool


class EnrolmentPreviewOut(Schema, frozen=True):
    """A file with what accepting it would do; once it is accepted only the file remains."""

    file: EnrolmentFileOut
    acceptable: bool
    new_persons: int
    known_persons: int
    enrolled_already: int
    teachings: int
    candidates: list[CandidateOut]
    faults: list[FindingOut]
    notices: list[FindingOut]
    doubts: list[DoubtOut]
    skipped: list[SkippedOut]


class EnrolledOut(Schema, frozen=True):
    """What accepting a file recorded; the numbers of the new persons in the order of the file."""

    enrolled: int
    teachings: int
    new_numbers: list[str]
