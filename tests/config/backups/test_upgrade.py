"""From the tables that landed before, with their rows, to those of the present version: nothing is lost on the way."""

import asyncio
import json
import resource
import sys
import tarfile
import time
from collections.abc import Awaitable, Callable
from pathlib import Path

import asyncpg
import pytest

from config.backups.proving import proven
from tests.config.backups.ground import GUARDS, LANDED, VERIFICATIONS, asked, environment, held, refused, registry
from tests.config.programs import CHECKOUT

Empty = Callable[[], Awaitable[str]]

AS_IT_WAS = """
import asyncio, os, sys
from pathlib import Path
from config import database
from config.backups import restoring
from config.backups.proving import proven
from config.settings import read_settings

async def main():
    await database.open_pool(read_settings(os.environ))
    with proven(Path(sys.argv[1]), passphrase=None) as found:
        await restoring.restore(found)
    await database.close_pool()

asyncio.run(main())
"""
MIGRATIONS = 49
MANY = 100_000


async def landed(url: str, folder: Path) -> None:
    """Fill the database with what landed, at the version that it had."""
    made = environment(url, folder) | {"PICCOLO_CONF": "config.piccolo_conf"}
    program = await asyncio.create_subprocess_exec(sys.executable, "-c", AS_IT_WAS, str(LANDED), env=made, cwd=CHECKOUT)
    assert await program.wait() == 0
    assert await asked(url, "SELECT count(*) FROM migration") == [(MIGRATIONS,)]


def columns_then() -> dict[str, list[str]]:
    """The columns of each table, as they landed."""
    with tarfile.open(LANDED) as opened:
        told = opened.extractfile("manifest.json")
        assert told is not None
        tables = json.load(told)["tables"]
    return {f"{each['schema']}.{each['name']}": sorted(column["name"] for column in each["columns"]) for each in tables}


async def held_then(url: str) -> dict[str, tuple[int, str]]:
    """What the tables hold in the columns that they had, but the list of migrations itself."""
    then = columns_then()
    del then["public.migration"]
    found = await held(url, columns=then)
    return {name: found[name] for name in then}


async def test_the_landed_demo_comes_along(filled: str, empty: Empty, tmp_path: Path) -> None:
    """Backed up before, migrated by the present version: every row and value is as it was, every guard as in a new registry."""
    url, new = await empty(), await empty()
    await landed(url, tmp_path)
    before, file = await held_then(url), tmp_path / "before"
    assert (await registry(url, tmp_path, "backup", file))[0] == 0
    with proven(file, passphrase=None) as made, proven(LANDED, passphrase=None) as given:
        assert made.manifest == given.manifest
    assert (await registry(url, tmp_path, "migrate"))[0] == 0
    assert await held_then(url) == before
    assert (await registry(new, tmp_path, "migrate"))[0] == 0
    assert await guards_of(url) == await guards_of(new)
    assert await held_then(filled) == before
    for arguments, found in VERIFICATIONS:
        code, told = await registry(url, tmp_path, *arguments)
        assert (code, told.strip().endswith(found)) == (0, True), told


async def guards_of(url: str) -> list[tuple[object, ...]]:
    """Its constraints, triggers and indexes."""
    sequences = {name for (name,) in await asked(url, "SELECT sequencename::text FROM pg_sequences")}
    return [each for each in await asked(url, GUARDS) if each[1] not in sequences]


class Stopwatch:
    """What each step took, for who runs the drill."""

    def __init__(self) -> None:
        self._since = time.monotonic()

    def tell(self, step: str) -> None:
        """Seconds since the step before, and the most memory that any program of ours has had."""
        now = time.monotonic()
        memory = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
        sys.stderr.write(f"{step}: {now - self._since:.1f} s, {memory:.0f} MB at most\n")
        self._since = now


@pytest.mark.drill
async def test_many_come_along(empty: Empty, tmp_path: Path) -> None:
    """A hundred thousand certificates: backed up, restored, migrated, proven, backed up and restored again."""
    url, watch, file = await empty(), Stopwatch(), tmp_path / "before"
    await landed(url, tmp_path)
    connection = await asyncpg.connect(url)
    script = await asyncio.to_thread(Path(__file__).with_name("many.sql").read_text)
    await connection.execute(script.replace(":count", str(MANY)))
    await connection.execute("ANALYZE")
    await connection.close()
    before = await held_then(url)
    watch.tell("made")
    await _done(url, tmp_path, "backup", file)
    watch.tell(f"backup of the version before, {file.stat().st_size / 1e6:.0f} MB")
    await _done(url, tmp_path, "migrate")
    watch.tell("migrated")
    assert await held_then(url) == before
    await _done(url, tmp_path, "audit", "seal")
    for arguments, found in VERIFICATIONS:
        watch.tell("so far")
        assert (await _done(url, tmp_path, *arguments)).strip().endswith(found)
        watch.tell(arguments[0])
    restored = await empty()
    await _done(restored, tmp_path, "restore", file)
    watch.tell("restored, and brought up to date")
    assert await held_then(restored) == before
    assert "is not empty" in await refused(url, tmp_path, "restore", file)


async def _done(url: str, folder: Path, *arguments: object) -> str:
    code, told = await registry(url, folder, *arguments)
    assert code == 0, told
    return told
