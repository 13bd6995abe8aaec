"""Who works where, from when until when."""

from datetime import date, datetime
from uuid import UUID

import asyncpg

from registry.audit import service as audit
from registry.audit.actions import Action
from registry.errors import NotFound
from registry.people.errors import EmploymentRecorded
from registry.people.schemas import RecordEmployment
from registry.people.tables import Employment
from registry.periods import check_period
from registry.permissions import Actor, Permission
from registry.transactions import transaction


async def record_employment(person: UUID, command: RecordEmployment, *, actor: Actor, now: datetime) -> None:
    """A person works for an organisation from a day on. Raises EmploymentRecorded, Invalid, NotFound."""
    actor.must(Permission.MANAGE_ACCOUNTS)
    try:
        async with transaction():
            await employ(person, command, actor=actor, now=now)
    except asyncpg.UniqueViolationError as error:
        raise EmploymentRecorded(day=command.valid_from) from error
    except asyncpg.ForeignKeyViolationError as error:
        raise NotFound from error


async def employ(person: UUID, command: RecordEmployment, *, actor: Actor, now: datetime) -> None:
    """As `record_employment`, inside the caller's transaction, which has asked whether the actor may."""
    check_period(command.valid_from, command.valid_to, field="validTo")
    employment = Employment(
        person=person,
        employer=command.employer,
        valid_from=command.valid_from,
        valid_to=command.valid_to,
    )
    await Employment.insert(employment)
    facts = {"employer": command.employer}
    await audit.record(Action.EMPLOYMENT_RECORDED, person, actor=actor, at=now, facts=facts)


async def employers_of(person: UUID, day: date) -> frozenset[UUID]:
    """The organisations that employ the person on a day."""
    rows = await Employment.select(Employment.employer).where(
        Employment.person == person,
        Employment.valid_from <= day,
        (Employment.valid_to.is_null()) | (Employment.valid_to >= day),
    )
    return frozenset(row["employer"] for row in rows)
