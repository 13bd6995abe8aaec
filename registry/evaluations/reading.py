"""Finding evaluations: what waits for one, what was given, and those of one adviser under all their files."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from registry.evaluations.rules import Outcome, Scores
from registry.organisations import succession
from registry.people import service as people
from registry.people.rules import Name
from registry.permissions import Actor, Permission
from registry.personal_data import service as personal_data
from registry.transactions import fetch

_DUE = """
SELECT booking_now.id, booking_now.first_day, booking_now.last_day, booking_now.used, booking_now.state_since,
    organisation.name AS municipality_name, adviser.person
FROM booking_now JOIN organisation ON organisation.id = booking_now.municipality
JOIN adviser ON adviser.id = booking_now.adviser
WHERE booking_now.id IN (
    SELECT id FROM booking WHERE municipality = ANY($1) UNION SELECT booking FROM booking_terms WHERE municipality = ANY($1)
) AND booking_now.municipality = ANY($1) AND booking_now.state = 'completed'
    AND NOT EXISTS (SELECT 1 FROM evaluation WHERE evaluation.booking = booking_now.id)
ORDER BY booking_now.state_since, booking_now.id
"""
_MAY_READ = "($1 OR evaluation.municipality = ANY($2) OR booking_now.municipality = ANY($2))"
"""Of an evaluation and its booking: whether somebody who sees everything, or acts for these organisations, may read it."""
_GIVEN = f"""
SELECT evaluation.*, evaluation_reply.content AS reply, organisation.name AS municipality_name, adviser.person,
    booking_now.first_day, booking_now.last_day
FROM evaluation JOIN booking_now ON booking_now.id = evaluation.booking
JOIN organisation ON organisation.id = evaluation.municipality
JOIN adviser ON adviser.id = evaluation.adviser
LEFT JOIN evaluation_reply ON evaluation_reply.evaluation = evaluation.id
WHERE {_MAY_READ}
ORDER BY evaluation.recorded_at DESC, evaluation.id
"""  # noqa: S608  our own condition
_OF_ADVISER = """
SELECT evaluation.*, evaluation_reply.content AS reply
FROM evaluation LEFT JOIN evaluation_reply ON evaluation_reply.evaluation = evaluation.id
WHERE evaluation.adviser IN (SELECT files_of_same_person($1))
ORDER BY evaluation.recorded_at, evaluation.id
"""
_COUNTING = """
SELECT count(*) AS evaluated
FROM evaluation JOIN booking_now ON booking_now.id = evaluation.booking
JOIN allotment ON allotment.id = booking_now.allotment JOIN programme ON programme.id = allotment.programme
WHERE evaluation.adviser IN (SELECT files_of_same_person($1)) AND booking_now.first_day >= $2 AND $3 = ANY(programme.schemes)
"""


@dataclass(frozen=True, slots=True)
class Due:
    """A completed booking that nobody has evaluated yet; `used` in quarters."""

    booking: UUID
    municipality: str
    adviser: Name | None
    first_day: date
    last_day: date
    used: int
    completed_at: datetime


@dataclass(frozen=True, slots=True)
class Of:
    """An evaluation of an adviser, with the words that were kept apart; these are gone once the person was erased."""

    id: UUID
    booking: UUID
    municipality: UUID
    scores: Scores
    remark: str | None
    reply: str | None
    recorded_at: datetime


@dataclass(frozen=True, slots=True)
class Given:
    """An evaluation with the engagement that it is of."""

    evaluation: Of
    municipality: str
    adviser: Name | None
    first_day: date
    last_day: date


async def due_for(actor: Actor) -> list[Due]:
    """What the actor's municipalities have not evaluated yet, of whom passed on to them too; the longest completed first."""
    own = await succession.with_predecessors(actor.organisations_where(Permission.BOOK))
    rows = await fetch(_DUE, own) if own else []
    names = await people.names_of(row["person"] for row in rows)
    return [
        Due(
            booking=row["id"],
            municipality=row["municipality_name"],
            adviser=names.get(row["person"]),
            first_day=row["first_day"],
            last_day=row["last_day"],
            used=row["used"],
            completed_at=row["state_since"],
        )
        for row in rows
    ]


async def given_for(actor: Actor) -> list[Given]:
    """The evaluations that the actor's municipalities gave, or that passed to them; newest first; an auditor sees all."""
    rows = await fetch(_GIVEN, *await _readable_by(actor))
    names = await people.names_of(row["person"] for row in rows)
    return [
        Given(each, row["municipality_name"], names.get(row["person"]), row["first_day"], row["last_day"])
        for each, row in zip(await _evaluations(rows), rows, strict=True)
    ]


async def _readable_by(actor: Actor) -> tuple[bool, list[UUID]]:
    actor.must(Permission.READ_EVALUATIONS)
    own = await succession.with_predecessors(actor.organisations_where(Permission.READ_EVALUATIONS))
    return actor.sees_everything, own


async def of_adviser(adviser: UUID) -> list[Of]:
    """Every evaluation of this human being, the oldest first."""
    return await _evaluations(await fetch(_OF_ADVISER, adviser))


async def count_since(adviser: UUID, *, scheme: str, first: date) -> int:
    """How many evaluated engagements of this human being, in programmes of the scheme, began on that day or later."""
    [row] = await fetch(_COUNTING, adviser, first, scheme)
    counted: int = row["evaluated"]
    return counted


async def _evaluations(rows: Sequence[Any]) -> list[Of]:
    kept = await personal_data.reveal(row[name] for row in rows for name in ("remark", "reply") if row[name] is not None)
    return [
        Of(
            id=row["id"],
            booking=row["booking"],
            municipality=row["municipality"],
            scores=Scores(
                (
                    row["municipal_processes"],
                    row["information_management"],
                    row["organisation_advice"],
                    row["change_management"],
                ),
                Outcome(row["outcome"]),
                again=row["again"],
            ),
            remark=kept.get(row["remark"], {}).get("remark"),
            reply=kept.get(row["reply"], {}).get("reply"),
            recorded_at=row["recorded_at"],
        )
        for row in rows
    ]
