"""Programmes as a list to save."""

from datetime import date

from registry.exports.listing import Column, Exported, Kind
from registry.exports.outline import EVERYBODY, Outline
from registry.permissions import Actor
from registry.programmes.schemas import ProgrammeOut
from registry.sieves.sieve import Sifted
from registry.texts import Text

_OUTLINE = Outline(
    "programmas",
    Text("Programma’s", "Programmes"),
    (
        Column(Text("Code", "Code"), width=20),
        Column(Text("Naam", "Name"), width=40),
        Column(Text("Naam in het Engels", "Name in English"), width=40),
        Column(Text("Eerste dag", "First day"), Kind.DAY),
        Column(Text("Laatste dag", "Last day"), Kind.DAY),
        Column(Text("Certificatieschema’s", "Certification schemes"), width=40),
    ),
    Text("De programma’s.", "The programmes."),
    EVERYBODY,
)


def programmes(found: Sifted[ProgrammeOut], *, actor: Actor, today: date) -> Exported:
    """These programmes."""
    rows = [
        (each.code, each.name_nl, each.name_en, each.first_day, each.last_day, ", ".join(each.schemes)) for each in found.rows
    ]
    return _OUTLINE.of(rows, actor=actor, today=today, chosen=found.stamped)
