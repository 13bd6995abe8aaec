"""Which coordinator works in which region, as a list to save."""

from collections.abc import Sequence
from datetime import date

from registry.exports.listing import Column, Exported, Kind
from registry.exports.outline import EVERYBODY, Outline
from registry.intakes.schemas import CoordinatingOut
from registry.permissions import Actor
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
    Text("Wie in welke regio werkt, werkte of gaat werken, op regio.", "Who works, worked or will work in which region."),
    EVERYBODY,
)


def coordinating(found: Sequence[CoordinatingOut], *, actor: Actor, today: date) -> Exported:
    """Who works where, by region."""
    rows = [
        (each.region_name, each.region, each.coordinator_name, each.valid_from, each.valid_to, str(each.id)) for each in found
    ]
    return _OUTLINE.of(rows, actor=actor, today=today)
