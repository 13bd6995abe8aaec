"""A real PostgreSQL with the real migrations for every test that needs one; what a test commits is emptied after it."""

import gc
import os
from collections.abc import AsyncIterator, Callable, Iterator
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING

import httpx
import hypothesis
import pytest

from config.embedded import start
from config.garbage import collect_rarely
from config.request_limits import ClientLimits, Limits
from config.second_factor_key import make_second_factor_key_if_absent
from config.settings import Settings, read_settings
from config.token_key import make_token_key_if_absent
from tests.config.programs import passable_folder

if TYPE_CHECKING:
    from config.front_door import FrontDoor

_MUCH = Limits(per_second=1_000_000, burst=1_000_000)
ROOMY_LIMITS = ClientLimits(everything=_MUCH, enumeration=_MUCH)
NOT_DURABLE = ("fsync=off", "synchronous_commit=off", "full_page_writes=off")
hypothesis.settings.register_profile("untimed", deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow])
hypothesis.settings.load_profile("untimed")
"""How long an example takes, or making one, says how busy the machine is: no test fails for it."""


def pytest_collection(session: pytest.Session) -> None:
    """What is collected stays to the end: looking for garbage in it, again and again, costs as much as finding the tests."""
    gc.disable()


def pytest_collection_finish(session: pytest.Session) -> None:
    """From here on garbage is collected as in the programs, rarely, and among what the tests make."""
    gc.enable()
    collect_rarely()


@pytest.fixture(scope="session")
def database_url() -> Iterator[str]:
    """One embedded server for each test process; set before Piccolo reads its configuration."""
    if given := os.environ.get("REGISTRY_TEST_DATABASE_URL"):
        yield _announced(given)
        return
    with passable_folder() as folder:
        server = start(folder, options=NOT_DURABLE)
        try:
            yield _announced(server.url)
        finally:
            server.release()


def _announced(url: str) -> str:
    os.environ["REGISTRY_DATABASE_URL"] = url
    os.environ["PICCOLO_CONF"] = "config.piccolo_conf"
    return url


@pytest.fixture(scope="session")
def settings(database_url: str, tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """Settings as a test process has them."""
    folder = tmp_path_factory.mktemp("settings")
    read = read_settings(
        {
            "REGISTRY_DATABASE_URL": database_url,
            "REGISTRY_DATA_FOLDER": str(folder),
            "REGISTRY_PASSWORD_COST": "cheapest",
            "REGISTRY_BASE_URL": "http://registry.test",
        },
    )
    make_token_key_if_absent(read.token_key_file)
    make_second_factor_key_if_absent(read.second_factor_key_file)
    return read


@pytest.fixture(scope="session")
async def schema(settings: Settings) -> AsyncIterator[None]:
    """The tables, made by the migrations, and the pool."""
    from config import database  # noqa: PLC0415  Piccolo is configured by now

    await database.migrate()
    await database.open_pool(settings)
    yield
    await database.close_pool()


_TABLES = """
SELECT quote_ident(schemaname) || '.' || quote_ident(tablename) AS name FROM pg_tables
WHERE schemaname IN ('public', 'queue') AND tablename <> 'migration'
"""
_SEQUENCES = """
SELECT setval(format('%I.%I', schemaname, sequencename)::regclass, start_value, false) FROM pg_sequences
WHERE last_value IS NOT NULL AND EXISTS (
    SELECT 1 FROM pg_depend WHERE objid = format('%I.%I', schemaname, sequencename)::regclass AND deptype IN ('a', 'i'))
"""
_TESTS = count(1)
_ROOMY = "SELECT sum(pg_relation_size(pg_class.oid)) > 32000000 FROM pg_class WHERE relkind = 'r' AND relpersistence = 'p'"


@pytest.fixture(scope="session")
async def emptied_by(schema: None) -> str:
    """The statements that empty every table."""
    from registry.transactions import transaction  # noqa: PLC0415  Piccolo is configured by now

    async with transaction() as connection:
        return "; ".join(f"DELETE FROM {row['name']}" for row in await connection.fetch(_TABLES))  # noqa: S608  its own names


@pytest.fixture
async def database(emptied_by: str) -> AsyncIterator[None]:
    """An empty registry; emptied again afterwards, triggers and all set aside for that moment.

    Deleting the few rows of a test is many times faster than truncating every table; what was deleted goes now and then.
    """
    yield
    from registry.transactions import transaction  # noqa: PLC0415  likewise

    async with transaction() as connection:
        await connection.execute(f"SET LOCAL session_replication_role = replica; {emptied_by}")
        await connection.fetch(_SEQUENCES)
        if next(_TESTS) % 20 == 0 and await connection.fetchval(_ROOMY):
            names = emptied_by.replace("DELETE FROM ", "").replace(";", ",")
            await connection.execute(f"TRUNCATE {names} RESTART IDENTITY")


class Clock:
    """A clock that a test sets."""

    def __init__(self) -> None:
        self.begin()

    def begin(self) -> None:
        """What each test begins with."""
        self.now = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture(scope="session")
def clock_of_all() -> Clock:
    """The one clock of a test process: putting the application together takes longer than most tests."""
    return Clock()


@pytest.fixture
def clock(clock_of_all: Clock) -> Clock:
    """What the application under test takes for the time."""
    clock_of_all.begin()
    return clock_of_all


@pytest.fixture(scope="session")
def assembled(settings: Settings, clock_of_all: Clock) -> "FrontDoor":
    """The whole application, put together once; it keeps nothing between tests but what it counts."""
    from config.app import create_app  # noqa: PLC0415  likewise

    return create_app(settings, clock=clock_of_all, limits=ROOMY_LIMITS)


@pytest.fixture
def application(database: None, clock: Clock, assembled: "FrontDoor") -> "FrontDoor":
    """The whole application, before an empty registry."""
    return assembled


@pytest.fixture
async def client(application: "FrontDoor") -> AsyncIterator[httpx.AsyncClient]:
    """A browser or program before the application, in the same event loop."""
    transport = httpx.ASGITransport(application)  # type: ignore[arg-type]  # httpx types a scope more loosely
    async with httpx.AsyncClient(transport=transport, base_url="http://registry.test") as client:
        yield client


@pytest.fixture
def sample() -> Callable[[str], bytes]:
    """The bytes of a sample file."""
    folder = Path(__file__).parent / "exams/samples"
    return lambda name: (folder / name).read_bytes()
