"""What waits for a municipality, an adviser and a coordinator, made to wait by what people did; gone once it is done."""

from datetime import UTC, date, datetime, timedelta

import pytest

from registry.engagements import answering, completing
from registry.evaluations import service as evaluations
from registry.evaluations.schemas import Reply
from tests.registry import making
from tests.registry.engagements import engaged
from tests.registry.engagements.engaged import FIRST, LAST, LATER, WORKED
from tests.registry.engagements.test_working import frozen, reject
from tests.registry.evaluations import completed
from tests.registry.home.at_home import wait_for, waits
from tests.registry.intakes import planned
from tests.registry.making import NOW

pytestmark = pytest.mark.usefixtures("database")
AFTER = datetime.combine(LAST + timedelta(days=1), NOW.time(), UTC)


async def test_a_booking_waits_for_the_answer_of_the_adviser() -> None:
    """By its term, which is its last day where no other was set; an answer is all it asks."""
    booking = await engaged.requested()
    adviser = booking.adviser.actor
    assert await waits(adviser) == {"bookings-to-answer": 1, "availability-not-stated": 1}
    wait = await wait_for(adviser, "bookings-to-answer")
    assert (wait.day, wait.path) == (LAST, f"/mijn-boekingen/{booking.booking}")
    assert (await wait_for(adviser, "bookings-to-answer", AFTER)).is_late
    await answering.accept(booking.booking, await booking.seen(), actor=adviser, now=NOW)
    assert await waits(adviser) == {"availability-not-stated": 1}


async def test_days_wait_for_the_municipality_and_then_for_nobody() -> None:
    """From the day on which the first was entered."""
    booking = await engaged.active()
    entered = await booking.enter(WORKED[0])
    assert await waits(booking.world.municipality, LATER) == {"days-to-approve": 1}
    wait = await wait_for(booking.world.municipality, "days-to-approve", LATER)
    assert (wait.day, wait.path) == (LATER.date(), f"/boekingen/{booking.booking}")
    assert await waits(booking.world.neighbour, LATER) == {}
    await booking.approve(entered)
    assert await waits(booking.world.municipality, LATER) == {}


async def test_rejected_days_wait_for_the_adviser_for_a_month() -> None:
    """Until the day was entered anew, or thirty days went by."""
    booking = await engaged.active()
    await reject(booking, await booking.enter(WORKED[0]))
    adviser = booking.adviser.actor
    assert (await waits(adviser, LATER))["days-rejected"] == 1
    assert "days-rejected" not in await waits(adviser, LATER + timedelta(days=31))
    await booking.enter(WORKED[0], at=LATER + timedelta(hours=1))
    assert "days-rejected" not in await waits(adviser, LATER + timedelta(hours=2))


async def test_a_booking_whose_period_is_over_waits_to_be_completed() -> None:
    """From the day after its last; then it waits to be evaluated."""
    booking = await engaged.active()
    municipality = booking.world.municipality
    await booking.approve(await booking.enter(WORKED[0]))
    assert await waits(municipality, AFTER - timedelta(days=1)) == {}
    assert await waits(municipality, AFTER) == {"bookings-to-complete": 1}
    await completing.complete(booking.booking, await booking.seen(), actor=municipality, now=AFTER)
    assert await waits(municipality, AFTER) == {"evaluations-due": 1}


async def test_a_frozen_booking_waits_for_the_municipality() -> None:
    """While the certificate is suspended."""
    booking = await engaged.active()
    await frozen(booking, FIRST)
    assert await waits(booking.world.municipality, LATER) == {"bookings-frozen": 1}


async def test_a_completed_engagement_waits_to_be_evaluated() -> None:
    """By the municipality, once."""
    town = await completed.town()
    booking = await town.completed()
    municipality = town.world.municipality
    assert await waits(municipality, completed.LATER) == {"evaluations-due": 1}
    await evaluations.evaluate(booking, completed.scored(), actor=municipality, now=completed.LATER)
    assert await waits(municipality, completed.LATER) == {}


async def test_evaluations_wait_for_the_adviser_once_they_are_shown() -> None:
    """Five at a time and without a day, or it would tell what one municipality said; each until there is a reply."""
    town = await completed.town()
    adviser, at = town.adviser.actor, completed.LATER + timedelta(days=1)
    await town.evaluated(4, 4, 4, 4)
    assert "evaluations-to-read" not in await waits(adviser, at)
    [last] = await town.evaluated(4)
    await town.evaluated(4)
    wait = await wait_for(adviser, "evaluations-to-read", at)
    assert (wait.number, wait.day) == (5, None)
    await evaluations.reply(last, Reply(content="Dank voor uw oordeel."), actor=adviser, now=at)
    assert (await waits(adviser, at))["evaluations-to-read"] == 4


async def test_days_that_expire_wait_for_who_holds_them() -> None:
    """In the last ninety days of their period, while any are left."""
    world = await making.world()
    await making.programme()
    pool = await making.allotment(world)
    near = datetime(2030, 10, 2, 9, 0, tzinfo=UTC)
    assert await waits(world.municipality, near - timedelta(days=1)) == {}
    wait = await wait_for(world.municipality, "days-that-expire", near)
    assert (wait.number, wait.day, wait.path) == (1, date(2030, 12, 31), f"/dagenbudgetten/{pool}")
    assert await waits(world.neighbour, near) == {}


async def test_an_intake_that_was_held_waits_to_be_completed() -> None:
    """By its own coordinator."""
    world = await planned.a_world()
    other = await planned.colleague(world)
    intake = await planned.plan(world)
    await planned.held(world, intake, planned.ALDERMAN)
    assert (await waits(world.coordinator), await waits(other)) == ({"intakes-to-complete": 1}, {})
    await planned.completed(world, intake)
    assert await waits(world.coordinator) == {}
