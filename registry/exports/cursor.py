"""The rows of a list out of the database, some at a time: a cursor of the server keeps the rest until it is asked for."""

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import dataclass

import asyncpg

from registry.exports.listing import IN_A_BATCH, Row
from registry.exports.paging import Page, pages_of
from registry.folding import folded_in_sql
from registry.transactions import fetch, snapshot

_TURNS = asyncio.Semaphore(3)
"""So many lists are read at once in a process: each holds a connection of the pool for as long as its file goes out."""
_PATIENCE = "SET LOCAL idle_in_transaction_session_timeout = '60s'"
"""Who takes a minute to take in what was sent before, loses the rest: the connection is for others too."""


def named(person: str) -> str:
    """In SQL: the name of the person in this row, as people write it; nothing once they were erased."""
    parts = f"{person}.given_name, nullif({person}.family_prefix, ''), {person}.family_name"
    return f"nullif(concat_ws(' ', {parts}), '')"


def folded(text: str) -> str:
    """In SQL: without capitals and accents, as people type what they look for."""
    return folded_in_sql(text)


def family_first(person: str) -> str:
    """In SQL: by what people of whom this row has the name are put in order, as `people.rules.Name.sort_key` does."""
    family, given = folded(f"{person}.family_name"), folded(f"concat_ws(' ', {person}.given_name, {person}.family_prefix)")
    return f'({family} || chr(1) || {given}) COLLATE "C"'


@dataclass(frozen=True, slots=True)
class Query:
    """What a list asks of the database: one statement, and what it is asked with."""

    text: str
    values: tuple[object, ...] = ()

    async def count(self) -> int:
        """How many rows there are, told before the first is sent."""
        [row] = await fetch(f"SELECT count(*) AS number FROM ({self.text}) AS listed", *self.values)  # noqa: S608  our own text
        number: int = row["number"]
        return number

    async def page(self, wanted: int, *, size: int) -> Page[asyncpg.Record]:
        """One page of so many rows, the first being 1; beyond the last it is the last, and there is always one."""
        count = await self.count()
        pages = pages_of(count, size)
        number = min(wanted, pages)
        return Page(await self.rows(number, size=size), number, pages, count)

    async def rows(self, page: int, *, size: int) -> Sequence[asyncpg.Record]:
        """The rows of one page; beyond the last there are none."""
        return await fetch(f"{self.text} LIMIT {size} OFFSET {size * (page - 1)}", *self.values)

    async def batches(self, row: Callable[[asyncpg.Record], Row]) -> AsyncIterator[Sequence[Row]]:
        """Every row as one statement saw it, however long the file goes out; `row` makes the cells of one.

        Waits while several other lists are read in this process. Who leaves halfway gives the connection back.
        """
        async with _TURNS, snapshot() as connection:
            await connection.execute(_PATIENCE)
            cursor = await connection.cursor(self.text, *self.values)
            while some := await cursor.fetch(IN_A_BATCH):
                yield [row(each) for each in some]
