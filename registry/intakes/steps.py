"""The steps of an intake: locking it, how it stands, and writing the next one."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

import asyncpg

from registry.audit import service as audit
from registry.audit.actions import Action
from registry.canonical import canonical_json
from registry.errors import NotFound
from registry.intakes.rules import IntakeStep
from registry.intakes.tables import IntakeEvent
from registry.permissions import Actor, Permission
from registry.transactions import Connection, fetch

_LOCKED = """
SELECT intake.*, programme.first_day, programme.last_day FROM intake JOIN programme ON programme.id = intake.programme
WHERE intake.id = $1 FOR NO KEY UPDATE OF intake
"""

_MEMBERS = """
SELECT municipality.code, intake_member.municipality FROM intake_member
JOIN municipality ON municipality.organisation = intake_member.municipality WHERE intake_member.intake = $1
"""


async def locked(intake: UUID, *, connection: Connection) -> "asyncpg.Record":
    """The intake with the period of its programme; rivals queue here. Raises NotFound."""
    row = await connection.fetchrow(_LOCKED, intake)
    if row is None:
        raise NotFound
    return row


async def locked_by_coordinator(intake: UUID, *, connection: Connection, actor: Actor) -> "asyncpg.Record":
    """As `locked`, for whoever coordinates it; to anyone else it looks absent. Raises NotFound, NotAllowed."""
    actor.must(Permission.HOLD_INTAKES)
    row = await locked(intake, connection=connection)
    if actor.person is None or row["coordinator"] != actor.person:
        raise NotFound
    return row


async def taken(intake: UUID) -> list[IntakeStep]:
    """The steps so far, in their order."""
    rows = await IntakeEvent.select(IntakeEvent.step).where(IntakeEvent.intake == intake).order_by(IntakeEvent.id)
    return [IntakeStep(row["step"]) for row in rows]


async def members_of(intake: UUID) -> dict[str, UUID]:
    """The municipalities that the intake names, by their codes."""
    return {row["code"]: row["municipality"] for row in await fetch(_MEMBERS, intake)}


async def take(step: IntakeStep, intake: UUID, *, actor: Actor, now: datetime, facts: Mapping[str, object]) -> None:
    """The next step, with its audit entry; `facts` name no person. Inside the caller's transaction."""
    told = canonical_json(dict(facts))
    event = IntakeEvent(intake=intake, step=step.value, account=actor.account, facts=told, recorded_at=now)
    await IntakeEvent.insert(event)
    await audit.record(Action.INTAKE_STEP, intake, actor=actor, at=now, facts={"step": step, **facts})
