"""The demo story, told once for a module of tests that only try what the database refuses."""

from collections.abc import AsyncIterator

import asyncpg
import pytest

from config.demo import story
from registry.accounts import passwords
from registry.transactions import transaction
from tests.registry.by_hand import Connection


@pytest.fixture(scope="module")
async def told(schema: None) -> AsyncIterator[None]:
    """The whole demo story, told once: no table but a few is empty."""
    await story.tell(passwords.cheapest())
    yield
    async with transaction() as opened:
        await opened.execute("SET LOCAL session_replication_role = replica")
        names = await opened.fetch("SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename <> 'migration'")
        await opened.execute(f"TRUNCATE {', '.join(row['tablename'] for row in names)} RESTART IDENTITY")


@pytest.fixture
async def connection(told: None, database_url: str) -> AsyncIterator[Connection]:
    """A connection of one's own, as any client of the database has; no transaction, so that each statement commits."""
    connected = await asyncpg.connect(database_url)
    yield connected
    await connected.close()
