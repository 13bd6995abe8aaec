"""Changing a booking: less holds at once, more waits for the adviser, and the days are always those that are reserved."""

from datetime import date, timedelta
from uuid import uuid4

import pytest

from registry.bookings.checks import CheckCode
from registry.bookings.errors import BookingOutOfOrder, BookingRefused
from registry.bookings.standing import locked
from registry.bookings.steps import BookingStep, ChangeEnding, State
from registry.bookings.tables import BookingChange, BookingTerms
from registry.certificates.rules import EventKind
from registry.engagements import answering, changes, changing, completing, presenting
from registry.engagements.errors import (
    AnswerTooLate,
    BookingChangedSince,
    ChangeAnswered,
    ChangeWaits,
    LessThanWorked,
    WorkedOutside,
)
from registry.engagements.stepping import take
from registry.errors import Invalid, NotAllowed, NotFound
from registry.permissions import OPERATOR
from registry.quarters import days
from registry.texts import Language
from registry.transactions import transaction
from tests.registry import making
from tests.registry.engagements import engaged
from tests.registry.engagements.engaged import FIRST, LAST, LATER, WORKED, Engaged
from tests.registry.making import NOW

LONGER = date(2027, 6, 30)


async def ask(booking: Engaged, wanted: str, *, first: date = FIRST, last: date = LAST) -> object:
    """The municipality wants it so, having seen everything."""
    command = await booking.wish(wanted, first, last)
    return await changing.change(booking.booking, command, actor=booking.world.municipality, now=NOW)


async def endings() -> list[str | None]:
    """How the changes ended, in the order in which they were asked."""
    return [row["ending"] for row in await BookingChange.select(BookingChange.ending).order_by(BookingChange.recorded_at)]


async def test_fewer_days_hold_at_once(database: None) -> None:
    """Two of twelve are given back; the rest stays reserved."""
    booking = await engaged.active()
    assert await ask(booking, "10") is None
    assert (await booking.now()).quarters == 40
    assert await booking.days() == (40, 40, 0)


async def test_fewer_days_are_never_refused_by_the_judge(database: None) -> None:
    """Not even when the certificate no longer covers the period: giving back makes nothing worse."""
    booking = await engaged.active()
    await making.happens(booking.issued.id, EventKind.WITHDRAWN, date(2027, 2, 1))
    assert await ask(booking, "10") is None


async def test_a_shorter_period_holds_at_once_when_the_days_fit(database: None) -> None:
    """Twelve days do not fit in one week; ten weeks are enough."""
    booking = await engaged.active()
    with pytest.raises(BookingRefused) as refused:
        await ask(booking, "12", last=date(2027, 1, 15))
    assert [check.code for check in refused.value.judgement.failed] == [CheckCode.FITS_IN_PERIOD]
    assert await ask(booking, "12", last=date(2027, 3, 19)) is None
    assert (await booking.now()).last_day == date(2027, 3, 19)
    assert await booking.days() == (32, 48, 0)


async def test_more_days_wait_for_the_adviser(database: None) -> None:
    """The extra days are reserved while the change waits; the booking is what it was until the adviser accepts."""
    booking = await engaged.active()
    asked = await ask(booking, "15")
    assert (await booking.now()).quarters == 48
    assert await booking.days() == (20, 60, 0)
    await changing.accept_change(booking.booking, asked, await booking.seen(), actor=booking.adviser.actor, now=NOW)  # type: ignore[arg-type]
    assert (await booking.now()).quarters == 60
    assert await booking.days() == (20, 60, 0)
    assert await endings() == ["accepted"]


@pytest.mark.parametrize("way", ["declined", "taken-back", "lapsed"])
async def test_a_change_that_does_not_go_on_gives_its_days_back(database: None, way: str) -> None:
    """Declined, taken back or lapsed: the booking stays as it was, and nothing more is reserved."""
    booking = await engaged.active()
    asked = await changing.change(booking.booking, await booking.wish("15"), actor=booking.world.municipality, now=NOW)
    assert asked is not None
    if way == "declined":
        await changing.decline_change(booking.booking, asked, await booking.seen(), actor=booking.adviser.actor, now=NOW)
    elif way == "taken-back":
        await changing.take_back_change(booking.booking, asked, actor=booking.world.municipality, now=NOW)
    else:
        async with transaction() as connection:
            await connection.execute("SET LOCAL session_replication_role = replica")
            await connection.execute("UPDATE booking_change SET answer_by = $1", NOW.date())
        too_late = NOW + timedelta(days=1)
        with pytest.raises(AnswerTooLate):
            await changing.accept_change(
                booking.booking, asked, await booking.seen(), actor=booking.adviser.actor, now=too_late
            )
        assert await answering.lapse_due(too_late) == 1
        assert await answering.lapse_due(too_late) == 0
    assert await booking.days() == (32, 48, 0)
    assert await endings() == [way]
    assert (await booking.now()).state is State.ACTIVE
    with pytest.raises(ChangeAnswered):
        await changing.decline_change(booking.booking, asked, await booking.seen(), actor=booking.adviser.actor, now=NOW)
    assert await ask(booking, "15") is not None


