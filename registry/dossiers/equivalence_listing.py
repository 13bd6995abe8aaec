"""Requests for equivalence as a list to save."""

from datetime import date

from registry.dossiers.equivalence_schemas import EquivalenceOut
from registry.exports.listing import Column, Exported, Kind, Row
from registry.exports.outline import Outline
from registry.people.ordering import Named
from registry.permissions import Actor
from registry.sieves.sieve import Sifted
from registry.texts import Text

_COLUMNS = (
    Column(Text("Kandidaat", "Candidate")),
    Column(Text("Kandidaatnummer", "Candidate number"), width=16),
    Column(Text("Certificatieschema", "Certification scheme"), width=20),
    Column(Text("Opleidingstraject", "Training track"), width=20),
    Column(Text("Onderdeel", "Exam part"), width=12),
    Column(Text("Grond", "Ground"), width=36),
    Column(Text("Gevraagd op", "Asked at"), Kind.INSTANT),
    Column(Text("Voorbereid door", "Prepared by")),
    Column(Text("Voorbereid op", "Prepared at"), Kind.INSTANT),
    Column(Text("Toegekend", "Granted"), Kind.TRUTH),
    Column(Text("Beslist door", "Decided by")),
    Column(Text("Beslist op", "Decided at"), Kind.INSTANT),
    Column(Text("Kenmerk", "Reference"), width=38),
)
_OUTLINE = Outline(
    "vrijstellingen",
    Text("Vrijstellingen", "Exemptions"),
    _COLUMNS,
    Text("De verzoeken om vrijstelling, zoals zij nu staan.", "The requests for exemption, as they stand."),
)


def equivalences(found: Sifted[Named[EquivalenceOut]], *, actor: Actor, today: date) -> Exported:
    """These requests, never what was written in them."""
    return _OUTLINE.of([_row(each.told) for each in found.rows], actor=actor, today=today, chosen=found.stamped)


def _row(each: EquivalenceOut) -> Row:
    return (
        each.name,
        each.candidate_number,
        each.scheme,
        each.track,
        each.part,
        each.route,
        each.asked_at,
        each.prepared_by,
        each.prepared_at,
        each.granted,
        each.decided_by,
        each.decided_at,
        str(each.id),
    )
