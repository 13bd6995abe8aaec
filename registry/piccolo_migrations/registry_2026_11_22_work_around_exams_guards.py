"""What the database itself refuses about reviews, holds, merged files and API keys."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from registry.transactions import engine

ID = "2026-11-22T07:00:00:000002"
VERSION = "1.38.0"
DESCRIPTION = "Triggers and indexes for what results cause, and for programs"

NEVER_DELETED = ("adviser_merge", "dossier_hold", "certificate_review", "api_key")

STATEMENTS = (
    *(
        f"CREATE OR REPLACE TRIGGER {table}_stays BEFORE DELETE ON {table} "
        "FOR EACH ROW EXECUTE FUNCTION refuse_change()"
        for table in NEVER_DELETED
    ),
    *(
        f"CREATE OR REPLACE TRIGGER {table}_is_never_emptied BEFORE TRUNCATE ON {table} "
        "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
        for table in NEVER_DELETED
    ),
    """
    CREATE UNIQUE INDEX IF NOT EXISTS adviser_merge_is_into_one ON adviser_merge (duplicate) WHERE undone_at IS NULL
    """,
    """
    CREATE OR REPLACE FUNCTION refuse_merging_in_chains() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF NEW.undone_at IS NULL THEN
            PERFORM 1 FROM adviser WHERE id IN (NEW.duplicate, NEW.counts_as) ORDER BY id FOR NO KEY UPDATE;
            PERFORM 1 FROM adviser_merge WHERE undone_at IS NULL AND id <> NEW.id
                AND (duplicate = NEW.counts_as OR counts_as = NEW.duplicate);
            IF FOUND THEN
                RAISE EXCEPTION 'a merged file is not merged with another' USING ERRCODE = 'check_violation',
                    CONSTRAINT = 'adviser_merge_is_no_chain';
            END IF;
        END IF;
        RETURN NEW;
    END $$
    """,
    """
    CREATE OR REPLACE TRIGGER adviser_merge_makes_no_chain BEFORE INSERT OR UPDATE ON adviser_merge
        FOR EACH ROW EXECUTE FUNCTION refuse_merging_in_chains()
    """,
)


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="registry", description=DESCRIPTION)

    async def run() -> None:
        for statement in STATEMENTS:
            await engine().run_ddl(statement)

    manager.add_raw(run)
    return manager
