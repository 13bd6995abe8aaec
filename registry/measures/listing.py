"""Certificates that were issued, and measures on them, as lists to save."""

from datetime import date

import asyncpg

from registry.certificates.wording import STATUSES
from registry.exports.listing import Column, Exported, Kind, Row
from registry.exports.outline import ALL, Outline
from registry.measures import finding
from registry.measures.schemas import MeasureOut
from registry.measures.wording import ACTS, ENDINGS
from registry.people.ordering import Named
from registry.permissions import Actor
from registry.sieves.choosing import Choice
from registry.sieves.sieve import Sifted
from registry.texts import Text

_NUMBER = Column(Text("Certificaat", "Certificate"), width=16)
_HOLDER = Column(Text("Op naam van", "Holder"))
_SCHEME = Column(Text("Certificatieschema", "Certification scheme"), width=20)
_CERTIFICATES = (
    _NUMBER,
    _HOLDER,
    _SCHEME,
    Column(Text("Versie", "Version"), Kind.WHOLE),
    Column(Text("Status", "Status"), width=18, words=STATUSES),
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
    Text("De maatregelen, zoals zij nu staan.", "The measures, as they stand."),
)


async def certificates(choice: Choice, *, actor: Actor, today: date) -> Exported:
    """The certificates that were chosen among those of the actor's body, with their status today; an auditor sees all."""
    chosen = [(_SCHEME.heading, choice.others["schema"] or ALL), *finding.CERTIFICATES.stamped(choice)]
    query = finding.query(choice, actor=actor, today=today)
    return await _STATUS_TODAY.read(query, _certificate, actor=actor, today=today, chosen=chosen)


def measures(found: Sifted[Named[MeasureOut]], *, actor: Actor, today: date) -> Exported:
    """These measures on certificates that the actor's body issued; an auditor sees all."""
    return _MEASURES_NOW.of([_measure(each.told) for each in found.rows], actor=actor, today=today, chosen=found.stamped)


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


def _measure(each: MeasureOut) -> Row:
    return (
        each.certificate,
        each.name,
        each.scheme,
        each.measure,
        each.effective_on,
        each.reason.code if each.reason else None,
        each.resolve_by,
        each.prepared_by,
        each.prepared_at,
        each.ending,
        each.ended_by,
        each.ended_at,
        str(each.id),
    )
