"""What waits for a certifier about certificates of their body; not what they prepared where a second person decides."""

from registry.appeals.rules import ACKNOWLEDGED_WITHIN, DECIDED_WITHIN
from registry.home.rules import Dated, Kind
from registry.permissions import Permission, Role
from registry.texts import Text

_DAY = "AT TIME ZONE 'Europe/Amsterdam')::date"
_SCHEMES = "(SELECT scheme FROM scheme_version WHERE certification_body = ANY($1))"
_VERSIONS = "(SELECT id FROM scheme_version WHERE certification_body = ANY($1))"
_APPEALS = f"""
SELECT appeal.id::text AS subject,
    (appeal.received_at {_DAY}
        + CASE last.step WHEN 'received' THEN {ACKNOWLEDGED_WITHIN.days} ELSE {DECIDED_WITHIN.days} END AS day
FROM appeal CROSS JOIN LATERAL (
    SELECT step, account, (
        SELECT handler FROM appeal_event WHERE appeal_event.appeal = appeal.id AND step = 'assigned' ORDER BY id DESC LIMIT 1
    ) AS handler
    FROM appeal_event WHERE appeal_event.appeal = appeal.id ORDER BY id DESC LIMIT 1
) AS last
WHERE appeal.body = ANY($1) AND (
    last.step IN ('received', 'acknowledged')
    OR last.step = 'assigned' AND last.handler IN (SELECT id FROM own_person)
    OR last.step = 'prepared' AND last.account NOT IN (SELECT id FROM own_account))
"""  # noqa: S608  our own text
_OVERDUE = f"""
SELECT certificate.number AS subject, pause.resolve_by AS day
FROM certificate CROSS JOIN LATERAL (
    SELECT kind, resolve_by FROM certificate_event
    WHERE certificate_event.certificate = certificate.id AND kind IN ('suspended', 'reinstated') AND effective_on <= $4
    ORDER BY effective_on DESC, id DESC LIMIT 1
) AS pause
WHERE pause.kind = 'suspended' AND pause.resolve_by < $4 AND certificate.valid_until >= $4
    AND certificate.id IN (SELECT certificate FROM certificate_event WHERE resolve_by < $4)
    AND certificate.scheme_version IN {_VERSIONS}
    AND NOT EXISTS (SELECT 1 FROM certificate_event AS ending WHERE ending.certificate = certificate.id
        AND (ending.kind = 'voided' OR ending.effective_on <= $4 AND ending.kind IN ('withdrawn', 'superseded', 'replaced')))
"""  # noqa: S608  our own text


_P = Permission
CERTIFYING = (
    Kind(
        "measures-to-decide",
        Role.CERTIFIER,
        _P.DECIDE_CERTIFICATES,
        Text("Beslissen over maatregelen", "Decide on measures"),
        Text("voorgesteld door een collega", "proposed by a colleague"),
        Text("Beslis als tweede persoon over een certificaat.", "Decide on a certificate as the second person."),
        "/maatregelen",
        f"""
SELECT measure.id::text AS subject, (measure.prepared_at {_DAY} AS day
FROM certificate_measure AS measure JOIN certificate ON certificate.id = measure.certificate
WHERE measure.ending IS NULL AND certificate.scheme_version IN {_VERSIONS}
    AND measure.prepared_by NOT IN (SELECT id FROM own_account)
""",  # noqa: S608  our own text
        one="/maatregelen/{subject}",
    ),
    Kind(
        "suspensions-overdue",
        Role.CERTIFIER,
        _P.DECIDE_CERTIFICATES,
        Text("Schorsingen over hun uiterste dag", "Suspensions past their day"),
        Text("te laat opgelost", "resolved too late"),
        Text("Hef de schorsing op of trek het certificaat in.", "End the suspension or withdraw the certificate."),
        "/certificaatbeheer",
        _OVERDUE,
        dated=Dated.BY,
        one="/certificaatbeheer/{subject}",
    ),
    Kind(
        "appeals",
        Role.CERTIFIER,
        _P.HANDLE_APPEALS,
        Text("Bezwaren en klachten", "Appeals and complaints"),
        Text("wachten op u", "wait for you"),
        Text(
            "Bevestig de ontvangst, wijs toe, bereid voor of beslis.",
            "Acknowledge, assign, prepare or decide.",
        ),
        "/bezwaren",
        _APPEALS,
        dated=Dated.BY,
        one="/bezwaren/{subject}",
    ),
    Kind(
        "education",
        Role.CERTIFIER,
        _P.DECIDE_CERTIFICATES,
        Text("Bijscholing beoordelen", "Judge continuing education"),
        Text("ingevuld door houders", "entered by holders"),
        Text("Keur bijscholing goed of af.", "Accept or refuse continuing education."),
        "/hercertificeringen",
        f"""
SELECT entry.id::text AS subject, (entry.recorded_at {_DAY} AS day FROM education_entry AS entry
WHERE entry.outcome IS NULL AND entry.adviser IN (SELECT adviser FROM certificate WHERE scheme_version IN {_VERSIONS})
""",  # noqa: S608  our own text
    ),
    Kind(
        "reviews",
        Role.CERTIFIER,
        _P.DECIDE_CERTIFICATES,
        Text("Herbeoordelingen", "Reviews"),
        Text("open", "open"),
        Text("Kijk of een certificaat kan blijven.", "See whether a certificate can stand."),
        "/herbeoordelingen",
        f"""
SELECT review.id::text AS subject, (review.opened_at {_DAY} AS day
FROM certificate_review AS review JOIN certificate ON certificate.id = review.certificate
WHERE review.closed_at IS NULL AND certificate.scheme_version IN {_VERSIONS}
""",  # noqa: S608  our own text
        one="/herbeoordelingen/{subject}",
    ),
    Kind(
        "reports",
        Role.CERTIFIER,
        _P.DECIDE_CERTIFICATES,
        Text("Meldingen van houders", "Reports of holders"),
        Text("nog niet gelezen", "not read yet"),
        Text("Lees wat er voor een houder verandert.", "Read what changes for a holder."),
        "/meldingen",
        f"""
SELECT report.id::text AS subject, (report.reported_at {_DAY} AS day
FROM self_report AS report JOIN certificate ON certificate.id = report.certificate
WHERE report.seen_at IS NULL AND certificate.scheme_version IN {_VERSIONS}
""",  # noqa: S608  our own text
        one="/meldingen/{subject}",
    ),
    Kind(
        "takeovers",
        Role.CERTIFIER,
        _P.DECIDE_CERTIFICATES,
        Text("Certificaten van elders", "Certificates from elsewhere"),
        Text("lijsten van een collega", "lists of a colleague"),
        Text("Beslis als tweede persoon over een lijst.", "Decide on a list as the second person."),
        "/overnames?stand=wacht",
        f"""
SELECT takeover.id::text AS subject, (takeover.prepared_at {_DAY} AS day FROM takeover
WHERE takeover.ending IS NULL AND takeover.scheme IN {_SCHEMES} AND takeover.prepared_by NOT IN (SELECT id FROM own_account)
""",  # noqa: S608  our own text
        one="/overnames/{subject}",
    ),
)
"""The kinds of a certifier about certificates."""
