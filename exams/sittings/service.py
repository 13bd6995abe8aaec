"""Registering examiners and invigilators."""

from datetime import datetime

import asyncpg

from exams.sittings.errors import ExaminerRegistered
from exams.sittings.schemas import RegisterExaminer
from exams.sittings.tables import ExaminerRegistration
from registry.audit import service as audit
from registry.audit.actions import Action
from registry.errors import NotFound
from registry.periods import check_period
from registry.permissions import Actor, Permission
from registry.transactions import transaction


async def register_examiner(command: RegisterExaminer, *, actor: Actor, now: datetime) -> None:
    """A person may examine or invigilate for the provider from now on; raises ExaminerRegistered, Invalid, NotFound."""
    actor.must_for(Permission.ENROL, command.provider)
    check_period(command.valid_from, command.valid_to, field="validTo")
    registration = ExaminerRegistration(
        provider=command.provider,
        person=command.person,
        capacity=command.capacity.value,
        valid_from=command.valid_from,
        valid_to=command.valid_to,
        recorded_at=now,
    )
    try:
        async with transaction():
            await ExaminerRegistration.insert(registration)
            facts = {"provider": command.provider, "capacity": command.capacity}
            await audit.record(Action.EXAMINER_REGISTERED, command.person, actor=actor, at=now, facts=facts)
    except asyncpg.UniqueViolationError as error:
        raise ExaminerRegistered from error
    except asyncpg.ForeignKeyViolationError as error:
        raise NotFound from error
