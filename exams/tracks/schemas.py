"""What comes in and goes out about tracks."""

from datetime import date
from decimal import Decimal
from typing import Annotated
from uuid import UUID

from msgspec import Meta, field

from exams.tracks.rules import Approved, Audience, PartIn, RouteIn
from registry.schema import Code, Label, Schema


class PublishVersion(Schema, frozen=True, kw_only=True):
    """A version of a track: from which day, for whom, its parts in the order in which people name them.

    `prerequisites` are the codes of other tracks that who joins has passed before.
    """

    effective_from: date
    parts: Annotated[list[PartIn], Meta(min_length=1, max_length=50)]
    audience: Audience = Audience.ADVISER
    prerequisites: Annotated[list[Code], Meta(max_length=20)] = field(default_factory=list)
    equivalent_routes: Annotated[list[RouteIn], Meta(max_length=20)] = field(default_factory=list)


class CreateTrack(PublishVersion, frozen=True, kw_only=True):
    """A new track of a scheme owner, with its first version."""

    owner: UUID
    code: Code
    name_nl: Label
    name_en: Label


class ApproveProvider(Schema, frozen=True):
    """A provider may teach (scheme owner) or examine (certification body) the track, from a day, through a last day."""

    provider: UUID
    approved: Approved
    approved_by: UUID
    valid_from: date
    valid_to: date | None = None


class EndApproval(Schema, frozen=True):
    """An approval ends earlier than was said; its last day."""

    last_day: date


class VersionPublished(Schema, frozen=True):
    """A new version, by its id and number."""

    id: UUID
    number: int


class TrackName(Schema, frozen=True):
    """A track, to choose from a list."""

    id: UUID
    code: str
    name_nl: str
    name_en: str


class PartOut(Schema, frozen=True):
    """An exam part in the public catalogue: scale from 0, pass mark, resits, and how many months a pass counts."""

    id: UUID
    code: str
    name_nl: str
    name_en: str
    scale_maximum: Decimal
    pass_mark: Decimal
    weight: int
    resit_after_days: int
    maximum_attempts: int
    absence_uses_attempt: bool
    counts_months: int


class RouteOut(Schema, frozen=True):
    """Another way to what the track leads to."""

    code: str
    name_nl: str
    name_en: str
    description_nl: str
    description_en: str


class ProviderOut(Schema, frozen=True):
    """A provider that is approved today, through a last day where one is set."""

    id: UUID
    name: str
    valid_from: date
    valid_to: date | None


class VersionOut(Schema, frozen=True):
    """A version of a track in the public catalogue."""

    id: UUID
    version: int
    effective_from: date
    audience: Audience
    parts: list[PartOut]
    prerequisites: list[TrackName]
    equivalent_routes: list[RouteOut]


class TrackOut(VersionOut, frozen=True):
    """A track in the public catalogue: the version in force today, and who may teach and examine it today.

    `id` is the track's; a track that is not in force yet shows its first version, and from when.
    """

    code: str
    name_nl: str
    name_en: str
    owner: str
    teaching: list[ProviderOut]
    examining: list[ProviderOut]


class TrackDetail(TrackOut, frozen=True):
    """A track with every version, newest first; a version never changes."""

    versions: list[VersionOut]


class ApprovalOut(Schema, frozen=True):
    """An approval of a provider."""

    id: UUID
    provider: UUID
    provider_name: str
    track: str
    name_nl: str
    name_en: str
    approved: Approved
    approved_by: UUID
    approved_by_name: str
    valid_from: date
    valid_to: date | None
