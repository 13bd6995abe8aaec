"""Keeps the read model of one process as fresh as the database: told of changes, and rebuilt off the event loop.

The database tells which advisers changed (channel `public_list`); they are read anew and searched beside the rest. The whole
is read anew at the start, each midnight, after a lost connection and a change that concerns all; and some time after any
change, so that what may no longer be shown does not stay in memory either.
"""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import lru_cache
from time import perf_counter
from typing import Any
from uuid import UUID

import asyncpg
import structlog

from public_list.listing import reading
from public_list.listing.model import Model
from registry.days import amsterdam_day, beginning_of, day_after
from registry.transactions import Connection

CHANNEL, EVERYBODY = "public_list", "everybody"
MOST_BESIDE = 1_000
"""Advisers who are searched beside the rest; when more changed, the whole is read anew at once."""
_RESTS, _SHORTEST_REST = 20, 0.25
"""The whole is read anew at most once in so many times as long as that takes, and after no fewer seconds."""
_ASKS_EVERY, _ANSWERS_WITHIN = 5.0, 3.0
"""Seconds: so often a silent connection is asked whether it lives, and so long it has to answer."""
_TRIES_AGAIN_AFTER = 0.2
_LOST = (OSError, TimeoutError, asyncpg.PostgresError, asyncpg.InterfaceError, asyncpg.InternalClientError)

_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Kept:
    """A model, and since when it is what it is. It answers for the day on which it was built, and later ones."""

    model: Model
    day: date
    changed_at: datetime

    def generation(self, today: date) -> str:
        """Names what is shown on a day: equal in all processes that show the same, and otherwise different."""
        return _generation(self.model.digest, today)


@lru_cache(maxsize=16)
def _generation(digest: int, today: date) -> str:
    return f"{digest:016x}-{today:%Y%m%d}"


