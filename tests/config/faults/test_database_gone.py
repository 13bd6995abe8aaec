"""PostgreSQL is killed, stopped or broken while the registry works: it says so, loses nothing, and goes on by itself."""

import asyncio
import random
import signal
from collections import Counter
from pathlib import Path

import asyncpg
import httpx
import pytest

from tests.config.faults.ground import BACK_WITHIN, Clients, Ground, kill
from tests.registry.engagements.served import Served

pytestmark = pytest.mark.skipif(not Path("/proc/self").exists(), reason="needs Linux: looks at processes")


async def hit(ground: Ground, how: str) -> None:
    """One blow to PostgreSQL."""
    processes = ground.processes
    postmaster = processes.postmaster
    match how:
        case "killed":
            kill(postmaster, signal.SIGKILL)
        case "restarted":
            kill(postmaster, signal.SIGINT)
        case "one process killed":
            backends = await ground.ask("SELECT pid FROM pg_stat_activity WHERE application_name = 'faults'")
            kill(backends[0]["pid"], signal.SIGKILL)
        case "all connections ended":
            await ground.ask("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'faults'")


async def is_back(ground: Ground) -> None:
    """Wait until PostgreSQL itself answers; what follows is counted from there."""
    async with asyncio.timeout(30):
        while True:
            try:
                await ground.ask("SELECT 1")
            except (OSError, asyncpg.PostgresError):
                await asyncio.sleep(0.02)
            else:
                return


async def play(ground: Ground, blows: list[str]) -> Counter[int]:
    """Blow after blow while clients work; returns the statuses that they heard."""
    before = await ground.whole()
    with ground.serving() as served:
        clients = Clients(ground, served)
        with clients.at_work() as end:
            await clients.until_told()
            for blow in blows:
                await hit(ground, blow)
                await asyncio.sleep(0.1)
                await is_back(ground)
                assert await clients.until_told() < BACK_WITHIN, (blow, clients.statuses)
            await end()
        assert clients.odd == [], "".join(served.errors[-3:])
        assert clients.told <= await ground.whole()
        await clients.send_again()
        assert (clients.unsure, clients.odd) == ({}, []), clients.statuses
        assert await ground.whole() - before == clients.told
        assert await ground.connections() <= 10 + 3
        await ground.comes_to_rest()
    assert not served.errors, "".join(served.errors[-2:])
    return clients.statuses


@pytest.mark.parametrize("blow", ["killed", "restarted", "one process killed", "all connections ended"])
async def test_one_blow(ground: Ground, blow: str) -> None:
    """Every answer is a success or a 503 that says when to come again; what was told stands, once; all goes on within 5 s."""
    statuses = await play(ground, [blow])
    assert statuses[201] > 0


async def test_a_read_survives_the_loss_of_its_connection(ground: Ground) -> None:
    """Who only reads right after every connection was ended hears nothing of it."""
    with ground.serving() as served:
        clients = Clients(ground, served)
        async with httpx.AsyncClient(base_url=f"{served.url}/api/v1") as someone:
            for _ in range(5):
                await hit(ground, "all connections ended")
                await clients.hear(someone.get("/organisations", params={"kind": "employer"}, headers=clients.headers()))
        assert clients.statuses == {200: 5}


async def test_pages_too(ground: Ground) -> None:
    """While the database is away a page says so, in the language of its path; alive is not ready; afterwards all is well."""
    with ground.serving() as served:
        keeper = ground.processes.keeper
        kill(keeper, signal.SIGSTOP)  # so that PostgreSQL stays away for as long as this takes
        try:
            kill(ground.processes.postmaster, signal.SIGKILL)
            await asyncio.sleep(0.2)
            assert (await visited(served, "/healthz")).status_code == 200
            for path in ("/readyz", "/werk", "/en/werk"):
                answer = await visited(served, path)
                assert (answer.status_code, answer.headers["retry-after"]) == (503, "5"), path
                assert path == "/readyz" or ("Temporarily unavailable" in answer.text) is path.startswith("/en"), answer.text
        finally:
            kill(keeper, signal.SIGCONT)
        await is_back(ground)
        async with asyncio.timeout(BACK_WITHIN):
            while (await visited(served, "/readyz")).status_code != 200:
                pass


async def visited(served: Served, path: str) -> httpx.Response:
    """What somebody with a session gets there."""
    async with httpx.AsyncClient(base_url=served.url, cookies={"session": 43 * "x"}) as someone:
        return await someone.get(path)


@pytest.mark.drill
async def test_many_blows(ground: Ground) -> None:
    """Forty, of every kind: nothing acknowledged is lost, nothing stands in half, and each time all goes on by itself."""
    chance = random.Random(2026)  # noqa: S311  not a secret
    kinds = ["killed", "restarted", "one process killed", "all connections ended"]
    statuses = await play(ground, [chance.choice(kinds) for _ in range(40)])
    assert statuses[201] > 100
