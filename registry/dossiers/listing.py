"""Dossiers as a list to save."""

from datetime import date

import asyncpg

from registry.dossiers import finding
from registry.dossiers.wording import STATES
from registry.exports.listing import Column, Exported, Kind, Row
from registry.exports.outline import ALL, Outline
from registry.permissions import Actor
from registry.sieves.choosing import Choice
from registry.texts import Text

_SCHEME = Text("Certificatieschema", "Certification scheme")
_COLUMNS = (
    Column(Text("Kandidaat", "Candidate")),
    Column(Text("Kandidaatnummer", "Candidate number"), width=16),
    Column(_SCHEME, width=20),
    Column(Text("Aangevraagd op", "Applied at"), Kind.INSTANT),
    Column(Text("Stand", "State"), width=28, words=STATES),
    Column(Text("Sinds", "Since"), Kind.INSTANT),
    Column(Text("Aangehouden", "On hold"), Kind.TRUTH),
    Column(Text("Certificaat", "Certificate"), width=16),
    Column(Text("Vernieuwt", "Renews"), width=16),
    Column(Text("Kenmerk", "Reference"), width=38),
)
_OUTLINE = Outline(
    "dossiers",
    Text("Dossiers", "Dossiers"),
    _COLUMNS,
    Text("De dossiers op volgorde van aanvraag, zoals zij nu staan.", "The dossiers in order of application, as they stand."),
)


async def dossiers(choice: Choice, *, actor: Actor, today: date) -> Exported:
    """The dossiers that were chosen among what the actor may read, in the order of the page. Raises NotAllowed."""
    chosen = [(_SCHEME, choice.others["schema"] or ALL), *finding.DOSSIERS.stamped(choice)]
    query = await finding.query(choice, actor=actor)
    return await _OUTLINE.read(query, _row, actor=actor, today=today, chosen=chosen)


def _row(row: asyncpg.Record) -> Row:
    found = finding.found_in(row)
    return (
        found.name,
        found.candidate_number,
        found.scheme,
        found.recorded_at,
        found.state,
        found.since,
        found.on_hold,
        found.certificate,
        found.renews,
        str(found.id),
    )
