"""A key goes one way through its life, a place in a status list is never given again, and a credential goes with the person."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from registry.transactions import engine

ID = "2026-11-23T00:00:00:000003"
VERSION = "1.38.0"
DESCRIPTION = "Guards of keys, credentials and status lists"

APPEND_ONLY = ("status_place", "status_list")
NEVER_DELETED = ("signing_key",)
ERASABLE = ("credential",)

STATEMENTS = (
    """
    CREATE UNIQUE INDEX IF NOT EXISTS signing_key_one_is_active ON signing_key (use) WHERE state = 'active'
    """,
    """
    CREATE INDEX IF NOT EXISTS status_list_newest ON status_list (purpose, number, id DESC)
    """,
    *(
        f"CREATE OR REPLACE TRIGGER {table}_stays BEFORE UPDATE OR DELETE ON {table} "
        "FOR EACH ROW EXECUTE FUNCTION refuse_change()"
        for table in APPEND_ONLY
    ),
    *(
        f"CREATE OR REPLACE TRIGGER {table}_is_never_emptied BEFORE TRUNCATE ON {table} "
        "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
        for table in (*APPEND_ONLY, *NEVER_DELETED, *ERASABLE)
    ),
    """
    CREATE OR REPLACE FUNCTION signing_key_goes_one_way() RETURNS trigger LANGUAGE plpgsql AS $$
    DECLARE
        states CONSTANT text[] := ARRAY['published', 'active', 'retired', 'compromised'];
    BEGIN
        IF TG_OP = 'DELETE' OR (NEW.kid, NEW.use, NEW.algorithm, NEW.public_jwk, NEW.published_at)
                IS DISTINCT FROM (OLD.kid, OLD.use, OLD.algorithm, OLD.public_jwk, OLD.published_at)
            OR array_position(states, NEW.state::text) < array_position(states, OLD.state::text)
            OR (OLD.activated_at IS NOT NULL AND NEW.activated_at IS DISTINCT FROM OLD.activated_at)
            OR (OLD.retired_at IS NOT NULL AND NEW.retired_at IS DISTINCT FROM OLD.retired_at)
            OR (OLD.compromised_at IS NOT NULL AND NEW.compromised_at IS DISTINCT FROM OLD.compromised_at) THEN
            RAISE EXCEPTION '% on signing_key is refused: a key goes one way', TG_OP USING ERRCODE = 'restrict_violation';
        END IF;
        RETURN NEW;
    END $$
    """,
    """
    CREATE OR REPLACE TRIGGER signing_key_goes_one_way BEFORE UPDATE OR DELETE ON signing_key
        FOR EACH ROW EXECUTE FUNCTION signing_key_goes_one_way()
    """,
    """
    CREATE OR REPLACE FUNCTION credential_is_only_erased() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF TG_OP = 'DELETE' AND current_setting('registry.erasing', true) = (
                SELECT adviser.person::text FROM certificate JOIN adviser ON adviser.id = certificate.adviser
                WHERE certificate.id = OLD.certificate) THEN
            RETURN OLD;
        END IF;
        RAISE EXCEPTION '% on credential is refused: only erase_person() removes a row', TG_OP
            USING ERRCODE = 'restrict_violation';
    END $$
    """,
    """
    CREATE OR REPLACE TRIGGER credential_stays BEFORE UPDATE OR DELETE ON credential
        FOR EACH ROW EXECUTE FUNCTION credential_is_only_erased()
    """,
    """
    CREATE OR REPLACE FUNCTION credentials_go_with_the_person() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        DELETE FROM credential USING certificate, adviser
            WHERE credential.certificate = certificate.id AND certificate.adviser = adviser.id AND adviser.person = NEW.id;
        RETURN NULL;
    END $$
    """,
    """
    CREATE OR REPLACE TRIGGER credentials_go_with_the_person AFTER UPDATE OF erased_at ON person FOR EACH ROW
    WHEN (NEW.erased_at IS NOT NULL) EXECUTE FUNCTION credentials_go_with_the_person()
    """,
)


async def forwards() -> MigrationManager:
    """Say what the database refuses of keys, credentials and lists, and what erasing a person takes along of them."""
    manager = MigrationManager(migration_id=ID, app_name="registry", description=DESCRIPTION)

    async def run() -> None:
        for statement in STATEMENTS:
            await engine().run_ddl(statement)

    manager.add_raw(run)
    return manager
