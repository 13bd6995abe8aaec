"""Recording who taught whom what, and the relation that impartiality looks at; extending and ending it."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

import asyncpg

from exams.enrolments.errors import TeachingRecorded
from exams.enrolments.rules import last_day_faults, teaching_faults
from exams.enrolments.schemas import ChangeLastDay, RecordTeaching, RecordTeachings
from exams.enrolments.tables import Enrolment, Teaching
from exams.tracks import service as tracks
from registry.audit import service as audit
from registry.audit.actions import Action
from registry.days import amsterdam_day
from registry.errors import Fault, Invalid, NotFound
from registry.impartiality import service as impartiality
from registry.impartiality.rules import RelationKind
from registry.impartiality.service import Reported
from registry.people.tables import Person
from registry.permissions import Actor, Permission
from registry.texts import Text
from registry.transactions import transaction

_UNKNOWN_PART = Text("Onderdeel {code} hoort niet bij dit traject.", "Part {code} is not of this track.")


async def record_teaching(enrolment: UUID, command: RecordTeaching, *, actor: Actor, now: datetime) -> None:
    """Who teaches the candidate which parts. Raises Invalid, NotFound, TeachingRecorded."""
    together = RecordTeachings(
        enrolments=[enrolment],
        trainer=command.trainer,
        parts=command.parts,
        valid_from=command.valid_from,
        valid_to=command.valid_to,
    )
    await record_teachings(together, actor=actor, now=now)


async def record_teachings(command: RecordTeachings, *, actor: Actor, now: datetime) -> None:
    """The same teaching of several candidates: all of it is recorded, or nothing. Raises as `record_teaching` does."""
    actor.must(Permission.ENROL)
    wanted = list(dict.fromkeys(command.enrolments))
    rows = await Enrolment.select().where(Enrolment.id.is_in(wanted))
    if len(rows) < len(wanted):
        raise NotFound
    for provider in {row["provider"] for row in rows}:
        actor.must_for(Permission.ENROL, provider)
    if not await Person.exists().where(Person.id == command.trainer):
        raise NotFound
    parts = {version: await _parts(version) for version in {row["track_version"] for row in rows}}
    _check(command, parts.values(), now=now)
    teachings = [
        (row, _teaching(row["id"], parts[row["track_version"]][code], command, now=now))
        for row in rows
        for code in dict.fromkeys(command.parts)
    ]
    try:
        async with transaction():
            await Teaching.insert(*(each for _, each in teachings))
            await impartiality.report([relation(each, row["adviser"]) for row, each in teachings], now=now)
            facts = {"trainer": command.trainer, "parts": command.parts}
            await audit.record_all(Action.TEACHING_RECORDED, {row["id"]: facts for row in rows}, actor=actor, at=now)
    except asyncpg.UniqueViolationError as error:
        raise TeachingRecorded from error


async def _parts(version: UUID) -> dict[str, UUID]:
    return {part["code"]: part["id"] for part in (await tracks.version(version)).parts}


def _check(command: RecordTeaching, versions: Iterable[Mapping[str, UUID]], *, now: datetime) -> None:
    known = [parts.keys() for parts in versions]
    faults = [
        Fault("parts", _UNKNOWN_PART, {"code": code}) for code in command.parts if not all(code in codes for codes in known)
    ]
    faults += teaching_faults(command.valid_from, command.valid_to, today=amsterdam_day(now))
    if faults:
        raise Invalid(faults)


def _teaching(enrolment: UUID, part: UUID, command: RecordTeaching, *, now: datetime) -> Teaching:
    return Teaching(
        enrolment=enrolment,
        part=part,
        trainer=command.trainer,
        valid_from=command.valid_from,
        valid_to=command.valid_to,
        recorded_at=now,
    )


def relation(teaching: Teaching, adviser: UUID) -> Reported:
    """The relation that a teaching makes between trainer and adviser."""
    return Reported(
        RelationKind.TAUGHT,
        person=teaching.trainer,
        adviser=adviser,
        valid_from=teaching.valid_from,
        valid_to=teaching.valid_to,
        origin=teaching.id,
        facts={"enrolment": teaching.enrolment, "part": teaching.part},
    )


async def change_last_day(teaching: UUID, command: ChangeLastDay, *, actor: Actor, now: datetime) -> None:
    """A teaching goes on longer than was recorded, or ends earlier, from today on. Raises Invalid, NotFound."""
    actor.must(Permission.ENROL)
    async with transaction() as connection:
        await connection.execute("SELECT 1 FROM teaching WHERE id = $1 FOR NO KEY UPDATE", teaching)
        row = (
            await Teaching.select(
                *Teaching.all_columns(),
                Teaching.enrolment.provider.as_alias("provider"),
                Teaching.enrolment.adviser.as_alias("adviser"),
            )
            .where(Teaching.id == teaching)
            .first()
        )
        if row is None:
            raise NotFound
        actor.must_for(Permission.ENROL, row["provider"])
        if faults := last_day_faults(row["valid_from"], row["valid_to"], command.valid_to, today=amsterdam_day(now)):
            raise Invalid(faults)
        await Teaching.update({Teaching.valid_to: command.valid_to}).where(Teaching.id == teaching)
        await impartiality.report([_changed(row, command)], now=now)
        facts = {"teaching": teaching, "old": row["valid_to"], "new": command.valid_to}
        await audit.record(Action.TEACHING_CHANGED, row["enrolment"], actor=actor, at=now, facts=facts)


def _changed(row: Mapping[str, Any], command: ChangeLastDay) -> Reported:
    return Reported(
        RelationKind.TAUGHT,
        person=row["trainer"],
        adviser=row["adviser"],
        valid_from=row["valid_from"],
        valid_to=command.valid_to,
        origin=uuid4(),
        facts={"enrolment": row["enrolment"], "part": row["part"]},
        instead_of=row["id"],
    )
