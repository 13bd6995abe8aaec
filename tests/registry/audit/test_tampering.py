"""Whoever may do anything in the database still changes nothing unseen: 100 of 100 random tamperings are found and named."""

import random
from collections.abc import AsyncIterator

import asyncpg
import pytest

from config.demo import story
from registry.accounts import passwords
from registry.audit.verifying import Harm, verify
from registry.transactions import transaction
from tests.registry.audit.tampering import TAMPERINGS, Connection, sealed

_TABLES = ("audit_entry", "audit_seal")


@pytest.fixture(scope="module")
async def trail(schema: None) -> AsyncIterator[None]:
    """The sealed trail of the whole demo story, with a copy beside it."""
    await story.tell(passwords.cheapest())
    assert await sealed() > 300
    async with transaction() as connection:
        for table in _TABLES:
            await connection.execute(f"CREATE TABLE kept_{table} AS TABLE {table}")  # names of tables
    yield
    async with transaction() as connection:
        await connection.execute("SET LOCAL session_replication_role = replica")
        for table in _TABLES:
            await connection.execute(f"DROP TABLE kept_{table}")
        names = await connection.fetch(
            "SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename <> 'migration'"
        )
        await connection.execute(f"TRUNCATE {', '.join(row['tablename'] for row in names)} RESTART IDENTITY")


@pytest.fixture
async def superuser(trail: None, database_url: str) -> AsyncIterator[Connection]:
    """A connection that may do anything; the trail is put back afterwards, entries before their seals."""
    connection = await asyncpg.connect(database_url)
    yield connection
    for table in _TABLES:
        async with connection.transaction():
            await connection.execute("SET LOCAL session_replication_role = replica")
            await connection.execute(f"DELETE FROM {table}")  # noqa: S608  name of a table
            await connection.execute(f"INSERT INTO {table} SELECT * FROM kept_{table}")  # noqa: S608  likewise
    await connection.close()


@pytest.mark.parametrize("which", range(100))
async def test_a_random_tampering_is_found_and_named(superuser: Connection, which: int) -> None:
    """Altered, renumbered, removed, swapped, inserted; an entry or its seal: exactly that is named, and nothing else."""
    chance = random.Random(which)  # noqa: S311  a test that can be run again
    tampering = TAMPERINGS[which % len(TAMPERINGS)]
    before = await verify()
    assert not before.findings
    told = await tampering(superuser, chance)
    found = (await verify()).findings
    named = {finding for finding in found if finding.harm is not Harm.CANNOT_BE_CHECKED}
    assert named == told, tampering
    assert len(found) - len(named) == sum(each.harm is Harm.SEAL_REMOVED for each in told)
