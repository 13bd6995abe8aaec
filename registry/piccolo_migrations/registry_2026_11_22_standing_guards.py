"""Indexes that hold all a status asks, so that those of every certificate are read in their order from indexes alone."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from registry.transactions import engine

ID = "2026-11-22T10:04:00:000001"
VERSION = "1.38.0"
DESCRIPTION = "What the status of every certificate is read from"

STATEMENTS = (
    """
    CREATE INDEX IF NOT EXISTS certificate_days ON certificate (id) INCLUDE (valid_from, valid_until, scheme_version)
    """,
    "DROP INDEX IF EXISTS certificate_is_granted_once",
    """
    CREATE UNIQUE INDEX IF NOT EXISTS certificate_is_granted_once ON certificate_event (certificate) INCLUDE (recorded_at)
        WHERE kind = 'granted'
    """,
    """
    CREATE UNIQUE INDEX IF NOT EXISTS certificate_event_after_its_grant ON certificate_event (certificate, id)
        INCLUDE (kind, effective_on, recorded_at) WHERE kind <> 'granted'
    """,
)


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="registry", description=DESCRIPTION)

    async def run() -> None:
        for statement in STATEMENTS:
            await engine().run_ddl(statement)

    manager.add_raw(run)
    return manager
