"""What waits for an adviser: answers, their certificate, their availability and what municipalities found."""

from registry.evaluations.rules import TOGETHER
from registry.home.rules import Dated, Kind
from registry.permissions import Permission, Role
from registry.texts import Text

_ADVISER = Role.ADVISER
_NOT_ENDED = """
    AND NOT EXISTS (SELECT 1 FROM certificate_event AS ending WHERE ending.certificate = certificate.id
        AND (ending.kind = 'voided' OR ending.effective_on <= $4 AND ending.kind IN ('withdrawn', 'superseded', 'replaced')))
"""
OWN = (
    Kind(
        "bookings-to-answer",
        _ADVISER,
        Permission.ANSWER_BOOKINGS,
        Text("Boekingen beantwoorden", "Answer bookings"),
        Text("wachten op uw antwoord", "wait for your answer"),
        Text("Zeg of u het doet.", "Say whether you will."),
        "/mijn-boekingen?stand=te-beantwoorden",
        """
SELECT booking_now.id::text AS subject, least(
    CASE WHEN booking_now.state = 'requested' THEN least(booking_now.answer_by, booking_now.last_day) END,
    change.answer_by, change.last_day) AS day
FROM booking_now LEFT JOIN booking_change AS change ON change.booking = booking_now.id AND change.ending IS NULL
WHERE booking_now.adviser IN (SELECT id FROM own_file) AND (booking_now.state = 'requested' OR change.id IS NOT NULL)
""",
        dated=Dated.BY,
        one="/mijn-boekingen/{subject}",
    ),
    Kind(
        "own-certificate-near-its-end",
        _ADVISER,
        Permission.KEEP_OWN_FILE,
        Text("Uw certificaat loopt af", "Your certificate ends"),
        Text("binnen een half jaar", "within half a year"),
        Text("Kijk wat u nodig heeft voor een nieuw certificaat.", "See what you need for a new certificate."),
        "/hercertificering",
        f"""
SELECT certificate.number AS subject, certificate.valid_until AS day FROM certificate
WHERE certificate.adviser IN (SELECT id FROM own_file)
    AND certificate.valid_until >= $4 AND certificate.valid_until <= $4 + INTERVAL '6 months'
    AND NOT EXISTS (SELECT 1 FROM certificate AS next WHERE next.predecessor = certificate.id)
{_NOT_ENDED}
""",  # noqa: S608  our own text
        dated=Dated.ENDS,
    ),
    Kind(
        "availability-not-stated",
        _ADVISER,
        Permission.ANSWER_BOOKINGS,
        Text("Uw beschikbaarheid", "Your availability"),
        Text("nog niet opgegeven", "not stated yet"),
        Text(
            "Geef op welke dagen u kunt werken. Tot dan telt elke werkdag mee.",
            "State on which days you can work. Until then every working day counts.",
        ),
        "/mijn-beschikbaarheid",
        f"""
SELECT certificate.number AS subject, NULL::date AS day FROM certificate
WHERE certificate.adviser IN (SELECT id FROM own_file) AND $4 BETWEEN certificate.valid_from AND certificate.valid_until
    AND NOT EXISTS (SELECT 1 FROM availability WHERE availability.adviser IN (SELECT id FROM own_file)
        AND (availability.last_day IS NULL OR availability.last_day >= $4))
{_NOT_ENDED}
ORDER BY certificate.valid_until DESC LIMIT 1
""",  # noqa: S608  our own text
    ),
    Kind(
        "days-rejected",
        _ADVISER,
        Permission.ANSWER_BOOKINGS,
        Text("Afgekeurde dagen", "Rejected days"),
        Text("in de laatste 30 dagen", "in the last 30 days"),
        Text("Lees waarom, en vul de dag zo nodig opnieuw in.", "Read why, and enter the day again where needed."),
        "/mijn-boekingen",
        """
SELECT worked.booking::text AS subject, (worked.ended_at AT TIME ZONE 'Europe/Amsterdam')::date AS day
FROM worked_day AS worked WHERE worked.adviser IN (SELECT id FROM own_file) AND worked.ending = 'rejected'
    AND worked.ended_at > $5 - INTERVAL '30 days' AND NOT EXISTS (
        SELECT 1 FROM worked_day AS again WHERE again.booking = worked.booking AND again.day = worked.day
            AND again.ending IS DISTINCT FROM 'rejected')
""",
        one="/mijn-boekingen/{subject}",
    ),
    Kind(
        "evaluations-to-read",
        _ADVISER,
        Permission.ANSWER_BOOKINGS,
        Text("Beoordelingen zonder reactie", "Evaluations without a reply"),
        Text("van gemeenten", "of municipalities"),
        Text("Lees de beoordeling. U mag één keer reageren.", "Read the evaluation. You may reply once."),
        "/mijn-beoordelingen",
        f"""
SELECT found.id::text AS subject, NULL::date AS day FROM (
    SELECT id, row_number() OVER (ORDER BY recorded_at, id) AS place, count(*) OVER () AS number
    FROM evaluation WHERE adviser IN (SELECT id FROM own_file)
) AS found
WHERE found.place <= found.number - found.number % {TOGETHER}
    AND NOT EXISTS (SELECT 1 FROM evaluation_reply AS reply WHERE reply.evaluation = found.id)
""",  # noqa: S608  our own text
    ),
)
"""The kinds of an adviser."""
