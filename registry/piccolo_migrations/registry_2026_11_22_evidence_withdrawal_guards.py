"""What the database itself refuses about evidence that no longer counts, holds and reviews."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from registry.transactions import engine

ID = "2026-11-22T08:00:00:000002"
VERSION = "1.38.0"
DESCRIPTION = "Triggers for evidence that no longer counts, holds and reviews"

APPEND_ONLY = ("evidence_withdrawal",)

STATEMENTS = (
    *(
        f"CREATE OR REPLACE TRIGGER {table}_stays BEFORE UPDATE OR DELETE ON {table} "
        "FOR EACH ROW EXECUTE FUNCTION refuse_change()"
        for table in APPEND_ONLY
    ),
    *(
        f"CREATE OR REPLACE TRIGGER {table}_is_never_emptied BEFORE TRUNCATE ON {table} "
        "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
        for table in APPEND_ONLY
    ),
    """
    CREATE OR REPLACE FUNCTION withdraw_in_turn() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        PERFORM 1 FROM adviser WHERE id = (SELECT adviser FROM evidence WHERE id = NEW.evidence) FOR NO KEY UPDATE;
        RETURN NEW;
    END $$
    """,
    """
    CREATE OR REPLACE TRIGGER evidence_withdrawal_waits_its_turn BEFORE INSERT ON evidence_withdrawal
        FOR EACH ROW EXECUTE FUNCTION withdraw_in_turn()
    """,
    """
    CREATE OR REPLACE FUNCTION hold_in_turn() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        PERFORM 1 FROM adviser WHERE id = (SELECT adviser FROM dossier WHERE id = NEW.dossier) FOR NO KEY UPDATE;
        RETURN NEW;
    END $$
    """,
    """
    CREATE OR REPLACE TRIGGER dossier_hold_waits_its_turn BEFORE INSERT ON dossier_hold
        FOR EACH ROW EXECUTE FUNCTION hold_in_turn()
    """,
    """
    CREATE OR REPLACE FUNCTION refuse_step_without_ground() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        PERFORM 1 FROM adviser WHERE id = (SELECT adviser FROM dossier WHERE id = NEW.dossier) FOR NO KEY UPDATE;
        IF EXISTS (SELECT 1 FROM evidence_withdrawal WHERE evidence = NEW.evidence) THEN
            RAISE EXCEPTION 'this evidence no longer counts' USING ERRCODE = 'check_violation',
                CONSTRAINT = 'dossier_event_rests_on_what_counts';
        END IF;
        IF NEW.step <> 'completed' AND EXISTS (
                SELECT 1 FROM dossier_hold WHERE dossier = NEW.dossier AND lifted_at IS NULL) THEN
            RAISE EXCEPTION 'this dossier is on hold' USING ERRCODE = 'check_violation',
                CONSTRAINT = 'dossier_event_waits_for_holds';
        END IF;
        RETURN NEW;
    END $$
    """,
    """
    CREATE OR REPLACE TRIGGER dossier_event_has_its_ground BEFORE INSERT ON dossier_event
        FOR EACH ROW WHEN (NEW.step IN ('completed', 'prepared', 'granted', 'refused'))
        EXECUTE FUNCTION refuse_step_without_ground()
    """,
    """
    CREATE OR REPLACE FUNCTION refuse_change_of_hold() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF OLD.lifted_at IS NOT NULL OR (NEW.id, NEW.dossier, NEW.cause, NEW.set_by, NEW.set_at, NEW.reason)
                IS DISTINCT FROM (OLD.id, OLD.dossier, OLD.cause, OLD.set_by, OLD.set_at, OLD.reason) THEN
            RAISE EXCEPTION 'a hold is set once and lifted once' USING ERRCODE = 'restrict_violation';
        END IF;
        RETURN NEW;
    END $$
    """,
    """
    CREATE OR REPLACE TRIGGER dossier_hold_is_lifted_once BEFORE UPDATE ON dossier_hold
        FOR EACH ROW EXECUTE FUNCTION refuse_change_of_hold()
    """,
    """
    CREATE OR REPLACE FUNCTION refuse_change_of_review() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF OLD.closed_at IS NOT NULL OR (NEW.id, NEW.certificate, NEW.cause, NEW.origin, NEW.facts, NEW.opened_at)
                IS DISTINCT FROM (OLD.id, OLD.certificate, OLD.cause, OLD.origin, OLD.facts, OLD.opened_at) THEN
            RAISE EXCEPTION 'a review is opened once and closed once' USING ERRCODE = 'restrict_violation';
        END IF;
        RETURN NEW;
    END $$
    """,
    """
    CREATE OR REPLACE TRIGGER certificate_review_is_closed_once BEFORE UPDATE ON certificate_review
        FOR EACH ROW EXECUTE FUNCTION refuse_change_of_review()
    """,
)


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="registry", description=DESCRIPTION)

    async def run() -> None:
        for statement in STATEMENTS:
            await engine().run_ddl(statement)

    manager.add_raw(run)
    return manager
