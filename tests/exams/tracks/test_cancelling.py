"""Approvals of providers that are cancelled before they begin: they never held, and no past day changes by it."""

from datetime import timedelta
from uuid import UUID, uuid4

import asyncpg
import msgspec
import pytest

from exams.tracks import service as tracks
from exams.tracks.approving import approvals, waiting_for
from exams.tracks.errors import HasBegun, NotApproved
from exams.tracks.rules import Approved, check_cancelling
from exams.tracks.schemas import EndApproval
from exams.tracks.tables import Approval
from registry.audit.actions import Action
from registry.audit.tables import AuditEntry
from registry.errors import NotAllowed, NotFound
from registry.organisations.tables import Kind
from registry.permissions import Role
from registry.transactions import transaction
from tests.exams.tracks.school import ONE_DAY, another, approval, with_track
from tests.registry.making import NOW, TODAY, TRACK, World

change = msgspec.structs.replace


async def _from_tomorrow(world: World) -> UUID:
    command = change(approval(world, Approved.TEACH), valid_from=TODAY + ONE_DAY)
    return await tracks.approve(TRACK, command, actor=world.owner, now=NOW)


def test_what_has_begun_is_not_cancelled() -> None:
    """From its first day on it can only end."""
    check_cancelling(TODAY + ONE_DAY, today=TODAY)
    with pytest.raises(HasBegun):
        check_cancelling(TODAY, today=TODAY)


async def test_one_that_has_not_begun_never_holds(database: None) -> None:
    """On no day, to nobody; the same first day is free again, and may be given and cancelled again."""
    world = await with_track()
    track = (await tracks.newest(TRACK)).track
    for _ in range(2):
        made = await _from_tomorrow(world)
        assert await waiting_for(world.owner, today=TODAY) == []
        await tracks.cancel_approval(made, actor=world.owner, now=NOW + timedelta(minutes=await Approval.count()))
        assert await approvals() == []
        assert len(await waiting_for(world.owner, today=TODAY)) == 1
        assert await tracks.approved_periods(world.organisations["provider"], track, Approved.TEACH) == []
        with pytest.raises(NotApproved):
            await tracks.must_be_approved(world.organisations["provider"], track, Approved.TEACH, TODAY + ONE_DAY)
        for act in (
            tracks.cancel_approval(made, actor=world.owner, now=NOW),
            tracks.end_approval(made, EndApproval(last_day=TODAY + ONE_DAY), actor=world.owner, now=NOW),
        ):
            with pytest.raises(NotFound):
                await act
    entries = await AuditEntry.select().where(AuditEntry.action == Action.APPROVAL_CANCELLED.value)
    assert [entry["subject"] for entry in entries] == [world.organisations["provider"]] * 2
    assert msgspec.json.decode(entries[0]["facts"])["from"] == (TODAY + ONE_DAY).isoformat()


async def test_who_gave_it_cancels_it_and_only_beforehand(database: None) -> None:
    """Another owner finds nothing, others may not; from its first day on it is refused, by the database too."""
    world = await with_track()
    made = await _from_tomorrow(world)
    _, stranger = await another(Kind.SCHEME_OWNER, Role.SCHEME_OWNER)
    for which, actor, error in (
        (made, stranger, NotFound),
        (made, world.certifiers[0], NotAllowed),
        (made, world.provider, NotAllowed),
        (uuid4(), world.owner, NotFound),
    ):
        with pytest.raises(error):
            await tracks.cancel_approval(which, actor=actor, now=NOW)
    with pytest.raises(HasBegun):
        await tracks.cancel_approval(made, actor=world.owner, now=NOW + ONE_DAY)
    with pytest.raises(asyncpg.CheckViolationError, match="cancelled_beforehand"):
        async with transaction() as connection:
            await connection.execute("UPDATE approval SET cancelled_at = $1", NOW + ONE_DAY)
    assert len(await approvals()) == 1
