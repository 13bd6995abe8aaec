"""The municipality ends a booking: completes it with the days that were worked, or cancels it."""

from datetime import datetime
from uuid import UUID

from registry.bookings.steps import BookingStep, check_may
from registry.engagements import happenings, turns
from registry.engagements.closing import close
from registry.engagements.errors import DaysWait, NothingWorked
from registry.engagements.schemas import DecideOnBooking
from registry.engagements.telling import ask_to_evaluate, tell_adviser
from registry.messages.rules import Kind
from registry.permissions import Actor
from registry.quarters import days
from registry.transactions import transaction


async def complete(booking: UUID, command: DecideOnBooking, *, actor: Actor, now: datetime) -> None:
    """The engagement is done: the days approved were used, the others are available again.

    Raises BookingOutOfOrder, DaysWait while a day waits for the municipality, NothingWorked, BookingChangedSince, NotFound.
    """
    async with transaction() as connection:
        found = await turns.of_municipality(booking, actor=actor, connection=connection)
        await happenings.must_be_all(command.seen, booking)
        check_may(BookingStep.COMPLETED, found.state)
        if found.entered:
            raise DaysWait(waiting=days(found.entered))
        if not found.used:
            raise NothingWorked
        await close(BookingStep.COMPLETED, found, actor=actor, now=now, facts={"used": found.used})
        told = {"days": str(days(found.used))}
        await tell_adviser(Kind.BOOKING_COMPLETED, found, now=now, connection=connection, facts=told)
        await ask_to_evaluate(found, now=now, connection=connection)


async def cancel(booking: UUID, command: DecideOnBooking, *, actor: Actor, now: datetime) -> None:
    """The municipality ends the booking: what was not worked is available at once.

    Raises BookingOutOfOrder, BookingChangedSince, NotFound.
    """
    async with transaction() as connection:
        found = await turns.of_municipality(booking, actor=actor, connection=connection)
        await happenings.must_be_all(command.seen, booking)
        await close(BookingStep.CANCELLED, found, actor=actor, now=now)
        await tell_adviser(Kind.BOOKING_CANCELLED, found, now=now, connection=connection)