class Keeper:
    """Keeps one model; `kept` is the present one.

    `until_told` is a place for what rests on the same tables: another one takes its place, empty, as soon as the database tells
    of a change, and each midnight; none while it may tell without being heard.
    """

    def __init__(self, dsn: str, clock: Callable[[], datetime]) -> None:
        self.kept: Kept | None = None
        self.until_told: dict[Any, Any] | None = None
        self._dsn, self._clock = dsn, clock
        self._wake = asyncio.Event()
        self._everybody = True
        self._told: set[UUID] = set()
        self._whole: Model | None = None
        self._beside: set[UUID] = set()
        self._building: asyncio.Task[Model] | None = None
        self._missed: set[UUID] = set()
        self._begun = self._rests_until = 0.0
        self._name, self._named_until = "", datetime.min.replace(tzinfo=UTC)

    def generation(self) -> str | None:
        """What the present model shows today, by name; nothing while there is none."""
        if self.kept is None:
            return None
        now = self._clock()
        if now >= self._named_until:
            today = amsterdam_day(now)
            self._name, self._named_until = self.kept.generation(today), beginning_of(day_after(today))
        return self._name

    @asynccontextmanager
    async def keeping(self) -> AsyncIterator[None]:
        """Inside, the model is kept; it is there from the beginning, unless the database is not."""
        ready, self._wake = asyncio.Event(), asyncio.Event()
        task = asyncio.create_task(self._keep(ready))
        try:
            await ready.wait()
            yield
        finally:
            task.cancel()
            await asyncio.gather(task, *([self._building] if self._building else []), return_exceptions=True)
            self.kept = self._building = self.until_told = None

    async def _keep(self, ready: asyncio.Event) -> None:
        while True:
            try:
                async with reading.connected(self._dsn) as connection:
                    connection.add_termination_listener(self._lose)
                    await connection.add_listener(CHANNEL, self._hear)
                    self._everybody = True
                    await self._follow(connection, ready)
            except _LOST as error:
                _log.warning("the public list is not told of changes, and asks again", error=repr(error))
            except Exception:  # noqa: BLE001  whatever it is: without a model every question is asked of the database
                self.kept = self._whole = None
                _log.exception("the public list cannot be kept, and is read anew")
            self.until_told = None
            ready.set()
            await asyncio.sleep(_TRIES_AGAIN_AFTER)

    def _hear(self, _connection: object, _process: int, _channel: str, payload: object) -> None:
        self.until_told = {}
        if payload == EVERYBODY:
            self._everybody = True
        else:
            self._told.add(UUID(str(payload)))
        self._wake.set()

    def _lose(self, _connection: object) -> None:
        self.until_told = None
        self._wake.set()

    async def _follow(self, connection: Connection, ready: asyncio.Event) -> None:
        while True:
            self._wake.clear()
            if connection.is_closed():
                raise ConnectionResetError
            await self._catch_up()
            if self.kept is not None:
                ready.set()
            try:
                async with asyncio.timeout(self._patience()):  # `wait_for` would not hear that it is told to stop
                    await self._wake.wait()
            except TimeoutError:
                await connection.fetchval("SELECT 1", timeout=_ANSWERS_WITHIN)

    def _patience(self) -> float:
        """Seconds until there is something to do although nobody tells anything."""
        asks = [_ASKS_EVERY]
        if self._building is None and self._beside:
            asks.append(self._rests_until - perf_counter())
        if self._building is None and self.kept is not None:
            asks.append((beginning_of(day_after(self.kept.day)) - self._clock()).total_seconds())
        return max(0.0, min(asks))

    async def _catch_up(self) -> None:
        """Take what was built, read anew who changed, and begin to build where all is to be read anew."""
        today = amsterdam_day(self._clock())
        built_anew = await self._built()
        told, self._told = self._told, set()
        self._beside |= told
        self._missed |= told
        if self._building is None and self._wants_all(today):
            self._build(today)
        if self._whole is not None and (built_anew or told):
            beside = frozenset(self._beside)
            self._show(await reading.newer(self._dsn, self._whole, beside, today) if beside else self._whole, today)

    def _wants_all(self, today: date) -> bool:
        if self._everybody or self.kept is None or self.kept.day != today or len(self._beside) > MOST_BESIDE:
            return True
        return bool(self._beside) and perf_counter() >= self._rests_until

    def _build(self, today: date) -> None:
        self.until_told = {}
        self._everybody, self._begun = False, perf_counter()
        self._missed = set()
        self._building = asyncio.create_task(reading.whole(self._dsn, today))
        self._building.add_done_callback(lambda _: self._wake.set())

    async def _built(self) -> bool:
        """Whether the whole was built since one looked; it is taken then."""
        building = self._building
        if building is None or not building.done():
            return False
        self._building = None
        self._whole = await building
        self._beside = self._missed
        ended = perf_counter()
        self._rests_until = ended + max(_SHORTEST_REST, _RESTS * (ended - self._begun))
        return True

    def _show(self, model: Model, today: date) -> None:
        before = self.kept
        same = before is not None and before.day == today and before.model.digest == model.digest
        changed_at = before.changed_at if before is not None and same else self._clock()
        self.kept = Kept(model, today, changed_at)
        self._named_until = datetime.min.replace(tzinfo=UTC)


_keepers: list[Keeper] = []


def present() -> Kept | None:
    """What this process keeps, if it keeps anything."""
    return _keepers[-1].kept if _keepers else None


def until_told() -> dict[Any, Any] | None:
    """Where to keep what any change may change, for as long as there is none; taken before that is read."""
    return _keepers[-1].until_told if _keepers else None


@asynccontextmanager
async def kept_in_this_process(keeper: Keeper) -> AsyncIterator[None]:
    """Inside, every question about the public list is answered by this keeper."""
    async with keeper.keeping():
        _keepers.append(keeper)
        try:
            yield
        finally:
            _keepers.remove(keeper)
