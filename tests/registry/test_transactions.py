"""The one way to open a transaction: it commits, rolls back, and always gives its connection back."""

import asyncio
from contextvars import Context
from uuid import uuid4

import asyncpg
import pytest

from registry.organisations.tables import Organisation
from registry.transactions import NestedTransaction, engine, fetch, transaction
from tests.registry.making import NOW


async def write(name: str) -> None:
    """A row, in whatever transaction is open."""
    await Organisation.insert(Organisation(kind="employer", name=name, recorded_at=NOW))


async def written() -> list[str]:
    """What was committed."""
    return [row["name"] for row in await Organisation.select(Organisation.name).order_by(Organisation.name)]


async def pool_is_whole() -> bool:
    """As many transactions as the pool has connections can be open at once."""
    pool = engine().pool
    assert pool is not None
    size = pool.get_max_size()
    held = [await asyncio.wait_for(pool.acquire(), 5) for _ in range(size)]
    for connection in held:
        await pool.release(connection)
    return len(held) == size


async def somebody_sleeps() -> None:
    """Returns once the database is in the middle of it: what it is told to cancel before that, it does not hear."""
    while not await fetch("SELECT FROM pg_stat_activity WHERE wait_event = 'PgSleep' AND datname = current_database()"):
        pass


async def test_a_transaction_commits_when_its_body_ends(database: None) -> None:
    """Queries of tables run inside it, and nobody else sees them before it is over."""
    async with transaction() as connection:
        await write("één")
        assert await connection.fetchval("SELECT count(*) FROM organisation") == 1
        assert engine().transaction_exists()
        seen = await asyncio.get_running_loop().create_task(written(), context=Context())
        assert seen == []
    assert await written() == ["één"]
    assert not engine().transaction_exists()


async def test_a_transaction_rolls_back_when_its_body_raises(database: None) -> None:
    """Nothing of it stays, and the error comes through as it was."""

    async def goes_wrong() -> None:
        async with transaction():
            await write("één")
            raise LookupError("as it was")

    with pytest.raises(LookupError, match="as it was"):
        await goes_wrong()
    assert await written() == []
    assert await pool_is_whole()


async def test_nesting_is_refused(database: None) -> None:
    """A use case is one transaction; the outer one still decides what happens."""
    async with transaction():
        await write("één")
        with pytest.raises(NestedTransaction):
            async with transaction():
                await write("twee")
    assert await written() == ["één"]
    assert await pool_is_whole()


async def fails_at_commit() -> None:
    """All goes well until COMMIT, which finds a reference to nobody."""
    async with transaction() as connection:
        await write("één")
        await connection.execute("INSERT INTO deferred VALUES ($1)", uuid4())


async def test_a_commit_that_fails_gives_the_connection_back(database: None) -> None:
    """More failures at COMMIT than the pool has connections: each is told, and the pool is whole afterwards."""
    pool = engine().pool
    assert pool is not None
    await engine().run_ddl("CREATE TABLE deferred (one uuid REFERENCES person (id) DEFERRABLE INITIALLY DEFERRED)")
    try:
        for _ in range(pool.get_max_size() + 3):
            with pytest.raises(asyncpg.ForeignKeyViolationError):
                await fails_at_commit()
            assert not engine().transaction_exists()
        assert await pool_is_whole()
        assert await written() == []
    finally:
        await engine().run_ddl("DROP TABLE deferred")


async def test_a_cancelled_transaction_rolls_back(database: None) -> None:
    """Who goes away in the middle leaves nothing, and the connection is free: more of them than the pool has."""
    pool = engine().pool
    assert pool is not None

    async def goes_away() -> None:
        async with transaction() as connection:
            await write("één")
            await connection.execute("SELECT pg_sleep(30)")

    for _ in range(pool.get_max_size() + 1):
        task = asyncio.create_task(goes_away())
        await asyncio.wait_for(somebody_sleeps(), 5)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
    assert await written() == []
    assert await pool_is_whole()


async def test_transactions_side_by_side_do_not_mix(database: None) -> None:
    """Each task has its own; what one rolls back does not touch the other."""

    async def attempt(number: int) -> None:
        async with transaction():
            await write(f"nummer {number}")
            await asyncio.sleep(0)
            if number % 2:
                raise LookupError

    await asyncio.gather(*(attempt(number) for number in range(20)), return_exceptions=True)
    assert await written() == sorted(f"nummer {number}" for number in range(0, 20, 2))
