"""Reading bookings: who sees which, by state, and one booking for a calendar."""

from datetime import date
from typing import Any
from uuid import uuid4

import pytest
from icalendar import Calendar

from registry.bookings import service as bookings
from registry.bookings.steps import State
from registry.bookings.tables import BookingBeneficiary
from registry.engagements import calendar, completing, reading, scope, waits
from registry.engagements.asking import Asks
from registry.engagements.seeking import WHICH
from registry.errors import NotAllowed, NotFound
from registry.people import merging
from registry.people.schemas import MergeAdvisers
from registry.people.tables import Adviser
from registry.permissions import OPERATOR, Actor, Role
from registry.sieves.choosing import NOTHING_CHOSEN, Choice
from registry.texts import Language
from tests.registry import making
from tests.registry.engagements import engaged
from tests.registry.engagements.engaged import FIRST, LATER, WORKED
from tests.registry.making import NEIGHBOUR, NOW


async def sees(actor: Actor, which: State | Asks | None = None) -> int:
    """How many bookings the actor's municipalities have."""
    [stand] = [code for code, each in WHICH.items() if each is which] or [""]
    page = await reading.page_of(Choice(stand), await scope.of_municipality(actor))
    assert len(page.rows) == page.count
    return page.count


async def test_who_sees_a_booking(database: None) -> None:
    """The municipality that booked, an auditor and the adviser booked; to all others it is absent."""
    booking = await engaged.active()
    world = booking.world
    assert (await sees(world.municipality), await sees(world.auditor), await sees(world.neighbour)) == (1, 1, 0)
    assert len(await reading.listed(NOTHING_CHOSEN, scope.of_adviser(booking.adviser.actor))) == 1
    stranger = await making.candidate("Anna", "Ander")
    assert await reading.listed(NOTHING_CHOSEN, scope.of_adviser(stranger.actor)) == []
    assert (await reading.read(booking.booking, actor=world.auditor)).engagement.adviser_name == "Elif Öztürk"
    for actor in (world.neighbour,):
        with pytest.raises(NotFound):
            await reading.read(booking.booking, actor=actor)
    with pytest.raises(NotFound):
        await reading.read_own(booking.booking, actor=stranger.actor)
    with pytest.raises(NotFound):
        await reading.read(uuid4(), actor=world.municipality)
    for actor in (world.coordinator, world.provider, OPERATOR, booking.adviser.actor):
        with pytest.raises(NotAllowed):
            await reading.read(booking.booking, actor=actor)


async def test_a_municipality_reads_what_is_for_it(database: None) -> None:
    """One that the adviser works for reads the booking that another made, and changes nothing."""
    booking = await engaged.active()
    neighbour = booking.world.organisations[NEIGHBOUR]
    await BookingBeneficiary.insert(BookingBeneficiary(booking=booking.booking, municipality=neighbour))
    assert await sees(booking.world.neighbour) == 1
    assert "Buurland" in (await reading.read(booking.booking, actor=booking.world.neighbour)).beneficiaries
    with pytest.raises(NotFound):
        await completing.cancel(booking.booking, await booking.seen(), actor=booking.world.neighbour, now=NOW)


async def test_an_adviser_reads_and_answers_under_any_of_their_files(database: None) -> None:
    """A booking on a file that was merged into another is of the same human being."""
    booking = await engaged.active()
    other = await making.candidate("Elif", "Öztürk")
    numbers = {row["id"]: row["candidate_number"] for row in await Adviser.select()}
    admin = await making.account(await making.person("Bea", "Beheer"), Role.ADMIN, booking.world.organisations["operator"])
    command = MergeAdvisers(duplicate=numbers[booking.adviser.adviser], counts_as=numbers[other.adviser])
    await merging.merge(command, actor=admin, now=NOW)
    assert (await reading.read_own(booking.booking, actor=other.actor)).engagement.now.id == booking.booking


async def test_which_bookings(database: None) -> None:
    """By how they stand, and by what they ask of somebody."""
    booking = await engaged.active("2")
    command = making.booking(booking.issued.number, booking.pool, "2")
    await bookings.request(command, actor=booking.world.municipality, now=NOW)
    actor = booking.world.municipality
    assert [await sees(actor, state) for state in (State.REQUESTED, State.ACTIVE, State.FROZEN, None)] == [1, 1, 0, 2]
    assert (await sees(actor, Asks.ANSWER), await sees(actor, Asks.DAYS)) == (1, 0)
    await booking.enter(WORKED[0])
    assert (await sees(actor, Asks.ANSWER), await sees(actor, Asks.DAYS)) == (1, 1)
    whose = await scope.of_municipality(actor)
    assert await reading.listed(Choice(page=2), whose) == []
    beyond = await reading.page_of(Choice(page=2), whose)
    assert (beyond.number, len(beyond.rows)) == (1, 2)
    today = LATER.date()
    asked = await waits.for_municipality(actor, today=today)
    assert (asked.open, asked.requested, asked.changes, asked.entered, asked.past) == (2, 1, 0, 1, 0)
    asked = await waits.for_adviser(booking.adviser.actor, today=date(2028, 1, 1))
    assert (asked.open, asked.requested, asked.changes, asked.entered, asked.past) == (2, 1, 0, 1, 1)
    assert (await waits.for_municipality(booking.world.neighbour, today=today)).open == 0


def only_event(content: bytes) -> Any:
    """The event in the file."""
    [event] = Calendar.from_ical(content).walk("VEVENT")
    return event


async def test_a_booking_in_a_calendar(database: None) -> None:
    """Whole days through the last one; the same event each time, with what it is now; neither learns more than they may."""
    booking = await engaged.active()
    event = only_event(calendar.for_municipality(await booking.read(), Language.NL))
    assert (event["DTSTART"].dt, event["DTEND"].dt) == (FIRST, date(2027, 5, 1))
    assert (event["SUMMARY"], event["STATUS"], event["SEQUENCE"]) == ("Inzet van Elif Öztürk (12 dagen)", "CONFIRMED", 2)
    await completing.cancel(booking.booking, await booking.seen(), actor=booking.world.municipality, now=LATER)
    ended = only_event(calendar.for_adviser(await booking.read(), Language.EN))
    assert ended["UID"] == event["UID"]
    assert (ended["SUMMARY"], ended["STATUS"]) == ("Engagement for Eigenwaard (12 days)", "CANCELLED")
    assert ended["SEQUENCE"] > event["SEQUENCE"]
    assert ended["DTSTAMP"].dt == LATER
