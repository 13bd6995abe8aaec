"""What waits for a municipality and for an intake coordinator: days, bookings, evaluations and intakes of their own."""

from registry.home.rules import Dated, Kind
from registry.permissions import Permission, Role
from registry.texts import Text

_OWN_BOOKINGS = """
FROM booking_now WHERE booking_now.id IN (
    SELECT id FROM booking WHERE municipality IN (SELECT with_predecessors($1))
    UNION SELECT booking FROM booking_terms WHERE municipality IN (SELECT with_predecessors($1)))
AND booking_now.municipality IN (SELECT with_predecessors($1))
"""
_INTAKES = """
FROM intake CROSS JOIN LATERAL (
    SELECT step, (recorded_at AT TIME ZONE 'Europe/Amsterdam')::date AS recorded_on FROM intake_event
    WHERE intake_event.intake = intake.id ORDER BY id DESC LIMIT 1
) AS last
WHERE intake.coordinator IN (SELECT id FROM own_person)
"""
_OF_MUNICIPALITY = (
    Kind(
        "days-to-approve",
        Role.MUNICIPALITY,
        Permission.BOOK,
        Text("Dagen goedkeuren", "Approve days"),
        Text("boekingen met dagen die wachten", "bookings with days that wait"),
        Text("Keur de gewerkte dagen goed of af.", "Approve or reject the days worked."),
        "/boekingen?stand=met-dagen",
        f"""
SELECT booking_now.id::text AS subject, (
    SELECT (min(entered_at) AT TIME ZONE 'Europe/Amsterdam')::date FROM worked_day
    WHERE worked_day.booking = booking_now.id AND worked_day.ending IS NULL) AS day
{_OWN_BOOKINGS} AND booking_now.entered > 0
""",  # noqa: S608  our own text
        one="/boekingen/{subject}",
    ),
    Kind(
        "bookings-to-complete",
        Role.MUNICIPALITY,
        Permission.BOOK,
        Text("Boekingen afronden", "Complete bookings"),
        Text("met een periode die voorbij is", "with a period that is over"),
        Text("Rond de boeking af. Dagen die over zijn, komen vrij.", "Complete the booking. Days left become free."),
        "/boekingen?stand=actief",
        f"""
SELECT booking_now.id::text AS subject, booking_now.last_day + 1 AS day
{_OWN_BOOKINGS} AND booking_now.state IN ('accepted', 'resumed') AND booking_now.last_day < $4
""",
        one="/boekingen/{subject}",
    ),
    Kind(
        "bookings-frozen",
        Role.MUNICIPALITY,
        Permission.BOOK,
        Text("Stilgezette boekingen", "Frozen bookings"),
        Text("door een geschorst certificaat", "by a suspended certificate"),
        Text("Wacht af, of annuleer de boeking.", "Wait, or cancel the booking."),
        "/boekingen?stand=stilgezet",
        f"""
SELECT booking_now.id::text AS subject, (booking_now.state_since AT TIME ZONE 'Europe/Amsterdam')::date AS day
{_OWN_BOOKINGS} AND booking_now.state = 'frozen'
""",
        one="/boekingen/{subject}",
    ),
    Kind(
        "evaluations-due",
        Role.MUNICIPALITY,
        Permission.BOOK,
        Text("Inzet beoordelen", "Evaluate engagements"),
        Text("afgerond en nog niet beoordeeld", "completed and not evaluated"),
        Text("Zeg hoe een afgeronde inzet ging.", "Say how a completed engagement went."),
        "/beoordelingen",
        f"""
SELECT booking_now.id::text AS subject, (booking_now.state_since AT TIME ZONE 'Europe/Amsterdam')::date AS day
{_OWN_BOOKINGS} AND booking_now.state = 'completed'
    AND NOT EXISTS (SELECT 1 FROM evaluation WHERE evaluation.booking = booking_now.id)
""",  # noqa: S608  our own text
    ),
    Kind(
        "days-that-expire",
        Role.MUNICIPALITY,
        Permission.BOOK,
        Text("Dagen die vervallen", "Days that expire"),
        Text("dagenbudgetten met dagen over", "allotments with days left"),
        Text("Boek een adviseur voor deze dagen vervallen.", "Book an adviser before these days expire."),
        "/dagenbudgetten",
        """
SELECT allotment.id::text AS subject, period.last_day AS day
FROM allotment JOIN allotment_period AS period ON period.allotment = allotment.id
JOIN day_account AS account ON account.allotment = allotment.id AND account.kind = 'available'
WHERE allotment.holder = ANY($1) AND account.balance > 0 AND period.last_day BETWEEN $4 AND $4 + 90
""",
        dated=Dated.ENDS,
        one="/dagenbudgetten/{subject}",
    ),
)
_OF_COORDINATOR = (
    Kind(
        "intakes-to-hold",
        Role.COORDINATOR,
        Permission.HOLD_INTAKES,
        Text("Intakes houden", "Hold intakes"),
        Text("gepland", "planned"),
        Text("Houd de intake en leg vast dat die is gehouden.", "Hold the intake and record that it was held."),
        "/intakes?stand=planned",
        f"SELECT intake.id::text AS subject, intake.held_on AS day {_INTAKES} AND last.step = 'planned'",
        dated=Dated.BY,
        one="/intakes/{subject}",
    ),
    Kind(
        "intakes-to-complete",
        Role.COORDINATOR,
        Permission.HOLD_INTAKES,
        Text("Intakes afronden", "Complete intakes"),
        Text("gehouden en nog niet afgerond", "held and not completed"),
        Text("Leg de propositie vast. Dan krijgt de gemeente haar dagen.", "Record the proposition. It gives the days."),
        "/intakes?stand=held",
        f"SELECT intake.id::text AS subject, last.recorded_on AS day {_INTAKES} AND last.step = 'held'",
        one="/intakes/{subject}",
    ),
)
ENGAGING = (*_OF_MUNICIPALITY, *_OF_COORDINATOR)
"""The kinds of a municipality and of a coordinator."""
