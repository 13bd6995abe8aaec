"""PostgreSQL stands still without ending: a disk that hangs, a machine that is paused. Nobody waits without end."""

import asyncio
import os
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import httpx
import pytest

from tests.config.faults.ground import BACK_WITHIN, NAME, Clients, Ground

pytestmark = pytest.mark.skipif(not Path("/proc/self").exists(), reason="needs Linux: looks at processes")

HEARD_WITHIN = 45.0
"""Seconds: longer than any statement may take, and a moment to give its connection up."""


@contextmanager
def standing_still(ground: Ground) -> Iterator[None]:
    """Inside, no process of PostgreSQL does anything; the system still takes connections for it."""
    every = ground.processes.all()
    for process in every:
        os.kill(process, signal.SIGSTOP)
    try:
        yield
    finally:
        for process in every:
            with suppress(ProcessLookupError):
                os.kill(process, signal.SIGCONT)


async def test_a_database_that_stands_still(ground: Ground) -> None:
    """Who waits hears 503 with Retry-After in time, new connections are not had either; once it goes on, all does."""
    before = await ground.whole()
    with ground.serving(connections=3) as served:
        clients = Clients(ground, served)
        async with httpx.AsyncClient(base_url=f"{served.url}/api/v1", timeout=90) as connections:
            await clients.register(0, connections)
            with standing_still(ground):
                await asyncio.gather(*(clients.register(place, connections) for place in range(6)))
                assert clients.slowest < HEARD_WITHIN
                assert (await connections.get(f"{served.url}/healthz")).status_code == 200
            began = time.monotonic()
            while clients.unsure:
                await clients.send_again()
                assert time.monotonic() - began < BACK_WITHIN, clients.statuses
        assert clients.odd == []
        assert clients.statuses == {201: 7, 503: clients.statuses[503]}
        assert clients.statuses[503] >= 6
        assert await ground.whole() - before == clients.told
        await asyncio.sleep(1)
        await ground.comes_to_rest()
        [row] = await ground.ask("SELECT count(*) AS number FROM pg_stat_activity WHERE application_name = $1", NAME)
        assert row["number"] <= 3 + 3
    assert not served.errors, "".join(served.errors[-2:])
