"""What the database itself refuses about intakes, bookings and worked days, and how a booking stands now."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from registry.transactions import engine

ID = "2026-11-22T12:00:00:000002"
VERSION = "1.38.0"
DESCRIPTION = "Triggers, indexes and the view of engagements"

APPEND_ONLY = (
    "intake_cap",
    "municipality_size",
    "intake_participant",
    "proposition",
    "proposition_share",
    "realisation_plan",
    "booking_terms",
    "booking_beneficiary",
    "availability",
    "evaluation",
    "evaluation_reply",
    "reorganisation",
    "reorganised_municipality",
)
NEVER_DELETED = (
    "region",
    "region_member",
    "region_coordinator",
    "booking_change",
    "worked_day",
    "declared_tie",
    "message",
    "mail",
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
        for table in (*APPEND_ONLY, *NEVER_DELETED)
    ),
)

ENDED_ONCE = (
    "CREATE UNIQUE INDEX IF NOT EXISTS booking_change_waits_once ON booking_change (booking) WHERE ending IS NULL",
    """
    CREATE OR REPLACE FUNCTION refuse_rewriting_booking_change() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF OLD.ending IS NOT NULL OR (to_jsonb(OLD) - ARRAY['ending', 'ended_by', 'ended_at'])
                IS DISTINCT FROM (to_jsonb(NEW) - ARRAY['ending', 'ended_by', 'ended_at']) THEN
            RAISE EXCEPTION 'a change stays as it was asked; it is ended once' USING ERRCODE = 'restrict_violation';
        END IF;
        RETURN NEW;
    END $$
    """,
    """
    CREATE OR REPLACE TRIGGER booking_change_is_ended_once BEFORE UPDATE ON booking_change
        FOR EACH ROW EXECUTE FUNCTION refuse_rewriting_booking_change()
    """,
    """
    CREATE OR REPLACE FUNCTION refuse_rewriting_worked_day() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF OLD.ending IS NOT NULL OR (to_jsonb(OLD) - ARRAY['ending', 'ended_by', 'ended_at', 'posting'])
                IS DISTINCT FROM (to_jsonb(NEW) - ARRAY['ending', 'ended_by', 'ended_at', 'posting']) THEN
            RAISE EXCEPTION 'a worked day stays as it was entered; it is ended once' USING ERRCODE = 'restrict_violation';
        END IF;
        IF NEW.ending = 'approved' AND are_one_person(NEW.entered_by, NEW.ended_by) THEN
            RAISE EXCEPTION 'a worked day is approved by another person than entered it'
                USING ERRCODE = 'check_violation', CONSTRAINT = 'worked_day_takes_two_persons';
        END IF;
        RETURN NEW;
    END $$
    """,
    """
    CREATE OR REPLACE TRIGGER worked_day_is_ended_once BEFORE UPDATE ON worked_day
        FOR EACH ROW EXECUTE FUNCTION refuse_rewriting_worked_day()
    """,
    """
    CREATE OR REPLACE FUNCTION refuse_more_than_a_day() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        PERFORM 1 FROM adviser WHERE id IN (SELECT files_of_same_person(NEW.adviser)) ORDER BY id FOR NO KEY UPDATE;
        IF NEW.quarters + (SELECT coalesce(sum(quarters), 0) FROM worked_day WHERE day = NEW.day
                AND adviser IN (SELECT files_of_same_person(NEW.adviser))
                AND (ending IS NULL OR ending = 'approved')) > 4 THEN
            RAISE EXCEPTION 'nobody works more than one day a date'
                USING ERRCODE = 'check_violation', CONSTRAINT = 'worked_day_fits_in_a_day';
        END IF;
        RETURN NEW;
    END $$
    """,
    """
    CREATE OR REPLACE TRIGGER worked_day_fits_in_a_day BEFORE INSERT ON worked_day
        FOR EACH ROW EXECUTE FUNCTION refuse_more_than_a_day()
    """,
    """
    CREATE OR REPLACE FUNCTION refuse_rewriting_declared_tie() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF OLD.valid_to IS NOT NULL OR (to_jsonb(OLD) - 'valid_to') IS DISTINCT FROM (to_jsonb(NEW) - 'valid_to') THEN
            RAISE EXCEPTION 'a tie stays as it was declared; it is ended once' USING ERRCODE = 'restrict_violation';
        END IF;
        RETURN NEW;
    END $$
    """,
    """
    CREATE OR REPLACE TRIGGER declared_tie_is_ended_once BEFORE UPDATE ON declared_tie
        FOR EACH ROW EXECUTE FUNCTION refuse_rewriting_declared_tie()
    """,
    """
    CREATE OR REPLACE FUNCTION refuse_rewriting_message() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF OLD.read_at IS NOT NULL OR (to_jsonb(OLD) - 'read_at') IS DISTINCT FROM (to_jsonb(NEW) - 'read_at') THEN
            RAISE EXCEPTION 'a message stays as it was sent; it is read once' USING ERRCODE = 'restrict_violation';
        END IF;
        RETURN NEW;
    END $$
    """,
    """
    CREATE OR REPLACE TRIGGER message_is_read_once BEFORE UPDATE ON message
        FOR EACH ROW EXECUTE FUNCTION refuse_rewriting_message()
    """,
)

BOOKINGS = (
    """
    CREATE OR REPLACE FUNCTION refuse_overdrawn_booking() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        PERFORM 1 FROM booking WHERE id = NEW.booking FOR NO KEY UPDATE;
        IF (SELECT sum(CASE kind WHEN 'reserve' THEN quarters ELSE -quarters END) FROM day_posting
                WHERE booking = NEW.booking AND kind IN ('reserve', 'use', 'release')) < 0 THEN
            RAISE EXCEPTION 'a booking uses and releases no more than was reserved for it'
                USING ERRCODE = 'check_violation', CONSTRAINT = 'booking_is_never_overdrawn';
        END IF;
        RETURN NULL;
    END $$
    """,
    """
    CREATE OR REPLACE TRIGGER booking_is_never_overdrawn AFTER INSERT ON day_posting FOR EACH ROW
        WHEN (NEW.booking IS NOT NULL AND NEW.kind IN ('use', 'release')) EXECUTE FUNCTION refuse_overdrawn_booking()
    """,
    """
    CREATE INDEX IF NOT EXISTS booking_event_in_order ON booking_event (booking, id) INCLUDE (step, recorded_at)
    """,
    "CREATE INDEX IF NOT EXISTS booking_terms_in_order ON booking_terms (booking, id)",
    "CREATE INDEX IF NOT EXISTS worked_day_of_a_date ON worked_day (adviser, day)",
    "CREATE INDEX IF NOT EXISTS message_of_account ON message (account, read_at, id)",
    "CREATE INDEX IF NOT EXISTS mail_waiting ON mail (next_try_at)",
    """
    CREATE OR REPLACE VIEW booking_now AS
    SELECT booking.id,
        coalesce(terms.allotment, booking.allotment) AS allotment,
        coalesce(terms.municipality, booking.municipality) AS municipality,
        booking.adviser,
        coalesce(terms.first_day, booking.first_day) AS first_day,
        coalesce(terms.last_day, booking.last_day) AS last_day,
        coalesce(terms.quarters, booking.quarters) AS quarters,
        booking.scope,
        booking.answer_by,
        booking.account,
        booking.recorded_at,
        standing.step AS state,
        standing.recorded_at AS state_since,
        coalesce(worked.used, 0)::integer AS used,
        coalesce(worked.entered, 0)::integer AS entered
    FROM booking
    LEFT JOIN LATERAL (
        SELECT * FROM booking_terms WHERE booking_terms.booking = booking.id ORDER BY booking_terms.id DESC LIMIT 1
    ) AS terms ON true
    LEFT JOIN LATERAL (
        SELECT step, recorded_at FROM booking_event
        WHERE booking_event.booking = booking.id AND step NOT IN ('changed', 'transferred')
        ORDER BY booking_event.id DESC LIMIT 1
    ) AS standing ON true
    LEFT JOIN LATERAL (
        SELECT sum(quarters) FILTER (WHERE ending = 'approved') AS used, sum(quarters) FILTER (WHERE ending IS NULL) AS entered
        FROM worked_day WHERE worked_day.booking = booking.id
    ) AS worked ON true
    """,
)
STATEMENTS = (*STAYING, *ENDED_ONCE, *BOOKINGS)


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="registry", description=DESCRIPTION)

    async def run() -> None:
        for statement in STATEMENTS:
            await engine().run_ddl(statement)

    manager.add_raw(run)
    return manager
