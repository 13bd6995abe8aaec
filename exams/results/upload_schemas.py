"""What comes in and goes out about accepting, listing and taking back uploads, and about a provider's own headings."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from msgspec import Meta

from exams.judging.headings import Field
from exams.results.history import KeptBecause, RetractionReason
from exams.results.listing import UploadState
from registry.schema import Schema


class ListedUploadOut(Schema, frozen=True):
    """An upload in a list: who sent it, how it stands, and how many results and rows set aside are its own."""

    id: UUID
    provider: UUID
    provider_name: str
    track: str
    track_name: str
    version: int
    file_name: str
    sha256: str
    sent_by: str | None
    recorded_at: datetime
    state: UploadState
    accepted_at: datetime | None
    retracted_at: datetime | None
    retraction_reason: RetractionReason | None
    follows: UUID | None
    recorded: int
    corrected: int
    set_aside: int


class AcceptanceOut(Schema, frozen=True):
    """What accepting did: results recorded, of which corrected, rows set aside, certificates put up for review, and the
    numbers of the candidates whose evidence is complete. While it waits for a second person nothing is on record, and
    `mayConfirm` names who can accept or decline it. A long file is still received: it is being recorded in the background,
    and its preview tells how far that is."""

    state: UploadState
    recorded: int
    corrected: int
    set_aside: int
    reviews: int
    completed: list[str]
    may_confirm: list[str]


class Retract(Schema, frozen=True):
    """Why an accepted upload is taken back."""

    reason: RetractionReason


class KeptOut(Schema, frozen=True):
    """A result of the upload that stays on record, and why."""

    candidate_number: str
    part: str
    why: KeptBecause
    text: str


class RetractionOut(Schema, frozen=True):
    """What taking the upload back would do; `reviews` holds the numbers of certificates that would come under review."""

    taken_back: int
    kept: list[KeptOut]
    reviews: list[str]


class RetractedOut(Schema, frozen=True):
    """What taking the upload back did: certificates put up for review, and dossiers that wait for evidence again. A long
    file is still accepted: it is being taken back in the background, and its preview tells how far that is."""

    state: UploadState
    taken_back: int
    kept: list[KeptOut]
    reviews: int
    dossiers_reopened: int


class HeadingMapped(Schema, frozen=True):
    """What a heading of the provider's own means; without a field its column is not read."""

    heading: str
    field: Field | None
    recorded_at: datetime


class MapHeadings(Schema, frozen=True):
    """What headings mean, by how they are typed; null for a column that is not to be read."""

    headings: Annotated[dict[str, Field | None], Meta(min_length=1)]
