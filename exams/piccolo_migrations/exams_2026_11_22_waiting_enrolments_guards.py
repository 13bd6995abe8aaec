"""Erasing anyone empties every file of enrolments that waits: whom it names only the file itself can tell."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from registry.transactions import engine

ID = "2026-11-22T09:25:00:000001"
VERSION = "1.38.0"
DESCRIPTION = "Waiting files of enrolments go with whoever is erased"

STATEMENTS = (
    """
    CREATE OR REPLACE FUNCTION empty_waiting_enrolment_files() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        UPDATE enrolment_file SET content = NULL WHERE content IS NOT NULL;
        RETURN NULL;
    END $$
    """,
    """
    CREATE OR REPLACE TRIGGER erased_person_empties_waiting_enrolment_files AFTER UPDATE ON person
        FOR EACH ROW WHEN (OLD.erased_at IS NULL AND NEW.erased_at IS NOT NULL)
        EXECUTE FUNCTION empty_waiting_enrolment_files()
    """,
)


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="exams", description=DESCRIPTION)

    async def run() -> None:
        for statement in STATEMENTS:
            await engine().run_ddl(statement)

    manager.add_raw(run)
    return manager
