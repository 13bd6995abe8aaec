"""Several processes on one PostgreSQL, and a copy that follows it: the same list everywhere, within a second."""

import asyncio
import shutil
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from urllib.parse import quote

import asyncpg
import httpx
import pytest

from config.embedded.owner import ENVIRONMENT, is_root, owner_of
from config.embedded.programs import programs_for
from config.embedded.running import PORT
from config.settings import Settings
from public_list.listing import reading
from registry.certificates.rules import EventKind
from registry.transactions import fetch
from tests.registry import making
from tests.registry.engagements.served import Served, serving
from tests.registry.making import TODAY
from tests.registry.measures import at_work
from tests.registry.measures.at_work import WHY

pytestmark = pytest.mark.drill
WITHIN = 1.0
_PATIENCE = 20.0


@dataclass(frozen=True)
class Shown:
    """What one process tells of one adviser: on the page, in search, at the number."""

    page: bool
    search: int
    check: str


NOWHERE = Shown(page=False, search=0, check="withdrawn")
EVERYWHERE = Shown(page=True, search=1, check="valid")


async def shown(visitor: httpx.AsyncClient, number: str) -> Shown:
    """What a visitor finds at this moment."""
    page, search, check = await asyncio.gather(
        visitor.get("/adviseurs"),
        visitor.get("/api/v1/certified-advisers", params={"name": "ozturk"}),
        visitor.get(f"/api/v1/certificates/{number}"),
    )
    for answer in (page, search):
        assert answer.status_code == 200, answer.text
    status = check.json()["status"] if check.status_code == 200 else "unknown"
    return Shown("Elif Öztürk" in page.text, search.json()["total"], status)


async def seconds_until(expected: Shown, visitor: httpx.AsyncClient, number: str, *, since: float) -> float:
    """Since an instant of the monotonic clock."""
    async with asyncio.timeout(_PATIENCE):
        while await shown(visitor, number) != expected:  # noqa: ASYNC110  it is a state of another process
            await asyncio.sleep(0.05)
    return time.monotonic() - since


def tell(line: str) -> None:
    """What was measured, for who runs the drill."""
    print(line)  # noqa: T201  pytest shows it with -s


def visitor_of(served: Served) -> httpx.AsyncClient:
    """Somebody without an account."""
    return httpx.AsyncClient(base_url=served.url, timeout=30)


async def test_a_change_through_one_process_is_in_both_within_a_second(database: None, settings: Settings) -> None:
    """On the page, in search and in the check; measured from the answer to whoever decided it."""
    world = await at_work.world()
    with serving(settings, workers=1) as one, serving(settings, workers=1) as other:
        async with visitor_of(one) as here, visitor_of(other) as there:
            granted = time.monotonic()
            number = (await making.certified(world, await making.candidate())).number
            for visitor in (here, there):
                await seconds_until(EVERYWHERE, visitor, number, since=granted)
            await proposed_and_decided(one, world, number, here)
            since = time.monotonic()
            taken = await asyncio.gather(*(seconds_until(NOWHERE, visitor, number, since=since) for visitor in (here, there)))
        assert not one.errors
        assert not other.errors
    tell(f"withdrawn through one process, told by itself after {taken[0]:.3f} s and by the other after {taken[1]:.3f} s")
    assert max(taken) < WITHIN


async def proposed_and_decided(served: Served, world: making.World, number: str, asking: httpx.AsyncClient) -> None:
    """A withdrawal, over the API of one process."""
    at = "/api/v1/certificate-measures"
    first, second = (served.headers(actor, place) for place, actor in enumerate(world.certifiers[:2], 1))
    wish = {
        "certificate": number,
        "measure": "withdrawn",
        "effectiveOn": str(TODAY),
        "reason": "fraud",
        "explanation": WHY,
    }
    answer = await asking.post(at, json=wish, headers=first)
    assert answer.status_code == 201, answer.text
    decided = await asking.post(f"{at}/{answer.json()['id']}/decision", headers=second)
    assert decided.status_code == 200, decided.text