async def test_a_longer_period_with_fewer_days_gives_back_when_accepted(database: None) -> None:
    """Nothing is reserved beside the booking while it waits."""
    booking = await engaged.active()
    asked = await changing.change(
        booking.booking, await booking.wish("10", FIRST, LONGER), actor=booking.world.municipality, now=NOW
    )
    assert asked is not None
    assert await booking.days() == (32, 48, 0)
    await changing.accept_change(booking.booking, asked, await booking.seen(), actor=booking.adviser.actor, now=NOW)
    assert await booking.days() == (40, 40, 0)
    assert (await booking.now()).last_day == LONGER


async def test_accepting_a_change_is_judged_again(database: None) -> None:
    """What stands in the way by then refuses it, and it still waits."""
    booking = await engaged.active()
    asked = await changing.change(
        booking.booking, await booking.wish("12", FIRST, LONGER), actor=booking.world.municipality, now=NOW
    )
    assert asked is not None
    await making.happens(booking.issued.id, EventKind.SUSPENDED, date(2027, 5, 3))
    with pytest.raises(BookingRefused):
        await changing.accept_change(booking.booking, asked, await booking.seen(), actor=booking.adviser.actor, now=NOW)
    assert await changes.waiting_of(booking.booking) is not None


async def test_a_request_changes_at_once(database: None) -> None:
    """The adviser answers to what it is by then, so an answer to what it was is stale."""
    booking = await engaged.requested()
    seen = await booking.seen()
    assert await ask(booking, "15", last=LONGER) is None
    assert await booking.days() == (20, 60, 0)
    with pytest.raises(BookingChangedSince):
        await answering.accept(booking.booking, seen, actor=booking.adviser.actor, now=NOW)
    await answering.accept(booking.booking, await booking.seen(), actor=booking.adviser.actor, now=NOW)
    now = await booking.now()
    assert (now.state, now.quarters, now.last_day) == (State.ACTIVE, 60, LONGER)


async def test_more_than_there_is_is_refused_with_numbers(database: None) -> None:
    """Its own twelve are not held against it: of twenty it can become twenty, and no quarter more."""
    booking = await engaged.active()
    with pytest.raises(BookingRefused) as refused:
        await ask(booking, "20.25")
    [check] = refused.value.judgement.failed
    assert (check.code, check.passes_with) == (CheckCode.ENOUGH_DAYS, days(80))
    assert await booking.days() == (32, 48, 0)
    assert await ask(booking, "20") is not None


async def test_one_change_waits_at_a_time(database: None) -> None:
    """A second one, even for less, waits until the first is answered or taken back."""
    booking = await engaged.active()
    await ask(booking, "15")
    for wanted in ("16", "10"):
        with pytest.raises(ChangeWaits):
            await ask(booking, wanted)


async def test_what_was_worked_stays(database: None) -> None:
    """A booking keeps the days that were worked, and the period they were worked in."""
    booking = await engaged.active()
    await booking.approve(await booking.enter(WORKED[0]))
    await booking.enter(WORKED[3])
    with pytest.raises(LessThanWorked):
        await ask(booking, "1.75")
    for first, last in ((date(2027, 1, 12), LAST), (FIRST, date(2027, 1, 13))):
        with pytest.raises(WorkedOutside):
            await ask(booking, "2", first=first, last=last)
    assert await ask(booking, "2") is None
    assert await booking.days() == (72, 4, 4)


