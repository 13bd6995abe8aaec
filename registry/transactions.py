"""The only way to open a transaction, and the way of every query to a connection of the pool.

Piccolo's own `DB.transaction()` leaks its connection when COMMIT fails and silently joins when nested; this one always
gives the connection back and refuses nesting. A test keeps Piccolo's out of the code.

A database that is gone, and a pool whose connections are all in use for too long, are told as OutOfReach. What only reads,
outside a transaction, is asked a second time when its connection turns out to be lost: after a restart of the database every
connection of the pool is.
"""

import re
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager, suppress
from contextvars import ContextVar
from dataclasses import dataclass
from functools import cache
from typing import Any, TypeAlias

import asyncpg
from piccolo.engine import engine_finder
from piccolo.engine.postgres import PostgresEngine

Connection: TypeAlias = "asyncpg.Connection[asyncpg.Record]"
Note: TypeAlias = Callable[[Connection], Awaitable[None]]
_NOTE: ContextVar[Note | None] = ContextVar("noted_with_each_commit", default=None)


class NestedTransaction(RuntimeError):
    """A use case is one transaction; a service that is called inside one must not open another."""


PATIENCE = 5.0
"""Seconds that one waits for a connection; who waited so long hears that it is worth trying again."""
_READS = re.compile(r"\s*SELECT\b(?!.*\bFOR\s+(?:NO\s+KEY\s+)?(?:UPDATE|SHARE)\b)", re.IGNORECASE | re.DOTALL)
_LOST = (
    asyncpg.PostgresConnectionError,
    asyncpg.AdminShutdownError,
    asyncpg.CrashShutdownError,
    asyncpg.CannotConnectNowError,
    ConnectionError,
)


class OutOfReach(ConnectionError):
    """No connection to the database could be had within a moment."""


class ConnectionLost(OutOfReach):
    """The connection was lost while it was used."""


class NoTransaction(RuntimeError):
    """What writes many rows at once does so inside the transaction of the act."""


@dataclass(frozen=True, slots=True)
class _Current:
    """What Piccolo's engine asks of its current transaction."""

    connection: Connection


class _Closing(asyncpg.Connection):
    """A connection whose other end may be gone when it is closed: then it is closed as well."""

    async def close(self, *, timeout: float | None = None) -> None:  # noqa: ASYNC109  the library's own
        with suppress(OSError):  # the pool closes lost connections in a task whose failure nobody would hear
            await super().close(timeout=timeout)


class Engine(PostgresEngine):
    """Piccolo's engine for PostgreSQL, whose queries outside a transaction come to a connection as all others do."""

    async def start_connection_pool(self, **limits: Any) -> None:  # noqa: ANN401  the library's own
        """Queries go through the pool from now on; `limits` are asyncpg's of a pool."""
        await super().start_connection_pool(**limits, connection_class=_Closing)

    async def _run_in_pool(self, query: str, args: Sequence[Any] | None = None) -> "list[asyncpg.Record]":
        return await _ask(query, *(args or ()))


@cache
def engine() -> Engine:
    """The engine that every table uses."""
    found = engine_finder()
    if not isinstance(found, Engine):
        raise TypeError("the registry needs PostgreSQL: set PICCOLO_CONF=config.piccolo_conf")
    return found


@asynccontextmanager
async def _connection() -> AsyncIterator[Connection]:
    """A connection of the pool, given back whatever happens; raises OutOfReach, and ConnectionLost in its place later on."""
    pool: Any = engine().pool
    if pool is None:
        raise RuntimeError("the connection pool has not been started")
    try:
        connection = await pool.acquire(timeout=PATIENCE)
    except (OSError, asyncpg.ConnectionDoesNotExistError) as error:
        raise OutOfReach from error
    try:
        yield connection
    except (*_LOST, asyncpg.InternalClientError, asyncpg.InterfaceError) as error:
        if _is_out_of_step(error):
            with suppress(asyncpg.InterfaceError):
                connection.terminate()
        elif not isinstance(error, _LOST) and not _is_lost(connection):
            raise
        await pool.expire_connections()  # where one is lost the others may be: none is used again
        raise ConnectionLost from error
    finally:
        with suppress(OSError, asyncpg.PostgresError, asyncpg.InterfaceError, asyncpg.InternalClientError):
            await pool.release(connection)  # one that fails at this is closed by the pool, and what was done is done


def _is_out_of_step(error: Exception) -> bool:
    """What came in does not fit what was asked: the connection was told that it ends. Rolling back then fails as well."""
    return isinstance(error, asyncpg.InternalClientError) or isinstance(error.__context__, asyncpg.InternalClientError)


def _is_lost(connection: Connection) -> bool:
    """A connection of the pool that was lost answers nothing any more, not even whether it is closed."""
    try:
        return connection.is_closed()
    except asyncpg.InterfaceError:
        return True


async def _ask(query: str, *values: object) -> "list[asyncpg.Record]":
    """The rows, on a connection of the pool; what only reads is asked once more where the connection was lost."""
    try:
        return await _ask_once(query, *values)
    except ConnectionLost:
        if not _READS.match(query):
            raise
    return await _ask_once(query, *values)


async def _ask_once(query: str, *values: object) -> "list[asyncpg.Record]":
    async with _connection() as connection:
        rows: list[asyncpg.Record] = await connection.fetch(query, *values)
    return rows


@asynccontextmanager
async def transaction() -> AsyncIterator[Connection]:
    """Commit when the body ends, roll back when it raises; the connection returns to the pool whatever happens.

    Queries of Piccolo tables in the body run inside it. Raises NestedTransaction when one is open already, and OutOfReach;
    where that came with COMMIT, nobody knows whether it was done: an Idempotency-Key is for that.
    """
    database: Any = engine()
    if database.transaction_exists():
        raise NestedTransaction
    async with _connection() as connection:
        token = database.current_transaction.set(_Current(connection))
        try:
            async with connection.transaction():
                yield connection
                if (note := _NOTE.get()) is not None:
                    await note(connection)
        finally:
            database.current_transaction.reset(token)


@contextmanager
def noted_with_each_commit(note: Note) -> Iterator[None]:
    """Whatever is committed inside, in this task, is committed together with what `note` writes as its last statement."""
    token = _NOTE.set(note)
    try:
        yield
    finally:
        _NOTE.reset(token)


@asynccontextmanager
async def snapshot() -> AsyncIterator[Connection]:
    """Read as the database was at one moment, however long it takes; nothing can be written.

    The connection is for who reads many rows with a cursor: queries of Piccolo tables in the body do not run on it. It
    returns to the pool whatever happens.
    """
    async with _connection() as connection, snapshot_on(connection):
        yield connection


@asynccontextmanager
async def snapshot_on(connection: Connection) -> AsyncIterator[None]:
    """The same, on a connection that is the caller's own, outside the pool."""
    async with connection.transaction(isolation="repeatable_read", readonly=True):
        yield


def current_connection() -> Connection:
    """The connection of the transaction that is open, for who writes many rows at once; raises NoTransaction without one."""
    database: Any = engine()
    if not database.transaction_exists():
        raise NoTransaction
    connection: Connection = database.current_transaction.get().connection
    return connection


async def fetch(query: str, *values: object) -> "list[asyncpg.Record]":
    """The rows of a query that Piccolo has no words for: in the transaction that is open, else on a connection of the pool."""
    database: Any = engine()
    if database.transaction_exists():
        return await current_connection().fetch(query, *values)
    return await _ask(query, *values)
