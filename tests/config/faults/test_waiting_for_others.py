"""Somebody else holds a lock, or every connection: who waits hears within seconds that it is worth trying again."""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import asyncpg
import httpx

from config.database import IMPATIENT
from registry.transactions import PATIENCE
from tests.config.faults.ground import BACK_WITHIN, Clients, Ground
from tests.config.programs import Program
from tests.registry.engagements.served import client

LOCK_SECONDS = float(IMPATIENT["lock_timeout"].removesuffix("s"))
READING = {"kind": "employer"}


@asynccontextmanager
async def held(ground: Ground, how: str) -> AsyncIterator[None]:
    """Inside, somebody beside the registry holds a lock in a transaction that does nothing more."""
    connection = await asyncpg.connect(ground.url)
    try:
        await connection.execute("BEGIN")
        await connection.execute(how)
        yield
    finally:
        await connection.close()


async def test_a_lock_that_somebody_else_holds(ground: Ground) -> None:
    """Writing is refused after five seconds and leaves nothing; reading goes on; once it is let go, all does."""
    before = await ground.whole()
    with ground.serving() as served:
        clients = Clients(ground, served)
        async with client(served, connections=4) as connections, held(ground, "LOCK TABLE organisation IN SHARE MODE"):
            began = time.monotonic()
            writing = asyncio.create_task(clients.register(0, connections))
            await clients.hear(connections.get("/organisations", params=READING, headers=clients.headers(1)))
            assert time.monotonic() - began < LOCK_SECONDS
            await writing
            assert LOCK_SECONDS <= time.monotonic() - began < LOCK_SECONDS + 3
        assert clients.statuses == {200: 1, 503: 1}
        assert clients.odd == []
        assert await ground.whole() == before
        await ground.comes_to_rest()
        await clients.send_again()
        assert clients.statuses[201] == 1
        assert await ground.whole() - before == clients.told


async def test_every_connection_in_use(ground: Ground) -> None:
    """With two connections, both held up: the next ones hear it within some seconds, and nobody is left waiting afterwards."""
    before = await ground.whole()
    with ground.serving(connections=2) as served:
        clients = Clients(ground, served)
        async with client(served, connections=12) as connections, held(ground, "LOCK TABLE organisation"):
            async with asyncio.timeout(2 * LOCK_SECONDS + 2 * PATIENCE):
                await asyncio.gather(*(clients.register(place, connections) for place in range(12)))
        assert clients.statuses == {503: 12}
        assert clients.odd == []
        assert clients.slowest < PATIENCE + LOCK_SECONDS + 3
        began = time.monotonic()
        await clients.send_again()
        assert time.monotonic() - began < BACK_WITHIN
        assert clients.statuses[201] == 12
        assert await ground.whole() - before == clients.told
        await ground.comes_to_rest()
        assert await ground.connections() <= 2 + 3  # beside the pool: what runs, and what changes the public list


LIMITS = """
import asyncio, os
from config.database import IMPATIENT, close_pool, open_impatient_pool
from config.settings import read_settings

async def limits():
    await open_impatient_pool(read_settings(os.environ))
    from registry.transactions import transaction
    async with transaction() as connection:
        for name in IMPATIENT:
            print(name, await connection.fetchval("SELECT current_setting($1)", name))
    await close_pool()

asyncio.run(limits())
"""


def test_a_transaction_that_takes_too_long(ground: Ground) -> None:
    """The limits are those of the connections of whoever answers requests: no transaction can forget them."""
    program = Program(LIMITS, environment={"REGISTRY_DATABASE_URL": ground.url, "PICCOLO_CONF": "config.piccolo_conf"})
    told = program.rest()
    program.close()
    assert told.split() == ["lock_timeout", "5s", "statement_timeout", "30s", "idle_in_transaction_session_timeout", "1min"]


async def test_as_many_as_come(ground: Ground) -> None:
    """Forty at once on two connections: each has its turn, none is refused, and none of the connections is lost."""
    with ground.serving(connections=2) as served:
        clients = Clients(ground, served, count=40)
        async with httpx.AsyncClient(base_url=f"{served.url}/api/v1", timeout=30) as connections:
            await asyncio.gather(*(clients.register(place, connections) for place in range(40)))
        assert clients.statuses == {201: 40}
        await ground.comes_to_rest()
