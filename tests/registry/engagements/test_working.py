"""Worked days: entered by the adviser, answered by the municipality; never more than day, booking and certificate allow."""

import asyncio
from datetime import UTC, date, datetime, timedelta
from uuid import UUID, uuid4

import asyncpg
import pytest

from registry.bookings import service as bookings
from registry.bookings.errors import BookingOutOfOrder
from registry.bookings.standing import locked
from registry.bookings.steps import BookingStep, RejectReason, WorkedDayEnding
from registry.bookings.tables import WorkedDay
from registry.certificates.rules import EventKind
from registry.engagements import completing, working
from registry.engagements.errors import MoreThanADay, MoreThanLeft, NotCertifiedThatDay, OwnWorkedDay, WorkedDayAnswered
from registry.engagements.schemas import RejectWorkedDays
from registry.engagements.stepping import take
from registry.errors import Invalid, NotAllowed, NotFound
from registry.permissions import OPERATOR, Grant, Role
from registry.quarters import days
from registry.transactions import transaction
from tests.registry import making
from tests.registry.engagements import engaged
from tests.registry.engagements.engaged import FIRST, LAST, LATER, WORKED, Engaged
from tests.registry.making import NOW


async def reject(booking: Engaged, *worked_days: UUID) -> None:
    """The municipality rejects days."""
    command = RejectWorkedDays(worked_days=list(worked_days), reason=RejectReason.NOT_WORKED)
    await working.reject(booking.booking, command, actor=booking.world.municipality, now=LATER)


async def frozen(booking: Engaged, since: date) -> None:
    """The certificate is suspended, and the booking frozen."""
    await making.happens(booking.issued.id, EventKind.SUSPENDED, since)
    async with transaction() as connection:
        await take(BookingStep.FROZEN, await locked(booking.booking, connection=connection), actor=OPERATOR, now=LATER)


async def test_approving_moves_days_from_reserved_to_used(database: None) -> None:
    """Entering moves nothing; approving moves exactly what was entered, in one go."""
    booking = await engaged.active()
    entered = [await booking.enter(WORKED[0]), await booking.enter(WORKED[1], "0.25")]
    assert await booking.days() == (32, 48, 0)
    now = await booking.now()
    assert (now.used, now.entered, now.unworked) == (0, 5, 43)
    await booking.approve(*entered)
    assert await booking.days() == (32, 43, 5)
    now = await booking.now()
    assert (now.used, now.entered, now.unworked) == (5, 0, 43)


async def test_rejected_days_can_be_worked_still(database: None) -> None:
    """They stay reserved, and the same date can be entered again."""
    booking = await engaged.active()
    await reject(booking, await booking.enter(WORKED[0]))
    assert await booking.days() == (32, 48, 0)
    await booking.enter(WORKED[0])


async def test_a_day_is_answered_once(database: None) -> None:
    """Approved is approved, rejected is rejected, taken back is gone."""
    booking = await engaged.active()
    approved, rejected, gone = [await booking.enter(day) for day in WORKED[:3]]
    await booking.approve(approved)
    await reject(booking, rejected)
    await working.take_back(booking.booking, gone, actor=booking.adviser.actor, now=LATER)
    for worked in (approved, rejected, gone):
        for act in (booking.approve, lambda day: reject(booking, day)):
            with pytest.raises(WorkedDayAnswered):
                await act(worked)
        with pytest.raises(WorkedDayAnswered):
            await working.take_back(booking.booking, worked, actor=booking.adviser.actor, now=LATER)
    assert [row["ending"] for row in await WorkedDay.select().order_by(WorkedDay.day)] == [
        each.value for each in (WorkedDayEnding.APPROVED, WorkedDayEnding.REJECTED, WorkedDayEnding.TAKEN_BACK)
    ]


async def test_all_days_together_or_none(database: None) -> None:
    """One that cannot be approved keeps the others waiting; one of another booking is absent."""
    booking = await engaged.active()
    first, second = [await booking.enter(day) for day in WORKED[:2]]
    await reject(booking, second)
    with pytest.raises(WorkedDayAnswered):
        await booking.approve(first, second)
    command = making.booking(booking.issued.number, booking.pool, "2")
    other = await bookings.request(command, actor=booking.world.municipality, now=NOW)
    elsewhere = Engaged(booking.world, booking.adviser, booking.issued, booking.pool, other)
    async with transaction() as connection:
        await take(BookingStep.ACCEPTED, await locked(other, connection=connection), actor=OPERATOR, now=NOW)
    for absent in (uuid4(), await elsewhere.enter(WORKED[2])):
        with pytest.raises(NotFound):
            await booking.approve(first, absent)
    assert (await booking.now()).entered == 4
    assert await booking.days() == (24, 56, 0)


