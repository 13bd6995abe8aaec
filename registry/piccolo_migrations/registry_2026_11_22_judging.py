"""Everything that the judge of bookings must know of an adviser and of municipalities, read at one moment."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from registry.transactions import engine

ID = "2026-11-22T12:00:00:000003"
VERSION = "1.38.0"
DESCRIPTION = "What a booking is judged by"

STATEMENTS = (
    # Planning this query anew costs five times what running it does, and left alone the planner would.
    """
    CREATE OR REPLACE FUNCTION facts_of_booking(of_files uuid[], of_persons uuid[], of_adviser uuid, of_codes text[],
        of_municipality text, on_day date, of_first_day date, besides uuid, of_allotment uuid) RETURNS text
    LANGUAGE plpgsql STABLE SET plan_cache_mode = force_generic_plan AS $$
    BEGIN
        RETURN (
        WITH named AS MATERIALIZED (
        SELECT municipality.id, organisation, code, organisation.name, valid_from, valid_to,
            (SELECT json_agg(json_build_array(later.code, later_organisation.name) ORDER BY later.code)
                FROM municipality_succession
                JOIN municipality AS later ON later.id = municipality_succession.successor
                JOIN organisation AS later_organisation ON later_organisation.id = later.organisation
                WHERE municipality_succession.predecessor = municipality.id AND municipality.valid_to IS NOT NULL)
                AS successors,
            (SELECT array_agg(DISTINCT partnership) FROM partnership_member
                WHERE partnership_member.municipality = municipality.organisation AND partnership_member.valid_from <= on_day
                    AND (partnership_member.valid_to IS NULL OR partnership_member.valid_to >= on_day)) AS partnerships
        FROM municipality JOIN organisation ON organisation.id = municipality.organisation
        WHERE code = ANY(of_codes)
        ), pool AS MATERIALIZED (
        SELECT allotment.id, allotment.holder, organisation.name AS holder_name, allotment.programme, allotment.recorded_at,
            programme.first_day AS programme_first_day, programme.last_day AS programme_last_day,
            period.first_day, period.last_day, programme.schemes,
            (SELECT to_json(policy) FROM day_policy_of(allotment.programme, allotment.holder, on_day) AS policy) AS policy,
            (SELECT json_object_agg(kind, json_build_array(id, balance)) FROM day_account
                WHERE day_account.allotment = allotment.id AND kind IN ('available', 'reserved')) AS accounts
        FROM allotment
        JOIN programme ON programme.id = allotment.programme
        JOIN organisation ON organisation.id = allotment.holder
        JOIN allotment_period AS period ON period.allotment = allotment.id
        WHERE allotment.id = of_allotment
            OR allotment.holder IN (SELECT unnest(organisation || partnerships) FROM named WHERE code = of_municipality)
        ), booked AS MATERIALIZED (
        SELECT municipality, allotment.programme, first_day, last_day, quarters, used, entered, state
        FROM booking_now JOIN allotment ON allotment.id = booking_now.allotment
        WHERE adviser = ANY(of_files) AND booking_now.id IS DISTINCT FROM besides AND state NOT IN ('declined', 'lapsed')
            AND (used > 0 OR state NOT IN ('completed', 'cancelled'))
        UNION ALL
        SELECT booking_now.municipality, allotment.programme, booking_change.first_day, booking_change.last_day,
            booking_change.quarters - booking_now.quarters, 0, 0, NULL
        FROM booking_now JOIN booking_change ON booking_change.booking = booking_now.id AND booking_change.ending IS NULL
        JOIN allotment ON allotment.id = booking_now.allotment
        WHERE adviser = ANY(of_files) AND booking_now.id IS DISTINCT FROM besides
            AND booking_change.quarters > booking_now.quarters
        )
        SELECT json_build_object(
            'municipalities', coalesce((SELECT json_agg(named) FROM named), '[]'),
            'pools', (SELECT json_agg(pool ORDER BY pool.recorded_at, pool.id) FROM pool),
            'intakes', (SELECT json_agg(intakes) FROM (
        SELECT intake.programme, intake.holder, intake.coordinator, intake_member.municipality,
            EXISTS (SELECT 1 FROM intake_event
                WHERE intake_event.intake = intake.id AND step IN ('completed', 'taken-over')) AS completed
        FROM intake_member JOIN intake ON intake.id = intake_member.intake
        WHERE intake_member.municipality IN (SELECT organisation FROM named)
            AND NOT EXISTS (SELECT 1 FROM intake_event WHERE intake_event.intake = intake.id AND step = 'cancelled')
        ) AS intakes),
            'certificates', (SELECT json_agg(certificates) FROM (
        SELECT valid_from, valid_until, snapshot::json AS snapshot,
            (SELECT json_agg(json_build_array(kind, effective_on, recorded_at) ORDER BY id) FROM certificate_event
                WHERE certificate_event.certificate = certificate.id) AS events
        FROM certificate WHERE adviser = ANY(of_files)
        ) AS certificates),
            'booked', (SELECT json_agg(booked) FROM booked),
            'worked', (SELECT json_agg(json_build_array(day, quarters)) FROM (
                SELECT day, sum(quarters) AS quarters FROM worked_day
                WHERE adviser = ANY(of_files) AND (ending IS NULL OR ending = 'approved')
                    AND day >= date_trunc('year', least(of_first_day, (SELECT min(first_day) FROM booked))::timestamp)::date
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
                FROM person JOIN adviser ON adviser.person = person.id WHERE adviser.id = of_adviser AND erased_at IS NULL),
            'reserved', (SELECT sum(CASE day_posting.kind WHEN 'reserve' THEN quarters ELSE -quarters END)
                FROM day_posting JOIN day_account ON day_account.id = day_posting.target OR day_account.id = day_posting.source
                WHERE booking = besides AND day_posting.kind IN ('reserve', 'use', 'release')
                    AND day_account.allotment = of_allotment AND day_account.kind = 'reserved')
        )::text
        );
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
