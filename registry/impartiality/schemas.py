"""What comes in and goes out about statements, declared relations and waivers."""

from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from msgspec import Meta

from registry.impartiality.rules import RelationKind, Waivable
from registry.schema import Schema

Words = Annotated[str, Meta(max_length=2000, pattern=r"^[^\x00-\x08\x0b\x0c\x0e-\x1f]*$")]
Reason = Annotated[Words, Meta(min_length=10)]
CandidateNumber = Annotated[str, Meta(max_length=40)]


class DeclareRelation(Schema, frozen=True):
    """A relation of oneself with the adviser of this number; without a last day it lasts on."""

    candidate_number: CandidateNumber
    kind: RelationKind
    valid_from: date
    valid_to: date | None = None
    explanation: Words = ""


class EndRelation(Schema, frozen=True):
    """The last day of a relation that was declared."""

    valid_to: date


class AskWaiver(Schema, frozen=True):
    """Asks that one ground be set aside for oneself with the adviser of this number, through a last day."""

    candidate_number: CandidateNumber
    ground: Waivable
    valid_until: date
    reason: Reason


class Made(Schema, frozen=True):
    """What was made; by its id it is found again."""

    id: UUID


class StatementOut(Schema, frozen=True):
    """A certifier's conflict statement that is in force, through its last day."""

    valid_until: date


class DeclaredOut(Schema, frozen=True):
    """A relation that was declared; the explanation and the name are absent once they were erased."""

    id: UUID
    by: str | None
    candidate_number: str
    kind: RelationKind
    valid_from: date
    valid_to: date | None
    explanation: str | None
    declared_at: datetime


class WaiverOut(Schema, frozen=True):
    """A waiver that was asked, and what became of it: waiting while `granted` is absent."""

    id: UUID
    asked_by: str | None
    candidate_number: str
    ground: Waivable
    valid_until: date
    reason: str | None
    asked_at: datetime
    granted: bool | None
    closed_by: str | None
    closed_at: datetime | None
    is_own: bool
    in_force: bool
