"""Cases of the integrity watch as a list to save."""

from datetime import date

from exams.integrity.schemas import CaseOut
from exams.integrity.wording import FLAGS, OUTCOMES
from registry.exports.listing import Column, Exported, Kind, Row
from registry.exports.outline import Outline
from registry.permissions import Actor
from registry.sieves.sieve import Sifted
from registry.texts import Text

_COLUMNS = (
    Column(Text("Wat opvalt", "What stands out"), width=52, words=FLAGS),
    Column(Text("Opleider", "Training provider"), width=28),
    Column(Text("Opleidingstraject", "Training track"), width=28),
    Column(Text("Versie", "Version"), Kind.WHOLE),
    Column(Text("Onderdeel", "Exam part"), width=12),
    Column(Text("Examinator", "Examiner")),
    Column(Text("Sinds", "Since"), Kind.INSTANT),
    Column(Text("Wie ernaar kijkt", "Handler")),
    Column(Text("Conclusie", "Outcome"), width=40, words=OUTCOMES),
    Column(Text("Gesloten op", "Closed at"), Kind.INSTANT),
    Column(Text("Kenmerk", "Reference"), width=38),
)
_OUTLINE = Outline(
    "integriteit",
    Text("Integriteit van examens", "Integrity of exams"),
    _COLUMNS,
    Text(
        "De zaken, zoals zij nu staan. Een zaak bewijst niets.",
        "The cases, as they stand. A case proves nothing.",
    ),
)


def cases(found: Sifted[CaseOut], *, actor: Actor, today: date) -> Exported:
    """These cases."""
    return _OUTLINE.of([_row(each) for each in found.rows], actor=actor, today=today, chosen=found.stamped)


def _row(each: CaseOut) -> Row:
    return (
        each.flag,
        each.provider,
        each.track,
        each.track_version,
        each.part,
        each.examiner,
        each.opened_at,
        each.handler,
        each.outcome,
        each.closed_at,
        str(each.id),
    )
