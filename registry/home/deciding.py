"""What waits for a certifier about dossiers and their own independence; not what they prepared where a second decides."""

from registry.dossiers.holds import STOPPED
from registry.home.rules import Dated, Kind
from registry.permissions import Permission, Role
from registry.texts import Text

_DAY = "AT TIME ZONE 'Europe/Amsterdam')::date"
_SCHEMES = "(SELECT scheme FROM scheme_version WHERE certification_body = ANY($1))"
_COLLEAGUES = "(SELECT account FROM membership WHERE role = 'certifier' AND organisation = ANY($1))"
_FREE = f"NOT {STOPPED}"


def _dossiers(steps: str, besides: str) -> str:
    """The dossiers of the body whose last step is one of these."""
    return f"""
SELECT dossier.id::text AS subject, (last.recorded_at {_DAY} AS day
FROM dossier_event AS last JOIN dossier ON dossier.id = last.dossier
WHERE last.step IN ({steps}) AND dossier.scheme IN {_SCHEMES} AND {besides}
    AND NOT EXISTS (SELECT 1 FROM dossier_event AS later WHERE later.dossier = last.dossier AND later.id > last.id)
"""  # noqa: S608  our own text


_P = Permission
_SECOND = Text("voorbereid door een collega", "prepared by a colleague")
DECIDING = (
    Kind(
        "dossiers-to-admit",
        Role.CERTIFIER,
        _P.ADMIT_DOSSIERS,
        Text("Kandidaten toelaten", "Admit candidates"),
        Text("aangevraagd", "applied"),
        Text("Stel vast wie de kandidaat is.", "Establish who the candidate is."),
        "/dossiers?stand=applied",
        _dossiers("'applied'", "TRUE"),
        one="/dossiers/{subject}",
    ),
    Kind(
        "dossiers-to-prepare",
        Role.CERTIFIER,
        _P.DECIDE_DOSSIERS,
        Text("Besluiten voorbereiden", "Prepare decisions"),
        Text("compleet", "complete"),
        Text("Bekijk het bewijs en geef advies.", "Look at the evidence and advise."),
        "/dossiers?stand=complete",
        _dossiers("'completed', 'returned'", _FREE),
        one="/dossiers/{subject}",
    ),
    Kind(
        "dossiers-to-decide",
        Role.CERTIFIER,
        _P.DECIDE_DOSSIERS,
        Text("Beslissen over dossiers", "Decide on dossiers"),
        _SECOND,
        Text(
            "Beslis als tweede persoon. Mag u over een dossier niet beslissen? Dan staat daar waarom.",
            "Decide as the second person. May you not decide on a dossier? Then it says why.",
        ),
        "/dossiers?stand=prepared",
        _dossiers("'prepared'", "last.account NOT IN (SELECT id FROM own_account) AND " + _FREE),  # noqa: S608  our own text
        one="/dossiers/{subject}",
    ),
    Kind(
        "renewals",
        Role.CERTIFIER,
        _P.DECIDE_CERTIFICATES,
        Text("Hercertificering", "Recertification"),
        Text("aanvragen die nog niet compleet zijn", "applications that are not complete"),
        Text("Kijk of de houder aan de eisen voldoet.", "See whether the holder meets the requirements."),
        "/hercertificeringen",
        _dossiers("'admitted', 'reopened'", "dossier.renews IS NOT NULL"),
    ),
    Kind(
        "equivalence",
        Role.CERTIFIER,
        _P.DECIDE_DOSSIERS,
        Text("Vrijstellingen", "Exemptions"),
        Text("verzoeken die wachten", "requests that wait"),
        Text("Bereid het verzoek voor, of beslis als tweede persoon.", "Prepare the request, or decide as the second person."),
        "/vrijstellingen",
        f"""
SELECT asked.id::text AS subject, (asked.asked_at {_DAY} AS day
FROM equivalence_request AS asked JOIN dossier ON dossier.id = asked.dossier
WHERE asked.granted IS NULL AND dossier.scheme IN {_SCHEMES}
    AND (asked.prepared_by IS NULL OR asked.prepared_by NOT IN (SELECT id FROM own_account))
    AND NOT EXISTS (SELECT 1 FROM dossier_event AS over WHERE over.dossier = dossier.id
        AND over.step IN ('not-admitted', 'granted', 'refused', 'abandoned'))
""",  # noqa: S608  our own text
        one="/vrijstellingen/{subject}",
    ),
    Kind(
        "waivers",
        Role.CERTIFIER,
        _P.DECLARE_CONFLICTS,
        Text("Ontheffingen", "Waivers"),
        Text("gevraagd door een collega", "asked by a colleague"),
        Text("Beslis of een collega ontheffing krijgt.", "Decide whether a colleague gets a waiver."),
        "/ontheffingen?stand=wacht",
        f"""
SELECT waiver.id::text AS subject, (waiver.asked_at {_DAY} AS day FROM impartiality_waiver AS waiver
WHERE waiver.granted IS NULL AND waiver.asked_by IN {_COLLEAGUES} AND waiver.person NOT IN (SELECT id FROM own_person)
    AND waiver.asked_by NOT IN (SELECT id FROM own_account)
""",  # noqa: S608  our own text
    ),
    Kind(
        "own-statement",
        Role.CERTIFIER,
        _P.DECLARE_CONFLICTS,
        Text("Uw belangenverklaring", "Your conflict statement"),
        Text("verloopt binnen 30 dagen", "expires within 30 days"),
        Text(
            "Leg de verklaring af. Zonder kunt u niets voorbereiden of beslissen.",
            "Make the statement. Without it you cannot prepare or decide anything.",
        ),
        "/belangen",
        """
SELECT 'own' AS subject, max(valid_until) AS day FROM conflict_statement
WHERE person IN (SELECT id FROM own_person) AND valid_from <= $4
HAVING coalesce(max(valid_until), $4) <= $4 + 30
""",
        dated=Dated.BY,
    ),
)
"""The kinds of a certifier about dossiers."""
