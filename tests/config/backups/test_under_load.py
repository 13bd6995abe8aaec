"""Backups while others write, and what is left when a backup or a restore is killed."""

import asyncio
import random
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from config.backups.proving import proven
from tests.config.backups.ground import (
    LANDED,
    MAIN,
    VERIFICATIONS,
    asked,
    environment,
    held,
    names_in,
    refused,
    registry,
)
from tests.config.programs import CHECKOUT

Empty = Callable[[], Awaitable[str]]

WRITING = """
import asyncio, itertools, os
from config import database
from config.settings import read_settings
from registry.allotments.ledger import PostingKind
from registry.allotments.posting import Movement, post
from registry.audit.sealing import Sealer
from registry.days import system_now
from registry.permissions import OPERATOR
from registry.transactions import fetch, transaction

async def main():
    await database.open_pool(read_settings(os.environ))
    rows = await fetch("SELECT allotment FROM day_account WHERE kind = 'available' ORDER BY balance DESC")
    first, second = (row["allotment"] for row in rows[:2])
    async def write():
        for number in itertools.count():
            here, there = (first, second) if number % 2 else (second, first)
            async with transaction():
                await post(Movement(PostingKind.TRANSFER, here, 1, to=there), actor=OPERATOR, now=system_now())
    async def seal():
        sealer = Sealer()
        while True:
            await sealer.round(now=system_now())
            print("sealed", flush=True)
            await asyncio.sleep(0.02)
    await asyncio.gather(write(), write(), seal())

asyncio.run(main())
"""
"""Two that move days back and forth between two allotments, each move audited, and one that seals; until it is killed."""

CONSERVED = """
SELECT (SELECT sum(balance) FROM day_account), (SELECT count(*) FROM day_posting WHERE kind = 'transfer')
    - (SELECT count(*) FROM audit_entry WHERE action = 'days.posted' AND facts ->> 'kind' = 'transfer'),
    (SELECT count(*) FROM audit_seal WHERE entry NOT IN (SELECT id FROM audit_entry))
"""


@asynccontextmanager
async def writers(url: str, folder: Path) -> AsyncIterator[None]:
    """Real commits from another process, until the end."""
    program = await asyncio.create_subprocess_exec(
        sys.executable,
        "-c",
        WRITING,
        env=environment(url, folder) | {"PICCOLO_CONF": "config.piccolo_conf"},
        cwd=CHECKOUT,
        stdout=asyncio.subprocess.PIPE,
    )
    assert program.stdout is not None
    try:
        for _ in range(3):
            assert await program.stdout.readline() == b"sealed\n"
        reading = asyncio.create_task(program.stdout.read())
        yield
        assert not reading.done()
    finally:
        program.kill()
        await program.wait()


async def started(url: str, folder: Path, *arguments: object) -> asyncio.subprocess.Process:
    """The command, begun."""
    return await asyncio.create_subprocess_exec(
        sys.executable,
        "-c",
        MAIN,
        *map(str, arguments),
        env=environment(url, folder),
        cwd=CHECKOUT,
        stdout=asyncio.subprocess.DEVNULL,
        stderr=asyncio.subprocess.DEVNULL,
    )


async def killed_when(program: asyncio.subprocess.Process, condition: Callable[[], Awaitable[bool]]) -> None:
    """Kill it the moment that holds, while it is still at it."""
    while not await condition():
        assert program.returncode is None
        await asyncio.sleep(0.005)
    program.kill()
    assert await program.wait() < 0


@pytest.mark.parametrize("times", [2, pytest.param(20, marks=pytest.mark.drill)])
async def test_backups_while_others_write(empty: Empty, tmp_path: Path, times: int) -> None:
    """Each is one moment: no day is lost in it, every move has its audit entry, the chain holds, and it comes back equal."""
    busy = await empty()
    assert (await registry(busy, tmp_path, "restore", LANDED))[0] == 0
    files = [tmp_path / str(number) for number in range(times)]
    seen = set()
    async with writers(busy, tmp_path):
        for file in files:
            code, told = await registry(busy, tmp_path, "backup", file)
            assert code == 0, told
    for file in files:
        url = await empty()
        code, told = await registry(url, tmp_path, "restore", file)
        assert code == 0, told
        [(total, unaudited, loose)] = await asked(url, CONSERVED)
        assert (total, unaudited, loose) == (0, 0, 0)
        again = tmp_path / "again"
        assert (await registry(url, tmp_path, "backup", again))[0] == 0
        with proven(file, passphrase=None) as first, proven(again, passphrase=None) as second:
            assert first.manifest == second.manifest
            seen.add(next(table.rows for table in first.manifest.tables if table.name == "day_posting"))
    assert len(seen) == times
    for arguments, found in VERIFICATIONS:
        code, told = await registry(url, tmp_path, *arguments)
        assert (code, told.strip().endswith(found)) == (0, True), told


@pytest.mark.parametrize("times", [1, pytest.param(20, marks=pytest.mark.drill)])
async def test_a_killed_backup_leaves_no_half_file(filled: str, tmp_path: Path, times: int) -> None:
    """An earlier backup of that name stays whole; what was written aside goes with the next one."""
    file, chance = tmp_path / "registry.backup", random.Random(3)  # noqa: S311 - not a secret
    assert (await registry(filled, tmp_path, "backup", file))[0] == 0

    async def half() -> bool:
        if half_way := len(names_in(tmp_path)) > 1:
            await asyncio.sleep(chance.uniform(0, 0.1) if times > 1 else 0)
        return half_way

    for _ in range(times):
        await killed_when(await started(filled, tmp_path, "backup", file), half)
        with proven(file, passphrase=None):
            pass
    assert (await registry(filled, tmp_path, "backup", file))[0] == 0
    assert names_in(tmp_path) == ["registry.backup"]


@pytest.mark.parametrize("times", [1, pytest.param(10, marks=pytest.mark.drill)])
async def test_a_killed_restore_serves_nobody_and_can_be_done_again(
    filled: str, backup: Path, empty: Empty, tmp_path: Path, times: int
) -> None:
    """Nothing serves, migrates or backs up there, no table is left, and the next restore is whole."""
    chance = random.Random(4)  # noqa: S311 - not a secret
    for _ in range(times):
        url = await empty()

        async def begun() -> bool:
            if marked := await is_marked(url):  # noqa: B023 - asked in this round alone
                await asyncio.sleep(chance.uniform(0, 0.8) if times > 1 else 0.3)
            return marked

        await killed_when(await started(url, tmp_path, "restore", backup), begun)
        assert await asked(url, "SELECT 1 FROM pg_tables WHERE schemaname = 'public'") == []
        for command in ("serve", "migrate", "backup"):
            arguments = (tmp_path / "file",) if command == "backup" else ()
            assert "does not serve" in await refused(url, tmp_path, command, *arguments)
        code, told = await registry(url, tmp_path, "restore", backup)
        assert code == 0, told
        assert await held(url) == await held(filled)


async def is_marked(url: str) -> bool:
    """Whether a restore began here and has not ended."""
    return bool(await asked(url, "SELECT 1 FROM pg_namespace WHERE nspname = 'restore_under_way'"))


async def test_two_restores_at_once(backup: Path, filled: str, empty: Empty, tmp_path: Path) -> None:
    """One of them fills the database, the other finds it filled."""
    url = await empty()
    told = await asyncio.gather(*(registry(url, tmp_path, "restore", backup) for _ in range(2)))
    assert sorted(code for code, _ in told) == [0, 1]
    assert "is not empty" in max(told)[1]
    assert await held(url) == await held(filled)
