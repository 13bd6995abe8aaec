"""How far enrolments came, as a list to save: a row for each track."""

from collections.abc import Sequence
from datetime import date

from exams.funnel.service import Funnel
from registry.exports.listing import Column, Exported, Kind
from registry.exports.outline import Outline
from registry.permissions import Actor
from registry.texts import Text

STEPS = (
    Text("Ingeschreven", "Enrolled"),
    Text("Examen gedaan", "Took an exam"),
    Text("Alles gehaald", "Passed everything"),
    Text("Certificaat", "Certificate"),
)
"""What each step is called, the first of them first."""
FIRST_DAY, LAST_DAY = Text("Ingeschreven vanaf", "Enrolled from"), Text("Ingeschreven tot en met", "Enrolled through")
_OUTLINE = Outline(
    "van-inschrijving-tot-certificaat",
    Text("Van inschrijving tot certificaat", "From enrolment to certificate"),
    (Column(Text("Opleidingstraject", "Training track"), width=28), *(Column(step, Kind.WHOLE) for step in STEPS)),
    Text(
        "De inschrijvingen van de periode, en hoeveel daarvan tot nu toe hoe ver kwamen.",
        "The enrolments of the period, and how many of them came how far until now.",
    ),
)


def funnels(found: Sequence[Funnel], first_day: date, last_day: date, *, actor: Actor, today: date) -> Exported:
    """The steps of each track, with the period stamped in it."""
    chosen = [(FIRST_DAY, first_day), (LAST_DAY, last_day)]
    return _OUTLINE.of([(each.code, *each.steps) for each in found], actor=actor, today=today, chosen=chosen)
