"""What the database itself refuses: changing what is append-only, overdrawing days, deciding alone."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from registry.transactions import engine

ID = "2026-11-22T03:00:00:000002"
VERSION = "1.38.0"
DESCRIPTION = "Triggers and indexes of the ground floor"

APPEND_ONLY = (
    "audit_entry",
    "consent_event",
    "scheme_version",
    "scheme_signature",
    "relation",
    "certificate",
    "certificate_event",
    "evidence",
    "dossier",
    "dossier_event",
    "intake_event",
    "booking",
    "booking_event",
    "day_posting",
)
NEVER_DELETED = (
    "person",
    "adviser",
    "employment",
    "organisation",
    "municipality",
    "municipality_succession",
    "partnership_member",
    "account",
    "membership",
    "scheme",
    "programme",
    "day_policy",
    "allotment",
    "day_account",
    "intake",
    "intake_member",
)

REFUSALS = (
    """
    CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        RAISE EXCEPTION '% on % is refused: its rows stay as they are', TG_OP, TG_TABLE_NAME
            USING ERRCODE = 'restrict_violation';
    END $$
    """,
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
        for table in (*APPEND_ONLY, *NEVER_DELETED, "personal_value")
    ),
)

PERSONAL = (
    "ALTER TABLE personal_value DROP CONSTRAINT IF EXISTS personal_value_person_fkey",
    """
    ALTER TABLE personal_value ADD CONSTRAINT personal_value_person_fkey
        FOREIGN KEY (person) REFERENCES person (id) ON DELETE RESTRICT ON UPDATE RESTRICT
    """,
    """
    CREATE OR REPLACE FUNCTION refuse_unless_erased() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF TG_OP = 'DELETE' AND current_setting('registry.erasing', true) = OLD.person::text THEN
            RETURN OLD;
        END IF;
        RAISE EXCEPTION '% on % is refused: only erase_person() removes a row', TG_OP, TG_TABLE_NAME
            USING ERRCODE = 'restrict_violation';
    END $$
    """,
    """
    CREATE OR REPLACE TRIGGER personal_value_stays BEFORE UPDATE OR DELETE ON personal_value
        FOR EACH ROW EXECUTE FUNCTION refuse_unless_erased()
    """,
    """
    CREATE OR REPLACE FUNCTION erase_person(erased uuid, erased_at timestamptz) RETURNS bigint LANGUAGE plpgsql AS $$
    DECLARE
        removed bigint;
    BEGIN
        PERFORM set_config('registry.erasing', erased::text, true);
        DELETE FROM personal_value WHERE personal_value.person = erased;
        GET DIAGNOSTICS removed = ROW_COUNT;
        UPDATE person SET given_name = NULL, family_prefix = NULL, family_name = NULL, work_email = NULL,
            erased_at = erase_person.erased_at WHERE id = erased;
        IF NOT FOUND THEN
            RAISE EXCEPTION 'there is no such person' USING ERRCODE = 'no_data_found';
        END IF;
        UPDATE session SET ended_at = erase_person.erased_at
            WHERE ended_at IS NULL AND account IN (SELECT id FROM account WHERE account.person = erased);
        UPDATE account SET email = 'erased-' || id || '@invalid', password_hash = '',
            disabled_at = coalesce(disabled_at, erase_person.erased_at) WHERE account.person = erased;
        PERFORM set_config('registry.erasing', '', true);
        RETURN removed;
    END $$
    """,
)

PEOPLE = (
    "CREATE SEQUENCE IF NOT EXISTS candidate_serial START 101 MAXVALUE 999999 OWNED BY adviser.candidate_number",
    """
    CREATE UNIQUE INDEX IF NOT EXISTS organisation_name_per_kind ON organisation (kind, name)
        WHERE kind <> 'municipality'
    """,
    """
    CREATE UNIQUE INDEX IF NOT EXISTS membership_is_held_once ON membership
        (account, role, coalesce(organisation, '00000000-0000-0000-0000-000000000000')) WHERE ended_at IS NULL
    """,
    """
    CREATE OR REPLACE FUNCTION refuse_clashing_roles() RETURNS trigger LANGUAGE plpgsql AS $$
    DECLARE
        held varchar;
    BEGIN
        PERFORM 1 FROM account WHERE id = NEW.account FOR NO KEY UPDATE;
        SELECT role INTO held FROM membership WHERE account = NEW.account AND ended_at IS NULL AND id <> NEW.id
            AND (least(role, NEW.role), greatest(role, NEW.role)) IN (
                ('certifier', 'scheme-owner'), ('certifier', 'provider'), ('admin', 'certifier'),
                ('auditor', 'certifier'), ('auditor', 'provider'), ('admin', 'auditor')) LIMIT 1;
        IF FOUND AND NEW.ended_at IS NULL THEN
            RAISE EXCEPTION 'the roles % and % never go together', held, NEW.role USING ERRCODE = 'check_violation',
                CONSTRAINT = 'membership_roles_go_together';
        END IF;
        RETURN NEW;
    END $$
    """,
    """
    CREATE OR REPLACE TRIGGER membership_roles_go_together BEFORE INSERT OR UPDATE ON membership
        FOR EACH ROW EXECUTE FUNCTION refuse_clashing_roles()
    """,
)

SCHEMES = (
    """
    CREATE OR REPLACE FUNCTION refuse_wrong_party() RETURNS trigger LANGUAGE plpgsql AS $$
    DECLARE
        owner uuid; body uuid;
    BEGIN
        SELECT scheme.owner, scheme_version.certification_body INTO owner, body
            FROM scheme_version JOIN scheme ON scheme.id = scheme_version.scheme
            WHERE scheme_version.id = NEW.scheme_version;
        IF owner = body OR NEW.organisation <> (CASE NEW.party WHEN 'owner' THEN owner ELSE body END) THEN
            RAISE EXCEPTION 'a version is signed by its owner and by another organisation, its certification body'
                USING ERRCODE = 'check_violation', CONSTRAINT = 'scheme_signature_is_the_partys';
        END IF;
        RETURN NEW;
    END $$
    """,
    """
    CREATE OR REPLACE TRIGGER scheme_signature_is_the_partys BEFORE INSERT ON scheme_signature
        FOR EACH ROW EXECUTE FUNCTION refuse_wrong_party()
    """,
)

DOSSIERS = (
    """
    CREATE UNIQUE INDEX IF NOT EXISTS dossier_is_decided_once ON dossier_event (dossier)
        WHERE step IN ('granted', 'refused', 'abandoned', 'not-admitted')
    """,
    """
    CREATE OR REPLACE FUNCTION refuse_second_dossier() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        PERFORM 1 FROM adviser WHERE id = NEW.adviser FOR NO KEY UPDATE;
        IF EXISTS (SELECT 1 FROM dossier WHERE adviser = NEW.adviser AND scheme = NEW.scheme AND NOT EXISTS (
                SELECT 1 FROM dossier_event WHERE dossier_event.dossier = dossier.id
                    AND step IN ('granted', 'refused', 'abandoned', 'not-admitted'))) THEN
            RAISE EXCEPTION 'this adviser has an open application for this scheme' USING ERRCODE = 'unique_violation',
                CONSTRAINT = 'dossier_is_open_once';
        END IF;
        RETURN NEW;
    END $$
    """,
    """
    CREATE OR REPLACE TRIGGER dossier_is_open_once BEFORE INSERT ON dossier
        FOR EACH ROW EXECUTE FUNCTION refuse_second_dossier()
    """,
    """
    CREATE OR REPLACE FUNCTION refuse_lone_decision() RETURNS trigger LANGUAGE plpgsql AS $$
    DECLARE
        last_step varchar; prepared_by uuid; prepared_evidence uuid; decided_by uuid;
    BEGIN
        SELECT dossier_event.step, account.person, dossier_event.evidence
            INTO last_step, prepared_by, prepared_evidence
            FROM dossier_event JOIN account ON account.id = dossier_event.account
            WHERE dossier_event.dossier = NEW.dossier ORDER BY dossier_event.id DESC LIMIT 1;
        SELECT person INTO decided_by FROM account WHERE id = NEW.account;
        IF last_step IS DISTINCT FROM 'prepared' OR prepared_by = decided_by OR prepared_evidence <> NEW.evidence THEN
            RAISE EXCEPTION 'a decision follows its preparation by another person, on the same evidence'
                USING ERRCODE = 'check_violation', CONSTRAINT = 'dossier_is_decided_by_another';
        END IF;
        RETURN NEW;
    END $$
    """,
    """
    CREATE OR REPLACE TRIGGER dossier_is_decided_by_another BEFORE INSERT ON dossier_event
        FOR EACH ROW WHEN (NEW.step IN ('granted', 'refused')) EXECUTE FUNCTION refuse_lone_decision()
    """,
)

CERTIFICATES = (
    """
    CREATE UNIQUE INDEX IF NOT EXISTS certificate_is_granted_once ON certificate_event (certificate)
        WHERE kind = 'granted'
    """,
    """
    CREATE OR REPLACE FUNCTION refuse_second_certificate() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        PERFORM 1 FROM adviser WHERE id = NEW.adviser FOR NO KEY UPDATE;
        IF EXISTS (
            SELECT 1 FROM certificate AS held
                JOIN scheme_version AS held_version ON held_version.id = held.scheme_version
                JOIN scheme_version AS new_version ON new_version.id = NEW.scheme_version
            WHERE held.adviser = NEW.adviser AND held_version.scheme = new_version.scheme
                AND daterange(held.valid_from, held.valid_until, '[]') && daterange(NEW.valid_from, NEW.valid_until, '[]')
                AND NOT EXISTS (SELECT 1 FROM certificate_event AS ended WHERE ended.certificate = held.id
                    AND (ended.kind = 'voided' OR (ended.kind IN ('withdrawn', 'superseded', 'replaced')
                        AND ended.effective_on <= NEW.valid_from)))) THEN
            RAISE EXCEPTION 'this adviser holds a certificate of this scheme' USING ERRCODE = 'unique_violation',
                CONSTRAINT = 'certificate_is_held_once';
        END IF;
        RETURN NEW;
    END $$
    """,
    """
    CREATE OR REPLACE TRIGGER certificate_is_held_once BEFORE INSERT ON certificate
        FOR EACH ROW EXECUTE FUNCTION refuse_second_certificate()
    """,
)

LEDGER = (
    """
    CREATE OR REPLACE FUNCTION refuse_direct_balance() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF pg_trigger_depth() < 2 OR (NEW.id, NEW.allotment, NEW.kind) IS DISTINCT FROM (OLD.id, OLD.allotment, OLD.kind) THEN
            RAISE EXCEPTION 'a balance changes by a posting only' USING ERRCODE = 'restrict_violation';
        END IF;
        RETURN NEW;
    END $$
    """,
    """
    CREATE OR REPLACE TRIGGER day_account_follows_postings BEFORE UPDATE ON day_account
        FOR EACH ROW EXECUTE FUNCTION refuse_direct_balance()
    """,
    """
    CREATE OR REPLACE FUNCTION refuse_opening_balance() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF NEW.balance <> 0 THEN
            RAISE EXCEPTION 'a day account opens empty' USING ERRCODE = 'restrict_violation';
        END IF;
        RETURN NEW;
    END $$
    """,
    """
    CREATE OR REPLACE TRIGGER day_account_opens_empty BEFORE INSERT ON day_account
        FOR EACH ROW EXECUTE FUNCTION refuse_opening_balance()
    """,
    """
    CREATE OR REPLACE FUNCTION post_days() RETURNS trigger LANGUAGE plpgsql AS $$
    DECLARE
        from_kind varchar; to_kind varchar; from_allotment uuid; to_allotment uuid;
    BEGIN
        PERFORM 1 FROM day_account WHERE id IN (NEW.source, NEW.target) ORDER BY id FOR NO KEY UPDATE;
        SELECT kind, allotment INTO from_kind, from_allotment FROM day_account WHERE id = NEW.source;
        SELECT kind, allotment INTO to_kind, to_allotment FROM day_account WHERE id = NEW.target;
        IF (NEW.kind, from_kind, to_kind, from_allotment = to_allotment) NOT IN (
                ('grant', 'granted', 'available', true), ('reserve', 'available', 'reserved', true),
                ('use', 'reserved', 'used', true), ('release', 'reserved', 'available', true),
                ('expire', 'available', 'expired', true), ('correct', 'available', 'granted', true),
                ('transfer', 'available', 'available', false)) THEN
            RAISE EXCEPTION 'a posting of kind % does not go from % to %', NEW.kind, from_kind, to_kind
                USING ERRCODE = 'check_violation', CONSTRAINT = 'day_posting_has_its_sides';
        END IF;
        UPDATE day_account SET balance = balance - NEW.quarters WHERE id = NEW.source;
        UPDATE day_account SET balance = balance + NEW.quarters WHERE id = NEW.target;
        RETURN NEW;
    END $$
    """,
    """
    CREATE OR REPLACE TRIGGER day_posting_moves_balances AFTER INSERT ON day_posting
        FOR EACH ROW EXECUTE FUNCTION post_days()
    """,
)


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="registry", description=DESCRIPTION)

    async def run() -> None:
        for statement in (*REFUSALS, *PERSONAL, *PEOPLE, *SCHEMES, *DOSSIERS, *CERTIFICATES, *LEDGER):
            await engine().run_ddl(statement)

    manager.add_raw(run)
    return manager
