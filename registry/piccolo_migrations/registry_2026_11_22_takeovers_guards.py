"""What the database itself refuses about lists of certificates issued elsewhere and about continuing education."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from registry.transactions import engine

ID = "2026-11-22T10:08:00:000001"
VERSION = "1.38.0"
DESCRIPTION = "Rows of takeovers and entries of education stay as they were written; names go when anyone is erased"

STATEMENTS = (
    "CREATE UNIQUE INDEX IF NOT EXISTS takeover_waits_once ON takeover (scheme, sha256) WHERE ending IS NULL",
    """
    CREATE OR REPLACE FUNCTION refuse_rewriting_takeover_row() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF (OLD.id, OLD.takeover, OLD.row) IS DISTINCT FROM (NEW.id, NEW.takeover, NEW.row)
            OR (OLD.adviser IS NOT NULL AND NEW.adviser IS DISTINCT FROM OLD.adviser)
            OR (OLD.certificate IS NOT NULL AND NEW.certificate IS DISTINCT FROM OLD.certificate)
            OR (OLD.values IS NULL AND NEW.values IS NOT NULL) THEN
            RAISE EXCEPTION 'a row of a takeover stays the row of its list; it becomes one certificate'
                USING ERRCODE = 'restrict_violation';
        END IF;
        RETURN NEW;
    END $$
    """,
    """
    CREATE OR REPLACE TRIGGER takeover_row_becomes_one_certificate BEFORE UPDATE ON takeover_row
        FOR EACH ROW EXECUTE FUNCTION refuse_rewriting_takeover_row()
    """,
    """
    CREATE OR REPLACE FUNCTION forget_takeover_values() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        UPDATE takeover_row SET values = NULL WHERE values IS NOT NULL;
        RETURN NULL;
    END $$
    """,
    """
    CREATE OR REPLACE TRIGGER person_erased_from_takeovers AFTER UPDATE ON person
        FOR EACH ROW WHEN (OLD.erased_at IS NULL AND NEW.erased_at IS NOT NULL) EXECUTE FUNCTION forget_takeover_values()
    """,
    """
    CREATE OR REPLACE FUNCTION refuse_rewriting_education() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF OLD.outcome IS NOT NULL OR (to_jsonb(OLD) - ARRAY['outcome', 'reason', 'judged_by', 'judged_at'])
                IS DISTINCT FROM (to_jsonb(NEW) - ARRAY['outcome', 'reason', 'judged_by', 'judged_at']) THEN
            RAISE EXCEPTION 'an entry of education stays as it was made; it is judged once' USING ERRCODE = 'restrict_violation';
        END IF;
        IF are_one_person(NEW.entered_by, NEW.judged_by) THEN
            RAISE EXCEPTION 'an entry of education is judged by another person than made it'
                USING ERRCODE = 'check_violation', CONSTRAINT = 'education_entry_takes_two_persons';
        END IF;
        RETURN NEW;
    END $$
    """,
    """
    CREATE OR REPLACE TRIGGER education_entry_is_judged_once BEFORE UPDATE ON education_entry
        FOR EACH ROW EXECUTE FUNCTION refuse_rewriting_education()
    """,
)


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="registry", description=DESCRIPTION)

    async def run() -> None:
        for statement in STATEMENTS:
            await engine().run_ddl(statement)

    manager.add_raw(run)
    return manager
