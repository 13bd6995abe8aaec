"""Who keeps the public list is told of an organisation that is renamed: it stands there as somebody's employer."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from registry.transactions import engine

ID = "2026-11-23T00:00:00:000006"
VERSION = "1.38.0"
DESCRIPTION = "A new name of an employer is told"

STATEMENTS = (
    """
    CREATE OR REPLACE TRIGGER organisation_update_is_told AFTER UPDATE ON organisation
        REFERENCING OLD TABLE AS was NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION tell_public_list($sql$
            SELECT adviser.id FROM changed JOIN was ON was.id = changed.id AND was.name <> changed.name
                JOIN employment ON employment.employer = changed.id JOIN adviser ON adviser.person = employment.person
        $sql$)
    """,
)


async def forwards() -> MigrationManager:
    """Tell of new names, as of all else that the list shows."""
    manager = MigrationManager(migration_id=ID, app_name="registry", description=DESCRIPTION)

    async def run() -> None:
        for statement in STATEMENTS:
            await engine().run_ddl(statement)

    manager.add_raw(run)
    return manager
