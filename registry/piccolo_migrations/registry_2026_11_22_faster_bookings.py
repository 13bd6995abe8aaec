"""What a booking is judged by is found by index, however few or many rows the planner counted on."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from registry.transactions import engine

ID = "2026-11-22T15:30:00:000001"
VERSION = "1.38.0"
DESCRIPTION = "What a booking is judged by is found by index"

STATEMENTS = (
    # Left at a thousand, the planner reads all advisers to find the few of one person.
    "ALTER FUNCTION files_of_same_person(uuid) ROWS 2",
    # Planning these queries anew costs five times what running them does, and left alone the planner would. It counts on ten
    # rows for an array, so that names are looked up one by one: joined, it would read all organisations each time. A plan is
    # kept as long as its connection, so one that was made while there were few bookings must not read all of them.
    """
    CREATE OR REPLACE FUNCTION facts_of_booking(of_files uuid[], of_persons uuid[], of_adviser uuid, of_codes text[],
        of_municipality text, on_day date, of_first_day date, besides uuid, of_allotment uuid) RETURNS text
    LANGUAGE plpgsql STABLE SET plan_cache_mode = force_generic_plan SET enable_seqscan = off AS $$
    DECLARE
        named json; named_ids uuid[]; own uuid; holders uuid[]; booked json; earliest date; held bigint;
    BEGIN
        SELECT json_agg(json_build_object('organisation', organisation, 'code', code, 'name', name, 'valid_from', valid_from,
                'valid_to', valid_to, 'successors', successors, 'partnerships', partnerships)),
            array_agg(organisation), (array_agg(organisation) FILTER (WHERE code = of_municipality))[1]
        INTO named, named_ids, own
        FROM (
            SELECT organisation, code, valid_from, valid_to,
                (SELECT name FROM organisation WHERE organisation.id = municipality.organisation) AS name,
                CASE WHEN valid_to IS NOT NULL THEN (
                    SELECT json_agg(json_build_array(later.code, later_organisation.name) ORDER BY later.code)
                    FROM municipality_succession
                    JOIN municipality AS later ON later.id = municipality_succession.successor
                    JOIN organisation AS later_organisation ON later_organisation.id = later.organisation
                    WHERE municipality_succession.predecessor = municipality.id) END AS successors,
                ARRAY(SELECT DISTINCT partnership FROM partnership_member
                    WHERE partnership_member.municipality = municipality.organisation
                        AND partnership_member.valid_from <= on_day
                        AND (partnership_member.valid_to IS NULL OR partnership_member.valid_to >= on_day)) AS partnerships
            FROM municipality WHERE code = ANY(of_codes)
        ) AS each;
        holders := ARRAY(
            SELECT own
            UNION ALL
            SELECT partnership FROM partnership_member
            WHERE partnership_member.municipality = own AND partnership_member.valid_from <= on_day
                AND (partnership_member.valid_to IS NULL OR partnership_member.valid_to >= on_day)
            UNION ALL
            SELECT holder FROM allotment WHERE id = of_allotment);
        SELECT json_agg(json_build_object('municipality', municipality, 'first_day', first_day, 'last_day', last_day,
                'programme', (SELECT programme FROM allotment WHERE allotment.id = booking_now.allotment),
                'quarters', quarters, 'used', used, 'entered', entered, 'state', state,
                'waiting', (SELECT json_build_array(first_day, last_day, quarters) FROM booking_change
                    WHERE booking_change.booking = booking_now.id AND ending IS NULL))),
            min(first_day)
        INTO booked, earliest
        FROM booking_now
        WHERE adviser = ANY(of_files) AND id IS DISTINCT FROM besides AND state NOT IN ('declined', 'lapsed')
            AND (used > 0 OR state NOT IN ('completed', 'cancelled'));
        IF besides IS NOT NULL THEN
            SELECT sum(CASE day_posting.kind WHEN 'reserve' THEN quarters ELSE -quarters END) INTO held
            FROM day_posting JOIN day_account ON day_account.id = day_posting.target OR day_account.id = day_posting.source
            WHERE booking = besides AND day_posting.kind IN ('reserve', 'use', 'release')
                AND day_account.allotment = of_allotment AND day_account.kind = 'reserved';
        END IF;
        RETURN json_build_object(
            'municipalities', coalesce(named, '[]'),
            'pools', (SELECT json_agg(json_build_object('id', allotment.id, 'holder', allotment.holder,
                    'holder_name', (SELECT name FROM organisation WHERE organisation.id = allotment.holder),
                    'programme', allotment.programme, 'programme_first_day', programme.first_day,
                    'programme_last_day', programme.last_day, 'first_day', period.first_day, 'last_day', period.last_day,
                    'schemes', programme.schemes,
                    'policy', (SELECT json_build_object('per_booking', per_booking, 'per_adviser', per_adviser,
                            'per_adviser_per_year', per_adviser_per_year, 'answer_days', answer_days)
                        FROM day_policy_of(allotment.programme, allotment.holder, on_day)),
                    'accounts', (SELECT json_object_agg(kind, json_build_array(id, balance)) FROM day_account
                        WHERE day_account.allotment = allotment.id AND kind IN ('available', 'reserved'))
                    ) ORDER BY allotment.recorded_at, allotment.id)
                FROM allotment
                JOIN programme ON programme.id = allotment.programme
                JOIN allotment_period AS period ON period.allotment = allotment.id
                WHERE allotment.holder = ANY(holders)),
            'intakes', (SELECT json_agg(json_build_object('programme', intake.programme, 'holder', intake.holder,
                    'municipality', intake_member.municipality,
                    'coordinators', ARRAY(
                        SELECT intake.coordinator WHERE intake.coordinator IS NOT NULL UNION ALL
                        SELECT (SELECT person FROM account WHERE account.id = intake_event.account) FROM intake_event
                        WHERE intake_event.intake = intake.id AND account IS NOT NULL
                            AND step IN ('planned', 'held', 'completed')),
                    'completed', EXISTS (SELECT 1 FROM intake_event
                        WHERE intake_event.intake = intake.id AND step IN ('completed', 'taken-over'))))
                FROM intake_member JOIN intake ON intake.id = intake_member.intake
                WHERE intake_member.municipality = ANY(named_ids)
                    AND NOT EXISTS (SELECT 1 FROM intake_event
                        WHERE intake_event.intake = intake.id AND step = 'cancelled')),
            'certificates', (SELECT json_agg(json_build_object('valid_from', valid_from, 'valid_until', valid_until,
                    'snapshot', snapshot::json,
                    'events', (SELECT json_agg(json_build_array(kind, effective_on, recorded_at) ORDER BY id)
                        FROM certificate_event WHERE certificate_event.certificate = certificate.id)))
                FROM certificate WHERE adviser = ANY(of_files)),
            'booked', booked,
            'worked', (SELECT json_agg(json_build_array(day, quarters)) FROM (
                SELECT day, sum(quarters) AS quarters FROM worked_day
                WHERE adviser = ANY(of_files) AND (ending IS NULL OR ending = 'approved')
                    AND day >= date_trunc('year', least(of_first_day, earliest)::timestamp)::date
                GROUP BY day) AS days),
            'availability', (SELECT json_agg(json_build_array(first_day, last_day, weekdays) ORDER BY id) FROM availability
                WHERE adviser = ANY(of_files)),
            'employments', (SELECT json_agg(json_build_array(employer, valid_from, valid_to)) FROM employment
                WHERE person = ANY(of_persons)),
            'ties', (SELECT json_agg(json_build_array(organisation, valid_from, valid_to)) FROM declared_tie
                WHERE adviser = ANY(of_files)),
            'accounts', (SELECT json_agg(id) FROM account WHERE person = ANY(of_persons) AND disabled_at IS NULL),
            'name', (SELECT json_build_object(
                    'given_name', given_name, 'family_prefix', family_prefix, 'family_name', family_name)
                FROM person
                WHERE id = (SELECT person FROM adviser WHERE adviser.id = of_adviser) AND erased_at IS NULL),
            'reserved', held
        )::text;
    END $$
    """,
    # Volatile: what is read after the wait for the turn is what rivals committed meanwhile.
    """
    CREATE OR REPLACE FUNCTION booking_in_turn(of_certificate text, of_codes text[], of_municipality text, on_day date,
        of_first_day date, of_booking uuid,
        OUT adviser uuid, OUT files uuid[], OUT persons uuid[], OUT made boolean, OUT facts text)
    LANGUAGE plpgsql VOLATILE SET plan_cache_mode = force_generic_plan SET enable_seqscan = off AS $$
    BEGIN
        SELECT certificate.adviser, ARRAY(SELECT id FROM files_of_same_person(certificate.adviser) AS file (id))
        INTO adviser, files FROM certificate WHERE number = of_certificate;
        SELECT array_agg(id), array_agg(person) INTO files, persons FROM (
            SELECT id, person FROM adviser WHERE id = ANY(booking_in_turn.files) ORDER BY id FOR NO KEY UPDATE) AS in_turn;
        made := EXISTS (SELECT 1 FROM booking WHERE id = of_booking);
        IF files IS NOT NULL AND NOT made THEN
            facts := facts_of_booking(files, persons, adviser, of_codes, of_municipality, on_day, of_first_day, NULL, NULL);
        END IF;
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
