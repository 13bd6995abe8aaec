"""The mark on a database whose restore has not ended: it serves nobody, and may be restored again."""

from config.backups.refusals import BackupRefused
from registry.transactions import Connection

_MARKED = "SELECT EXISTS (SELECT FROM pg_namespace WHERE nspname = 'restore_under_way')"
"""The mark is a schema in which nothing stands."""
ALONE = "SELECT pg_advisory_xact_lock(hashtext('migrating the registry'))"
"""The lock of migrations, until the transaction ends."""
NO_MIGRATION_MEANWHILE = "SELECT pg_advisory_lock_shared(hashtext('migrating the registry'))"
MIGRATIONS_MAY_BEGIN = "SELECT pg_advisory_unlock_shared(hashtext('migrating the registry'))"


async def set_mark(connection: Connection) -> None:
    """From now on the database is being restored."""
    await connection.execute("CREATE SCHEMA IF NOT EXISTS restore_under_way")


async def take_mark_away(connection: Connection) -> None:
    """The restore has ended."""
    await connection.execute("DROP SCHEMA restore_under_way")


async def refuse_unfinished(connection: Connection) -> None:
    """Raises BackupRefused on a database whose restore has not ended."""
    if await connection.fetchval(_MARKED):
        raise BackupRefused(
            "A restore into this database has not ended: it does not serve. Restore again, or begin with a new database."
        )
