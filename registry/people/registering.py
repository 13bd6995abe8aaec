"""Registering people, one or many, and opening their files as advisers."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from registry.audit import service as audit
from registry.audit.actions import Action
from registry.numbering import candidate_number
from registry.people.schemas import RegisterPerson
from registry.people.tables import Adviser, Person
from registry.permissions import Actor, Permission
from registry.personal_data.service import About
from registry.transactions import Connection, transaction

_PERSON = ("id", "given_name", "family_prefix", "family_name", "work_email", "recorded_at")
_ADVISER = ("id", "person", "candidate_number", "recorded_at")


@dataclass(frozen=True, slots=True)
class OpenedFile:
    """The file of somebody new: the adviser, and the number they got."""

    adviser: UUID
    number: str


async def register(command: RegisterPerson, *, actor: Actor, now: datetime) -> UUID:
    """A new person. Whether this is someone already known is for a person to see."""
    actor.must(Permission.MANAGE_ACCOUNTS)
    async with transaction():
        return await add(command, actor=actor, now=now)


async def add(command: RegisterPerson, *, actor: Actor, now: datetime) -> UUID:
    """A new person, inside the caller's transaction, which has asked whether the actor may."""
    person = Person(
        given_name=command.given_name,
        family_prefix=command.family_prefix,
        family_name=command.family_name,
        work_email=command.work_email,
        recorded_at=now,
    )
    await Person.insert(person)
    await audit.record(Action.PERSON_REGISTERED, person.id, actor=actor, at=now, personal=About(person.id, command))
    return person.id


async def open_file(person: UUID, *, connection: Connection, actor: Actor, now: datetime) -> Adviser:
    """The person's file as an adviser, with a fresh candidate number; the one they have if they have one.

    To be called inside the caller's transaction.
    """
    await connection.execute("SELECT 1 FROM person WHERE id = $1 FOR NO KEY UPDATE", person)
    held = await Adviser.objects().where(Adviser.person == person).first()
    if held is not None:
        return held
    serial = await connection.fetchval("SELECT nextval('candidate_serial')")
    adviser = Adviser(person=person, candidate_number=candidate_number(serial), recorded_at=now)
    await Adviser.insert(adviser)
    facts = {"candidateNumber": adviser.candidate_number}
    await audit.record(Action.ADVISER_REGISTERED, adviser.id, actor=actor, at=now, facts=facts)
    return adviser


async def open_files(
    commands: Sequence[RegisterPerson], *, connection: Connection, actor: Actor, now: datetime
) -> list[OpenedFile]:
    """New people with their files, in the same order, numbered on; inside the caller's transaction, which asked whether."""
    if not commands:
        return []
    serials = await connection.fetch("SELECT nextval('candidate_serial') AS serial FROM generate_series(1, $1)", len(commands))
    persons = [uuid4() for _ in commands]
    files = [OpenedFile(uuid4(), candidate_number(row["serial"])) for row in serials]
    named = [
        (person, each.given_name, each.family_prefix, each.family_name, each.work_email, now)
        for person, each in zip(persons, commands, strict=True)
    ]
    numbered = [(file.adviser, person, file.number, now) for file, person in zip(files, persons, strict=True)]
    await connection.copy_records_to_table("person", columns=_PERSON, records=named)
    await connection.copy_records_to_table("adviser", columns=_ADVISER, records=numbered)
    values = {person: About(person, command) for person, command in zip(persons, commands, strict=True)}
    without_facts: dict[UUID, dict[str, object]] = {person: {} for person in persons}
    await audit.record_all(Action.PERSON_REGISTERED, without_facts, actor=actor, at=now, personal=values)
    numbers = {file.adviser: {"candidateNumber": file.number} for file in files}
    await audit.record_all(Action.ADVISER_REGISTERED, numbers, actor=actor, at=now)
    return files
