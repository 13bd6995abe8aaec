"""What comes in and goes out about tracks."""

from datetime import date
from decimal import Decimal
from typing import Annotated
from uuid import UUID

from msgspec import Meta

from exams.tracks.rules import Approved, PartIn
from registry.schema import Code, Label, Schema


class CreateTrack(Schema, frozen=True):
    """A new track of a scheme owner, with its first version; its parts in the order in which people name them."""

    owner: UUID
    code: Code
    name_nl: Label
    name_en: Label
    effective_from: date
    parts: Annotated[list[PartIn], Meta(min_length=1, max_length=50)]


class ApproveProvider(Schema, frozen=True):
    """A provider may teach (scheme owner) or examine (certification body) the track, from a day, through a last day."""

    provider: UUID
    approved: Approved
    approved_by: UUID
    valid_from: date
    valid_to: date | None = None


class PartOut(Schema, frozen=True):
    """An exam part in the public catalogue."""

    code: str
    name_nl: str
    name_en: str
    scale_maximum: Decimal
    pass_mark: Decimal
    resit_after_days: int
    maximum_attempts: int
    counts_months: int


class TrackOut(Schema, frozen=True):
    """A track in the public catalogue, in its newest version."""

    id: UUID
    code: str
    name_nl: str
    name_en: str
    version: int
    effective_from: date
    parts: list[PartOut]
