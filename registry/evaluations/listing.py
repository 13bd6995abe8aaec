"""Evaluations as a list to save."""

from datetime import date

import asyncpg
import msgspec

from registry.evaluations.reading import MAY_READ, readable_by
from registry.evaluations.rules import Outcome
from registry.evaluations.wording import OUTCOMES
from registry.exports.cursor import Query, named
from registry.exports.listing import Column, Exported, Kind, Listing, Row
from registry.exports.stamps import stamps
from registry.permissions import Actor
from registry.reference_data.competences import COMPETENCES, Competence
from registry.texts import Text

_SCORED: dict[Competence, str] = {
    Competence.MUNICIPAL_PROCESSES: "municipal_processes",
    Competence.INFORMATION_MANAGEMENT: "information_management",
    Competence.ORGANISATION_ADVICE: "organisation_advice",
    Competence.CHANGE_MANAGEMENT: "change_management",
}
_COLUMNS = (
    Column(Text("Adviseur", "Adviser")),
    Column(Text("Gemeente", "Municipality"), width=28),
    Column(Text("Eerste dag", "First day"), Kind.DAY),
    Column(Text("Laatste dag", "Last day"), Kind.DAY),
    *(Column(COMPETENCES[each], Kind.WHOLE) for each in _SCORED),
    Column(Text("Bereikt wat u wilde", "Reached what was wanted"), width=20, words=OUTCOMES),
    Column(Text("Opnieuw boeken", "Book again"), Kind.TRUTH),
    Column(Text("Toelichting", "Explanation"), width=60),
    Column(Text("Antwoord van de adviseur", "Reply of the adviser"), width=60),
    Column(Text("Gegeven op", "Recorded at"), Kind.INSTANT),
    Column(Text("Kenmerk van de boeking", "Booking reference"), width=38),
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
_SOURCE = Text("De gegeven beoordelingen, de nieuwste eerst.", "The evaluations that were given, newest first.")


async def given(*, actor: Actor, today: date) -> Exported:
    """The evaluations that the actor's municipalities gave, newest first; an auditor sees all.

    Words about who was erased are gone.
    """
    query = Query(_GIVEN, await readable_by(actor))
    told = stamps((), actor=actor, today=today, source=_SOURCE)
    listing = Listing("beoordelingen", Text("Gegeven beoordelingen", "Evaluations given"), _COLUMNS, told)
    return Exported(listing, await query.count(), query.batches(_row))


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
