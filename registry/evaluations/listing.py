"""Evaluations as a list to save."""

from collections.abc import Sequence
from datetime import date

import asyncpg
import msgspec

from registry.evaluations.reading import MAY_READ, readable_by
from registry.evaluations.rules import Outcome
from registry.evaluations.schemas import DueOut
from registry.evaluations.wording import OUTCOMES
from registry.exports.cursor import Query, named
from registry.exports.listing import Column, Exported, Kind, Row
from registry.exports.outline import Outline
from registry.permissions import Actor
from registry.reference_data.competences import COMPETENCES, Competence
from registry.texts import Text

_SCORED: dict[Competence, str] = {
    Competence.MUNICIPAL_PROCESSES: "municipal_processes",
    Competence.INFORMATION_MANAGEMENT: "information_management",
    Competence.ORGANISATION_ADVICE: "organisation_advice",
    Competence.CHANGE_MANAGEMENT: "change_management",
}
_OF_BOOKING = (
    Column(Text("Adviseur", "Adviser")),
    Column(Text("Gemeente", "Municipality"), width=28),
    Column(Text("Eerste dag", "First day"), Kind.DAY),
    Column(Text("Laatste dag", "Last day"), Kind.DAY),
)
_BOOKING = Column(Text("Kenmerk van de boeking", "Booking reference"), width=38)
_COLUMNS = (
    *_OF_BOOKING,
    *(Column(COMPETENCES[each], Kind.WHOLE) for each in _SCORED),
    Column(Text("Bereikt wat u wilde", "Reached what was wanted"), width=20, words=OUTCOMES),
    Column(Text("Opnieuw boeken", "Book again"), Kind.TRUTH),
    Column(Text("Toelichting", "Explanation"), width=60),
    Column(Text("Antwoord van de adviseur", "Reply of the adviser"), width=60),
    Column(Text("Gegeven op", "Recorded at"), Kind.INSTANT),
    _BOOKING,
)
_GIVEN = f"""
SELECT evaluation.*, organisation.name AS municipality_name, {named("person")} AS adviser_name,
    booking_now.first_day, booking_now.last_day, remarked.value AS remarked, replied.value AS replied
FROM evaluation
JOIN booking_now ON booking_now.id = evaluation.booking
JOIN organisation ON organisation.id = evaluation.municipality
JOIN adviser ON adviser.id = evaluation.adviser
JOIN person ON person.id = adviser.person
LEFT JOIN evaluation_reply ON evaluation_reply.evaluation = evaluation.id
LEFT JOIN personal_value AS remarked ON remarked.commitment = evaluation.remark
LEFT JOIN personal_value AS replied ON replied.commitment = evaluation_reply.content
WHERE {MAY_READ}
ORDER BY evaluation.recorded_at DESC, evaluation.id
"""  # noqa: S608  our own columns
_OUTLINE = Outline(
    "beoordelingen",
    Text("Gegeven beoordelingen", "Evaluations given"),
    _COLUMNS,
    Text("De gegeven beoordelingen, de nieuwste eerst.", "The evaluations that were given, newest first."),
)
_DUE = Outline(
    "wachtende-beoordelingen",
    Text("Nog te beoordelen", "Still to evaluate"),
    (
        *_OF_BOOKING,
        Column(Text("Gewerkte dagen", "Days worked"), Kind.DECIMAL),
        Column(Text("Afgerond op", "Completed at"), Kind.INSTANT),
        _BOOKING,
    ),
    Text("De afgeronde boekingen zonder beoordeling.", "The completed bookings without an evaluation."),
)


def due(found: Sequence[DueOut], *, actor: Actor, today: date) -> Exported:
    """These bookings, which wait for an evaluation."""
    rows = [
        (each.adviser, each.municipality, each.first_day, each.last_day, each.days, each.completed_at, str(each.booking))
        for each in found
    ]
    return _DUE.of(rows, actor=actor, today=today)


async def given(*, actor: Actor, today: date) -> Exported:
    """The evaluations that the actor's municipalities gave, newest first; an auditor sees all.

    Words about who was erased are gone.
    """
    return await _OUTLINE.read(Query(_GIVEN, await readable_by(actor)), _row, actor=actor, today=today)


def _row(row: asyncpg.Record) -> Row:
    return (
        row["adviser_name"],
        row["municipality_name"],
        row["first_day"],
        row["last_day"],
        *(row[column] for column in _SCORED.values()),
        Outcome(row["outcome"]),
        row["again"],
        _words(row["remarked"], "remark"),
        _words(row["replied"], "reply"),
        row["recorded_at"],
        str(row["booking"]),
    )


def _words(kept: str | None, name: str) -> str | None:
    """Words that were kept apart, as far as they are there still."""
    if kept is None:
        return None
    said: dict[str, str | None] = msgspec.json.decode(kept)
    return said.get(name)
