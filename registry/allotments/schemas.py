"""What comes in and goes out about allotments. Days outside, in quarters: `2.25`."""

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated
from uuid import UUID

from msgspec import Meta

from registry.allotments.ledger import PostingKind
from registry.schema import LINE, Schema

Reason = Annotated[str, Meta(min_length=10, max_length=300, pattern=LINE)]
"""Why, in one line that names no person."""


class AllotmentOut(Schema, frozen=True):
    """The days of a municipality or partnership in a programme."""

    id: UUID
    programme: str
    holder: UUID
    holder_name: str
    granted: Decimal
    available: Decimal
    reserved: Decimal
    used: Decimal
    expired: Decimal


class PostingOut(Schema, frozen=True):
    """Days that moved, and how many of the allotment were available after it.

    `other` is the other allotment of a transfer; `booking` and `intake` are why it moved, where it is one of those.
    """

    id: int
    recorded_at: datetime
    kind: PostingKind
    days: Decimal
    received: bool
    available: Decimal
    intake: UUID | None
    booking: UUID | None
    other: UUID | None
    other_name: str | None
    reason: str | None


class StatementOut(AllotmentOut, frozen=True):
    """An allotment with its period and a page of its postings, the last one first."""

    first_day: date
    last_day: date
    total: int
    postings: list[PostingOut]


class CorrectDays(Schema, frozen=True):
    """Reverses unused days that should not have been granted."""

    days: Decimal
    reason: Reason


class TransferDays(Schema, frozen=True):
    """Passes available days to another allotment of the programme."""

    to: UUID
    days: Decimal
    reason: Reason
