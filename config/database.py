"""The database from the application's side: its pool, its migrations, and whether it is ready."""

import asyncio
import contextlib
import io
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from typing import Any

import asyncpg
from piccolo.apps.migrations.commands.base import BaseMigrationManager
from piccolo.apps.migrations.commands.forwards import run_forwards
from piccolo.apps.migrations.tables import Migration
from piccolo.conf.apps import Finder

from config.backups import marker
from config.settings import Settings
from registry.idempotency import underway
from registry.transactions import engine, transaction

IMPATIENT = {"lock_timeout": "5s", "statement_timeout": "30s", "idle_in_transaction_session_timeout": "60s"}
"""What the database itself ends while somebody waits for an answer.

A lock that somebody else holds is waited for five seconds: all our own are held for far less, and each request that waits
holds a connection of the pool. The longest statement of a request takes some seconds. A transaction whose process hangs in
the middle holds its locks for a minute at most.
"""
_LOOKS_EVERY = 1.0
"""Seconds between two looks whether the database is back."""
_STALLED_AFTER = 35
"""Seconds: a database that says nothing at all, not even that a statement took too long, does not answer."""


async def open_pool(settings: Settings) -> None:
    """Queries go through the pool from now on, and take as long as they need; without it Piccolo connects anew for each."""
    _equip(settings)
    await engine().start_connection_pool(min_size=settings.database_pool_min, max_size=settings.database_pool_max)


async def open_impatient_pool(settings: Settings) -> None:
    """The same for whoever answers requests: what waits too long is given up. A database that is gone is not waited for."""
    most, least = settings.database_pool_max, settings.database_pool_min
    _equip(settings)
    limits: dict[str, Any] = {"max_size": most, "server_settings": IMPATIENT, "command_timeout": _STALLED_AFTER}
    try:
        await engine().start_connection_pool(min_size=least, **limits)
    except (OSError, asyncpg.PostgresError):
        await engine().start_connection_pool(min_size=0, **limits)


def _equip(settings: Settings) -> None:
    """Whoever reads rows has the key of those that are sealed, read when one is; and knows how owners are told of changes."""
    from config.second_factor_key import SecondFactorKeyRefused, read_second_factor_keys  # noqa: PLC0415 - likewise
    from registry.accounts import changes, sealed  # noqa: PLC0415 - slow to load
    from registry.admittance import telling  # noqa: PLC0415 - likewise
    from registry.credentials.service import sign_as  # noqa: PLC0415 - likewise
    from registry.seals.files import SealFiles  # noqa: PLC0415 - likewise
    from registry.seals.service import keep_seal  # noqa: PLC0415 - likewise
    from registry.signing_keys.files import KeyFolder  # noqa: PLC0415 - likewise
    from registry.signing_keys.service import keep_keys  # noqa: PLC0415 - likewise

    def keys() -> Sequence[bytes]:
        try:
            return read_second_factor_keys(settings.second_factor_key_file)
        except SecondFactorKeyRefused as error:
            raise sealed.NoKey(str(error)) from error

    sealed.keep_keys(keys)
    changes.tell_by(telling.tell)
    sign_as(settings.base_url)
    keep_keys(KeyFolder(settings.signing_keys, settings.signing_passphrase_file))
    keep_seal(SealFiles(settings.seal_key_file, settings.seal_certificates_file, settings.signing_passphrase_file))


async def open_pool_once_reachable(settings: Settings, *, stop: asyncio.Event) -> bool:
    """As `open_pool`, when the database is there, however long that takes; False when told to stop before that."""
    while not stop.is_set():
        try:
            await open_pool(settings)
        except (OSError, asyncpg.PostgresConnectionError, asyncpg.OperatorInterventionError, asyncpg.TooManyConnectionsError):
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(_LOOKS_EVERY):
                    await stop.wait()
        else:
            return True
    return False


async def close_pool() -> None:
    """Give all connections back."""
    underway.close()
    await engine().close_connection_pool()


async def migrate() -> list[str]:
    """Run every migration that has not run yet, the registry's before those of exams; returns their ids.

    All of it or nothing, in one transaction: what is cut off begins anew. Programs that start together queue for it.
    Raises BackupRefused on a database whose restore has not ended.
    """
    async with _pool_of_one(), transaction() as connection:
        await connection.execute("SELECT pg_advisory_xact_lock(hashtext('migrating the registry'))")
        await marker.refuse_unfinished(connection)
        before = await _applied()
        with contextlib.redirect_stdout(io.StringIO()) as told:
            for app in ("registry", "exams"):
                outcome = await run_forwards(app)
                if not outcome.success:
                    raise RuntimeError(f"migrating {app} failed: {told.getvalue()}")
        return sorted(await _applied() - before)


@contextlib.asynccontextmanager
async def _pool_of_one() -> AsyncIterator[None]:
    """The pool that is open, or one for the moment."""
    if engine().pool is not None:
        yield
        return
    await engine().start_connection_pool(min_size=1, max_size=1)
    try:
        yield
    finally:
        await close_pool()


@dataclass(frozen=True, slots=True)
class Readiness:
    """What `/readyz` tells: the database answers, and its tables are those of this version."""

    database: bool
    migrations: bool

    @property
    def ready(self) -> bool:
        """Both hold."""
        return self.database and self.migrations


async def is_ready() -> Readiness:
    """Ask the database; a database that does not answer is not ready, whatever the reason."""
    try:
        applied = await _applied()
    except (OSError, RuntimeError, asyncpg.PostgresError, asyncpg.InterfaceError):
        return Readiness(database=False, migrations=False)
    return Readiness(database=True, migrations=_expected() <= applied)


async def _applied() -> set[str]:
    if not await Migration.table_exists():
        return set()
    rows: list[dict[str, Any]] = await Migration.select(Migration.name)
    return {row["name"] for row in rows}


def _expected() -> set[str]:
    manager = BaseMigrationManager()
    return {
        migration_id
        for app in Finder().get_sorted_app_names()
        for migration_id in manager.get_migration_ids(
            manager.get_migration_modules(str(Finder().get_app_config(app).migrations_folder_path)),
        )
    }
