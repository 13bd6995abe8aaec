"""What comes in and goes out about reviews."""

from datetime import date, datetime
from typing import Annotated, Any
from uuid import UUID

from msgspec import Meta

from registry.certificates.rules import Status
from registry.dossiers.schemas import FreeText, ObjectionOut
from registry.reviews.rules import Cause, ReviewOutcome
from registry.schema import Schema


class CloseReview(Schema, frozen=True):
    """What came of it, and why; suspending and withdrawing are decisions of their own, which this does not take."""

    outcome: ReviewOutcome
    conclusion: Annotated[FreeText, Meta(min_length=10)]


class ReviewOut(Schema, frozen=True):
    """A review as certifiers and auditors see it in a list; the name is absent once the holder was erased."""

    id: UUID
    certificate: str
    name: str | None
    scheme: str
    cause: Cause
    cause_text: str
    opened_at: datetime
    closed_at: datetime | None
    outcome: ReviewOutcome | None


class ChangedResultOut(Schema, frozen=True):
    """A result that the certificate rests on and that no longer stands as it did. Scores are tenths, as they were then."""

    result: UUID
    part: str
    held_on: date
    attempt: int
    score: int
    pass_mark: int
    file_sha256: str
    sheet: str
    cell: str


class ReviewDetail(ReviewOut, frozen=True):
    """A review in full: the certificate's status, which the review leaves as it is, and why you may not close it, if so.

    `changed` is what no longer stands; `reason` what was said about that; `facts` all that was recorded, for programs.
    `closedBy` and `conclusion` are there once it is closed, and the conclusion until the holder is erased.
    """

    status: Status
    valid_until: date
    changed: list[ChangedResultOut]
    reason: str | None
    facts: dict[str, Any]
    objections: list[ObjectionOut]
    closed_by: str | None
    conclusion: str | None
