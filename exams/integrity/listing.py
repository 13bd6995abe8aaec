"""Cases of the integrity watch as a list to save."""

from collections.abc import Sequence
from datetime import date

from exams.integrity.schemas import CaseOut
from exams.integrity.wording import FLAGS, OUTCOMES
from registry.exports.listing import Column, Exported, Kind, Row
from registry.exports.outline import Outline
from registry.permissions import Actor
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
        "De zaken, de oudste eerst, zoals zij nu staan. Een zaak bewijst niets.",
        "The cases, the oldest first, as they stand. A case proves nothing.",
    ),
)


def cases(found: Sequence[CaseOut], which: Text, *, actor: Actor, today: date) -> Exported:
    """These cases; `which` says how they were chosen."""
    chosen = [(Text("Welke zaken", "Which cases"), which)]
    return _OUTLINE.of([_row(each) for each in found], actor=actor, today=today, chosen=chosen)


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