async def test_a_day_named_twice_counts_once(database: None) -> None:
    """Whoever sends the same day twice approves it once."""
    booking = await engaged.active()
    worked = await booking.enter(WORKED[0])
    await booking.approve(worked, worked)
    assert await booking.days() == (32, 44, 4)


async def test_at_most_a_day_a_date_over_all_municipalities(database: None) -> None:
    """Three quarters here and a quarter there fill the day; the refusal says how much is left, and not where the rest is."""
    booking = await engaged.active()
    other_pool = await making.allotment(booking.world, 10, holder=making.NEIGHBOUR, members=(making.NEIGHBOUR,))
    command = making.booking(booking.issued.number, other_pool, "5", municipality=making.NEIGHBOUR)
    there = await bookings.request(command, actor=booking.world.neighbour, now=NOW)
    elsewhere = Engaged(booking.world, booking.adviser, booking.issued, other_pool, there)
    async with transaction() as connection:
        await take(BookingStep.ACCEPTED, await locked(there, connection=connection), actor=OPERATOR, now=NOW)
    await booking.enter(WORKED[0], "0.75")
    with pytest.raises(MoreThanADay) as refused:
        await elsewhere.enter(WORKED[0], "0.5")
    assert refused.value.facts == {"day": WORKED[0], "room": days(1)}
    await elsewhere.enter(WORKED[0], "0.25")
    with pytest.raises(MoreThanADay):
        await booking.enter(WORKED[0], "0.25")


async def test_rivals_for_one_date(database: None) -> None:
    """Four who enter half a day at once: two are taken, whatever the order; no error but the refusal."""
    booking = await engaged.active()
    done = await asyncio.gather(*(booking.enter(WORKED[0], "0.5") for _ in range(4)), return_exceptions=True)
    assert sorted(type(each).__name__ for each in done) == ["MoreThanADay", "MoreThanADay", "UUID", "UUID"]


async def test_rivals_who_approve(database: None) -> None:
    """Two colleagues approve the same days: the days are used once."""
    booking = await engaged.active()
    worked = [await booking.enter(day) for day in WORKED]
    done = await asyncio.gather(*(booking.approve(*worked) for _ in range(3)), return_exceptions=True)
    assert sorted(type(each).__name__ for each in done) == ["NoneType", "WorkedDayAnswered", "WorkedDayAnswered"]
    assert await booking.days() == (32, 32, 16)


async def test_no_more_than_was_booked(database: None) -> None:
    """Entered and approved days count; what was rejected does not."""
    booking = await engaged.active("2")
    await booking.approve(await booking.enter(WORKED[0]))
    await booking.enter(WORKED[1], "0.5")
    with pytest.raises(MoreThanLeft) as refused:
        await booking.enter(WORKED[2], "0.75")
    assert refused.value.facts == {"left": days(2)}
    await booking.enter(WORKED[2], "0.5")


@pytest.mark.parametrize(
    ("day", "quantity"),
    [
        pytest.param(FIRST - timedelta(days=1), "1", id="before the booking"),
        pytest.param(LAST + timedelta(days=1), "1", id="after the booking"),
        pytest.param(LATER.date() + timedelta(days=1), "1", id="tomorrow"),
        pytest.param(WORKED[0], "1.25", id="more than a day"),
        pytest.param(WORKED[0], "0", id="nothing"),
        pytest.param(WORKED[0], "-1", id="less than nothing"),
        pytest.param(WORKED[0], "0.3", id="not a quarter"),
        pytest.param(WORKED[0], "NaN", id="not a number"),
        pytest.param(WORKED[0], "1e400", id="huge"),
    ],
)
async def test_wrong_days(database: None, day: date, quantity: str) -> None:
    """Told at the field."""
    booking = await engaged.active()
    with pytest.raises(Invalid):
        await booking.enter(day, quantity)