def _is_here(data: Path) -> bool:
    return data.is_dir()


@contextmanager
def replica_of(data: Path, sockets: Path) -> Iterator[str]:
    """The address of a copy that follows the server on this data, made by PostgreSQL's own pg_basebackup."""
    owner = owner_of(data)
    programs = programs_for(owner, data.parent)
    copy, own_sockets = data.with_name("replica"), Path(tempfile.mkdtemp(prefix="registry-"))
    owner.make_folder(copy)
    if is_root():
        shutil.chown(own_sockets, owner.uid, owner.gid)
    source = ["-h", str(sockets), "-p", str(PORT), "-U", "registry", "-D", str(copy)]
    made = owner.run([programs.folder / "pg_basebackup", *source, "-R", "-X", "stream", "-c", "fast", "--no-sync"])
    assert made.returncode == 0, made.stderr
    assert (copy / "standby.signal").exists()
    command: list[str | Path] = [programs.postgres, "-D", copy, "-h", "", "-p", str(PORT), "-k", own_sockets, "-c", "fsync=off"]
    process = subprocess.Popen(
        command,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        cwd="/",
        env=ENVIRONMENT,
        user=owner.uid if is_root() else None,
        group=owner.gid if is_root() else None,
        extra_groups=[] if is_root() else None,
    )
    try:
        yield f"postgresql://registry@/registry?host={quote(str(own_sockets), safe='')}&port={PORT}"
    finally:
        process.terminate()
        process.wait(30)
        shutil.rmtree(copy)
        shutil.rmtree(own_sockets)


async def until(address: str, query: str, *values: object, holds: Callable[[object], bool]) -> None:
    """Until a query at that address has an answer that holds."""
    async with asyncio.timeout(_PATIENCE):
        while True:
            try:
                connection = await asyncpg.connect(address)
            except (OSError, asyncpg.PostgresError):
                await asyncio.sleep(0.05)
                continue
            try:
                if holds(await connection.fetchval(query, *values)):
                    return
            finally:
                connection.terminate()
            await asyncio.sleep(0.01)


async def replayed(address: str) -> None:
    """Until the copy has all that the first server had at this moment."""
    [row] = await fetch("SELECT pg_current_wal_insert_lsn()::text AS position")
    await until(
        address,
        "SELECT pg_last_wal_replay_lsn() >= $1::text::pg_lsn",
        row["position"],
        holds=lambda answer: answer is True,
    )


async def test_a_replica_gives_the_same_list(database: None, settings: Settings) -> None:
    """What is read there once it has replayed a change is the same list; an application that stands on it alone serves it.

    That application is told of nothing, since PostgreSQL notifies nobody on a replica, and so asks for every answer.
    """
    [row] = await fetch(
        "SELECT current_setting('data_directory') AS data, current_setting('unix_socket_directories') AS sockets"
    )
    data = Path(row["data"])
    if not _is_here(data):
        pytest.skip("the database runs elsewhere")
    issued = await making.certified(await making.world(), await making.candidate())
    with replica_of(data, Path(row["sockets"])) as address:
        await until(address, "SELECT pg_is_in_recovery()", holds=lambda answer: answer is True)
        await replayed(address)
        before = await reading.whole(address, TODAY)
        assert before.digest == (await reading.whole(str(settings.database_url), TODAY)).digest
        with serving(replace(settings, database_url=address), workers=1) as served:
            async with visitor_of(served) as visitor:
                assert await shown(visitor, issued.number) == EVERYWHERE
                await making.happens(issued.id, EventKind.WITHDRAWN, TODAY)
                since = time.monotonic()
                await replayed(address)
                after = await reading.whole(address, TODAY)
                taken = await seconds_until(NOWHERE, visitor, issued.number, since=since)
        tell(f"withdrawn on the first server, told from the replica after {taken:.3f} s")
        assert before.digest != after.digest == (await reading.whole(str(settings.database_url), TODAY)).digest
        assert taken < WITHIN
