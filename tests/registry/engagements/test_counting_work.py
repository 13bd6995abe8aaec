"""What takes two persons, and a certificate: asking and accepting, working and approving."""

from decimal import Decimal

import pytest

from registry.bookings import service as bookings
from registry.bookings.steps import RejectReason
from registry.engagements import answering, changing, working
from registry.engagements.errors import NotCertifiedThatDay, OwnRequest, OwnWorkedDay
from registry.engagements.schemas import DecideOnBooking, EnterWorkedDay, RejectWorkedDays
from registry.people import merging
from registry.people.schemas import MergeAdvisers
from registry.people.tables import Adviser
from registry.permissions import Actor, Grant, Role
from registry.transactions import transaction
from tests.registry import making
from tests.registry.engagements import engaged
from tests.registry.engagements.engaged import LATER, WORKED
from tests.registry.making import NOW


async def test_a_certificate_that_does_not_cover_the_work_does_not_count(database: None) -> None:
    """Another certificate is valid, but not for what the booking asks: nothing can be entered, nor approved."""
    booking = await engaged.active()
    waiting = await booking.enter(WORKED[0])
    async with transaction() as connection:
        await connection.execute("SET LOCAL session_replication_role = replica")
        await connection.execute("UPDATE booking SET scope = '{org}'")
    with pytest.raises(NotCertifiedThatDay):
        await booking.enter(WORKED[1])
    with pytest.raises(NotCertifiedThatDay):
        await booking.approve(waiting)


async def test_nobody_accepts_what_they_asked_themselves(database: None) -> None:
    """An adviser who books for the municipality too: neither the booking nor a change of it; a colleague asks instead."""
    booking = await engaged.requested()
    own = booking.adviser.actor
    staff = Grant(Role.MUNICIPALITY, booking.world.organisations[making.OWN])
    both = Actor(own.account, own.person, own.name, (*own.grants, staff))
    command = making.booking(booking.issued.number, booking.pool, "2")
    mine = await bookings.request(command, actor=both, now=NOW)
    seen = DecideOnBooking(seen=1)
    with pytest.raises(OwnRequest):
        await answering.accept(mine, seen, actor=both, now=NOW)
    await answering.accept(booking.booking, seen, actor=own, now=NOW)
    asked = await changing.change(booking.booking, await booking.wish("13"), actor=both, now=NOW)
    assert asked is not None
    with pytest.raises(OwnRequest):
        await changing.accept_change(booking.booking, asked, await booking.seen(), actor=own, now=NOW)


async def test_the_adviser_booked_answers_no_days_whoever_entered_them(database: None) -> None:
    """Entered under a file that was merged with theirs, until that was undone: it stays their own booking."""
    booking = await engaged.active()
    other = await making.candidate("Elif", "Öztürk")
    numbers = {row["id"]: row["candidate_number"] for row in await Adviser.select()}
    admin = await making.account(await making.person("Bea", "Beheer"), Role.ADMIN, booking.world.organisations["operator"])
    command = MergeAdvisers(duplicate=numbers[other.adviser], counts_as=numbers[booking.adviser.adviser])
    merge = await merging.merge(command, actor=admin, now=NOW)
    entry = EnterWorkedDay(day=WORKED[0], days=Decimal(1))
    entered = await working.enter(booking.booking, entry, actor=other.actor, now=LATER)
    await merging.undo(merge, actor=admin, now=LATER)
    own = booking.adviser.actor
    staff = Grant(Role.MUNICIPALITY, booking.world.organisations[making.OWN])
    both = Actor(own.account, own.person, own.name, (*own.grants, staff))
    for act in (working.approve, working.reject):
        with pytest.raises(OwnWorkedDay):
            await act(
                booking.booking, RejectWorkedDays(worked_days=[entered], reason=RejectReason.NOT_AGREED), actor=both, now=LATER
            )
