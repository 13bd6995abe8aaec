"""A booking that was frozen goes on when all its days fit, those that were worked among them."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from registry.availability import service as availability
from registry.availability.schemas import StateAvailability
from registry.bookings.steps import State
from registry.certificates.rules import EventKind
from registry.engagements import following, working
from registry.engagements.schemas import AnswerWorkedDays, EnterWorkedDay
from registry.transactions import fetch
from tests.registry import making
from tests.registry.engagements import booked as bookings
from tests.registry.engagements.booked import Booked

FIRST, LAST = date(2027, 1, 11), date(2027, 1, 22)
"""Two working weeks: ten days."""
SUSPENDED = date(2027, 1, 21)
"""After eight of them."""
THEN = datetime(2027, 1, 21, 9, 0, tzinfo=UTC)


async def worked(days: str) -> Booked:
    """A booking of so many days in two weeks, of which eight were worked and approved; then the certificate was suspended."""
    booked = await bookings.active(first_day=FIRST, last_day=LAST, days=Decimal(days))
    for place in (0, 1, 2, 3, 4, 7, 8, 9):
        entry = EnterWorkedDay(day=FIRST + timedelta(days=place), days=Decimal(1))
        entered = await working.enter(booked.id, entry, actor=booked.adviser.actor, now=THEN)
        await working.approve(booked.id, AnswerWorkedDays(worked_days=[entered]), actor=booked.world.municipality, now=THEN)
    await making.happens(booked.issued.id, EventKind.SUSPENDED, SUSPENDED, at=THEN)
    await following.follow(now=THEN)
    return booked


@pytest.mark.parametrize(("whole", "state"), [(1, State.ACTIVE), (0, State.FROZEN)], ids=["room for two", "no room left"])
async def test_days_that_were_worked_make_no_room(database: None, whole: int, state: State) -> None:
    """Two of ten days are left: they need two days of the adviser, not eight that are gone."""
    booked = await worked("10")
    each = Decimal(whole)
    stated = StateAvailability(SUSPENDED, each, each, each, each, each)
    await availability.state(stated, actor=booked.adviser.actor, now=THEN)
    await making.happens(booked.issued.id, EventKind.REINSTATED, SUSPENDED, at=THEN)
    assert await following.follow(now=THEN) == (state is State.ACTIVE)
    assert await booked.state() is state


async def test_a_booking_of_which_all_was_worked_goes_on(database: None) -> None:
    """Nothing is left to be judged, and it can be completed; of no days to come nothing is said."""
    booked = await worked("8")
    assert await booked.state() is State.FROZEN
    [facts] = [
        row["facts"]
        for row in await fetch(
            "SELECT facts::text FROM message WHERE kind = 'booking-frozen' AND account = $1", booked.adviser.actor.account
        )
    ]
    assert '"days":"0"' not in facts.replace(" ", "")
    await making.happens(booked.issued.id, EventKind.REINSTATED, SUSPENDED, at=THEN)
    assert await following.follow(now=THEN) == 1
    assert await booked.state() is State.ACTIVE