async def test_the_day_it_is_counts_and_weekends_do(database: None) -> None:
    """Work is a fact, so a Saturday counts; today can be entered from its first minute in Amsterdam."""
    booking = await engaged.active()
    saturday = date(2027, 1, 16)
    just_before = datetime(2027, 1, 15, 22, 59, tzinfo=UTC)
    with pytest.raises(Invalid):
        await booking.enter(saturday, at=just_before)
    await booking.enter(saturday, at=just_before + timedelta(minutes=1))


async def test_only_an_accepted_booking_is_worked_for(database: None) -> None:
    """Not a request, nor one that is over."""
    booking = await engaged.requested()
    with pytest.raises(BookingOutOfOrder):
        await booking.enter(WORKED[0])
    await completing.cancel(booking.booking, await booking.seen(), actor=booking.world.municipality, now=NOW)
    with pytest.raises(BookingOutOfOrder):
        await booking.enter(WORKED[0])


async def test_work_from_a_suspension_on_does_not_count(database: None) -> None:
    """Work of before the suspension is entered and approved though the booking is frozen; of its first day on it is not."""
    booking = await engaged.active()
    before, after = await booking.enter(WORKED[0]), await booking.enter(WORKED[2])
    await frozen(booking, WORKED[1])
    await booking.approve(before)
    with pytest.raises(NotCertifiedThatDay) as refused:
        await booking.approve(after)
    assert refused.value.facts == {"day": WORKED[2]}
    with pytest.raises(NotCertifiedThatDay):
        await booking.enter(WORKED[1])
    await reject(booking, after)
    assert await booking.days() == (32, 44, 4)


async def test_days_that_wait_outlive_a_cancelled_booking(database: None) -> None:
    """They stay reserved until they are answered: approved they are used, rejected or taken back they are available."""
    booking = await engaged.active()
    approved, rejected, gone = [await booking.enter(day) for day in WORKED[:3]]
    await completing.cancel(booking.booking, await booking.seen(), actor=booking.world.municipality, now=LATER)
    assert await booking.days() == (68, 12, 0)
    await booking.approve(approved)
    assert await booking.days() == (68, 8, 4)
    await reject(booking, rejected)
    await working.take_back(booking.booking, gone, actor=booking.adviser.actor, now=LATER)
    assert await booking.days() == (76, 0, 4)


async def test_nobody_answers_their_own_days(database: None) -> None:
    """Whoever is adviser and works for the municipality too: the service refuses, and so does the database."""
    booking = await engaged.active()
    worked = await booking.enter(WORKED[0])
    both = booking.adviser.actor
    grant = Grant(Role.MUNICIPALITY, booking.world.organisations[making.OWN])
    both = type(both)(both.account, both.person, both.name, (*both.grants, grant))
    for act in (working.approve, working.reject):
        with pytest.raises(OwnWorkedDay):
            await act(
                booking.booking, RejectWorkedDays(worked_days=[worked], reason=RejectReason.NOT_AGREED), actor=both, now=LATER
            )
    with pytest.raises(asyncpg.CheckViolationError, match="another person"):
        async with transaction() as connection:
            await connection.execute(
                "UPDATE worked_day SET ending = 'approved', ended_by = $1, ended_at = $2, posting = "
                "(SELECT max(id) FROM day_posting)",
                both.account,
                LATER,
            )


async def test_who_may(database: None) -> None:
    """Others' bookings are absent; who may not is refused; a program approves nothing."""
    booking = await engaged.active()
    worked = await booking.enter(WORKED[0])
    command = RejectWorkedDays(worked_days=[worked], reason=RejectReason.NOT_AGREED)
    program = booking.world.municipality
    program = type(program)(program.account, program.person, program.name, program.grants, uuid4())
    stranger = await making.candidate("Anna", "Ander")
    for act in (working.approve, working.reject):
        with pytest.raises(NotFound):
            await act(booking.booking, command, actor=booking.world.neighbour, now=LATER)
        for actor in (program, booking.adviser.actor, booking.world.auditor):
            with pytest.raises(NotAllowed):
                await act(booking.booking, command, actor=actor, now=LATER)
    with pytest.raises(NotFound):
        await working.take_back(booking.booking, worked, actor=stranger.actor, now=LATER)
    with pytest.raises(NotAllowed):
        await working.take_back(booking.booking, worked, actor=booking.world.municipality, now=LATER)
