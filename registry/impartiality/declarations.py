"""Relations that certifiers declare of themselves: from the same commit on the register of relations has them (DESIGN §2.3)."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

import asyncpg

from registry.audit import service as audit
from registry.audit.actions import Action
from registry.days import amsterdam_day
from registry.errors import Fault, Invalid, NotFound
from registry.impartiality import service
from registry.impartiality.errors import RelationEnded
from registry.impartiality.finding import adviser_by_number
from registry.impartiality.rules import RelationKind
from registry.impartiality.schemas import DeclaredOut, DeclareRelation, EndRelation
from registry.impartiality.service import Reported
from registry.impartiality.statements import in_person
from registry.impartiality.tables import DeclaredRelation
from registry.people import merging
from registry.people import service as people
from registry.people.ordering import Named
from registry.periods import check_period
from registry.permissions import Actor, Permission
from registry.personal_data import service as personal_data
from registry.personal_data.service import About
from registry.texts import Text
from registry.transactions import transaction

_NOT_YET = Text("Deze dag ligt in de toekomst.", "This day is in the future.")
_BEFORE_DECLARED = Text(
    "Een relatie eindigt niet vóór de dag waarop u haar opgaf: {day}.",
    "A relation does not end before the day on which you declared it: {day}.",
)


async def declare(command: DeclareRelation, *, actor: Actor, now: datetime) -> UUID:
    """The actor declares a relation of their own; it counts from this commit on. Raises Invalid."""
    person = in_person(actor)
    check_period(command.valid_from, command.valid_to, field="validTo")
    if faults := _future([("validFrom", command.valid_from), ("validTo", command.valid_to)], amsterdam_day(now)):
        raise Invalid(faults)
    adviser = await adviser_by_number(command.candidate_number)
    row = DeclaredRelation(
        person=person,
        adviser=adviser,
        kind=command.kind.value,
        valid_from=command.valid_from,
        valid_to=command.valid_to,
        account=actor.account,
        recorded_at=now,
    )
    async with transaction() as connection:
        about = await people.lock(adviser, connection=connection)
        if command.explanation:
            [row.explanation] = await personal_data.keep([About(about, {"explanation": command.explanation})], at=now)
        await _write(row, actor=actor, now=now)
    made: UUID = row.id
    return made


async def end(declared: UUID, command: EndRelation, *, actor: Actor, now: datetime) -> None:
    """A relation that the actor declared gets its last day, no sooner than the day they declared it, and no later than today.

    Raises Invalid, RelationEnded; NotFound for another's.
    """
    persons = await merging.same_person_as(in_person(actor))
    try:
        async with transaction() as connection:
            held = await DeclaredRelation.select().where(DeclaredRelation.id == declared).first()
            if held is None or held["person"] not in persons:
                raise NotFound
            await people.lock(held["adviser"], connection=connection)
            if held["valid_to"] is not None:
                raise RelationEnded
            _check_last_day(held, command.valid_to, today=amsterdam_day(now))
            row = DeclaredRelation(
                person=held["person"],
                adviser=held["adviser"],
                kind=held["kind"],
                valid_from=held["valid_from"],
                valid_to=command.valid_to,
                ends=held["id"],
                account=actor.account,
                recorded_at=now,
            )
            await _write(row, actor=actor, now=now)
    except asyncpg.UniqueViolationError as error:
        raise RelationEnded from error


def _check_last_day(held: dict[str, Any], last_day: date, *, today: date) -> None:
    check_period(held["valid_from"], last_day, field="validTo")
    declared_on = amsterdam_day(held["recorded_at"])
    faults = _future([("validTo", last_day)], today)
    if last_day < declared_on:
        faults.append(Fault("validTo", _BEFORE_DECLARED, {"day": declared_on}))
    if faults:
        raise Invalid(faults)


def _future(days: Sequence[tuple[str, date | None]], today: date) -> list[Fault]:
    return [Fault(field, _NOT_YET) for field, day in days if day is not None and day > today]


async def _write(row: DeclaredRelation, *, actor: Actor, now: datetime) -> None:
    await DeclaredRelation.insert(row)
    relation = Reported(
        RelationKind(row.kind),
        row.person,
        row.adviser,
        row.valid_from,
        row.valid_to,
        origin=row.id,
        instead_of=row.ends,
    )
    await service.report([relation], now=now)
    facts = {
        "adviser": row.adviser,
        "kind": row.kind,
        "validFrom": row.valid_from,
        "validTo": row.valid_to,
        "ends": row.ends,
    }
    await audit.record(Action.RELATION_DECLARED, row.id, actor=actor, at=now, facts=facts)


async def declared_for(actor: Actor) -> list[DeclaredOut]:
    """The relations that the actor declared, as they stand now, the newest first; to an auditor everyone's."""
    return [each.told for each in await named_relations(actor)]


async def named_relations(actor: Actor) -> list[Named[DeclaredOut]]:
    """The same, each with the name of who declared it."""
    actor.must(Permission.READ_CERTIFICATES)
    rows = await _rows()
    if not actor.sees_everything:
        persons = await merging.same_person_as(actor.person) if actor.person else frozenset()
        rows = [row for row in rows if row["person"] in persons]
    return await _shown(rows)


def _rows() -> Any:  # noqa: ANN401 - Piccolo's own kind of query
    return DeclaredRelation.select(
        *DeclaredRelation.all_columns(), DeclaredRelation.adviser.candidate_number.as_alias("number")
    ).order_by(DeclaredRelation.recorded_at, ascending=False)


async def _shown(rows: Sequence[dict[str, Any]]) -> list[Named[DeclaredOut]]:
    ended = {row["ends"]: row["valid_to"] for row in rows if row["ends"] is not None}
    first = [row for row in rows if row["ends"] is None]
    names = await people.names_of(row["person"] for row in first)
    words = await personal_data.reveal(row["explanation"] for row in first if row["explanation"] is not None)
    told = [
        DeclaredOut(
            id=row["id"],
            by=str(names[row["person"]]) if row["person"] in names else None,
            candidate_number=row["number"],
            kind=RelationKind(row["kind"]),
            valid_from=row["valid_from"],
            valid_to=ended.get(row["id"], row["valid_to"]),
            explanation=words[row["explanation"]]["explanation"] if row["explanation"] in words else None,
            declared_at=row["recorded_at"],
        )
        for row in first
    ]
    return [Named(each, names.get(row["person"])) for each, row in zip(told, first, strict=True)]
