"""Until when a request or a change can be answered, and that none waits for ever."""

from datetime import UTC, date, datetime, timedelta

import pytest

from registry.bookings.steps import State
from registry.certificates.rules import EventKind
from registry.engagements import answering, changes, changing, following
from registry.engagements.answer_rules import check_in_time
from registry.engagements.errors import AnswerTooLate
from registry.transactions import transaction
from tests.registry import making
from tests.registry.engagements import booked as bookings
from tests.registry.engagements import engaged
from tests.registry.engagements.engaged import FIRST, LAST
from tests.registry.engagements.test_answering import lasts_until
from tests.registry.making import NOW, TODAY

IN_TIME = datetime(2027, 4, 30, 21, 59, tzinfo=UTC)
"""A minute before midnight in Amsterdam, at the end of the last day of the booking."""


@pytest.mark.parametrize(
    ("answer_by", "today"),
    [
        pytest.param(None, LAST, id="the last day, without a term"),
        pytest.param(FIRST, FIRST, id="the last day of the term"),
        pytest.param(date.max, LAST, id="the last day, within a longer term"),
    ],
)
def test_until_when(answer_by: date | None, today: date) -> None:
    """Through the term, and never after the last day that could be worked; the day after is too late."""
    check_in_time(answer_by, LAST, today=today)
    with pytest.raises(AnswerTooLate) as refused:
        check_in_time(answer_by, LAST, today=today + timedelta(days=1))
    assert refused.value.facts == {"answer_by": today}


async def test_a_request_without_a_term_lapses_after_its_last_day(database: None) -> None:
    """A policy that sets no term leaves it open for as long as there is a day to work, under a suspension too."""
    booking = await engaged.requested()
    await lasts_until(booking, None)
    await making.happens(booking.issued.id, EventKind.SUSPENDED, TODAY)
    assert await following.follow(now=IN_TIME) == 0
    assert await answering.lapse_due(IN_TIME) == 0
    assert await answering.lapse_due(IN_TIME + timedelta(minutes=1)) == 1
    assert (await booking.now()).state is State.LAPSED
    assert await booking.days() == (80, 0, 0)


async def test_a_change_without_a_term_lapses_after_its_last_day(database: None) -> None:
    """Also while the booking is frozen, when nobody can accept it; what it reserved is available again."""
    booking = await engaged.active()
    asked = await changing.change(booking.booking, await booking.wish("15"), actor=booking.world.municipality, now=NOW)
    assert asked is not None
    await making.happens(booking.issued.id, EventKind.SUSPENDED, TODAY)
    assert await following.follow(now=NOW) == 1
    assert await answering.lapse_due(IN_TIME) == 0
    late = IN_TIME + timedelta(minutes=1)
    with pytest.raises(AnswerTooLate):
        await changing.accept_change(booking.booking, asked, await booking.seen(), actor=booking.adviser.actor, now=late)
    assert await answering.lapse_due(late) == 1
    assert await changes.waiting_of(booking.booking) is None
    assert await booking.days() == (32, 48, 0)


async def test_what_cannot_lapse_keeps_no_other_from_it(database: None) -> None:
    """One booking whose books are off is told of when every other had its turn."""
    broken = await bookings.requested()
    other = await bookings.beside(broken)
    async with transaction() as connection:
        await connection.execute("SET LOCAL session_replication_role = replica")
        await connection.execute("UPDATE day_posting SET quarters = 1 WHERE booking = $1", broken.id)
        await connection.execute("UPDATE booking SET answer_by = $2 WHERE id = $1", broken.id, TODAY)
        await connection.execute("UPDATE booking SET answer_by = $2 WHERE id = $1", other.id, TODAY)
    with pytest.raises(ExceptionGroup):
        await answering.lapse_due(NOW + timedelta(days=1))
    assert (await broken.state(), await other.state()) == (State.REQUESTED, State.LAPSED)
