"""What erasing a person takes along of how they signed in."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from registry.transactions import engine

ID = "2026-11-22T18:00:00:000004"
VERSION = "1.38.0"
DESCRIPTION = "Erasing a person ends and removes every way in"

STATEMENTS = (
    """
    CREATE OR REPLACE FUNCTION erase_ways_in(erased uuid, erased_at timestamptz) RETURNS void LANGUAGE plpgsql AS $$
    DECLARE
        accounts uuid[];
    BEGIN
        SELECT array_agg(id) INTO accounts FROM account WHERE account.person = erased;
        DELETE FROM sign_in_try USING account WHERE account.person = erased
            AND sign_in_try.key IN (SELECT sha256(convert_to(counted || E'\\n' || lower(email), 'UTF8'))
                FROM unnest(ARRAY['account', 'codes']) AS counted);
        DELETE FROM password_request USING account WHERE account.person = erased
            AND address_hash = sha256(convert_to(lower(email), 'UTF8'));
        DELETE FROM refresh_token WHERE family IN (SELECT id FROM refresh_family WHERE account = ANY (accounts));
        DELETE FROM refresh_family WHERE account = ANY (accounts);
        DELETE FROM session WHERE account = ANY (accounts);
        DELETE FROM account_link WHERE account = ANY (accounts);
        DELETE FROM recovery_code WHERE account = ANY (accounts);
        DELETE FROM second_factor WHERE account = ANY (accounts);
        DELETE FROM idempotent_answer WHERE account = ANY (accounts);
        UPDATE api_key SET revoked_at = erase_ways_in.erased_at WHERE account = ANY (accounts) AND revoked_at IS NULL;
    END $$
    """,
    """
    CREATE OR REPLACE FUNCTION erase_person(erased uuid, erased_at timestamptz) RETURNS bigint LANGUAGE plpgsql AS $$
    DECLARE
        removed bigint;
    BEGIN
        PERFORM set_config('registry.erasing', erased::text, true);
        DELETE FROM personal_value WHERE personal_value.person = erased;
        GET DIAGNOSTICS removed = ROW_COUNT;
        DELETE FROM certificate_document USING certificate, adviser
            WHERE certificate_document.certificate = certificate.id AND certificate.adviser = adviser.id
                AND adviser.person = erased;
        UPDATE person SET given_name = NULL, family_prefix = NULL, family_name = NULL, work_email = NULL,
            erased_at = erase_person.erased_at WHERE id = erased;
        IF NOT FOUND THEN
            RAISE EXCEPTION 'there is no such person' USING ERRCODE = 'no_data_found';
        END IF;
        PERFORM erase_ways_in(erased, erase_person.erased_at);
        UPDATE account SET email = 'erased-' || id || '@invalid', password_hash = '',
            disabled_at = coalesce(disabled_at, erase_person.erased_at) WHERE account.person = erased;
        PERFORM set_config('registry.erasing', '', true);
        RETURN removed;
    END $$
    """,
)


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="registry", description=DESCRIPTION)

    async def run() -> None:
        for statement in STATEMENTS:
            await engine().run_ddl(statement)

    manager.add_raw(run)
    return manager
