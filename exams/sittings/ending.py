"""Registrations and approvals of examiners that end earlier than was said, and those that never begin.

No past day changes by either: a result of a day on which someone was registered and approved stays what it was.
"""

from datetime import datetime
from uuid import UUID

import asyncpg

from exams.sittings.tables import ExaminerApproval, ExaminerRegistration
from exams.tracks.rules import check_cancelling, check_ending
from exams.tracks.schemas import EndApproval
from registry.audit import service as audit
from registry.audit.actions import Action
from registry.days import amsterdam_day
from registry.errors import NotFound
from registry.permissions import Actor, Permission
from registry.transactions import Connection, transaction

_REGISTRATION = """
    SELECT id, provider, person, capacity, valid_from, valid_to FROM examiner_registration
    WHERE id = $1 AND cancelled_at IS NULL FOR NO KEY UPDATE
"""
_APPROVAL = """
    SELECT approval.*, registration.person FROM examiner_approval approval
        JOIN examiner_registration registration ON registration.id = approval.registration
    WHERE approval.id = $1 AND approval.cancelled_at IS NULL FOR NO KEY UPDATE OF approval
"""


async def end_registration(registration: UUID, command: EndApproval, *, actor: Actor, now: datetime) -> None:
    """The provider lets a registration end earlier, today or later. Raises NotFound, Invalid.

    Sittings that were planned for later stay; their results are a fault at the examiner until someone else is named.
    """
    async with transaction() as connection:
        row = await _registration(registration, connection=connection, actor=actor)
        check_ending((row["valid_from"], row["valid_to"]), command.last_day, today=amsterdam_day(now))
        of = ExaminerRegistration
        await of.update({of.valid_to: command.last_day}).where(of.id == registration)
        facts = _registered(row) | {"old": row["valid_to"], "new": command.last_day}
        await audit.record(Action.EXAMINER_REGISTRATION_ENDED, row["person"], actor=actor, at=now, facts=facts)


async def cancel_registration(registration: UUID, *, actor: Actor, now: datetime) -> None:
    """The provider cancels a registration that has not begun, and with it what it is approved for.

    Raises NotFound, HasBegun.
    """
    async with transaction() as connection:
        row = await _registration(registration, connection=connection, actor=actor)
        check_cancelling(row["valid_from"], today=amsterdam_day(now))
        of = ExaminerRegistration
        await of.update({of.cancelled_at: now}).where(of.id == registration)
        facts = _registered(row) | {"from": row["valid_from"], "to": row["valid_to"]}
        await audit.record(Action.EXAMINER_REGISTRATION_CANCELLED, row["person"], actor=actor, at=now, facts=facts)


async def end_examiner_approval(approval: UUID, command: EndApproval, *, actor: Actor, now: datetime) -> None:
    """The body that gave it lets an approval of an examiner end earlier, today or later. Raises NotFound, Invalid."""
    async with transaction() as connection:
        row = await _approval(approval, connection=connection, actor=actor)
        check_ending((row["valid_from"], row["valid_to"]), command.last_day, today=amsterdam_day(now))
        await ExaminerApproval.update({ExaminerApproval.valid_to: command.last_day}).where(ExaminerApproval.id == approval)
        facts = _approved(row) | {"old": row["valid_to"], "new": command.last_day}
        await audit.record(Action.EXAMINER_APPROVAL_ENDED, row["person"], actor=actor, at=now, facts=facts)


async def cancel_examiner_approval(approval: UUID, *, actor: Actor, now: datetime) -> None:
    """The body that gave it cancels an approval of an examiner that has not begun. Raises NotFound, HasBegun."""
    async with transaction() as connection:
        row = await _approval(approval, connection=connection, actor=actor)
        check_cancelling(row["valid_from"], today=amsterdam_day(now))
        await ExaminerApproval.update({ExaminerApproval.cancelled_at: now}).where(ExaminerApproval.id == approval)
        facts = _approved(row) | {"from": row["valid_from"], "to": row["valid_to"]}
        await audit.record(Action.EXAMINER_APPROVAL_CANCELLED, row["person"], actor=actor, at=now, facts=facts)


async def _registration(wanted: UUID, *, connection: Connection, actor: Actor) -> asyncpg.Record:
    """The registration, for its provider, once rivals for it wait; one that is cancelled is not there any more."""
    actor.must(Permission.ENROL)
    row = await connection.fetchrow(_REGISTRATION, wanted)
    if row is None:
        raise NotFound
    actor.must_for(Permission.ENROL, row["provider"])
    return row


def _registered(row: asyncpg.Record) -> dict[str, object]:
    return {"registration": row["id"], "provider": row["provider"], "capacity": row["capacity"]}


async def _approval(wanted: UUID, *, connection: Connection, actor: Actor) -> asyncpg.Record:
    """As `_registration`, of an approval, for the body that gave it."""
    actor.must(Permission.APPROVE_EXAMINING)
    row = await connection.fetchrow(_APPROVAL, wanted)
    if row is None:
        raise NotFound
    actor.must_for(Permission.APPROVE_EXAMINING, row["approved_by"])
    return row


def _approved(row: asyncpg.Record) -> dict[str, object]:
    return {"approval": row["id"], "track": row["track"], "part": row["part_code"]}
