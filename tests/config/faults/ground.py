"""A registry of its own, on a PostgreSQL that a test may stop, kill, fill and hold, behind the real server."""

import asyncio
import os
import time
from collections import Counter
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import asyncpg
import httpx

from config.embedded import start
from config.settings import Settings
from registry.permissions import Actor
from tests.config.embedded.watching import Processes
from tests.config.programs import Program, passable_folder
from tests.registry.engagements.served import Served, client, serving

PREPARE = """
import asyncio, os
from config import database
from config.settings import read_settings

async def prepare():
    await database.migrate()
    await database.open_pool(read_settings(os.environ))
    from registry.organisations.tables import Kind
    from registry.permissions import Role
    from tests.registry import making
    operator = await making.organisation(Kind.OPERATOR, "De beheerder")
    admin = await making.account(await making.person(), Role.ADMIN, operator)
    await database.close_pool()
    print("account", admin.account)

asyncio.run(prepare())
"""
NAME = "faults"
BACK_WITHIN = 5.0
"""Seconds after the database is back, within which the registry answers as before."""
_WHOLE = """
SELECT organisation.id, (SELECT count(*) FROM audit_entry WHERE subject = organisation.id) AS entries,
    (SELECT count(*) FROM organisation AS same WHERE same.name = organisation.name) AS same
FROM organisation WHERE name LIKE 'Proef %'
"""


@dataclass(frozen=True)
class Ground:
    """The place, the database and the one who may register organisations."""

    place: Path
    url: str
    admin: Actor
    settings: Settings = field(repr=False)

    @property
    def processes(self) -> Processes:
        """PostgreSQL's, as the operating system sees them."""
        return Processes(self.place)

    @contextmanager
    def serving(self, *, workers: int = 1, connections: int = 10) -> Iterator[Served]:
        """The server on this database, each process with so many connections at most; their name is NAME."""
        url = f"{self.url}&application_name={NAME}"
        with serving(replace(self.settings, database_url=url, database_pool_max=connections), workers=workers) as served:
            yield served

    async def ask(self, question: str, *values: object) -> list[asyncpg.Record]:
        """What the database says to somebody beside the registry."""
        connection = await asyncpg.connect(self.url)
        try:
            rows: list[asyncpg.Record] = await connection.fetch(question, *values)
        finally:
            await connection.close()
        return rows

    async def whole(self) -> set[UUID]:
        """The organisations that stand; of each stands everything, once."""
        rows = await self.ask(_WHOLE)
        assert {(row["entries"], row["same"]) for row in rows} <= {(1, 1)}
        return {row["id"] for row in rows}

    async def connections(self) -> int:
        """Of the server, in the database."""
        [row] = await self.ask("SELECT count(*) AS number FROM pg_stat_activity WHERE application_name = $1", NAME)
        number: int = row["number"]
        return number

    async def comes_to_rest(self) -> None:
        """No connection of the server stays in the middle of something; its rounds in the background are for a moment."""
        sql = "SELECT count(*) AS number FROM pg_stat_activity WHERE application_name = $1 AND state <> 'idle'"
        async with asyncio.timeout(BACK_WITHIN):
            while (await self.ask(sql, NAME))[0]["number"]:  # noqa: ASYNC110  nobody tells when another process rests
                await asyncio.sleep(0.02)


@contextmanager
def ground(settings: Settings, *options: str) -> Iterator[Ground]:
    """A new one, with these settings of PostgreSQL."""
    with passable_folder() as folder:
        server = start(folder, options=options)
        try:
            environment = {
                "REGISTRY_DATABASE_URL": server.url,
                "REGISTRY_DATA_FOLDER": str(settings.data_folder),
                "REGISTRY_PASSWORD_COST": "cheapest",
                "PICCOLO_CONF": "config.piccolo_conf",
            }
            program = Program(PREPARE, environment=environment)
            told = program.rest()
            program.close()
            assert "account " in told, told
            account = UUID(told.rpartition("account ")[2].strip())
            yield Ground(folder, server.url, Actor(account=account, person=None, name="", grants=()), settings)
        finally:
            server.release()


