"""Everything that can happen to a booking at once: whatever comes first, the books add up and nobody is refused for a lock."""

import asyncio
import random
from collections.abc import Awaitable, Callable
from datetime import date

import pytest

from registry.bookings.steps import RejectReason, State
from registry.certificates.rules import EventKind
from registry.engagements import answering, changing, completing, following, working
from registry.engagements.schemas import RejectWorkedDays
from registry.errors import RuleBroken
from tests.registry import making
from tests.registry.engagements import books, engaged
from tests.registry.engagements.engaged import LATER, WORKED, Engaged


async def refused_at_most(act: Callable[[], Awaitable[object]]) -> None:
    """It is done, or refused by a rule."""
    try:
        await act()
    except RuleBroken:
        return


async def acts(booking: Engaged) -> list[Callable[[], Awaitable[object]]]:
    """An approval, a rejection, a day taken back and one entered, a change accepted, an end of each kind, and the rounds."""
    approved, rejected, gone = [await booking.enter(day) for day in WORKED[:3]]
    town, adviser = booking.world.municipality, booking.adviser.actor
    asked = await changing.change(booking.booking, await booking.wish("15"), actor=town, now=LATER)
    assert asked is not None
    no, seen = RejectWorkedDays(worked_days=[rejected], reason=RejectReason.LESS_WORKED), await booking.seen()
    return [
        lambda: booking.approve(approved),
        lambda: working.reject(booking.booking, no, actor=town, now=LATER),
        lambda: working.take_back(booking.booking, gone, actor=adviser, now=LATER),
        lambda: booking.enter(WORKED[3]),
        lambda: changing.accept_change(booking.booking, asked, seen, actor=adviser, now=LATER),
        lambda: changing.take_back_change(booking.booking, asked, actor=town, now=LATER),
        lambda: completing.cancel(booking.booking, seen, actor=town, now=LATER),
        lambda: completing.complete(booking.booking, seen, actor=town, now=LATER),
        lambda: making.happens(booking.issued.id, EventKind.SUSPENDED, date(2027, 2, 1), at=LATER),
        lambda: following.follow(now=LATER),
        lambda: following.follow(now=LATER),
        lambda: answering.lapse_due(LATER),
    ]


@pytest.mark.parametrize("seed", range(4))
async def test_everything_at_once(database: None, seed: int) -> None:
    """Twelve acts on one booking begin together, each time in another order."""
    booking = await engaged.active()
    everything = await acts(booking)
    random.Random(seed).shuffle(everything)  # noqa: S311  not a secret
    await asyncio.gather(*(refused_at_most(act) for act in everything))
    assert await books.faults() == []
    await following.follow(now=LATER)
    assert (await booking.now()).state in (State.FROZEN, State.CANCELLED, State.COMPLETED)
