"""Ending a booking: completed with what was used, or cancelled; what was not worked returns by itself."""

from datetime import date

import pytest

from registry.bookings.errors import BookingOutOfOrder
from registry.bookings.standing import locked
from registry.bookings.steps import BookingStep, State
from registry.certificates.rules import EventKind
from registry.engagements import completing
from registry.engagements.errors import BookingChangedSince, DaysWait, NothingWorked
from registry.engagements.stepping import take
from registry.errors import NotAllowed, NotFound
from registry.messages.rules import Kind
from registry.permissions import OPERATOR
from registry.transactions import transaction
from tests.registry import making
from tests.registry.engagements import engaged
from tests.registry.engagements.engaged import LATER, WORKED
from tests.registry.engagements.test_answering import told
from tests.registry.making import NOW


async def test_completing_returns_what_was_not_worked(database: None) -> None:
    """Three of twelve days were worked: nine are available again, and three stay used."""
    booking = await engaged.active()
    await booking.approve(*[await booking.enter(day) for day in WORKED[:3]])
    await completing.complete(booking.booking, await booking.seen(), actor=booking.world.municipality, now=LATER)
    assert (await booking.now()).state is State.COMPLETED
    assert await booking.days() == (68, 0, 12)
    assert await told(Kind.BOOKING_COMPLETED) == [f"/mijn-boekingen/{booking.booking}"]
    assert await told(Kind.EVALUATION_ASKED) == [f"/beoordelingen/{booking.booking}"]


async def test_days_that_wait_are_answered_first(database: None) -> None:
    """As long as one waits the booking is not completed, and nothing moves."""
    booking = await engaged.active()
    first, second = [await booking.enter(day) for day in WORKED[:2]]
    await booking.approve(first)
    with pytest.raises(DaysWait):
        await completing.complete(booking.booking, await booking.seen(), actor=booking.world.municipality, now=LATER)
    assert await booking.days() == (32, 44, 4)
    await booking.approve(second)
    await completing.complete(booking.booking, await booking.seen(), actor=booking.world.municipality, now=LATER)


async def test_a_booking_without_work_is_cancelled_instead(database: None) -> None:
    """There is nothing to complete."""
    booking = await engaged.active()
    with pytest.raises(NothingWorked):
        await completing.complete(booking.booking, await booking.seen(), actor=booking.world.municipality, now=LATER)


async def test_a_request_or_a_frozen_booking_is_not_completed(database: None) -> None:
    """Only an active one is."""
    booking = await engaged.requested()
    with pytest.raises(BookingOutOfOrder):
        await completing.complete(booking.booking, await booking.seen(), actor=booking.world.municipality, now=NOW)


async def test_cancelling_a_request_and_a_frozen_booking(database: None) -> None:
    """Whatever it waits for, the municipality may stop it, once; the adviser is told."""
    booking = await engaged.active()
    await booking.approve(await booking.enter(WORKED[0]))
    await making.happens(booking.issued.id, EventKind.SUSPENDED, date(2027, 2, 1))
    async with transaction() as connection:
        await take(BookingStep.FROZEN, await locked(booking.booking, connection=connection), actor=OPERATOR, now=LATER)
    await completing.cancel(booking.booking, await booking.seen(), actor=booking.world.municipality, now=LATER)
    assert await booking.days() == (76, 0, 4)
    assert await told(Kind.BOOKING_CANCELLED) == [f"/mijn-boekingen/{booking.booking}"]
    with pytest.raises(BookingOutOfOrder):
        await completing.cancel(booking.booking, await booking.seen(), actor=booking.world.municipality, now=LATER)


async def test_ending_is_of_what_was_seen(database: None) -> None:
    """A day that was entered since the page was opened is told of first."""
    booking = await engaged.active()
    seen = await booking.seen()
    await booking.enter(WORKED[0])
    for act in (completing.cancel, completing.complete):
        with pytest.raises(BookingChangedSince) as refused:
            await act(booking.booking, seen, actor=booking.world.municipality, now=LATER)
        assert refused.value.facts["changes"] == ["de adviseur vulde een dag in"]


async def test_who_may(database: None) -> None:
    """The municipality that booked; to another the booking is absent."""
    booking = await engaged.active()
    for act in (completing.cancel, completing.complete):
        with pytest.raises(NotFound):
            await act(booking.booking, await booking.seen(), actor=booking.world.neighbour, now=LATER)
        for actor in (booking.adviser.actor, booking.world.auditor, booking.world.coordinator):
            with pytest.raises(NotAllowed):
                await act(booking.booking, await booking.seen(), actor=actor, now=LATER)
