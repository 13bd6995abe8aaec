"""Lists of certificates issued elsewhere, as a list to save."""

from datetime import date

from registry.exports.listing import Column, Exported, Kind, Row
from registry.exports.outline import Outline
from registry.permissions import Actor
from registry.sieves.sieve import Sifted
from registry.takeovers.schemas import TakeoverOut
from registry.takeovers.wording import ENDINGS
from registry.texts import Text

_COLUMNS = (
    Column(Text("Bestand", "File"), width=40),
    Column(Text("Certificatieschema", "Certification scheme"), width=20),
    Column(Text("Van welke instelling", "Issued by"), width=28),
    Column(Text("Uit welk document", "Source document"), width=40),
    Column(Text("Certificaten", "Certificates"), Kind.WHOLE),
    Column(Text("Voorbereid door", "Prepared by")),
    Column(Text("Voorbereid op", "Prepared at"), Kind.INSTANT),
    Column(Text("Afloop", "Ending"), width=18, words=ENDINGS),
    Column(Text("Door", "By")),
    Column(Text("Op", "At"), Kind.INSTANT),
    Column(Text("SHA-256", "SHA-256"), width=66),
    Column(Text("Kenmerk", "Reference"), width=38),
)
_OUTLINE = Outline(
    "overnames",
    Text("Overnames", "Takeovers"),
    _COLUMNS,
    Text(
        "De lijsten met certificaten die elders zijn uitgegeven.",
        "The lists of certificates issued elsewhere.",
    ),
)


def takeovers(found: Sifted[TakeoverOut], *, actor: Actor, today: date) -> Exported:
    """These lists, as they stand."""
    return _OUTLINE.of([_row(each) for each in found.rows], actor=actor, today=today, chosen=found.stamped)


def _row(each: TakeoverOut) -> Row:
    return (
        each.file_name,
        each.scheme,
        each.issuer,
        each.source,
        each.certificates,
        each.prepared_by,
        each.prepared_at,
        each.ending,
        each.ended_by,
        each.ended_at,
        each.sha256,
        str(each.id),
    )
