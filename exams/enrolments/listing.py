"""The candidates of a provider: who they are, what they follow and who taught them."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from exams.enrolments.schemas import EnrolmentOut, TeachingOut
from exams.enrolments.tables import Enrolment, Teaching
from registry.people import service as people
from registry.people.ordering import Named
from registry.people.rules import Name, folded
from registry.permissions import Actor, Permission
from registry.transactions import fetch

_TEACHINGS = """
SELECT teaching.id, teaching.enrolment, exam_part.code AS part, teaching.trainer, teaching.valid_from, teaching.valid_to
FROM teaching JOIN exam_part ON exam_part.id = teaching.part
WHERE teaching.enrolment = ANY($1) ORDER BY teaching.valid_from, exam_part.position
"""


async def enrolments_of(provider: UUID, *, actor: Actor, search: str = "") -> list[EnrolmentOut]:
    """The provider's candidates, by number; of a search those whose name or number has it in it."""
    return [each.told for each in await named_enrolments_of(provider, actor=actor, search=search)]


async def named_enrolments_of(provider: UUID, *, actor: Actor, search: str = "") -> list[Named[EnrolmentOut]]:
    """The same, each with the candidate's name."""
    actor.must_for(Permission.ENROL, provider)
    of: Any = Enrolment
    rows = (
        await of.select(
            *of.all_columns(),
            of.adviser.person.as_alias("person"),
            of.adviser.candidate_number.as_alias("candidate_number"),
            of.track_version.number.as_alias("version"),
            of.track_version.track.code.as_alias("track"),
        )
        .where(of.provider == provider)
        .order_by(of.adviser.candidate_number)
        .order_by(of.recorded_at)
    )
    names = await people.names_of(row["person"] for row in rows)
    found = [row for row in rows if _fits(row, names.get(row["person"]), search)]
    return await _out(found, names)


def _fits(row: dict[str, Any], name: Name | None, search: str) -> bool:
    wanted = folded(search)
    number = wanted.replace("-", "").replace(" ", "")
    return wanted in folded(str(name or "")) or number in row["candidate_number"].casefold().replace("-", "")


async def _out(rows: Iterable[dict[str, Any]], names: dict[UUID, Name]) -> list[Named[EnrolmentOut]]:
    shown = list(rows)
    taught = await _teachings([row["id"] for row in shown])
    told = [
        EnrolmentOut(
            id=row["id"],
            adviser=row["adviser"],
            person=row["person"],
            candidate_number=row["candidate_number"],
            name=str(names[row["person"]]) if row["person"] in names else None,
            track=row["track"],
            track_version=row["track_version"],
            version=row["version"],
            enrolled_on=row["enrolled_on"],
            teachings=taught.get(row["id"], []),
        )
        for row in shown
    ]
    return [Named(each, names.get(each.person)) for each in told]


async def _teachings(enrolments: list[UUID]) -> dict[UUID, list[TeachingOut]]:
    rows = await fetch(_TEACHINGS, enrolments)
    names = await people.names_of(row["trainer"] for row in rows)
    found: dict[UUID, list[TeachingOut]] = {}
    for row in rows:
        trainer = names.get(row["trainer"])
        shown = TeachingOut(
            id=row["id"],
            part=row["part"],
            trainer=row["trainer"],
            trainer_name=str(trainer) if trainer is not None else None,
            valid_from=row["valid_from"],
            valid_to=row["valid_to"],
        )
        found.setdefault(row["enrolment"], []).append(shown)
    return found


async def teaching_of(teaching: UUID, *, actor: Actor) -> tuple[EnrolmentOut, TeachingOut] | None:
    """A teaching with its enrolment, of a provider of the actor; None where there is none."""
    of: Any = Teaching
    row = await of.select(of.enrolment.provider.as_alias("provider")).where(of.id == teaching).first()
    if row is None or row["provider"] not in actor.organisations_where(Permission.ENROL):
        return None
    for enrolled in await enrolments_of(row["provider"], actor=actor):
        for each in enrolled.teachings:
            if each.id == teaching:
                return enrolled, each
    return None
