"""What comes in and goes out about examiners and sittings."""

from datetime import date
from typing import Annotated
from uuid import UUID

from msgspec import UNSET, Meta, UnsetType

from exams.sittings.rules import Capacity
from exams.tracks.rules import PartCode
from registry.people.schemas import Email, GivenName, RegisterPerson
from registry.schema import LINE, Code, Schema

Line = Annotated[str, Meta(max_length=100, pattern=LINE)]
Mark = Annotated[str, Meta(max_length=40, pattern=LINE)]
Conditions = Annotated[str, Meta(max_length=500, pattern=r"^[^\x00-\x08\x0b-\x1f\x7f]+(?!\n)$")]


class KnownPerson(Schema, frozen=True):
    """Someone the registry knows, by the e-mail address of their account or work and the family name that goes with it."""

    email: Email
    family_name: GivenName


class RegisterExaminer(Schema, frozen=True):
    """Someone examines or invigilates for a provider, from a day, through a last day where one is set.

    Who it is: `person`, the id of someone known to you; or `known`; or `new`. Exactly one of the three.
    """

    provider: UUID
    capacity: Capacity
    valid_from: date
    valid_to: date | None = None
    person: UUID | None = None
    known: KnownPerson | None = None
    new: RegisterPerson | None = None


class ApproveExaminer(Schema, frozen=True):
    """A certification body approves a registered examiner for a track: these parts, or every part where none is named."""

    registration: UUID
    track: Code
    approved_by: UUID
    valid_from: date
    valid_to: date | None = None
    parts: Annotated[list[PartCode], Meta(min_length=1, max_length=50)] | None = None


class ExaminerApprovalOut(Schema, frozen=True):
    """An approval of an examiner for a track; `part` is null where it is for every part."""

    id: UUID
    track: str
    part: str | None
    approved_by: UUID
    approved_by_name: str
    valid_from: date
    valid_to: date | None


class ExaminerOut(Schema, frozen=True):
    """Someone registered with a provider as examiner or invigilator, and what they are approved for."""

    registration: UUID
    person: UUID
    name: str | None
    capacity: Capacity
    provider: UUID
    provider_name: str
    valid_from: date
    valid_to: date | None
    approvals: list[ExaminerApprovalOut]


class CandidateExaminerOut(Schema, frozen=True):
    """A registered examiner, to a body that certifies with the track; `waiting` until an approval that lasts is there."""

    track: str
    examiner: ExaminerOut
    waiting: bool


class Approvals(Schema, frozen=True):
    """New approvals, one for each part named, by their ids."""

    ids: list[UUID]


class SittingFacts(Schema, frozen=True):
    """What may be known of a sitting only later; what is left out is not known."""

    place: Line | None = None
    invigilator: UUID | None = None
    exam_form: Line | None = None
    exam_form_version: Mark | None = None
    conditions: Conditions | None = None
    identity_checked: bool | None = None
    confidentiality_signed: bool | None = None


class CompleteSitting(Schema, frozen=True):
    """What became known of a sitting, or turned out otherwise; null empties it, and what is left out stays as it is.

    While results stand the invigilator is replaced, not emptied: who was watched then, was watched.
    """

    place: Line | UnsetType | None = UNSET
    invigilator: UUID | UnsetType | None = UNSET
    exam_form: Line | UnsetType | None = UNSET
    exam_form_version: Mark | UnsetType | None = UNSET
    conditions: Conditions | UnsetType | None = UNSET
    identity_checked: bool | UnsetType | None = UNSET
    confidentiality_signed: bool | UnsetType | None = UNSET


class RecordSitting(SittingFacts, frozen=True, kw_only=True):
    """A sitting, planned or held: a part of a version of a track, on a day, by an examiner (the person’s id)."""

    provider: UUID
    part: UUID
    held_on: date
    examiner: UUID


class SittingOut(Schema, frozen=True):
    """A sitting; `results` counts those that stand. What is null is not known yet."""

    id: UUID
    provider: UUID
    track: str
    version: int
    part: UUID
    part_code: str
    part_name_nl: str
    part_name_en: str
    held_on: date
    examiner: UUID
    examiner_name: str | None
    invigilator: UUID | None
    invigilator_name: str | None
    place: str | None
    exam_form: str | None
    exam_form_version: str | None
    conditions: str | None
    identity_checked: bool | None
    confidentiality_signed: bool | None
    results: int
