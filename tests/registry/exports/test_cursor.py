"""Lists that come out of the database a batch at a time."""

import asyncio
import gc
from typing import Any

import asyncpg
import pytest

from registry.exports import cursor
from registry.exports.cursor import Query
from registry.exports.listing import IN_A_BATCH, Row
from registry.transactions import ConnectionLost, engine, fetch

pytestmark = pytest.mark.usefixtures("schema")
MANY = Query("SELECT number FROM generate_series(1, $1::integer) AS number ORDER BY number", (IN_A_BATCH * 2 + 1,))


def _cells(row: asyncpg.Record) -> Row:
    return (row["number"],)


def _in_use() -> int:
    pool: Any = engine().pool
    return int(pool.get_size() - pool.get_idle_size())


async def test_every_row_in_batches() -> None:
    """No row is lost and none comes twice; how many there are is known before."""
    batches = [batch async for batch in MANY.batches(_cells)]
    assert [len(batch) for batch in batches] == [IN_A_BATCH, IN_A_BATCH, 1]
    assert [row[0] for batch in batches for row in batch] == list(range(1, IN_A_BATCH * 2 + 2))
    assert await MANY.count() == IN_A_BATCH * 2 + 1


async def test_all_rows_are_of_one_moment() -> None:
    """What is written while the file goes out is not in it, though it was not read yet."""
    await fetch("CREATE TABLE going_out (number integer)")
    try:
        await fetch("INSERT INTO going_out SELECT generate_series(1, $1::integer)", IN_A_BATCH + 5)
        batches = Query("SELECT number FROM going_out ORDER BY number").batches(_cells)
        seen = len(await anext(batches))
        await fetch("INSERT INTO going_out SELECT generate_series(5000, 6000)")
        assert seen + sum([len(batch) async for batch in batches]) == IN_A_BATCH + 5
    finally:
        await fetch("DROP TABLE going_out")


async def test_who_leaves_halfway_gives_the_connection_back() -> None:
    """Whether the generator is closed or merely forgotten."""
    before = _in_use()
    closed = MANY.batches(_cells)
    await anext(closed)
    assert _in_use() == before + 1
    await closed.aclose()  # type: ignore[attr-defined]  # an async generator
    assert _in_use() == before
    forgotten = MANY.batches(_cells)
    await anext(forgotten)
    del forgotten
    gc.collect()
    for _ in range(50):
        await asyncio.sleep(0.01)
        if _in_use() == before:
            break
    assert _in_use() == before


async def test_no_more_than_a_few_are_read_at_once() -> None:
    """The fourth waits until one of the three is done: the pool is for everybody else too."""
    going = [MANY.batches(_cells) for _ in range(4)]
    for each in going[:3]:
        await anext(each)
    waiting = asyncio.ensure_future(anext(going[3]))
    await asyncio.sleep(0.05)
    assert not waiting.done()
    await going[0].aclose()  # type: ignore[attr-defined]  # an async generator
    assert len(await asyncio.wait_for(waiting, 5)) == IN_A_BATCH
    for each in going[1:]:
        await each.aclose()  # type: ignore[attr-defined]  # likewise


async def test_who_takes_too_long_loses_the_rest(monkeypatch: pytest.MonkeyPatch) -> None:
    """The database ends the reading of who stops taking it in, and the pool has the place back."""
    before = _in_use()
    monkeypatch.setattr(cursor, "_PATIENCE", cursor._PATIENCE.replace("60s", "50ms"))  # noqa: SLF001  a minute is too long for a test
    batches = MANY.batches(_cells)
    await anext(batches)
    await asyncio.sleep(0.3)
    with pytest.raises(ConnectionLost):
        await anext(batches)
    assert _in_use() == before


async def test_nothing_can_be_written_by_a_list() -> None:
    """The statement of a list reads, and nothing else."""
    with pytest.raises(asyncpg.ReadOnlySQLTransactionError):
        await anext(Query("SELECT nextval('audit_entry_id_seq') AS number").batches(_cells))
