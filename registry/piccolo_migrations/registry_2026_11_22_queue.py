"""The queue's own tables, in a schema of their own."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from registry.transactions import engine
from registry.work import queue

ID = "2026-11-22T09:00:00:000001"
VERSION = "1.38.0"
DESCRIPTION = "The queue of background work"


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="registry", description=DESCRIPTION)

    async def run() -> None:
        current = engine().current_transaction.get()
        await queue.install(current.connection)

    manager.add_raw(run)
    return manager
