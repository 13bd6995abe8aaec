"""Within a minute, by themselves: a booking follows its certificate, its parties are told, and they are mailed."""

import asyncio

import pytest

from config import rounds
from registry.bookings.steps import State
from registry.certificates.rules import EventKind
from registry.days import amsterdam_day, system_now
from registry.transactions import fetch
from tests.registry import making
from tests.registry.engagements import booked as bookings
from tests.registry.messages.postman import postman


def test_within_a_minute() -> None:
    """The second round of each after it happened: following, and then mail."""
    assert 2 * rounds.FOLLOWING_EVERY <= 60
    assert rounds.FOLLOWING_EVERY + rounds.MAILING_EVERY < 60


async def test_a_suspension_comes_to_the_inbox_and_goes_out_by_mail(database: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two processes go round; nobody asks for anything; each letter goes out once."""
    for each in ("SEALING_EVERY", "FOLLOWING_EVERY", "MAILING_EVERY"):
        monkeypatch.setattr(rounds, each, 0.1)
    booked = await bookings.active()
    now = system_now()
    await making.happens(booked.issued.id, EventKind.SUSPENDED, min(making.TODAY, amsterdam_day(now)), at=now)
    stop = asyncio.Event()
    async with postman() as server:
        going = [asyncio.create_task(rounds.go_round(stop, server.outgoing())) for _ in range(2)]
        for _ in range(100):
            waiting = await fetch("SELECT 1 FROM mail WHERE next_try_at IS NOT NULL")
            if await booked.state() is State.FROZEN and not waiting:
                break
            await asyncio.sleep(0.1)
        stop.set()
        await asyncio.wait_for(asyncio.gather(*going), 10)
        frozen = [letter for letter in server.received if letter["Subject"] == "Een boeking ligt stil"]
    assert await booked.state() is State.FROZEN
    assert len(frozen) == len({letter["To"] for letter in frozen}) == 2
