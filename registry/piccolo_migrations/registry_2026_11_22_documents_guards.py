"""No document of a holder who was erased: keeping one holds the name until the commit, so that erasing finds it."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from registry.transactions import engine

ID = "2026-11-22T10:03:00:000001"
VERSION = "1.38.0"
DESCRIPTION = "A certificate's document is kept only while its holder's name is"

STATEMENTS = (
    """
    CREATE OR REPLACE FUNCTION refuse_document_without_name() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        PERFORM 1 FROM personal_value
            WHERE commitment = (SELECT holder FROM certificate WHERE certificate.id = NEW.certificate) FOR KEY SHARE;
        IF NOT FOUND THEN
            RAISE EXCEPTION 'the holder of this certificate was erased' USING ERRCODE = 'restrict_violation';
        END IF;
        RETURN NEW;
    END $$
    """,
    """
    CREATE OR REPLACE TRIGGER certificate_document_has_a_name BEFORE INSERT ON certificate_document
        FOR EACH ROW EXECUTE FUNCTION refuse_document_without_name()
    """,
)


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="registry", description=DESCRIPTION)

    async def run() -> None:
        for statement in STATEMENTS:
            await engine().run_ddl(statement)

    manager.add_raw(run)
    return manager
