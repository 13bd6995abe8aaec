"""How bookings stand now: their terms, their state and their days, read from the view `booking_now`."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from registry.bookings.steps import BookingStep, State, state_after
from registry.errors import NotFound
from registry.people import service as people
from registry.transactions import Connection, fetch


@dataclass(frozen=True, slots=True)
class Now:
    """A booking as it stands. Quarters: all of it, what was used (approved), and what was entered and waits."""

    id: UUID
    allotment: UUID
    municipality: UUID
    adviser: UUID
    first_day: date
    last_day: date
    quarters: int
    scope: tuple[str, ...]
    answer_by: date | None
    account: UUID
    recorded_at: datetime
    state: State
    state_since: datetime
    used: int
    entered: int

    @property
    def unworked(self) -> int:
        """Quarters that are still to be worked: what is neither used nor entered."""
        return self.quarters - self.used - self.entered

    @property
    def reserved(self) -> int:
        """Quarters that stand reserved while the booking is open."""
        return self.quarters - self.used


async def of(bookings: Sequence[UUID]) -> dict[UUID, Now]:
    """These bookings as they stand, in one query."""
    rows = await fetch("SELECT * FROM booking_now WHERE id = ANY($1)", list(bookings))
    return {row["id"]: from_row(row) for row in rows}


async def locked(booking: UUID, *, connection: Connection) -> Now:
    """The booking, the turn of its adviser taken until the transaction ends; raises NotFound.

    Whoever changes a booking takes the adviser's turn first, then the accounts of days, so that nobody waits in a ring.
    """
    adviser = await connection.fetchval("SELECT adviser FROM booking WHERE id = $1", booking)
    if adviser is None:
        raise NotFound
    await people.lock(adviser, connection=connection)
    row = await connection.fetchrow("SELECT * FROM booking_now WHERE id = $1", booking)
    if row is None:
        raise NotFound
    return from_row(row)


def from_row(row: Any) -> Now:  # noqa: ANN401  a row of asyncpg
    """A row of `booking_now`."""
    values = {name: row[name] for name in Now.__slots__ if name not in ("state", "scope")}
    return Now(**values, scope=tuple(row["scope"]), state=state_after(BookingStep(row["state"])))
