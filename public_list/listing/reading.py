"""Reads the model of the public list from PostgreSQL, in a thread and on a connection of its own."""

import asyncio
import ctypes
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import date
from uuid import UUID

import asyncpg

from public_list.listing import loading
from public_list.listing.building import built
from public_list.listing.loading import Loading
from public_list.listing.model import Model
from public_list.listing.part import Part
from public_list.listing.table import Table
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
    return Model(Part(built(await _read(dsn, loading.EVERYTHING, today=today))))


async def _newer(dsn: str, known: Model, advisers: frozenset[UUID], today: date) -> Model:
    return known.with_newer(advisers, await _read(dsn, loading.OF_ADVISERS, list(advisers), today=today))


async def _read(dsn: str, query: str, *values: object, today: date) -> Table:
    """What the database tells at one moment, some rows at a time; of everything the lives first: they take thought."""
    async with connected(dsn, server_settings=_SETTINGS) as connection, snapshot_on(connection):
        loaded = Loading(await connection.fetch(loading.VERSIONS), day=today, known_at=ALL_ON_RECORD)
        moment = await connection.fetchval("SELECT pg_export_snapshot()") if query is loading.EVERYTHING else None
        cursor = await connection.cursor(query, today, ALL_ON_RECORD, *values)
        coming = asyncio.create_task(cursor.fetch(_AT_A_TIME))
        if moment:
            loaded.live(await _lives(dsn, moment))
        while rows := await coming:
            coming = asyncio.create_task(cursor.fetch(_AT_A_TIME))
            await asyncio.sleep(0)  # so that the database is asked for the next rows, and reads them while these are taken
            loaded.add(rows)
        return loaded.table


async def _lives(dsn: str, moment: str) -> "list[asyncpg.Record]":
    """Those of all certificates at that moment: read on another connection, while the database still joins all else."""
    async with connected(dsn, server_settings=_SETTINGS) as connection, snapshot_on(connection):
        await connection.execute(f"SET TRANSACTION SNAPSHOT '{moment}'")
        rows: list[asyncpg.Record] = await connection.fetch(loading.LIVES, ALL_ON_RECORD)
        return rows


@asynccontextmanager
async def connected(dsn: str, *, server_settings: dict[str, str] | None = None) -> AsyncIterator[Connection]:
    """A connection outside the pool."""
    connection: Connection = await asyncpg.connect(dsn, server_settings=server_settings)
    try:
        yield connection
    finally:
        connection.terminate()
