"""Who may be named as trainer by a provider, and registering someone new who teaches for it."""

from datetime import datetime
from uuid import UUID

import asyncpg

from exams.enrolments.errors import TrainerKnown, TrainerKnownElsewhere
from exams.enrolments.schemas import RegisterTrainer, TrainerOut
from registry.audit import service as audit
from registry.audit.actions import Action
from registry.errors import NotFound
from registry.people import duplicates
from registry.people import service as people
from registry.people.rules import Name
from registry.people.schemas import RecordEmployment, RegisterPerson
from registry.permissions import Actor, Permission
from registry.transactions import fetch, transaction

# Sittings stand above enrolments: who is registered as examiner or invigilator is read by the name of their table.
_TRAINERS = """
SELECT person FROM examiner_registration WHERE provider = $1
UNION SELECT person FROM employment WHERE employer = $1
UNION SELECT teaching.trainer FROM teaching JOIN enrolment ON enrolment.id = teaching.enrolment WHERE enrolment.provider = $1
"""


async def trainer_names(provider: UUID) -> dict[UUID, Name]:
    """Everyone registered with the provider: who works, examines or invigilates for it, or taught for it before."""
    rows = await fetch(_TRAINERS, provider)
    return await people.names_of(row["person"] for row in rows)


async def trainers_of(provider: UUID, *, actor: Actor) -> list[TrainerOut]:
    """Whom the provider may name as trainer, by name."""
    actor.must_for(Permission.ENROL, provider)
    names = await trainer_names(provider)
    return [
        TrainerOut(person=person, name=str(name)) for person, name in sorted(names.items(), key=lambda each: each[1].sort_key)
    ]


async def register_trainer(command: RegisterTrainer, *, actor: Actor, now: datetime) -> TrainerOut:
    """Somebody new teaches for the provider from a day on, and so belongs to it: they judge none of its candidates.

    Raises TrainerKnown or TrainerKnownElsewhere until a person says that this is somebody else; NotFound.
    """
    actor.must_for(Permission.ENROL, command.provider)
    name = Name(command.given_name, command.family_prefix, command.family_name)
    person = RegisterPerson(
        given_name=command.given_name,
        family_prefix=command.family_prefix,
        family_name=command.family_name,
        work_email=command.work_email,
    )
    try:
        async with transaction() as connection:
            await duplicates.queue_for_new_files(connection)
            if not command.is_somebody_else:
                await _check_new(name, command)
            made = await people.add(person, actor=actor, now=now)
            employment = RecordEmployment(employer=command.provider, valid_from=command.valid_from)
            await people.employ(made, employment, actor=actor, now=now)
            await audit.record(Action.TRAINER_REGISTERED, made, actor=actor, at=now, facts={"provider": command.provider})
    except asyncpg.ForeignKeyViolationError as error:
        raise NotFound from error
    return TrainerOut(person=made, name=str(name))


async def _check_new(name: Name, command: RegisterTrainer) -> None:
    alike = await duplicates.persons_like(name, command.work_email)
    own = await trainer_names(command.provider)
    if told := sorted(str(own[person]) for person in alike & own.keys()):
        raise TrainerKnown(names=told)
    if alike:
        raise TrainerKnownElsewhere
