"""What comes in and goes out about municipalities that pass on what they had. Days outside, in quarters: `2.25`."""

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated
from uuid import UUID

from msgspec import Meta

from registry.bookings.steps import State
from registry.reorganisations.rules import Blocker
from registry.schema import GmCode, Schema


class Reorganise(Schema, frozen=True):
    """Municipalities that ended on one day pass on what they had, to one successor that a person names."""

    predecessors: Annotated[list[GmCode], Meta(min_length=1, max_length=50)]
    successor: GmCode


class ReorganisationMade(Schema, frozen=True):
    """A reorganisation that was done."""

    id: UUID


class NamedOut(Schema, frozen=True):
    """A municipality by its code and name."""

    code: str
    name: str


class EndedOut(Schema, frozen=True):
    """A municipality that passes on: `validTo` is its last day, and one of `heirs` takes over."""

    code: str
    name: str
    valid_to: date | None
    heirs: list[NamedOut]


class AllotmentPassingOut(Schema, frozen=True):
    """What a predecessor has in a programme: available and reserved days pass on, used and expired ones stay with its name."""

    programme: str
    holder_name: str
    available: Decimal
    reserved: Decimal
    used: Decimal
    expired: Decimal


class AllotmentAfterOut(Schema, frozen=True):
    """What the successor has in the programme afterwards, beside the cap of its size class; more than the cap is allowed."""

    programme: str
    opened: bool
    available: Decimal
    reserved: Decimal
    size_class: str | None
    cap: Decimal | None
    over_cap: bool


class BookingPassingOut(Schema, frozen=True):
    """An open booking that is the successor's afterwards; its adviser and period stay."""

    id: UUID
    municipality: str
    first_day: date
    last_day: date
    days: Decimal
    reserved: Decimal
    state: State


class FollowingOut(Schema, frozen=True):
    """What else follows: how many of each, and the partnerships and regions in which the successor takes the place.

    `bookings_for` are open bookings of others that are also for a predecessor; API keys end.
    """

    bookings_for: int
    open_intakes: int
    completed_intakes: int
    accounts: int
    api_keys: int
    employments: int
    ties: int
    partnerships: list[str]
    regions: list[str]


class BlockedOut(Schema, frozen=True):
    """One thing in the way."""

    blocker: Blocker
    text: str


class PreviewOut(Schema, frozen=True):
    """What would pass on, on which day, and what is in the way; nothing is written."""

    predecessors: list[EndedOut]
    successor: NamedOut
    effective_on: date | None
    allotments: list[AllotmentPassingOut]
    afterwards: list[AllotmentAfterOut]
    bookings: list[BookingPassingOut]
    following: FollowingOut
    blocked: list[BlockedOut]
    notes: list[str]


class ReorganisedOut(Schema, frozen=True):
    """A reorganisation that was done: from which day the successor has what the predecessors had."""

    id: UUID
    effective_on: date
    recorded_at: datetime
    predecessors: list[NamedOut]
    successor: NamedOut
    days: Decimal
    bookings: int


class DueOut(Schema, frozen=True):
    """Municipalities that end on one day with the same heirs, and still have something to pass on; from when that is due."""

    effective_on: date
    predecessors: list[NamedOut]
    heirs: list[NamedOut]
