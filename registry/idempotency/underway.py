"""Which runs are underway: each holds an advisory lock in the database, which ends with the run, however that ends.

The locks of a process are held on one connection beside the pool. A run goes on for as long as it needs, and nobody judges
by a clock whether it is still there: a process that dies, and a machine that is lost, let go of theirs.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from uuid import UUID

import asyncpg

from registry.transactions import PATIENCE, Connection, OutOfReach, engine

_TAKE = "SELECT pg_try_advisory_lock(each) FROM unnest($1::bigint[]) AS each"
_GIVE = "SELECT pg_advisory_unlock($1::bigint)"
_LOST = (asyncpg.PostgresError, asyncpg.InterfaceError, asyncpg.InternalClientError, OSError)
"""Whatever goes wrong with a question this simple is about the connection."""
_PATIENCE = 10
"""Seconds for an answer that takes less than a millisecond; after that the connection counts as lost."""
_NOTICED = {"tcp_keepalives_idle": "30", "tcp_keepalives_interval": "10", "tcp_keepalives_count": "3"}
"""Seconds, seconds, tries: the database finds out within a minute that a machine was lost without a word."""


class _Locks:
    """The locks of this process and their connection: opened for the first, and anew, with all of them, when it was lost."""

    def __init__(self) -> None:
        self._connection: Connection | None = None
        self._numbers: set[int] = set()
        self._turn = asyncio.Lock()

    async def take(self, number: int) -> None:
        async with self._turn:
            self._numbers.add(number)
            if not await self._asked(_TAKE, [number]):
                try:
                    self._connection = await _connected()
                except OSError as error:
                    raise OutOfReach from error
                await self._connection.execute(_TAKE, self._numbers)

    async def give(self, number: int) -> None:
        async with self._turn:
            self._numbers.discard(number)
            await self._asked(_GIVE, number)

    async def _asked(self, query: str, value: object) -> bool:
        """Whether the connection was there to ask; one that was lost is dropped, and took its locks along."""
        if self._connection is None:
            return False
        try:
            await self._connection.execute(query, value)
        except _LOST:
            self.drop()
        return self._connection is not None

    def drop(self) -> None:
        connection, self._connection = self._connection, None
        if connection is not None:
            connection.terminate()


async def _connected() -> Connection:
    connection: Connection = await asyncpg.connect(
        **engine().config, server_settings=_NOTICED, command_timeout=_PATIENCE, timeout=PATIENCE
    )
    return connection


_locks = _Locks()


def number_of(run: UUID) -> int:
    """The number under which a run is locked: the first 64 bits of its id, as `NUMBER_OF` tells the database."""
    return int.from_bytes(run.bytes[:8], "big", signed=True)


NUMBER_OF = "('x' || left(replace({id}::text, '-', ''), 16))::bit(64)::bigint"


@asynccontextmanager
async def underway(run: UUID) -> AsyncIterator[None]:
    """Inside, every process sees that the run goes on."""
    number = number_of(run)
    try:
        await _locks.take(number)
        yield
    finally:
        await asyncio.shield(_locks.give(number))


def close() -> None:
    """Drop the connection, at the end of the process."""
    _locks.drop()
