"""Reads the model of the public list from PostgreSQL, in a thread and on a connection of its own."""

import asyncio
import ctypes
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import date
from uuid import UUID

import asyncpg

from public_list.listing import queries
from public_list.listing.building import built
from public_list.listing.loading import Loading
from public_list.listing.model import Model
from public_list.listing.part import Part
from registry.days import ALL_ON_RECORD
from registry.transactions import Connection, snapshot_on

_AT_A_TIME = 300
"""Rows that are read at once: as many as the socket holds, so that the database makes the next ones while these are taken."""
_SETTINGS = {"work_mem": "24MB", "jit": "off"}
"""So that the database joins in memory, and by tables of what is narrow; and does not compile a query that runs once."""

_give_back: Callable[[int], int] | None = getattr(ctypes.CDLL(None), "malloc_trim", None)
"""Of the GNU C library; others have none."""


async def whole(dsn: str, today: date) -> Model:
    """The model of all that the database holds now, on a connection of its own; the work is done in a thread."""
    return await asyncio.to_thread(_read_whole, dsn, today)


async def newer(dsn: str, known: Model, advisers: frozenset[UUID], today: date) -> Model:
    """The model with these advisers as the database has them now; likewise."""
    return await asyncio.to_thread(lambda: asyncio.run(_newer(dsn, known, advisers, today)))


def _read_whole(dsn: str, today: date) -> Model:
    model = asyncio.run(_whole(dsn, today))
    if _give_back is not None:
        _give_back(0)  # the C library would keep the memory in which the rows were read
    return model


async def _whole(dsn: str, today: date) -> Model:
    """What the database tells at one moment on two connections at once, so that none waits for the other, nor this for both.

    The one tells all certificates, but not what takes the database longest, which is the consent. The other tells the lives
    first, since they take thought, and then the consent.
    """
    async with _reading(dsn) as connection, _reading(dsn) as beside:
        moment = await connection.fetchval("SELECT pg_export_snapshot()")
        await beside.execute(f"SET TRANSACTION SNAPSHOT '{moment}'")
        loaded = await _loading(connection, today)
        cursor = await connection.cursor(queries.EVERYTHING_BUT_CONSENT, today, ALL_ON_RECORD)
        coming = asyncio.create_task(cursor.fetch(_AT_A_TIME))
        lives = await beside.fetch(queries.LIVES, ALL_ON_RECORD)
        consent = asyncio.create_task(beside.fetch(queries.CONSENT))
        await asyncio.sleep(0)  # so that the database is asked for it, and reads it while the lives are taken
        loaded.live(lives)
        loaded.consent(*(await consent)[0])
        while rows := await coming:
            coming = asyncio.create_task(cursor.fetch(_AT_A_TIME))
            await asyncio.sleep(0)  # likewise for the next rows
            loaded.add(rows)
        return Model(Part(built(loaded.table)))


async def _newer(dsn: str, known: Model, advisers: frozenset[UUID], today: date) -> Model:
    async with _reading(dsn) as connection:
        loaded = await _loading(connection, today)
        loaded.add(await connection.fetch(queries.OF_ADVISERS, today, ALL_ON_RECORD, list(advisers)))
        return known.with_newer(advisers, loaded.table)


@asynccontextmanager
async def _reading(dsn: str) -> AsyncIterator[Connection]:
    async with connected(dsn, server_settings=_SETTINGS) as connection, snapshot_on(connection):
        yield connection


async def _loading(connection: Connection, today: date) -> Loading:
    return Loading(await connection.fetch(queries.VERSIONS), day=today, known_at=ALL_ON_RECORD)


@asynccontextmanager
async def connected(dsn: str, *, server_settings: dict[str, str] | None = None) -> AsyncIterator[Connection]:
    """A connection outside the pool."""
    connection: Connection = await asyncpg.connect(dsn, server_settings=server_settings)
    try:
        yield connection
    finally:
        connection.terminate()
