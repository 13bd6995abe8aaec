"""What comes in and goes out about programmes, intakes, allotments and bookings. Days outside, in quarters: `2.25`."""

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated
from uuid import UUID

from msgspec import Meta

from registry.engagements.checks import CheckCode
from registry.engagements.rules import BookingStep
from registry.schema import LINE, Code, GmCode, Label, Schema


class CreateProgramme(Schema, frozen=True):
    """A period with rules on days; it accepts certificates of these schemes."""

    code: Code
    name_nl: Label
    name_en: Label
    first_day: date
    last_day: date
    schemes: Annotated[list[Code], Meta(min_length=1, max_length=20)]


class SetPolicy(Schema, frozen=True):
    """The caps of a programme from a day on, in days; without a size class it is the default."""

    valid_from: date
    per_municipality: Decimal
    per_booking: Decimal
    per_adviser: Decimal
    per_adviser_per_year: Decimal
    size_class: Label | None = None


class PlanIntake(Schema, frozen=True):
    """An intake with a municipality, or with a partnership for the members it names."""

    programme: Code
    holder: UUID
    members: Annotated[list[GmCode], Meta(min_length=1, max_length=50)]
    held_on: date


class CompleteIntake(Schema, frozen=True):
    """The proposition: its reference and the days proposed, which are granted at once within the policy's cap."""

    reference: Annotated[str, Meta(min_length=1, max_length=60, pattern=LINE)]
    days: Decimal


class IntakeOut(Schema, frozen=True):
    """An intake."""

    id: UUID


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


class AllotmentGranted(Schema, frozen=True):
    """The allotment to which the days of an intake were granted."""

    allotment: UUID


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