class Clients:
    """Clients that register organisations and read them, over and over; what they were told."""

    def __init__(self, ground: Ground, served: Served, *, count: int = 8) -> None:
        self.ground, self.served, self.count = ground, served, count
        self.told: set[UUID] = set()
        self.unsure: dict[str, str] = {}
        self.statuses: Counter[int] = Counter()
        self.odd: list[str] = []
        self.slowest = 0.0
        self._stop = asyncio.Event()

    def headers(self, place: int = 0, **more: str) -> dict[str, str]:
        """Signed in, from an address of one's own."""
        return self.served.headers(self.ground.admin, place) | more

    @contextmanager
    def at_work(self) -> Iterator[Callable[[], Awaitable[None]]]:
        """Inside, they all work; the function that comes out ends that."""
        self._stop = asyncio.Event()
        working = asyncio.create_task(self._all())

        async def end() -> None:
            self._stop.set()
            await working

        try:
            yield end
        finally:
            working.cancel()

    async def _all(self) -> None:
        async with client(self.served, connections=self.count) as connections:
            await asyncio.gather(*(self._over_and_over(place, connections) for place in range(self.count)))

    async def _over_and_over(self, place: int, connections: httpx.AsyncClient) -> None:
        while not self._stop.is_set():
            if place % 2:
                await self.hear(connections.get("/organisations", params={"kind": "employer"}, headers=self.headers(place)))
            else:
                await self.register(place, connections)
            await asyncio.sleep(0.02)

    async def register(self, place: int, connections: httpx.AsyncClient, key: str | None = None) -> None:
        """One organisation, under a key of its own."""
        key = key or str(uuid4())
        self.unsure[key] = f"Proef {key}"
        body = {"kind": "employer", "name": self.unsure[key]}
        headers = self.headers(place, **{"Idempotency-Key": key})
        answer = await self.hear(connections.post("/organisations", json=body, headers=headers))
        if answer is None:
            return
        if answer.status_code == 201:
            self.told.add(UUID(answer.json()["id"]))
            del self.unsure[key]
        elif answer.status_code == 409:
            self.told |= await self.looked_up(self.unsure.pop(key))

    async def looked_up(self, name: str) -> set[UUID]:
        """What stands under the name, for a client who hears that nobody knows what came of the request."""
        rows = await self.ground.ask("SELECT id FROM organisation WHERE name = $1", name)
        assert len(rows) == 1, name
        return {row["id"] for row in rows}

    async def hear(self, asking: Awaitable[httpx.Response]) -> httpx.Response | None:
        """One answer; a refusal is a whole one, that says when to come again."""
        began = time.monotonic()
        with suppress(httpx.TransportError):
            answer = await asking
            self.slowest = max(self.slowest, time.monotonic() - began)
            self.statuses[answer.status_code] += 1
            if answer.status_code == 503 and not is_come_again(answer):
                self.odd.append(answer.text)
            if answer.status_code not in (200, 201, 503) and not is_look_yourself(answer):
                self.odd.append(f"{answer.status_code} {answer.text}")
            return answer
        return None

    async def send_again(self) -> None:
        """What was not answered with a success, under the same keys."""
        async with client(self.served, connections=self.count) as connections:
            for place, key in enumerate(list(self.unsure)):
                await self.register(place, connections, key)

    async def until_told(self, more: int = 3) -> float:
        """Wait until so many more succeeded; returns the seconds that took."""
        began, wanted = time.monotonic(), len(self.told) + more
        async with asyncio.timeout(30):
            while len(self.told) < wanted:  # noqa: ASYNC110  whichever client it is
                await asyncio.sleep(0.01)
        return time.monotonic() - began


def is_come_again(answer: httpx.Response) -> bool:
    """A 503 as a problem that says when to come again."""
    problem: Any = answer.json()
    return problem["type"].endswith("/unavailable") and int(answer.headers["retry-after"]) > 0


def is_look_yourself(answer: httpx.Response) -> bool:
    """A 409 for a request that committed something and was cut off before its answer was kept."""
    return answer.status_code == 409 and str(answer.json()["type"]).endswith("/idempotent-request-cut-off")


def kill(process: int, number: int) -> None:
    """Send a signal to a process of PostgreSQL, if it is still there."""
    with suppress(ProcessLookupError):
        os.kill(process, number)
