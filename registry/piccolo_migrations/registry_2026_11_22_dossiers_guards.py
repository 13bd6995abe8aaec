"""What the database itself refuses about holds of another file of the person, requests for equivalence and self-reports."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from registry.transactions import engine

ID = "2026-11-22T10:07:00:000002"
VERSION = "1.38.0"
DESCRIPTION = "Triggers and indexes for holds, equivalence and self-reports"

STATEMENTS = (
    """
    CREATE OR REPLACE FUNCTION refuse_step_without_ground() RETURNS trigger LANGUAGE plpgsql AS $$
    DECLARE
        asked dossier%ROWTYPE;
    BEGIN
        SELECT * INTO asked FROM dossier WHERE id = NEW.dossier;
        PERFORM 1 FROM adviser WHERE id IN (SELECT files_of_same_person(asked.adviser)) ORDER BY id FOR NO KEY UPDATE;
        IF EXISTS (SELECT 1 FROM evidence_withdrawal WHERE evidence = NEW.evidence) THEN
            RAISE EXCEPTION 'this evidence no longer counts' USING ERRCODE = 'check_violation',
                CONSTRAINT = 'dossier_event_rests_on_what_counts';
        END IF;
        IF NEW.step <> 'completed' AND EXISTS (
                SELECT 1 FROM dossier_hold JOIN dossier AS held ON held.id = dossier_hold.dossier
                WHERE dossier_hold.lifted_at IS NULL AND held.scheme = asked.scheme
                    AND held.adviser IN (SELECT files_of_same_person(asked.adviser))) THEN
            RAISE EXCEPTION 'this dossier is on hold' USING ERRCODE = 'check_violation',
                CONSTRAINT = 'dossier_event_waits_for_holds';
        END IF;
        IF NEW.step <> 'completed' AND EXISTS (
                SELECT 1 FROM dossier_event AS applied
                    JOIN dossier_event AS before ON before.dossier = (applied.facts->>'reopens')::uuid
                WHERE applied.dossier = NEW.dossier AND applied.step = 'applied' AND applied.facts ? 'reopens'
                    AND before.step IN ('not-admitted', 'prepared', 'returned', 'granted', 'refused')
                    AND are_one_person(before.account, NEW.account)) THEN
            RAISE EXCEPTION 'whoever judged it before does not judge it after an appeal' USING ERRCODE = 'check_violation',
                CONSTRAINT = 'dossier_event_is_judged_by_others';
        END IF;
        RETURN NEW;
    END $$
    """,
    """
    CREATE UNIQUE INDEX IF NOT EXISTS equivalence_request_counts_once ON equivalence_request (dossier, track_code, part_code)
        WHERE granted IS DISTINCT FROM false
    """,
    """
    CREATE OR REPLACE FUNCTION refuse_rewriting_self_report() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF OLD.seen_at IS NOT NULL OR (to_jsonb(OLD) - ARRAY['seen_by', 'seen_at', 'conclusion'])
                IS DISTINCT FROM (to_jsonb(NEW) - ARRAY['seen_by', 'seen_at', 'conclusion']) THEN
            RAISE EXCEPTION 'a report stays as it was made; it is seen once' USING ERRCODE = 'restrict_violation';
        END IF;
        RETURN NEW;
    END $$
    """,
    """
    CREATE OR REPLACE TRIGGER self_report_is_seen_once BEFORE UPDATE ON self_report
        FOR EACH ROW EXECUTE FUNCTION refuse_rewriting_self_report()
    """,
)


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="registry", description=DESCRIPTION)

    async def run() -> None:
        for statement in STATEMENTS:
            await engine().run_ddl(statement)

    manager.add_raw(run)
    return manager
