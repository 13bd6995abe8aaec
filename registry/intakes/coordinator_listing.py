"""Which coordinator works in which region, as a list to save."""

from datetime import date

from registry.exports.listing import Column, Exported, Kind
from registry.exports.outline import EVERYBODY, Outline
from registry.intakes.schemas import CoordinatingOut
from registry.permissions import Actor
from registry.sieves.sieve import Sifted
from registry.texts import Text

_OUTLINE = Outline(
    "regie-adviseurs",
    Text("Regie-adviseurs en regio’s", "Coordinators and regions"),
    (
        Column(Text("Regio", "Region"), width=28),
        Column(Text("Code van de regio", "Region code"), width=20),
        Column(Text("Regie-adviseur", "Intake coordinator")),
        Column(Text("Vanaf", "From"), Kind.DAY),
        Column(Text("Tot en met", "Through"), Kind.DAY),
        Column(Text("Kenmerk", "Reference"), width=38),
    ),
    Text("Wie in welke regio werkt, werkte of gaat werken.", "Who works, worked or will work in which region."),
    EVERYBODY,
)


def coordinating(found: Sifted[CoordinatingOut], *, actor: Actor, today: date) -> Exported:
    """These, of who works where."""
    rows = [
        (each.region_name, each.region, each.coordinator_name, each.valid_from, each.valid_to, str(each.id))
        for each in found.rows
    ]
    return _OUTLINE.of(rows, actor=actor, today=today, chosen=found.stamped)
