"""A process of the server is killed: the other answers, nothing stands in half, and a new one takes its place."""

import asyncio
import os
import signal
from pathlib import Path

import httpx
import pytest

from tests.config.faults.ground import Clients, Ground
from tests.registry.engagements.served import PROCESS, Served

pytestmark = pytest.mark.skipif(not Path("/proc/self").exists(), reason="needs Linux: looks at processes")


async def processes(served: Served, *, besides: int = 0) -> set[int]:
    """Two processes that answer, neither of them that one."""
    seen: set[int] = set()
    async with asyncio.timeout(30):
        while len(seen) < 2:
            async with httpx.AsyncClient() as someone:  # on a connection of its own, which either may take
                try:
                    answer = await someone.get(f"{served.url}/healthz")
                except httpx.TransportError:
                    continue
            seen |= {int(answer.headers[PROCESS])} - {besides}
    return seen


async def test_a_worker_is_killed(ground: Ground) -> None:
    """What it was doing is done or not done, and sent again it is done once; soon there are two again."""
    before = await ground.whole()
    with ground.serving(workers=2) as served:
        clients = Clients(ground, served)
        victim, other = await processes(served)
        with clients.at_work() as end:
            await clients.until_told()
            os.kill(victim, signal.SIGKILL)
            await clients.until_told(10)
            again = await processes(served, besides=victim)
            await end()
        assert other in again
        assert len(again) == 2
        assert clients.odd == []
        assert set(clients.statuses) <= {200, 201}
        assert clients.told <= await ground.whole()
        await clients.send_again()
        assert clients.unsure == {}
        await ground.comes_to_rest()
        standing = await ground.whole() - before
    assert standing >= clients.told
