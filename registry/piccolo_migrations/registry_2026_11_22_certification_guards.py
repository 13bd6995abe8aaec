"""What the database itself refuses about measures, takeovers, waivers, equivalence, appeals, documents and seals."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from registry.transactions import engine

ID = "2026-11-22T09:20:00:000002"
VERSION = "1.38.0"
DESCRIPTION = "Triggers and indexes for what certification adds"

APPEND_ONLY = (
    "conflict_statement",
    "declared_relation",
    "renewal_reminder",
    "appeal",
    "appeal_event",
    "audit_seal",
)
NEVER_DELETED = (
    "certificate_measure",
    "takeover",
    "takeover_row",
    "impartiality_waiver",
    "education_entry",
    "equivalence_request",
    "self_report",
)

STAYING = (
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
        for table in (*APPEND_ONLY, *NEVER_DELETED, "certificate_document")
    ),
    """
    CREATE OR REPLACE FUNCTION refuse_unless_holder_erased() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF TG_OP = 'DELETE' AND current_setting('registry.erasing', true) = (
                SELECT adviser.person::text FROM certificate JOIN adviser ON adviser.id = certificate.adviser
                WHERE certificate.id = OLD.certificate) THEN
            RETURN OLD;
        END IF;
        RAISE EXCEPTION '% on % is refused: only erase_person() removes a row', TG_OP, TG_TABLE_NAME
            USING ERRCODE = 'restrict_violation';
    END $$
    """,
    """
    CREATE OR REPLACE TRIGGER certificate_document_stays BEFORE UPDATE OR DELETE ON certificate_document
        FOR EACH ROW EXECUTE FUNCTION refuse_unless_holder_erased()
    """,
)

TWO_PERSONS = (
    """
    CREATE OR REPLACE FUNCTION are_one_person(one uuid, other uuid) RETURNS boolean LANGUAGE sql STABLE AS $$
        SELECT EXISTS (
            SELECT 1 FROM account AS first_account, account AS second_account
            WHERE first_account.id = one AND second_account.id = other
                AND (first_account.person = second_account.person OR EXISTS (
                    SELECT 1 FROM adviser AS first_file JOIN adviser AS second_file ON second_file.person = second_account.person
                    WHERE first_file.person = first_account.person
                        AND second_file.id IN (SELECT files_of_same_person(first_file.id)))))
    $$
    """,
    "CREATE UNIQUE INDEX IF NOT EXISTS certificate_measure_is_open_once ON certificate_measure (certificate) WHERE ending IS NULL",
    """
    CREATE OR REPLACE FUNCTION refuse_rewriting_measure() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF OLD.ending IS NOT NULL OR (to_jsonb(OLD) - ARRAY['ending', 'ended_by', 'ended_at', 'event', 'remark'])
                IS DISTINCT FROM (to_jsonb(NEW) - ARRAY['ending', 'ended_by', 'ended_at', 'event', 'remark']) THEN
            RAISE EXCEPTION 'a measure stays as it was proposed; it is ended once' USING ERRCODE = 'restrict_violation';
        END IF;
        IF NEW.ending IN ('decided', 'declined') AND are_one_person(NEW.prepared_by, NEW.ended_by) THEN
            RAISE EXCEPTION 'a measure is decided by another person than proposed it'
                USING ERRCODE = 'check_violation', CONSTRAINT = 'certificate_measure_takes_two_persons';
        END IF;
        RETURN NEW;
    END $$
    """,
    """
    CREATE OR REPLACE TRIGGER certificate_measure_is_ended_once BEFORE UPDATE ON certificate_measure
        FOR EACH ROW EXECUTE FUNCTION refuse_rewriting_measure()
    """,
    "CREATE UNIQUE INDEX IF NOT EXISTS takeover_is_decided_once ON takeover (scheme, sha256) WHERE ending = 'decided'",
    """
    CREATE OR REPLACE FUNCTION refuse_rewriting_takeover() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF OLD.ending IS NOT NULL OR (to_jsonb(OLD) - ARRAY['ending', 'ended_by', 'ended_at'])
                IS DISTINCT FROM (to_jsonb(NEW) - ARRAY['ending', 'ended_by', 'ended_at']) THEN
            RAISE EXCEPTION 'a takeover stays as it was prepared; it is ended once' USING ERRCODE = 'restrict_violation';
        END IF;
        IF NEW.ending IN ('decided', 'declined') AND are_one_person(NEW.prepared_by, NEW.ended_by) THEN
            RAISE EXCEPTION 'a takeover is decided by another person than prepared it'
                USING ERRCODE = 'check_violation', CONSTRAINT = 'takeover_takes_two_persons';
        END IF;
        RETURN NEW;
    END $$
    """,
    """
    CREATE OR REPLACE TRIGGER takeover_is_ended_once BEFORE UPDATE ON takeover
        FOR EACH ROW EXECUTE FUNCTION refuse_rewriting_takeover()
    """,
    """
    CREATE OR REPLACE FUNCTION refuse_rewriting_waiver() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF OLD.granted IS NOT NULL OR (to_jsonb(OLD) - ARRAY['granted', 'closed_by', 'closed_at'])
                IS DISTINCT FROM (to_jsonb(NEW) - ARRAY['granted', 'closed_by', 'closed_at']) THEN
            RAISE EXCEPTION 'a waiver stays as it was asked; it is closed once' USING ERRCODE = 'restrict_violation';
        END IF;
        IF are_one_person(NEW.asked_by, NEW.closed_by)
                OR NEW.person = (SELECT account.person FROM account WHERE account.id = NEW.closed_by) THEN
            RAISE EXCEPTION 'a waiver is granted by somebody else than asked for it or has it'
                USING ERRCODE = 'check_violation', CONSTRAINT = 'impartiality_waiver_takes_two_persons';
        END IF;
        RETURN NEW;
    END $$
    """,
    """
    CREATE OR REPLACE TRIGGER impartiality_waiver_is_closed_once BEFORE UPDATE ON impartiality_waiver
        FOR EACH ROW EXECUTE FUNCTION refuse_rewriting_waiver()
    """,
    """
    CREATE OR REPLACE FUNCTION refuse_rewriting_equivalence() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF OLD.granted IS NOT NULL
            OR (OLD.prepared_at IS NOT NULL AND (NEW.prepared_by, NEW.prepared_at, NEW.advice)
                IS DISTINCT FROM (OLD.prepared_by, OLD.prepared_at, OLD.advice))
            OR (NEW.id, NEW.dossier, NEW.track_code, NEW.part_code, NEW.route, NEW.content, NEW.asked_by, NEW.asked_at)
                IS DISTINCT FROM
               (OLD.id, OLD.dossier, OLD.track_code, OLD.part_code, OLD.route, OLD.content, OLD.asked_by, OLD.asked_at) THEN
            RAISE EXCEPTION 'a request for equivalence stays as it was asked' USING ERRCODE = 'restrict_violation';
        END IF;
        IF NEW.granted IS NOT NULL AND are_one_person(NEW.prepared_by, NEW.decided_by) THEN
            RAISE EXCEPTION 'equivalence is decided by another person than prepared it'
                USING ERRCODE = 'check_violation', CONSTRAINT = 'equivalence_request_takes_two_persons';
        END IF;
        RETURN NEW;
    END $$
    """,
    """
    CREATE OR REPLACE TRIGGER equivalence_request_is_decided_once BEFORE UPDATE ON equivalence_request
        FOR EACH ROW EXECUTE FUNCTION refuse_rewriting_equivalence()
    """,
    """
    CREATE UNIQUE INDEX IF NOT EXISTS appeal_ends_once ON appeal_event (appeal)
        WHERE step IN ('upheld', 'partly-upheld', 'rejected', 'inadmissible', 'withdrawn')
    """,
)

REPLACING = (
    """
    CREATE OR REPLACE FUNCTION refuse_second_certificate() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        PERFORM 1 FROM adviser WHERE id = NEW.adviser FOR NO KEY UPDATE;
        IF EXISTS (
            SELECT 1 FROM certificate AS held
                JOIN scheme_version AS held_version ON held_version.id = held.scheme_version
                JOIN scheme_version AS new_version ON new_version.id = NEW.scheme_version
            WHERE held.adviser = NEW.adviser AND held.id IS DISTINCT FROM NEW.predecessor
                AND held_version.scheme = new_version.scheme
                AND daterange(held.valid_from, held.valid_until, '[]') && daterange(NEW.valid_from, NEW.valid_until, '[]')
                AND NOT certificate_has_ended(held.id, NEW.valid_from)) THEN
            RAISE EXCEPTION 'this adviser holds a certificate of this scheme' USING ERRCODE = 'unique_violation',
                CONSTRAINT = 'certificate_is_held_once';
        END IF;
        RETURN NEW;
    END $$
    """,
    """
    CREATE OR REPLACE FUNCTION refuse_second_certificate_of_person() RETURNS trigger LANGUAGE plpgsql AS $$
    DECLARE
        files uuid[] := ARRAY(SELECT files_of_same_person(NEW.adviser));
    BEGIN
        PERFORM 1 FROM adviser WHERE id = ANY (files) ORDER BY id FOR NO KEY UPDATE;
        files := array_remove(ARRAY(SELECT files_of_same_person(NEW.adviser)), NEW.adviser);
        IF cardinality(files) > 0 AND EXISTS (
            SELECT 1 FROM certificate AS held
                JOIN scheme_version AS held_version ON held_version.id = held.scheme_version
                JOIN scheme_version AS new_version ON new_version.id = NEW.scheme_version
            WHERE held.adviser = ANY (files)
                AND held.id IS DISTINCT FROM NEW.predecessor AND held_version.scheme = new_version.scheme
                AND daterange(held.valid_from, held.valid_until, '[]') && daterange(NEW.valid_from, NEW.valid_until, '[]')
                AND NOT certificate_has_ended(held.id, NEW.valid_from)) THEN
            RAISE EXCEPTION 'this person holds a certificate of this scheme under another number'
                USING ERRCODE = 'unique_violation', CONSTRAINT = 'certificate_is_held_once';
        END IF;
        RETURN NEW;
    END $$
    """,
    """
    CREATE OR REPLACE FUNCTION refuse_overlapping_predecessor() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF EXISTS (SELECT 1 FROM certificate AS held WHERE held.id = NEW.predecessor
                AND (held.adviser NOT IN (SELECT files_of_same_person(NEW.adviser))
                    OR (held.valid_until >= NEW.valid_from AND NOT certificate_has_ended(held.id, NEW.valid_from)))) THEN
            RAISE EXCEPTION 'a certificate follows one of the same person that has ended by its first day'
                USING ERRCODE = 'unique_violation', CONSTRAINT = 'certificate_is_held_once';
        END IF;
        RETURN NULL;
    END $$
    """,
    "DROP TRIGGER IF EXISTS certificate_follows_its_predecessor ON certificate",
    """
    CREATE CONSTRAINT TRIGGER certificate_follows_its_predecessor AFTER INSERT ON certificate DEFERRABLE INITIALLY DEFERRED
        FOR EACH ROW WHEN (NEW.predecessor IS NOT NULL) EXECUTE FUNCTION refuse_overlapping_predecessor()
    """,
)

ERASING = (
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
        UPDATE session SET ended_at = erase_person.erased_at
            WHERE ended_at IS NULL AND account IN (SELECT id FROM account WHERE account.person = erased);
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
        for statement in (*STAYING, *TWO_PERSONS, *REPLACING, *ERASING):
            await engine().run_ddl(statement)

    manager.add_raw(run)
    return manager
