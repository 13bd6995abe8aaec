"""What changed lately is found by index: the feed of changes looks for few days among all certificates."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from registry.transactions import engine

ID = "2026-11-22T18:00:00:000006"
VERSION = "1.38.0"
DESCRIPTION = "What changed lately is found by index"

STATEMENTS = (
    "CREATE INDEX IF NOT EXISTS certificate_event_by_instant ON certificate_event (recorded_at)",
    "CREATE INDEX IF NOT EXISTS certificate_event_by_day ON certificate_event (effective_on)",
    "CREATE INDEX IF NOT EXISTS certificate_by_last_day ON certificate (valid_until)",
)


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="registry", description=DESCRIPTION)

    async def run() -> None:
        for statement in STATEMENTS:
            await engine().run_ddl(statement)

    manager.add_raw(run)
    return manager
