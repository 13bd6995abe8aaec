"""What was logged stays as it was logged; an opening goes with the person, and the leaf then says nothing."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from registry.transactions import engine

ID = "2026-11-23T00:00:00:000005"
VERSION = "1.38.0"
DESCRIPTION = "Guards of the public log"

APPEND_ONLY = ("log_leaf", "log_node", "log_checkpoint", "log_cosignature")
NEVER_DELETED = ("log_head",)
ERASABLE = ("log_opening",)

STATEMENTS = (
    # So few leaves are about schemes that finding them must not read the others.
    """
    CREATE INDEX IF NOT EXISTS log_leaf_about_schemes ON log_leaf (place) WHERE position('"k":"scheme"'::bytea IN data) > 0
    """,
    *(
        f"CREATE OR REPLACE TRIGGER {table}_stays BEFORE UPDATE OR DELETE ON {table} FOR EACH ROW EXECUTE FUNCTION refuse_change()"
        for table in APPEND_ONLY
    ),
    *(
        f"CREATE OR REPLACE TRIGGER {table}_is_never_emptied BEFORE TRUNCATE ON {table} "
        "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
        for table in (*APPEND_ONLY, *NEVER_DELETED, *ERASABLE)
    ),
    """
    CREATE OR REPLACE FUNCTION log_head_only_grows() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF TG_OP = 'DELETE' OR NEW.number <> OLD.number OR NEW.first <> OLD.first OR NEW.size < OLD.size THEN
            RAISE EXCEPTION '% on log_head is refused: a log only grows', TG_OP USING ERRCODE = 'restrict_violation';
        END IF;
        RETURN NEW;
    END $$
    """,
    """
    CREATE OR REPLACE TRIGGER log_head_only_grows BEFORE UPDATE OR DELETE ON log_head
        FOR EACH ROW EXECUTE FUNCTION log_head_only_grows()
    """,
    """
    CREATE OR REPLACE FUNCTION log_opening_is_only_erased() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF TG_OP = 'DELETE' AND current_setting('registry.erasing', true) = (
                SELECT adviser.person::text FROM certificate JOIN adviser ON adviser.id = certificate.adviser
                WHERE certificate.id = OLD.certificate) THEN
            RETURN OLD;
        END IF;
        RAISE EXCEPTION '% on log_opening is refused: only erase_person() removes a row', TG_OP
            USING ERRCODE = 'restrict_violation';
    END $$
    """,
    """
    CREATE OR REPLACE TRIGGER log_opening_stays BEFORE UPDATE OR DELETE ON log_opening
        FOR EACH ROW EXECUTE FUNCTION log_opening_is_only_erased()
    """,
    """
    CREATE OR REPLACE FUNCTION log_openings_go_with_the_person() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        DELETE FROM log_opening USING certificate, adviser
            WHERE log_opening.certificate = certificate.id AND certificate.adviser = adviser.id AND adviser.person = NEW.id;
        RETURN NULL;
    END $$
    """,
    """
    CREATE OR REPLACE TRIGGER log_openings_go_with_the_person AFTER UPDATE OF erased_at ON person FOR EACH ROW
    WHEN (NEW.erased_at IS NOT NULL) EXECUTE FUNCTION log_openings_go_with_the_person()
    """,
)


async def forwards() -> MigrationManager:
    """Say what the database refuses of the public log, and what erasing a person takes along of it."""
    manager = MigrationManager(migration_id=ID, app_name="registry", description=DESCRIPTION)

    async def run() -> None:
        for statement in STATEMENTS:
            await engine().run_ddl(statement)

    manager.add_raw(run)
    return manager
