"""What comes in and goes out about programmes, intakes, allotments and bookings. Days outside, in quarters: `2.25`."""

from datetime import date
from decimal import Decimal
from typing import Annotated
from uuid import UUID

import msgspec
from msgspec import Meta

from registry.bookings.checks import CheckCode
from registry.schema import LINE, GmCode, Schema

ScopeCode = Annotated[str, Meta(min_length=1, max_length=40, pattern=LINE)]
"""A part of what a certificate covers, by the code that its scheme gives it."""


class AskBooking(Schema, frozen=True):
    """A booking as it is asked: the adviser by certificate number, from a first through a last day.

    `beneficiaries` are the municipalities that the adviser works for; none named means the one that books. `scope` are the
    parts of the certificate that the work asks for.
    """

    municipality: GmCode
    certificate: Annotated[str, Meta(max_length=40)]
    first_day: date
    last_day: date
    days: Decimal
    allotment: UUID
    beneficiaries: Annotated[list[GmCode], Meta(max_length=50)] = msgspec.field(default_factory=list)
    scope: Annotated[list[ScopeCode], Meta(max_length=20)] = msgspec.field(default_factory=list)


class CheckOut(Schema, frozen=True):
    """One check of the judge, with its numbers of days or its dates, who can change it and what would pass.

    `passes_from` is the earliest first day that would pass, `passes_until` the latest last day, `passes_with` the largest
    number of days. `successor_codes` are the municipalities that took over from one that is dissolved.
    """

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
    passes_until: date | None = None
    successor_codes: list[str] = msgspec.field(default_factory=list)


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
