"""What comes in and goes out in the life of a booking. Days outside, in quarters: `2.25`."""

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated
from uuid import UUID

from msgspec import Meta

from registry.bookings.steps import RejectReason, State, WorkedDayEnding
from registry.schema import Schema

Seen = Annotated[int, Meta(ge=0, le=1_000_000)]
"""How many things had happened to the booking when it was read: `happenings` of what came out."""


class DecideOnBooking(Schema, frozen=True):
    """An answer to a booking, or its end, by someone who saw everything until now."""

    seen: Seen


class ChangeBooking(Schema, frozen=True):
    """What the booking is to be: all its days, worked ones included, and its period."""

    first_day: date
    last_day: date
    days: Decimal
    seen: Seen


class ChangeMade(Schema, frozen=True):
    """A change that waits for the adviser; without one it holds already."""

    waiting: UUID | None


class EnterWorkedDay(Schema, frozen=True):
    """A day, or quarters of one, that the adviser worked."""

    day: date
    days: Decimal


class WorkedDayMade(Schema, frozen=True):
    """A worked day that was entered."""

    id: UUID


class AnswerWorkedDays(Schema, frozen=True):
    """The worked days that are approved together."""

    worked_days: Annotated[list[UUID], Meta(min_length=1, max_length=366)]


class RejectWorkedDays(AnswerWorkedDays, frozen=True):
    """The worked days that are rejected together, and why."""

    reason: RejectReason


class WorkedDayOut(Schema, frozen=True):
    """A day that was worked; without an ending it waits for the municipality, and rejected it has a reason."""

    id: UUID
    day: date
    days: Decimal
    entered_at: datetime
    ending: WorkedDayEnding | None
    ended_at: datetime | None
    reason: RejectReason | None


class WaitingChangeOut(Schema, frozen=True):
    """A change that waits for the adviser."""

    id: UUID
    first_day: date
    last_day: date
    days: Decimal
    answer_by: date | None
    recorded_at: datetime


class HappeningOut(Schema, frozen=True):
    """One thing that happened to a booking, and what it came to where it changed the terms."""

    kind: str
    text: str
    recorded_at: datetime


class EngagementOut(Schema, frozen=True):
    """A booking in a list."""

    id: UUID
    municipality: str
    adviser: str | None
    holder_name: str
    programme: str
    first_day: date
    last_day: date
    days: Decimal
    used_days: Decimal
    entered_days: Decimal
    state: State
    answer_by: date | None
    change_waits: bool
    recorded_at: datetime


class EngagementDetail(EngagementOut, frozen=True):
    """A booking in full, with how many things happened to it: who decides about it tells that they saw those."""

    allotment: UUID
    scope: list[str]
    beneficiaries: list[str]
    worked_days: list[WorkedDayOut]
    waiting_change: WaitingChangeOut | None
    history: list[HappeningOut]
    happenings: int