@pytest.mark.parametrize("wanted", ["10", "15"])
async def test_a_frozen_booking_or_one_that_is_over_does_not_change(database: None, wanted: str) -> None:
    """Neither to less nor to more: it can be cancelled, or waits for its certificate."""
    booking = await engaged.active()
    async with transaction() as connection:
        await take(BookingStep.FROZEN, await locked(booking.booking, connection=connection), actor=OPERATOR, now=NOW)
    with pytest.raises(BookingOutOfOrder):
        await ask(booking, wanted)
    await completing.cancel(booking.booking, await booking.seen(), actor=booking.world.municipality, now=NOW)
    with pytest.raises(BookingOutOfOrder):
        await ask(booking, wanted)


async def test_cancelling_ends_the_change_that_waits(database: None) -> None:
    """Everything returns: the unworked days and those that the change reserved."""
    booking = await engaged.active()
    await ask(booking, "15")
    await completing.cancel(booking.booking, await booking.seen(), actor=booking.world.municipality, now=NOW)
    assert await booking.days() == (80, 0, 0)
    assert await endings() == [ChangeEnding.LAPSED.value]


async def test_only_the_municipality_that_booked_changes_it(database: None) -> None:
    """To another it is absent; whoever books for nobody may not."""
    booking = await engaged.active()
    command = await booking.wish("10")
    for actor, error in (
        (booking.world.neighbour, NotFound),
        (booking.adviser.actor, NotAllowed),
        (booking.world.auditor, NotAllowed),
    ):
        with pytest.raises(error):
            await changing.change(booking.booking, command, actor=actor, now=NOW)
    with pytest.raises(NotFound):
        await changing.change(uuid4(), command, actor=booking.world.municipality, now=NOW)
    with pytest.raises(NotFound):
        await changing.take_back_change(booking.booking, uuid4(), actor=booking.world.municipality, now=NOW)


async def test_a_change_is_to_what_was_seen(database: None) -> None:
    """A colleague who was first is told of, and nothing changes."""
    booking = await engaged.active()
    command = await booking.wish("10")
    await ask(booking, "11")
    with pytest.raises(BookingChangedSince):
        await changing.change(booking.booking, command, actor=booking.world.municipality, now=LATER)
    assert (await booking.now()).quarters == 44


@pytest.mark.parametrize(
    ("wanted", "first", "last"),
    [
        pytest.param("12", FIRST, LAST, id="as it is already"),
        pytest.param("0", FIRST, LAST, id="no days"),
        pytest.param("-1", FIRST, LAST, id="fewer than no days"),
        pytest.param("NaN", FIRST, LAST, id="not a number"),
        pytest.param("1e400", FIRST, LAST, id="huge"),
        pytest.param("2.1", FIRST, LAST, id="not quarters"),
        pytest.param("10", LAST, FIRST, id="reversed"),
        pytest.param("10", date.min, date.max, id="of all time"),
    ],
)
async def test_wrong_wishes(database: None, wanted: str, first: date, last: date) -> None:
    """Told as faults of what was sent."""
    booking = await engaged.active()
    with pytest.raises(Invalid):
        await ask(booking, wanted, first=first, last=last)


async def test_every_change_stays_on_record(database: None) -> None:
    """Each step tells the terms before and after."""
    booking = await engaged.active()
    await ask(booking, "10")
    await ask(booking, "9")
    assert [row["quarters"] for row in await BookingTerms.select().order_by(BookingTerms.id)] == [40, 36]
    steps = [each for each in (await booking.read()).history if each.what == BookingStep.CHANGED.value]
    assert [(each.facts["old"]["quarters"], each.facts["new"]["quarters"]) for each in steps] == [(48, 40), (40, 36)]


async def test_the_timeline_tells_the_days_and_the_period(database: None) -> None:
    """Of a change what it was and became; of one that waits what is asked, until it holds."""
    booking = await engaged.active()
    await ask(booking, "1")
    asked = await changing.change(
        booking.booking, await booking.wish("1.5", FIRST, LONGER), actor=booking.world.municipality, now=LATER
    )
    assert asked is not None
    read = await booking.read()
    dutch, english = (presenting.in_full(read, language).history for language in Language)
    period = "van 11 januari 2027 tot en met 30 april 2027"
    assert [each.text for each in dutch[-2:]] == [
        f"De dagen of de periode veranderden: 12 dagen, {period} werd 1 dag, {period}",
        "De gemeente vroeg om een wijziging: 1,5 dagen, van 11 januari 2027 tot en met 30 juni 2027",
    ]
    assert english[-1].text == "The municipality asked for a change: 1.5 days, from 11 January 2027 through 30 June 2027"
