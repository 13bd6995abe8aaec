"""Databases that are gone after the test, and one with the demo in it."""

from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path

import pytest

from tests.config.backups.ground import LANDED, drop_database, new_database, registry


@pytest.fixture
async def empty(database_url: str) -> AsyncIterator[Callable[[], Awaitable[str]]]:
    """Makes empty databases."""
    made: list[str] = []

    async def make() -> str:
        made.append(await new_database(database_url))
        return made[-1]

    yield make
    for url in made:
        await drop_database(url)


@pytest.fixture(scope="session")
async def filled(database_url: str, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[str]:
    """A database with the demo, at the present version; to be read only."""
    url = await new_database(database_url)
    code, told = await registry(url, tmp_path_factory.mktemp("filled"), "restore", LANDED)
    assert code == 0, told
    yield url
    await drop_database(url)


@pytest.fixture(scope="session")
async def backup(filled: str, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A backup of that."""
    folder = tmp_path_factory.mktemp("backup")
    file = folder / "registry.backup"
    code, told = await registry(filled, folder, "backup", file)
    assert code == 0, told
    return file
