"""What the database itself refuses about files of enrolments."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from registry.transactions import engine

ID = "2026-11-22T08:30:00:000002"
VERSION = "1.38.0"
DESCRIPTION = "Index and trigger for files of enrolments"

STATEMENTS = (
    """
    CREATE UNIQUE INDEX IF NOT EXISTS enrolment_file_is_accepted_once ON enrolment_file (provider, sha256)
        WHERE accepted_at IS NOT NULL
    """,
    """
    CREATE OR REPLACE FUNCTION refuse_rewriting_enrolment_file() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF (OLD.id, OLD.provider, OLD.track_version, OLD.sha256, OLD.file_name, OLD.size, OLD.uploaded_by, OLD.recorded_at)
                IS DISTINCT FROM
                (NEW.id, NEW.provider, NEW.track_version, NEW.sha256, NEW.file_name, NEW.size, NEW.uploaded_by, NEW.recorded_at)
            OR (NEW.content IS NOT NULL AND (NEW.accepted_at IS NOT NULL OR NEW.content IS DISTINCT FROM OLD.content))
            OR (OLD.accepted_at IS NOT NULL
                AND (OLD.accepted_at, OLD.accepted_by) IS DISTINCT FROM (NEW.accepted_at, NEW.accepted_by)) THEN
            RAISE EXCEPTION 'a file of enrolments stays as it was sent; it is accepted once, and then not kept'
                USING ERRCODE = 'restrict_violation';
        END IF;
        RETURN NEW;
    END $$
    """,
    """
    CREATE OR REPLACE TRIGGER enrolment_file_is_written_once BEFORE UPDATE ON enrolment_file
        FOR EACH ROW EXECUTE FUNCTION refuse_rewriting_enrolment_file()
    """,
)


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="exams", description=DESCRIPTION)

    async def run() -> None:
        for statement in STATEMENTS:
            await engine().run_ddl(statement)

    manager.add_raw(run)
    return manager
