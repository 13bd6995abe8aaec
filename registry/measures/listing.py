"""Certificates that were issued, and measures on them, as lists to save."""

from datetime import date

import asyncpg

from registry.certificates.wording import STATUSES
from registry.exports.cursor import Query, named
from registry.exports.listing import Column, Exported, Kind, Row
from registry.exports.outline import ALL, Outline
from registry.measures import finding
from registry.measures.finding import Sought
from registry.measures.reading import bodies_of
from registry.measures.wording import ACTS, ENDINGS
from registry.permissions import Actor
from registry.texts import Text

_NUMBER = Column(Text("Certificaat", "Certificate"), width=16)
_HOLDER = Column(Text("Op naam van", "Holder"))
_SCHEME = Column(Text("Certificatieschema", "Certification scheme"), width=20)
_STATUS = Text("Status", "Status")
_WORDS = Text("Naam of nummer", "Name or number")
_CERTIFICATES = (
    _NUMBER,
    _HOLDER,
    _SCHEME,
    Column(Text("Versie", "Version"), Kind.WHOLE),
    Column(_STATUS, width=18, words=STATUSES),
    Column(Text("Geldig vanaf", "Valid from"), Kind.DAY),
    Column(Text("Geldig tot en met", "Valid through"), Kind.DAY),
    Column(Text("Uitgegeven op", "Issued at"), Kind.INSTANT),
    Column(Text("Er wacht een maatregel", "A measure waits"), Kind.TRUTH),
)
_MEASURES = (
    _NUMBER,
    _HOLDER,
    _SCHEME,
    Column(Text("Maatregel", "Measure"), width=20, words=ACTS),
    Column(Text("Vanaf", "From"), Kind.DAY),
    Column(Text("Reden", "Reason"), width=24),
    Column(Text("Uiterlijk opgelost op", "Resolve by"), Kind.DAY),
    Column(Text("Voorgesteld door", "Proposed by")),
    Column(Text("Voorgesteld op", "Proposed at"), Kind.INSTANT),
    Column(Text("Afloop", "Ending"), width=18, words=ENDINGS),
    Column(Text("Door", "By")),
    Column(Text("Op", "At"), Kind.INSTANT),
    Column(Text("Kenmerk", "Reference"), width=38),
)
_PROPOSED = f"""
SELECT measure.*, certificate.number, {named("person")} AS name, scheme.code AS scheme,
    {named("preparer")} AS preparer_name, {named("ender")} AS ender_name
FROM certificate_measure AS measure
JOIN certificate ON certificate.id = measure.certificate
JOIN scheme_version ON scheme_version.id = certificate.scheme_version
JOIN scheme ON scheme.id = scheme_version.scheme
JOIN adviser ON adviser.id = certificate.adviser
JOIN person ON person.id = adviser.person
JOIN account AS prepared ON prepared.id = measure.prepared_by
JOIN person AS preparer ON preparer.id = prepared.person
LEFT JOIN account AS ended ON ended.id = measure.ended_by
LEFT JOIN person AS ender ON ender.id = ended.person
WHERE ($1::uuid[] IS NULL OR scheme_version.certification_body = ANY($1)) AND (measure.ending IS NOT NULL) = $2
ORDER BY measure.prepared_at, measure.id
"""  # noqa: S608  our own columns
_STATUS_TODAY = Outline(
    "certificaten",
    Text("Certificaten", "Certificates"),
    _CERTIFICATES,
    Text(
        "De certificaten, met hun status op de dag van het bestand.",
        "The certificates, with their status on the day of the file.",
    ),
)
_MEASURES_NOW = Outline(
    "maatregelen",
    Text("Maatregelen", "Measures"),
    _MEASURES,
    Text("De maatregelen, de oudste eerst, zoals zij nu staan.", "The measures, the oldest first, as they stand."),
)
_WHICH = {
    False: Text("Maatregelen die wachten", "Measures that wait"),
    True: Text("Afgehandelde maatregelen", "Ended measures"),
}


async def certificates(sought: Sought, *, actor: Actor, today: date) -> Exported:
    """The certificates that are sought among those of the actor's body, with their status today; an auditor sees all."""
    chosen = [
        (_STATUS, STATUSES[sought.status] if sought.status else ALL),
        (_SCHEME.heading, sought.scheme or ALL),
        (_WORDS, sought.words or ALL),
    ]
    query = finding.query(sought, actor=actor, today=today)
    return await _STATUS_TODAY.read(query, _certificate, actor=actor, today=today, chosen=chosen)


async def measures(*, ended: bool, actor: Actor, today: date) -> Exported:
    """The measures on certificates that the actor's body issued, the oldest first: those that wait, or those that ended.

    An auditor sees all.
    """
    query = Query(_PROPOSED, (bodies_of(actor), ended))
    chosen = [(Text("Welke maatregelen", "Which measures"), _WHICH[ended])]
    return await _MEASURES_NOW.read(query, _measure, actor=actor, today=today, chosen=chosen)


def _certificate(row: asyncpg.Record) -> Row:
    return (
        row["number"],
        row["name"],
        row["scheme"],
        row["version"],
        row["status"],
        row["valid_from"],
        row["valid_until"],
        row["recorded_at"],
        row["measure_open"],
    )


def _measure(row: asyncpg.Record) -> Row:
    return (
        row["number"],
        row["name"],
        row["scheme"],
        row["kind"],
        row["effective_on"],
        row["reason"],
        row["resolve_by"],
        row["preparer_name"],
        row["prepared_at"],
        row["ending"],
        row["ender_name"],
        row["ended_at"],
        str(row["id"]),
    )
