"""What the database itself refuses about files of one person."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from registry.transactions import engine

ID = "2026-11-22T08:30:00:000001"
VERSION = "1.38.0"
DESCRIPTION = "Triggers for files that are of one person"

STATEMENTS = (
    """
    CREATE OR REPLACE FUNCTION files_of_same_person(one uuid) RETURNS SETOF uuid LANGUAGE sql STABLE AS $$
        WITH main AS (
            SELECT coalesce((SELECT counts_as FROM adviser_merge WHERE duplicate = one AND undone_at IS NULL), one) AS id)
        SELECT id FROM main
        UNION SELECT duplicate FROM adviser_merge JOIN main ON counts_as = main.id WHERE undone_at IS NULL
    $$
    """,
    """
    CREATE OR REPLACE FUNCTION certificate_has_ended(held uuid, day date) RETURNS boolean LANGUAGE sql STABLE AS $$
        SELECT EXISTS (SELECT 1 FROM certificate_event WHERE certificate = held
            AND (kind = 'voided' OR (kind IN ('withdrawn', 'superseded', 'replaced') AND effective_on <= day)))
    $$
    """,
    """
    CREATE OR REPLACE FUNCTION refuse_merging_two_certificates() RETURNS trigger LANGUAGE plpgsql AS $$
    DECLARE
        merged_on date := (NEW.merged_at AT TIME ZONE 'Europe/Amsterdam')::date;
    BEGIN
        IF EXISTS (
            SELECT 1 FROM certificate AS one
                JOIN scheme_version AS version_of_one ON version_of_one.id = one.scheme_version
                JOIN scheme_version AS version_of_other ON version_of_other.scheme = version_of_one.scheme
                JOIN certificate AS other ON other.scheme_version = version_of_other.id
            WHERE one.adviser = NEW.duplicate AND other.adviser IN (SELECT files_of_same_person(NEW.counts_as))
                AND one.valid_until >= merged_on AND other.valid_until >= merged_on
                AND daterange(one.valid_from, one.valid_until, '[]') && daterange(other.valid_from, other.valid_until, '[]')
                AND NOT certificate_has_ended(one.id, greatest(merged_on, one.valid_from))
                AND NOT certificate_has_ended(other.id, greatest(merged_on, other.valid_from))) THEN
            RAISE EXCEPTION 'both files hold a certificate of one scheme' USING ERRCODE = 'check_violation',
                CONSTRAINT = 'adviser_merge_has_one_certificate';
        END IF;
        RETURN NEW;
    END $$
    """,
    """
    CREATE OR REPLACE TRIGGER adviser_merge_makes_no_second_certificate BEFORE INSERT ON adviser_merge
        FOR EACH ROW EXECUTE FUNCTION refuse_merging_two_certificates()
    """,
    """
    CREATE OR REPLACE FUNCTION refuse_rewriting_merge() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF (OLD.id, OLD.duplicate, OLD.counts_as, OLD.merged_by, OLD.merged_at)
                IS DISTINCT FROM (NEW.id, NEW.duplicate, NEW.counts_as, NEW.merged_by, NEW.merged_at)
            OR OLD.undone_at IS NOT NULL THEN
            RAISE EXCEPTION 'a merge stays as it was made; it is undone once' USING ERRCODE = 'restrict_violation';
        END IF;
        RETURN NEW;
    END $$
    """,
    """
    CREATE OR REPLACE TRIGGER adviser_merge_is_written_once BEFORE UPDATE ON adviser_merge
        FOR EACH ROW EXECUTE FUNCTION refuse_rewriting_merge()
    """,
    """
    CREATE OR REPLACE FUNCTION refuse_second_certificate_of_person() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        PERFORM 1 FROM adviser WHERE id IN (SELECT files_of_same_person(NEW.adviser)) ORDER BY id FOR NO KEY UPDATE;
        IF EXISTS (
            SELECT 1 FROM certificate AS held
                JOIN scheme_version AS held_version ON held_version.id = held.scheme_version
                JOIN scheme_version AS new_version ON new_version.id = NEW.scheme_version
            WHERE held.adviser <> NEW.adviser AND held.adviser IN (SELECT files_of_same_person(NEW.adviser))
                AND held_version.scheme = new_version.scheme
                AND daterange(held.valid_from, held.valid_until, '[]') && daterange(NEW.valid_from, NEW.valid_until, '[]')
                AND NOT certificate_has_ended(held.id, NEW.valid_from)) THEN
            RAISE EXCEPTION 'this person holds a certificate of this scheme under another number'
                USING ERRCODE = 'unique_violation', CONSTRAINT = 'certificate_is_held_once';
        END IF;
        RETURN NEW;
    END $$
    """,
    """
    CREATE OR REPLACE TRIGGER certificate_is_of_one_person BEFORE INSERT ON certificate
        FOR EACH ROW EXECUTE FUNCTION refuse_second_certificate_of_person()
    """,
)


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="registry", description=DESCRIPTION)

    async def run() -> None:
        for statement in STATEMENTS:
            await engine().run_ddl(statement)

    manager.add_raw(run)
    return manager
