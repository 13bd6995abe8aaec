"""A server is killed while 32 clients book: every booking that it told of stands whole, and of no other stands a part."""

import asyncio
import random
from collections import Counter
from contextlib import suppress
from dataclasses import replace
from decimal import Decimal
from urllib.parse import urlsplit
from uuid import UUID, uuid4

import httpx
import pytest

from config.settings import Settings
from registry.transactions import fetch
from tests.registry.engagements import books
from tests.registry.engagements.crowd import Crowd, available, gathered, give_back
from tests.registry.engagements.served import Served, client, serving

CLIENTS, ADVISERS, DAYS = 32, 16, 2_000
QUARTER = Decimal("0.25")
NAME = "booking-until-killed"
STANDING = """
SELECT booking.id,
    (SELECT count(*) FROM booking_event WHERE booking = booking.id AND step = 'requested') AS steps,
    (SELECT count(*) FROM booking_beneficiary WHERE booking = booking.id) AS beneficiaries,
    (SELECT count(*) FROM day_posting WHERE booking = booking.id AND kind = 'reserve') AS postings,
    (SELECT count(*) FROM audit_entry WHERE subject = booking.id AND action = 'booking.step'
        AND facts ->> 'step' = 'requested') AS entries,
    (SELECT count(*) FROM audit_entry WHERE subject = booking.allotment AND facts ->> 'booking' = booking.id::text
        AND facts ->> 'kind' = 'reserve') AS posting_entries,
    (SELECT count(*) FROM message WHERE subject = booking.id AND kind = 'booking-requested') AS messages
FROM booking WHERE id <> ALL($1)
"""


class Clients:
    """Clients that book over and over, each under a key of its own, until nobody answers; what they were told."""

    def __init__(self, served: Served, crowd: Crowd) -> None:
        self.served = served
        self.crowd = crowd
        self.told: set[UUID] = set()
        self.unanswered: dict[int, str] = {}
        self.statuses: Counter[int] = Counter()

    async def book(self) -> None:
        """All of them at once."""
        async with client(self.served, connections=CLIENTS) as connections:
            await asyncio.gather(*(self._over_and_over(place, connections) for place in range(CLIENTS)))

    async def _over_and_over(self, place: int, connections: httpx.AsyncClient) -> None:
        with suppress(httpx.TransportError):
            while True:
                self.unanswered[place] = str(uuid4())
                answer = await self._send(place, connections)
                self.hear(answer)
                del self.unanswered[place]

    async def _send(self, place: int, connections: httpx.AsyncClient) -> httpx.Response:
        headers = self.served.headers(self.crowd.world.municipality, place) | {"Idempotency-Key": self.unanswered[place]}
        return await connections.post("/bookings", json=self.crowd.ask(place, QUARTER), headers=headers)

    def hear(self, answer: httpx.Response) -> None:
        """One answer."""
        self.statuses[answer.status_code] += 1
        if answer.status_code == 201:
            self.told.add(UUID(answer.json()["id"]))

    async def were_told(self, times: int) -> None:
        """Wait until so many bookings were told of."""
        async with asyncio.timeout(60):
            while len(self.told) < times and set(self.statuses) <= {201}:  # noqa: ASYNC110  whichever client it is
                await asyncio.sleep(0.005)

    async def send_again(self, served: Served) -> None:
        """What was not answered, under the same keys, to the server that runs now."""
        self.served = served
        async with client(served, connections=CLIENTS) as connections:
            for answer in await asyncio.gather(*(self._send(place, connections) for place in self.unanswered)):
                self.hear(answer)


async def _gone() -> None:
    while await fetch("SELECT 1 FROM pg_stat_activity WHERE application_name = $1", NAME):  # noqa: ASYNC110  another process
        await asyncio.sleep(0.02)


async def play(rounds: int, settings: Settings) -> Counter[str]:
    """So many servers, each killed at another moment; what was not answered is sent to the next one again."""
    url = str(settings.database_url)
    own = replace(settings, database_url=f"{url}{'&' if urlsplit(url).query else '?'}application_name={NAME}")
    crowd, chance = await gathered(ADVISERS, days=DAYS), random.Random(2026)  # noqa: S311  not a secret
    outcomes, over = Counter[str](), list[UUID]()
    for _ in range(rounds):
        with serving(own, workers=1) as served:
            clients = Clients(served, crowd)
            booking = asyncio.create_task(clients.book())
            await clients.were_told(chance.randint(1, 150))
            await asyncio.sleep(chance.uniform(0, 0.05))
            served.program.kill_group()
            await booking
        await _gone()
        assert set(clients.statuses) <= {201}, (clients.statuses, served.errors[-20:])
        standing = await whole(over)
        assert clients.told <= standing
        outcomes["told"] += len(clients.told)
        outcomes["not told"] += len(standing - clients.told)
        with serving(own, workers=1) as served:
            await clients.send_again(served)
            assert set(clients.statuses) <= {201}, (clients.statuses, served.errors[-20:])
        outcomes["sent again"] += len(clients.unanswered)
        await _gone()
        standing = await whole(over)
        assert clients.told <= standing
        over += sorted(standing)
        await give_back(sorted(standing), actor=crowd.world.municipality)
        assert await available(crowd.pool) == DAYS * 4
    return outcomes


async def whole(over: list[UUID]) -> set[UUID]:
    """The bookings beside those of earlier rounds: of each stands everything, once, and the books add up."""
    standing = {row["id"]: tuple(row)[1:] for row in await fetch(STANDING, over)}
    assert set(standing.values()) <= {(1,) * 6}
    assert await books.faults() == []
    return set(standing)


async def test_killed_twice(database: None, settings: Settings) -> None:
    """Nothing that was told of is lost, and nothing stands in half."""
    outcomes = await play(2, settings)
    assert outcomes["told"] > 0


@pytest.mark.drill
async def test_killed_thirty_times(database: None, settings: Settings) -> None:
    """0 lost, 0 torn, whenever the server died."""
    outcomes = await play(30, settings)
    assert outcomes["told"] > 0
    assert outcomes["sent again"] > 0
