"""Self-reports as a list to save."""

from datetime import date

from registry.dossiers.self_report_schemas import SelfReportOut
from registry.exports.listing import Column, Exported, Kind, Row
from registry.exports.outline import Outline
from registry.people.ordering import Named
from registry.permissions import Actor
from registry.sieves.sieve import Sifted
from registry.texts import Text

_COLUMNS = (
    Column(Text("Gemeld op", "Reported at"), Kind.INSTANT),
    Column(Text("Houder", "Holder")),
    Column(Text("Certificaat", "Certificate"), width=16),
    Column(Text("Afgehandeld door", "Dealt with by")),
    Column(Text("Afgehandeld op", "Dealt with at"), Kind.INSTANT),
    Column(Text("Kenmerk", "Reference"), width=38),
)
_OUTLINE = Outline(
    "meldingen",
    Text("Meldingen van houders", "Reports of holders"),
    _COLUMNS,
    Text("De meldingen, zoals zij nu staan.", "The reports, as they stand."),
)


def self_reports(found: Sifted[Named[SelfReportOut]], *, actor: Actor, today: date) -> Exported:
    """These reports, never what was written in them."""
    return _OUTLINE.of([_row(each.told) for each in found.rows], actor=actor, today=today, chosen=found.stamped)


def _row(each: SelfReportOut) -> Row:
    return (each.reported_at, each.name, each.certificate, each.seen_by, each.seen_at, str(each.id))
