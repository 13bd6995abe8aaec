"""What the database itself refuses about tracks, uploads and results."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from registry.transactions import engine

ID = "2026-11-22T03:00:00:000004"
VERSION = "1.38.0"
DESCRIPTION = "Triggers and indexes of the exams"

APPEND_ONLY = ("track_version", "exam_part", "result")
NEVER_DELETED = ("track", "approval", "enrolment", "teaching", "examiner_registration", "sitting", "upload")

STATEMENTS = (
    *(
        f"CREATE OR REPLACE TRIGGER {table}_stays BEFORE UPDATE OR DELETE ON {table} "
        "FOR EACH ROW EXECUTE FUNCTION refuse_change()"
        for table in APPEND_ONLY
    ),
    *(
        f"CREATE OR REPLACE TRIGGER {table}_stays BEFORE DELETE ON {table} "
        "FOR EACH ROW EXECUTE FUNCTION refuse_change()"
        for table in NEVER_DELETED
    ),
    *(
        f"CREATE OR REPLACE TRIGGER {table}_is_never_emptied BEFORE TRUNCATE ON {table} "
        "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
        for table in (*APPEND_ONLY, *NEVER_DELETED, "upload_file")
    ),
    """
    CREATE UNIQUE INDEX IF NOT EXISTS upload_is_accepted_once ON upload (provider, sha256)
        WHERE accepted_at IS NOT NULL AND retracted_at IS NULL
    """,
    """
    CREATE OR REPLACE FUNCTION refuse_rewriting_upload() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF (OLD.id, OLD.provider, OLD.track_version, OLD.sha256, OLD.file_name, OLD.size, OLD.uploaded_by, OLD.recorded_at)
            IS DISTINCT FROM
            (NEW.id, NEW.provider, NEW.track_version, NEW.sha256, NEW.file_name, NEW.size, NEW.uploaded_by, NEW.recorded_at)
            OR (OLD.accepted_at IS NOT NULL
                AND (OLD.accepted_at, OLD.accepted_by) IS DISTINCT FROM (NEW.accepted_at, NEW.accepted_by))
            OR (OLD.retracted_at IS NOT NULL AND OLD.retracted_at IS DISTINCT FROM NEW.retracted_at) THEN
            RAISE EXCEPTION 'an upload stays as it was sent; it is accepted once and retracted once'
                USING ERRCODE = 'restrict_violation';
        END IF;
        RETURN NEW;
    END $$
    """,
    """
    CREATE OR REPLACE TRIGGER upload_is_written_once BEFORE UPDATE ON upload
        FOR EACH ROW EXECUTE FUNCTION refuse_rewriting_upload()
    """,
    """
    CREATE UNIQUE INDEX IF NOT EXISTS result_is_recorded_once ON result (enrolment, part, attempt)
        WHERE corrects IS NULL
    """,
    """
    CREATE OR REPLACE FUNCTION refuse_file_change() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF TG_OP = 'DELETE' AND current_setting('registry.erasing_files', true) = 'yes' THEN
            RETURN OLD;
        END IF;
        RAISE EXCEPTION '% on % is refused: only erase_person_files() removes a row', TG_OP, TG_TABLE_NAME
            USING ERRCODE = 'restrict_violation';
    END $$
    """,
    """
    CREATE OR REPLACE TRIGGER upload_file_stays BEFORE UPDATE OR DELETE ON upload_file
        FOR EACH ROW EXECUTE FUNCTION refuse_file_change()
    """,
    """
    CREATE OR REPLACE FUNCTION erase_person_files(erased uuid) RETURNS bigint LANGUAGE plpgsql AS $$
    DECLARE
        removed bigint;
    BEGIN
        PERFORM set_config('registry.erasing_files', 'yes', true);
        DELETE FROM upload_file WHERE upload IN (
            SELECT upload.id FROM upload
                JOIN enrolment ON enrolment.provider = upload.provider AND enrolment.track_version = upload.track_version
                JOIN adviser ON adviser.id = enrolment.adviser
            WHERE adviser.person = erased AND (upload.accepted_at IS NULL OR EXISTS (
                SELECT 1 FROM result WHERE result.upload = upload.id AND result.enrolment = enrolment.id)));
        GET DIAGNOSTICS removed = ROW_COUNT;
        PERFORM set_config('registry.erasing_files', '', true);
        RETURN removed;
    END $$
    """,
)


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="exams", description=DESCRIPTION)

    async def run() -> None:
        for statement in STATEMENTS:
            await engine().run_ddl(statement)

    manager.add_raw(run)
    return manager
