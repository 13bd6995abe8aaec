"""What advisers say stands in their profiles only."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

ID = "2026-11-22T15:00:00:000003"
VERSION = "1.38.0"
DESCRIPTION = "Profiles stand apart from files"


async def forwards() -> MigrationManager:
    """Drop what moved into profiles."""
    manager = MigrationManager(migration_id=ID, app_name="registry", description=DESCRIPTION)
    for column in ("provinces", "specialisms"):
        manager.drop_column(
            table_class_name="Adviser",
            tablename="adviser",
            column_name=column,
            db_column_name=column,
            schema=None,
        )
    return manager
