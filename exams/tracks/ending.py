"""Approvals of providers that end earlier than was said, and those that never begin."""

from datetime import datetime
from uuid import UUID

import asyncpg

from exams.tracks.approving import WHO_APPROVES
from exams.tracks.rules import Approved, check_cancelling, check_ending
from exams.tracks.schemas import EndApproval
from exams.tracks.tables import Approval
from registry.audit import service as audit
from registry.audit.actions import Action
from registry.days import amsterdam_day
from registry.errors import NotFound
from registry.permissions import Actor
from registry.transactions import Connection, transaction


async def end_approval(approval: UUID, command: EndApproval, *, actor: Actor, now: datetime) -> None:
    """Whoever approved it lets an approval end earlier, today or later. Raises NotFound, Invalid."""
    async with transaction() as connection:
        row = await _locked(approval, connection=connection, actor=actor)
        check_ending((row["valid_from"], row["valid_to"]), command.last_day, today=amsterdam_day(now))
        await Approval.update({Approval.valid_to: command.last_day}).where(Approval.id == approval)
        facts = _told(row) | {"old": row["valid_to"], "new": command.last_day}
        await audit.record(Action.APPROVAL_ENDED, row["provider"], actor=actor, at=now, facts=facts)


async def cancel_approval(approval: UUID, *, actor: Actor, now: datetime) -> None:
    """Whoever approved it cancels an approval that has not begun: it never held. Raises NotFound, HasBegun."""
    async with transaction() as connection:
        row = await _locked(approval, connection=connection, actor=actor)
        check_cancelling(row["valid_from"], today=amsterdam_day(now))
        await Approval.update({Approval.cancelled_at: now}).where(Approval.id == approval)
        facts = _told(row) | {"from": row["valid_from"], "to": row["valid_to"]}
        await audit.record(Action.APPROVAL_CANCELLED, row["provider"], actor=actor, at=now, facts=facts)


async def _locked(approval: UUID, *, connection: Connection, actor: Actor) -> asyncpg.Record:
    """The approval, for who gave it, once rivals for it wait; one that is cancelled is not there any more."""
    row = await connection.fetchrow(
        "SELECT id, provider, track, approved, approved_by, valid_from, valid_to FROM approval"
        " WHERE id = $1 AND cancelled_at IS NULL FOR NO KEY UPDATE",
        approval,
    )
    if row is None:
        raise NotFound
    actor.must_for(WHO_APPROVES[Approved(row["approved"])], row["approved_by"])
    return row


def _told(row: asyncpg.Record) -> dict[str, object]:
    return {"approval": row["id"], "track": row["track"], "approved": row["approved"]}
