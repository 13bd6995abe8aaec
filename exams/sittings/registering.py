"""Registering examiners and invigilators with a provider, and who they are."""

from datetime import datetime
from uuid import UUID

import asyncpg

from exams.enrolments.trainers import trainer_names
from exams.sittings.errors import ExaminerRegistered, UnknownPerson
from exams.sittings.schemas import KnownPerson, RegisterExaminer
from exams.sittings.tables import ExaminerRegistration
from registry.audit import service as audit
from registry.audit.actions import Action
from registry.errors import Fault, Invalid, NotFound
from registry.organisations.turns import take_turn
from registry.people import service as people
from registry.people.rules import folded
from registry.periods import check_period
from registry.permissions import Actor, Permission
from registry.texts import Text
from registry.transactions import Connection, transaction

_ONE_OF_THREE = Text(
    "Geef één persoon: met id, een bekende met e-mailadres en achternaam, of een nieuwe.",
    "Give one person: by id, someone known by e-mail address and family name, or someone new.",
)
_BY_ADDRESS = """
    SELECT person.id, person.family_prefix, person.family_name
    FROM person LEFT JOIN account ON account.person = person.id
    WHERE person.erased_at IS NULL AND (lower(person.work_email) = lower($1) OR account.email = lower($1))
"""


async def register_own(command: RegisterExaminer, *, actor: Actor, now: datetime) -> UUID:
    """As `register_examiner`, for whoever works for a provider: a `person` is someone whom the provider knows already.

    Somebody else’s id is as unknown as one that is nobody’s. Raises UnknownPerson besides.
    """
    actor.must_for(Permission.ENROL, command.provider)
    if command.person is not None and command.person not in await trainer_names(command.provider):
        raise UnknownPerson
    return await register_examiner(command, actor=actor, now=now)


async def register_examiner(command: RegisterExaminer, *, actor: Actor, now: datetime) -> UUID:
    """Someone may examine or invigilate for the provider in this period; returns the registration.

    Raises ExaminerRegistered, UnknownPerson, Invalid, NotFound.
    """
    actor.must_for(Permission.ENROL, command.provider)
    check_period(command.valid_from, command.valid_to, field="validTo")
    if sum(each is not None for each in (command.person, command.known, command.new)) != 1:
        raise Invalid([Fault("person", _ONE_OF_THREE)])
    try:
        async with transaction() as connection:
            await take_turn(command.provider, connection=connection)
            registration = ExaminerRegistration(
                provider=command.provider,
                person=await _person(command, connection=connection, actor=actor, now=now),
                capacity=command.capacity.value,
                valid_from=command.valid_from,
                valid_to=command.valid_to,
                recorded_at=now,
            )
            await ExaminerRegistration.insert(registration)
            facts = {"provider": command.provider, "capacity": command.capacity}
            await audit.record(Action.EXAMINER_REGISTERED, registration.person, actor=actor, at=now, facts=facts)
    except asyncpg.UniqueViolationError as error:
        raise ExaminerRegistered from error
    except asyncpg.ForeignKeyViolationError as error:
        raise NotFound from error
    made: UUID = registration.id
    return made


async def _person(command: RegisterExaminer, *, connection: Connection, actor: Actor, now: datetime) -> UUID:
    """Someone new whose e-mail address and family name are known already is whom we know: nobody is in it twice."""
    if command.person is not None:
        return command.person
    if command.known is not None:
        found = await _known(command.known, connection=connection)
        if found is None:
            raise UnknownPerson
        return found
    if command.new is None:
        raise Invalid([Fault("person", _ONE_OF_THREE)])
    if command.new.work_email is not None:
        prefix = f"{command.new.family_prefix} " if command.new.family_prefix else ""
        named = KnownPerson(email=command.new.work_email, family_name=prefix + command.new.family_name)
        found = await _known(named, connection=connection)
        if found is not None:
            return found
    return await people.add(command.new, actor=actor, now=now)


async def _known(known: KnownPerson, *, connection: Connection) -> UUID | None:
    """The one person with that address and family name, with or without prefix."""
    wanted = folded(known.family_name)
    found = {
        row["id"]
        for row in await connection.fetch(_BY_ADDRESS, known.email)
        if wanted in (folded(row["family_name"]), folded(f"{row['family_prefix'] or ''} {row['family_name']}"))
    }
    return found.pop() if len(found) == 1 else None
