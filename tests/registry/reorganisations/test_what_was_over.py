"""What ended under the old name: its successor reads it, and answers what still waited."""

from collections.abc import Awaitable, Callable
from datetime import date
from uuid import UUID

import pytest

from registry.allotments import reading as allotments
from registry.bookings.errors import BookingOutOfOrder
from registry.bookings.steps import RejectReason, State
from registry.engagements import completing, reading, scope, working
from registry.engagements.schemas import DecideOnBooking, RejectWorkedDays
from registry.errors import NotFound
from registry.evaluations import reading as evaluating
from registry.evaluations import service as evaluations
from registry.evaluations.schemas import Reply
from registry.permissions import Actor
from registry.reorganisations import reading as reorganisations
from registry.sieves.choosing import NOTHING_CHOSEN
from registry.transactions import fetch, transaction
from tests.registry import making
from tests.registry.engagements import books, engaged
from tests.registry.engagements.engaged import Engaged
from tests.registry.evaluations.completed import scored, town
from tests.registry.making import NEIGHBOUR
from tests.registry.reorganisations.ended import MERGED, MERGED_AGAIN, merged, merged_again, stranger
from tests.registry.reorganisations.merging import HAAREN, allotment_of, balance, booked, granted, joined, merging, totals

_NOTHING_LEFT = (
    "UPDATE membership SET ended_at = recorded_at WHERE role <> 'admin'",
    "UPDATE partnership_member SET valid_to = '2020-12-31'",
    """INSERT INTO day_posting (kind, source, target, quarters, recorded_at) SELECT 'correct', a.id, g.id, a.balance, now()
    FROM day_account AS a JOIN day_account AS g USING (allotment) WHERE a.kind = 'available' AND g.kind = 'granted'""",
)
_CANCELLED = "INSERT INTO booking_event (booking, step, facts, recorded_at) VALUES ($1, 'cancelled', '{}', $2)"
_ENTERED = """
INSERT INTO worked_day (id, booking, adviser, day, quarters, entered_by, entered_at)
SELECT gen_random_uuid(), id, adviser, first_day, 4, $2, recorded_at FROM booking WHERE id = $1
"""
Answer = Callable[..., Awaitable[None]]


async def numbers(actor: Actor) -> tuple[int, list[str]]:
    """How many bookings somebody reads, and whose allotments."""
    held = await allotments.allotments_for(actor, now=MERGED_AGAIN)
    return len(await reading.listed(NOTHING_CHOSEN, await scope.of_municipality(actor))), [each.holder_name for each in held]


async def test_a_successor_reads_what_was_over(database: None) -> None:
    """Bookings that ended and the statement of the old allotment, under the old name; also after a second merger."""
    at_work = await town()
    world, booking = at_work.world, await at_work.completed()
    assert await numbers(world.neighbour) == (0, [])
    admin = await merged(world)
    assert await numbers(world.neighbour) == (1, ["Buurland", "Eigenwaard"])
    third = await merged_again(admin)
    assert await numbers(third) == (1, ["Buurland", "Derdendijk", "Eigenwaard"])
    found = await reading.read(booking, actor=third)
    assert (found.engagement.municipality, found.engagement.now.state) == ("Eigenwaard", State.COMPLETED)
    shown = await allotments.statement(at_work.pool, actor=third, now=MERGED_AGAIN)
    assert (shown.held.holder_name, shown.held.passed_to, shown.lines) == ("Eigenwaard", "Derdendijk", 4)
    other, seen = await stranger(), DecideOnBooking(seen=len(found.history))
    for actor, refused in ((third, BookingOutOfOrder), (other, NotFound)):
        with pytest.raises(refused):
            await completing.cancel(booking, seen, actor=actor, now=MERGED_AGAIN)
    assert await numbers(other) == (0, [])
    with pytest.raises(NotFound):
        await allotments.statement(at_work.pool, actor=other, now=MERGED_AGAIN)


async def test_a_successor_evaluates_what_was_completed(database: None) -> None:
    """It waits for the successor, who says how it went; whoever is no successor finds nothing to evaluate."""
    at_work = await town()
    booking = await at_work.completed()
    third = await merged_again(await merged(at_work.world))
    with pytest.raises(NotFound):
        await evaluations.evaluate(booking, scored(), actor=await stranger(), now=MERGED_AGAIN)
    assert [each.municipality for each in await evaluating.due_for(third)] == ["Eigenwaard"]
    assert await evaluations.to_evaluate(booking, actor=third)
    await evaluations.evaluate(booking, scored(), actor=third, now=MERGED_AGAIN)
    assert await evaluating.due_for(third) == []
    assert [each.municipality for each in await evaluating.given_for(third)] == ["Eigenwaard"]


async def test_a_successor_is_told_of_a_reply(database: None) -> None:
    """Who evaluated is there no more; who reads it for them now is told."""
    at_work = await town()
    given = await at_work.evaluated(4, 4, 4, 4, 4)
    third = await merged_again(await merged(at_work.world))
    await evaluations.reply(given[0], Reply(content="Dank u wel."), actor=at_work.adviser.actor, now=MERGED_AGAIN)
    told = await fetch("SELECT account FROM message WHERE kind = 'evaluation-replied'")
    assert third.account in {row["account"] for row in told}


async def cancelled_with_a_day() -> tuple[Engaged, UUID]:
    """Two of twenty days booked, one worked and entered; then the municipality cancelled."""
    booking = await engaged.active("2")
    worked = await booking.enter(date(2027, 1, 12))
    await completing.cancel(booking.booking, await booking.seen(), actor=booking.world.municipality, now=engaged.LATER)
    return booking, worked


@pytest.mark.parametrize(("answer", "used", "available"), [(working.approve, 4, 76), (working.reject, 0, 80)])
async def test_a_day_that_waits_passes_on(database: None, answer: Answer, used: int, available: int) -> None:
    """Nothing stays in the old allotment: approved, it is used by the successor; rejected, the successor can book it."""
    booking, worked = await cancelled_with_a_day()
    before = await totals()
    await merged(booking.world)
    assert await totals() == before
    now = await booking.now()
    assert (now.state, now.municipality) == (State.CANCELLED, booking.world.organisations[NEIGHBOUR])
    command = RejectWorkedDays(worked_days=[worked], reason=RejectReason.NOT_WORKED)
    await answer(booking.booking, command, actor=booking.world.neighbour, now=MERGED)
    assert await balance(booking.pool) == {"granted": -80, "available": 0, "reserved": 0, "used": 0, "expired": 0}
    left = await balance(await allotment_of(NEIGHBOUR))
    assert left == {"granted": 0, "available": available, "reserved": 0, "used": used, "expired": 0}
    assert await books.faults() == []


async def test_a_day_that_waits_is_something_to_pass_on(database: None) -> None:
    """Also where it is all that a municipality has left, of the days of a partnership."""
    started = await merging(HAAREN, year=2021)
    partnership, adviser = started.world.organisations["partnership"], await making.candidate()
    await joined(partnership, HAAREN)
    pool = await granted(started, partnership, [HAAREN])
    booking = await booked(started, HAAREN, adviser=adviser.adviser, pool=pool)
    async with transaction() as connection:
        for statement in _NOTHING_LEFT:
            await connection.execute(statement)
        await connection.execute(_CANCELLED, booking, started.before)
    assert await reorganisations.due() == []
    async with transaction() as connection:
        await connection.execute(_ENTERED, booking, adviser.actor.account)
    assert await reorganisations.due() == [HAAREN]
