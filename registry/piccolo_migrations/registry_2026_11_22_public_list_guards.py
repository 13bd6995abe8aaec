"""Profiles stay as they were said, what advisers said before moves into them, and changes of the public list are told."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from registry.transactions import engine

ID = "2026-11-22T15:00:00:000002"
VERSION = "1.38.0"
DESCRIPTION = "Guards of profiles and watches; what changes the public list is told"

APPEND_ONLY = ("adviser_profile", "watch_notice")
NEVER_DELETED = ("watch",)

_COMPETENCES = {
    "gemeentelijke-processen": "municipal-processes",
    "informatiemanagement": "information-management",
    "organisatieadvies": "organisation-advice",
    "verandermanagement": "change-management",
}
"""What were specialisms before, and are competences now."""
_PAIRS = ", ".join(f"('{was}', '{now}')" for was, now in _COMPETENCES.items())
_OLD = ", ".join(f"'{was}'" for was in _COMPETENCES)


def _told(table: str, act: str, advisers: str, rows: str = "NEW") -> str:
    """After such a statement on the table, the advisers whom its rows concern are told to whoever listens."""
    return f"""
    CREATE OR REPLACE TRIGGER {table}_{act.lower()}_is_told AFTER {act} ON {table}
        REFERENCING {rows} TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION tell_public_list($sql${advisers}$sql$)
    """


_OF_ROWS = "SELECT adviser FROM changed"
_OF_CERTIFICATES = "SELECT certificate.adviser FROM changed JOIN certificate ON certificate.id = changed.certificate"
_OF_PERSONS = "SELECT adviser.id FROM changed JOIN adviser ON adviser.person = changed.person"
_OF_PERSON = "SELECT adviser.id FROM changed JOIN adviser ON adviser.person = changed.id WHERE changed.erased_at IS NOT NULL"
_OF_MERGES = "SELECT duplicate FROM changed UNION SELECT counts_as FROM changed"
_EVERYBODY = "SELECT NULL::uuid FROM changed"

STATEMENTS = (
    *(
        f"CREATE OR REPLACE TRIGGER {table}_stays BEFORE UPDATE OR DELETE ON {table} FOR EACH ROW EXECUTE FUNCTION refuse_change()"
        for table in APPEND_ONLY
    ),
    *(
        f"CREATE OR REPLACE TRIGGER {table}_is_never_emptied BEFORE TRUNCATE ON {table} "
        "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
        for table in (*APPEND_ONLY, *NEVER_DELETED)
    ),
    """
    CREATE OR REPLACE FUNCTION watch_is_only_ended() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF TG_OP = 'DELETE' OR OLD.ended_at IS NOT NULL
            OR to_jsonb(NEW) - '{ended_at,ended_by}'::text[] <> to_jsonb(OLD) - '{ended_at,ended_by}'::text[] THEN
            RAISE EXCEPTION '% on watch is refused: it is ended once, and otherwise stays as it is', TG_OP
                USING ERRCODE = 'restrict_violation';
        END IF;
        RETURN NEW;
    END $$
    """,
    """
    CREATE OR REPLACE TRIGGER watch_stays BEFORE UPDATE OR DELETE ON watch
        FOR EACH ROW EXECUTE FUNCTION watch_is_only_ended()
    """,
    """
    CREATE UNIQUE INDEX IF NOT EXISTS watch_of_a_certificate_is_one ON watch (organisation, certificate)
        WHERE ended_at IS NULL AND certificate IS NOT NULL
    """,
    """
    CREATE UNIQUE INDEX IF NOT EXISTS watch_of_an_adviser_is_one ON watch (organisation, adviser)
        WHERE ended_at IS NULL AND adviser IS NOT NULL
    """,
    """
    CREATE OR REPLACE FUNCTION watch_notice_is_a_change() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        PERFORM 1 FROM watch WHERE id = NEW.watch FOR NO KEY UPDATE;
        IF NEW.status = (SELECT status FROM watch_notice WHERE watch = NEW.watch AND certificate = NEW.certificate
            ORDER BY id DESC LIMIT 1) THEN
            RAISE EXCEPTION 'this watch has seen the certificate in that status already'
                USING ERRCODE = 'unique_violation', CONSTRAINT = 'watch_notice_is_a_change';
        END IF;
        RETURN NEW;
    END $$
    """,
    """
    CREATE OR REPLACE TRIGGER watch_notice_is_a_change BEFORE INSERT ON watch_notice
        FOR EACH ROW EXECUTE FUNCTION watch_notice_is_a_change()
    """,
    "CREATE INDEX IF NOT EXISTS watch_notice_latest ON watch_notice (watch, certificate, id DESC)",
    "CREATE INDEX IF NOT EXISTS certificate_that_follows ON certificate (predecessor) WHERE predecessor IS NOT NULL",
    "CREATE INDEX IF NOT EXISTS adviser_profile_latest ON adviser_profile (adviser, id DESC)",
    "CREATE INDEX IF NOT EXISTS consent_event_latest ON consent_event (adviser, field, id DESC)",
    # Whoever keeps the public list in memory reads these advisers anew; after a statement on very many, or one that
    # concerns all, it reads everything. The names of tables below are fixed: nothing comes from outside.
    """
    CREATE OR REPLACE FUNCTION tell_public_list() RETURNS trigger LANGUAGE plpgsql AS $$
    DECLARE
        concerned uuid[];
    BEGIN
        EXECUTE 'SELECT array_agg(DISTINCT told.adviser) FROM (' || TG_ARGV[0] || ') AS told (adviser)' INTO concerned;
        IF array_position(concerned, NULL) IS NOT NULL OR cardinality(concerned) > 1000 THEN
            PERFORM pg_notify('public_list', 'everybody');
        ELSIF concerned IS NOT NULL THEN
            PERFORM pg_notify('public_list', each::text) FROM unnest(concerned) AS each;
        END IF;
        RETURN NULL;
    END $$
    """,
    _told("certificate", "INSERT", _OF_ROWS),
    _told("certificate_event", "INSERT", _OF_CERTIFICATES),
    _told("consent_event", "INSERT", _OF_ROWS),
    _told("adviser_profile", "INSERT", _OF_ROWS),
    _told("availability", "INSERT", _OF_ROWS),
    _told("employment", "INSERT", _OF_PERSONS),
    _told("employment", "UPDATE", _OF_PERSONS),
    _told("person", "UPDATE", _OF_PERSON),
    _told("adviser_merge", "INSERT", _OF_MERGES),
    _told("adviser_merge", "UPDATE", _OF_MERGES),
    _told("region", "INSERT", _EVERYBODY),
    _told("scheme_signature", "INSERT", _EVERYBODY),
)
MOVED = f"""
INSERT INTO adviser_profile (adviser, provinces, competences, specialisms, recorded_at)
SELECT id, provinces,
    ARRAY(SELECT pair.now FROM (VALUES {_PAIRS}) AS pair (was, now) WHERE pair.was = ANY(adviser.specialisms)),
    ARRAY(SELECT each FROM unnest(adviser.specialisms) WITH ORDINALITY AS said (each, place) WHERE each NOT IN ({_OLD})
        ORDER BY place),
    recorded_at
FROM adviser
WHERE (provinces <> '{{}}' OR specialisms <> '{{}}')
    AND NOT EXISTS (SELECT 1 FROM adviser_profile WHERE adviser_profile.adviser = adviser.id)
"""  # noqa: S608  our own texts


async def forwards() -> MigrationManager:
    """Say what the database refuses and tells, and move what advisers said."""
    manager = MigrationManager(migration_id=ID, app_name="registry", description=DESCRIPTION)

    async def run() -> None:
        await engine().run_ddl(MOVED)
        for statement in STATEMENTS:
            await engine().run_ddl(statement)

    manager.add_raw(run)
    return manager
