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
        f"CREATE OR REPLACE TRIGGER {table}_stays BEFORE DELETE ON {table} FOR EACH ROW EXECUTE FUNCTION refuse_change()"
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
        IF OLD.ending IS NOT NULL OR (to_jsonb(OLD) - ARRAY['ending', 'ended_by', 'ended_at', 'reason', 'posting'])
                IS DISTINCT FROM (to_jsonb(NEW) - ARRAY['ending', 'ended_by', 'ended_at', 'reason', 'posting']) THEN
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
    "CREATE INDEX IF NOT EXISTS message_of_subject ON message (subject, kind, id)",
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
DAYS = (
    """
    CREATE OR REPLACE FUNCTION post_days() RETURNS trigger LANGUAGE plpgsql AS $$
    DECLARE
        held record; from_kind varchar; to_kind varchar; from_allotment uuid; to_allotment uuid;
    BEGIN
        FOR held IN SELECT id, kind, allotment FROM day_account WHERE id IN (NEW.source, NEW.target)
                ORDER BY id FOR NO KEY UPDATE LOOP
            IF held.id = NEW.source THEN
                from_kind := held.kind; from_allotment := held.allotment;
            ELSE
                to_kind := held.kind; to_allotment := held.allotment;
            END IF;
        END LOOP;
        IF (NEW.kind, from_kind, to_kind, from_allotment = to_allotment) NOT IN (
                ('grant', 'granted', 'available', true), ('reserve', 'available', 'reserved', true),
                ('use', 'reserved', 'used', true), ('release', 'reserved', 'available', true),
                ('expire', 'available', 'expired', true), ('correct', 'available', 'granted', true),
                ('transfer', 'available', 'available', false)) THEN
            RAISE EXCEPTION 'a posting of kind % does not go from % to %', NEW.kind, from_kind, to_kind
                USING ERRCODE = 'check_violation', CONSTRAINT = 'day_posting_has_its_sides';
        END IF;
        UPDATE day_account SET balance = balance + CASE id WHEN NEW.source THEN -NEW.quarters ELSE NEW.quarters END
            WHERE id IN (NEW.source, NEW.target);
        RETURN NEW;
    END $$
    """,
    "CREATE INDEX IF NOT EXISTS day_posting_of_a_day ON day_posting (recorded_at)",
    "CREATE INDEX IF NOT EXISTS day_posting_received ON day_posting (target) WHERE kind = 'transfer'",
    """
    CREATE OR REPLACE VIEW allotment_period AS
    SELECT allotment.id AS allotment,
        greatest(programme.first_day, proposed.first_day) AS first_day,
        least(programme.last_day, proposed.last_day) AS last_day
    FROM allotment JOIN programme ON programme.id = allotment.programme
    CROSS JOIN LATERAL (
        WITH RECURSIVE came_from AS (
            SELECT allotment.id AS allotment
            UNION
            SELECT source.allotment FROM came_from
            JOIN day_account AS target ON target.allotment = came_from.allotment AND target.kind = 'available'
            JOIN day_posting ON day_posting.target = target.id AND day_posting.kind = 'transfer'
            JOIN day_account AS source ON source.id = day_posting.source
        )
        SELECT min((proposition.recorded_at AT TIME ZONE 'Europe/Amsterdam')::date) AS first_day,
            max(coalesce(proposition.valid_until, programme.last_day)) AS last_day
        FROM came_from JOIN proposition_share ON proposition_share.allotment = came_from.allotment
        JOIN proposition ON proposition.id = proposition_share.proposition
    ) AS proposed
    """,
    """
    CREATE OR REPLACE FUNCTION day_policy_of(of_programme uuid, of_holder uuid, on_day date) RETURNS SETOF day_policy
    LANGUAGE sql STABLE AS $$
        SELECT day_policy.* FROM day_policy
        WHERE day_policy.programme = of_programme AND day_policy.valid_from <= on_day
            AND (day_policy.size_class IS NULL OR day_policy.size_class = (
                SELECT municipality_size.size_class FROM municipality_size
                WHERE municipality_size.programme = of_programme AND municipality_size.holder = of_holder
                    AND municipality_size.valid_from <= on_day
                ORDER BY municipality_size.valid_from DESC LIMIT 1))
        ORDER BY day_policy.size_class IS NULL, day_policy.valid_from DESC LIMIT 1
    $$
    """,
)
SUCCESSION = (
    """
    CREATE OR REPLACE FUNCTION with_predecessors(organisations uuid[]) RETURNS SETOF uuid LANGUAGE sql STABLE AS $$
        WITH RECURSIVE inherited AS (
            SELECT unnest(organisations) AS organisation
            UNION
            SELECT passed.municipality FROM inherited
            JOIN reorganisation ON reorganisation.successor = inherited.organisation
            JOIN reorganised_municipality AS passed ON passed.reorganisation = reorganisation.id
        )
        SELECT organisation FROM inherited
    $$
    """,
    """
    CREATE OR REPLACE FUNCTION successor_now(of_organisation uuid) RETURNS uuid LANGUAGE sql STABLE AS $$
        WITH RECURSIVE passed AS (
            SELECT of_organisation AS organisation
            UNION
            SELECT reorganisation.successor FROM passed
            JOIN reorganised_municipality ON reorganised_municipality.municipality = passed.organisation
            JOIN reorganisation ON reorganisation.id = reorganised_municipality.reorganisation
        )
        SELECT organisation FROM passed
        WHERE NOT EXISTS (SELECT 1 FROM reorganised_municipality WHERE municipality = passed.organisation)
    $$
    """,
    """
    CREATE OR REPLACE FUNCTION refuse_days_of_predecessor() RETURNS trigger LANGUAGE plpgsql AS $$
    DECLARE
        successor varchar;
    BEGIN
        PERFORM pg_advisory_xact_lock_shared(hashtext('days are given'));
        SELECT organisation.name INTO successor FROM day_account
            JOIN allotment ON allotment.id = day_account.allotment
            JOIN reorganised_municipality ON reorganised_municipality.municipality = allotment.holder
            JOIN organisation ON organisation.id = successor_now(allotment.holder)
            WHERE day_account.id = NEW.target;
        IF FOUND THEN
            RAISE EXCEPTION 'days go to a municipality that has its rights still' USING ERRCODE = 'check_violation',
                CONSTRAINT = 'day_posting_goes_to_who_has_rights', DETAIL = successor;
        END IF;
        RETURN NULL;
    END $$
    """,
    """
    CREATE OR REPLACE TRIGGER day_posting_goes_to_who_has_rights AFTER INSERT ON day_posting FOR EACH ROW
        WHEN (NEW.kind IN ('grant', 'transfer')) EXECUTE FUNCTION refuse_days_of_predecessor()
    """,
)
REGIONS = (
    """
    CREATE OR REPLACE FUNCTION refuse_second_region() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        PERFORM 1 FROM organisation WHERE id = NEW.municipality FOR NO KEY UPDATE;
        IF EXISTS (SELECT 1 FROM region_member WHERE municipality = NEW.municipality AND id <> NEW.id
                AND daterange(valid_from, valid_to, '[]') && daterange(NEW.valid_from, NEW.valid_to, '[]')) THEN
            RAISE EXCEPTION 'a municipality is in one region at a time' USING ERRCODE = 'exclusion_violation',
                CONSTRAINT = 'region_member_is_in_one_region';
        END IF;
        RETURN NEW;
    END $$
    """,
    """
    CREATE OR REPLACE TRIGGER region_member_is_in_one_region BEFORE INSERT OR UPDATE ON region_member
        FOR EACH ROW EXECUTE FUNCTION refuse_second_region()
    """,
)
STATEMENTS = (*STAYING, *ENDED_ONCE, *BOOKINGS, *DAYS, *SUCCESSION, *REGIONS)


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="registry", description=DESCRIPTION)

    async def run() -> None:
        for statement in STATEMENTS:
            await engine().run_ddl(statement)

    manager.add_raw(run)
    return manager
