"""The only way to open a transaction.

Piccolo's own `DB.transaction()` leaks its connection when COMMIT fails and silently joins when nested; this one always
gives the connection back and refuses nesting. A test keeps Piccolo's out of the code.
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from functools import cache
from typing import Any, TypeAlias, cast

import asyncpg
from piccolo.engine import engine_finder
from piccolo.engine.postgres import PostgresEngine

Connection: TypeAlias = "asyncpg.Connection[asyncpg.Record]"


class NestedTransaction(RuntimeError):
    """A use case is one transaction; a service that is called inside one must not open another."""


class NoTransaction(RuntimeError):
    """What writes many rows at once does so inside the transaction of the act."""


@dataclass(frozen=True, slots=True)
class _Current:
    """What Piccolo's engine asks of its current transaction."""

    connection: Connection


@cache
def engine() -> PostgresEngine:
    """The engine that every table uses."""
    found = engine_finder()
    if not isinstance(found, PostgresEngine):
        raise TypeError("the registry needs PostgreSQL: set PICCOLO_CONF=config.piccolo_conf")
    return found


@asynccontextmanager
async def transaction() -> AsyncIterator[Connection]:
    """Commit when the body ends, roll back when it raises; the connection returns to the pool whatever happens.

    Queries of Piccolo tables in the body run inside it. Raises NestedTransaction when one is open already.
    """
    database: Any = engine()
    if database.pool is None:
        raise RuntimeError("the connection pool has not been started")
    if database.transaction_exists():
        raise NestedTransaction
    async with database.pool.acquire() as connection:
        token = database.current_transaction.set(_Current(cast("Connection", connection)))
        try:
            async with connection.transaction():
                yield connection
        finally:
            database.current_transaction.reset(token)


@asynccontextmanager
async def snapshot() -> AsyncIterator[Connection]:
    """Read as the database was at one moment, however long it takes; nothing can be written.

    The connection is for who reads many rows with a cursor: queries of Piccolo tables in the body do not run on it. It
    returns to the pool whatever happens.
    """
    database: Any = engine()
    if database.pool is None:
        raise RuntimeError("the connection pool has not been started")
    async with (
        database.pool.acquire() as connection,
        snapshot_on(connection),
    ):
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
    if database.pool is None:
        raise RuntimeError("the connection pool has not been started")
    async with database.pool.acquire() as connection:
        rows: list[asyncpg.Record] = await connection.fetch(query, *values)
    return rows
