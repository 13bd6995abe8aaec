"""What the database itself refuses about versions, histories of results, uploads and cases."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from registry.transactions import engine

ID = "2026-11-22T07:00:00:000005"
VERSION = "1.38.0"
DESCRIPTION = "Triggers for the whole of the exams"

APPEND_ONLY = ("track_prerequisite", "equivalent_route", "set_aside_row", "integrity_case_sitting")
NEVER_DELETED = ("examiner_approval", "enrolment_file", "integrity_case")

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
        for table in (*APPEND_ONLY, *NEVER_DELETED)
    ),
    """
    CREATE OR REPLACE FUNCTION refuse_rewriting_upload() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF (OLD.id, OLD.provider, OLD.track_version, OLD.sha256, OLD.file_name, OLD.size, OLD.uploaded_by, OLD.recorded_at,
                OLD.follows)
            IS DISTINCT FROM
            (NEW.id, NEW.provider, NEW.track_version, NEW.sha256, NEW.file_name, NEW.size, NEW.uploaded_by, NEW.recorded_at,
                NEW.follows)
            OR (OLD.accepted_at IS NOT NULL
                AND (OLD.accepted_at, OLD.accepted_by) IS DISTINCT FROM (NEW.accepted_at, NEW.accepted_by))
            OR (OLD.retracted_at IS NOT NULL
                AND (OLD.retracted_at, OLD.retracted_by, OLD.retraction_reason)
                    IS DISTINCT FROM (NEW.retracted_at, NEW.retracted_by, NEW.retraction_reason)) THEN
            RAISE EXCEPTION 'an upload stays as it was sent; it is accepted once and retracted once'
                USING ERRCODE = 'restrict_violation';
        END IF;
        RETURN NEW;
    END $$
    """,
    """
    CREATE OR REPLACE FUNCTION erase_person_files(erased uuid) RETURNS bigint LANGUAGE plpgsql AS $$
    DECLARE
        removed bigint;
        files uuid[];
    BEGIN
        SELECT array_agg(upload.id) INTO files FROM upload
            JOIN enrolment ON enrolment.provider = upload.provider AND enrolment.track_version = upload.track_version
            JOIN adviser ON adviser.id = enrolment.adviser
        WHERE adviser.person = erased AND (upload.accepted_at IS NULL OR EXISTS (
            SELECT 1 FROM result WHERE result.upload = upload.id AND result.enrolment = enrolment.id));
        PERFORM set_config('registry.erasing_files', 'yes', true);
        DELETE FROM upload_file WHERE upload = ANY (files);
        GET DIAGNOSTICS removed = ROW_COUNT;
        DELETE FROM upload_reading WHERE upload = ANY (files);
        DELETE FROM acceptance_proposal WHERE upload = ANY (files);
        UPDATE enrolment_file SET content = NULL WHERE content IS NOT NULL AND provider IN (
            SELECT enrolment.provider FROM enrolment JOIN adviser ON adviser.id = enrolment.adviser WHERE adviser.person = erased);
        PERFORM set_config('registry.erasing_files', '', true);
        RETURN removed;
    END $$
    """,
    """
    CREATE OR REPLACE FUNCTION refuse_another_attempt() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF NEW.corrects IS NOT NULL AND NOT EXISTS (
            SELECT 1 FROM result WHERE id = NEW.corrects
                AND (enrolment, part, attempt) = (NEW.enrolment, NEW.part, NEW.attempt)) THEN
            RAISE EXCEPTION 'a row of a history is about the same attempt as the row before it'
                USING ERRCODE = 'check_violation', CONSTRAINT = 'result_history_is_of_one_attempt';
        END IF;
        RETURN NEW;
    END $$
    """,
    """
    CREATE OR REPLACE TRIGGER result_follows_its_own_attempt BEFORE INSERT ON result
        FOR EACH ROW WHEN (NEW.corrects IS NOT NULL) EXECUTE FUNCTION refuse_another_attempt()
    """,
)


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="exams", description=DESCRIPTION)

    async def run() -> None:
        for statement in STATEMENTS:
            await engine().run_ddl(statement)

    manager.add_raw(run)
    return manager
