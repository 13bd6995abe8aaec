"""Within a minute, by itself: who follows a certificate is told of a change of its status, in the inbox and by mail."""

import asyncio

import pytest

from config import rounds
from registry.certificates.rules import EventKind
from registry.days import amsterdam_day, system_now
from registry.transactions import fetch
from tests.registry import making
from tests.registry.messages.postman import postman
from tests.registry.watches.followed import follow, told


def test_within_a_minute() -> None:
    """The second round of each after it happened: looking, and then mail."""
    assert 2 * rounds.NOTICING_EVERY <= 60
    assert rounds.NOTICING_EVERY + rounds.MAILING_EVERY < 60


async def test_a_change_comes_to_the_inbox_and_goes_out_by_mail(database: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two processes go round; nobody asks for anything; one letter goes out, with the number and without a name."""
    for each in ("NOTICING_EVERY", "MAILING_EVERY"):
        monkeypatch.setattr(rounds, each, 0.1)
    world, now = await making.world(), system_now()
    issued = await making.certified(world, await making.candidate())
    await follow(world.municipality, issued.number, at=now)
    await making.happens(issued.id, EventKind.SUSPENDED, min(making.TODAY, amsterdam_day(now)), at=now)
    stop = asyncio.Event()
    async with postman() as server:
        going = [asyncio.create_task(rounds.go_round(stop, server.outgoing())) for _ in range(2)]
        for _ in range(100):
            waiting = await fetch("SELECT 1 FROM mail WHERE next_try_at IS NOT NULL")
            if await told(world.municipality) and not waiting:
                break
            await asyncio.sleep(0.1)
        stop.set()
        await asyncio.wait_for(asyncio.gather(*going), 10)
        letters = [letter for letter in server.received if letter["Subject"].startswith("Nieuws over een certificaat")]
    [body] = [each.get_body(("plain",)) for each in letters]
    assert body is not None
    assert issued.number in body.get_content()
    assert "Öztürk" not in body.get_content()
