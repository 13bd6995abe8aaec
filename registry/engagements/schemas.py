"""What comes in and goes out about programmes, intakes, allotments and bookings. Days outside, in quarters: `2.25`."""

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated
from uuid import UUID

from msgspec import Meta

from registry.engagements.checks import CheckCode
from registry.engagements.steps import BookingStep
from registry.schema import GmCode, Schema


class AskBooking(Schema, frozen=True):
    """A booking as it is asked: the adviser by certificate number, from a first through a last day."""

    municipality: GmCode
    certificate: Annotated[str, Meta(max_length=40)]
    first_day: date
    last_day: date
    days: Decimal
    allotment: UUID


class CheckOut(Schema, frozen=True):
    """One check of the judge, with its numbers of days or its dates, who can change it and what would pass."""

    code: CheckCode
    passed: bool
    text: str
    changed_by: str
    needed_days: Decimal | None
    available_days: Decimal | None
    needed_on: date | None
    available_on: date | None
    passes_from: date | None
    passes_with: Decimal | None


class PoolOut(Schema, frozen=True):
    """Another pool that would allow the booking."""

    allotment: UUID
    holder_name: str
    available: Decimal


class JudgementOut(Schema, frozen=True):
    """Whether a booking may be made, every check, and the other pools that would allow it."""

    passed: bool
    allotment: UUID
    holder_name: str
    checks: list[CheckOut]
    alternatives: list[PoolOut]


class BookingMade(Schema, frozen=True):
    """A booking that was made; its days are reserved."""

    id: UUID


class BookingOut(Schema, frozen=True):
    """A booking as its municipality sees it."""

    id: UUID
    municipality: str
    adviser: str | None
    first_day: date
    last_day: date
    days: Decimal
    state: BookingStep
    holder_name: str
    recorded_at: datetime
