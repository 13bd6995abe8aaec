"""What advisers state of their time and their ties, and what they read of it. Days outside, in quarters: `0.5`."""

from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from registry.schema import GmCode, Schema


class StateAvailability(Schema, frozen=True):
    """How much of each weekday the adviser can work, from a first day on, through a last day where one is given."""

    first_day: date
    monday: Decimal
    tuesday: Decimal
    wednesday: Decimal
    thursday: Decimal
    friday: Decimal
    last_day: date | None = None


class AvailabilityOut(Schema, frozen=True):
    """What an adviser stated of their time; of those for the same day the one recorded last counts."""

    first_day: date
    last_day: date | None
    monday: Decimal
    tuesday: Decimal
    wednesday: Decimal
    thursday: Decimal
    friday: Decimal
    recorded_at: datetime

    @property
    def days(self) -> tuple[Decimal, ...]:
        """The parts of Monday to Friday."""
        return (self.monday, self.tuesday, self.wednesday, self.thursday, self.friday)


class DeclareTie(Schema, frozen=True):
    """The adviser should not be booked by this municipality, from a day on."""

    municipality: GmCode
    valid_from: date


class EndTie(Schema, frozen=True):
    """The last day of a tie."""

    last_day: date


class TieMade(Schema, frozen=True):
    """A tie that was declared."""

    id: UUID


class TieOut(Schema, frozen=True):
    """A tie that an adviser declared."""

    id: UUID
    organisation: UUID
    organisation_name: str
    valid_from: date
    valid_to: date | None
