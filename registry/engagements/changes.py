"""Changes that wait for the adviser: finding the one of a booking, and ending it with the days that it reserved."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from registry.audit import service as audit
from registry.audit.actions import Action
from registry.bookings.standing import Now
from registry.bookings.steps import ChangeEnding
from registry.bookings.tables import BookingChange
from registry.engagements.errors import ChangeAnswered
from registry.engagements.stepping import release
from registry.errors import NotFound
from registry.permissions import Actor
from registry.transactions import fetch


@dataclass(frozen=True, slots=True)
class Change:
    """A change as it was asked, and how it ended, if it did."""

    id: UUID
    booking: UUID
    first_day: date
    last_day: date
    quarters: int
    answer_by: date | None
    account: UUID
    recorded_at: datetime
    ending: ChangeEnding | None

    def beside(self, booking: Now) -> int:
        """The quarters that are reserved for the change while it waits, beside those of the booking."""
        return max(0, self.quarters - booking.quarters)


_COLUMNS = "id, booking, first_day, last_day, quarters, answer_by, account, recorded_at, ending"


async def waiting_of(booking: UUID) -> Change | None:
    """The change of the booking that waits for an answer, if there is one."""
    found = await fetch(f"SELECT {_COLUMNS} FROM booking_change WHERE booking = $1 AND ending IS NULL", booking)  # noqa: S608  own names
    return _change(found[0]) if found else None


async def waiting(change: UUID, booking: Now) -> Change:
    """This change of the booking, that waits; raises NotFound, ChangeAnswered."""
    found = await fetch(f"SELECT {_COLUMNS} FROM booking_change WHERE booking = $1 AND id = $2", booking.id, change)  # noqa: S608  own names
    if not found:
        raise NotFound
    if found[0]["ending"] is not None:
        raise ChangeAnswered
    return _change(found[0])


async def end(change: Change, ending: ChangeEnding, booking: Now, *, actor: Actor, now: datetime) -> None:
    """The change has ended; unless it was accepted, what it reserved beside the booking becomes available again."""
    await BookingChange.update(
        {
            BookingChange.ending: ending.value,
            BookingChange.ended_by: actor.account,
            BookingChange.ended_at: now,
        },
    ).where(BookingChange.id == change.id)
    if ending is not ChangeEnding.ACCEPTED:
        await release(booking, change.beside(booking), actor=actor, now=now)
    facts = {"change": change.id, "ending": ending}
    await audit.record(Action.BOOKING_CHANGE_ENDED, booking.id, actor=actor, at=now, facts=facts)


def _change(row: Any) -> Change:  # noqa: ANN401  a row of asyncpg
    values = dict(row) | {"ending": ChangeEnding(row["ending"]) if row["ending"] else None}
    return Change(**values)
