"""Approvals of providers: who gives them, for when, and how they end."""

import asyncio
from datetime import timedelta
from uuid import UUID, uuid4

import msgspec
import pytest

from exams.tracks import service as tracks
from exams.tracks.approving import approvals_for, waiting_for
from exams.tracks.errors import ApprovalOverlaps, NotApproved, NotTheApprover
from exams.tracks.rules import Approved
from exams.tracks.schemas import EndApproval
from exams.tracks.tables import Approval
from registry.audit.actions import Action
from registry.audit.tables import AuditEntry
from registry.errors import Invalid, NotAllowed, NotFound
from registry.organisations.tables import Kind
from registry.permissions import OPERATOR, Role
from tests.exams.tracks.school import MONTH, ONE_DAY, another, approval, school, track_of, with_track
from tests.registry import making
from tests.registry.making import BEFORE, NOW, TODAY, TRACK

change = msgspec.structs.replace


async def test_another_owner_or_body_approves_nothing(database: None) -> None:
    """A track belongs to its owner, and to the bodies whose schemes ask for it: others of their kind are refused."""
    world = await school()
    for kind, role, approved in (
        (Kind.SCHEME_OWNER, Role.SCHEME_OWNER, Approved.TEACH),
        (Kind.CERTIFICATION_BODY, Role.CERTIFIER, Approved.EXAMINE),
    ):
        other, actor = await another(kind, role)
        command = change(approval(world, approved), approved_by=other, valid_from=TODAY + ONE_DAY)
        with pytest.raises(NotTheApprover):
            await tracks.approve(TRACK, command, actor=actor, now=NOW)


async def test_each_party_approves_its_own(database: None) -> None:
    """Teaching by the scheme owner, examining by the certification body, for their own organisation."""
    world = await school()
    teach, examine = approval(world, Approved.TEACH), approval(world, Approved.EXAMINE)
    for command, actor in ((teach, world.certifiers[0]), (examine, world.owner), (teach, OPERATOR), (examine, world.provider)):
        with pytest.raises(NotAllowed):
            await tracks.approve(TRACK, command, actor=actor, now=NOW)
    for code, command in (
        (TRACK, change(teach, approved_by=world.organisations["certification-body"])),
        (TRACK, change(teach, provider=world.organisations["employer"])),
        ("onbekend", teach),
    ):
        with pytest.raises(NotFound):
            await tracks.approve(code, command, actor=world.owner, now=NOW)


async def test_of_one_thing_there_is_one_approval_on_a_day(database: None) -> None:
    """A period that shares a day with one that stands is refused; the day after its last is free."""
    world = await school()
    teach = approval(world, Approved.TEACH)
    for first, last in ((TODAY, None), (TODAY - ONE_DAY, TODAY), (TODAY + MONTH, None), (TODAY - ONE_DAY, None)):
        with pytest.raises(ApprovalOverlaps) as refused:
            await tracks.approve(TRACK, change(teach, valid_from=first, valid_to=last), actor=world.owner, now=NOW)
        assert refused.value.facts == {"first": TODAY, "last": TODAY + MONTH}
    later = change(teach, valid_from=TODAY + MONTH + ONE_DAY, valid_to=None)
    await tracks.approve(TRACK, later, actor=world.owner, now=NOW)
    track = (await tracks.newest(TRACK)).track
    assert await tracks.approved_periods(teach.provider, track, Approved.TEACH) == [
        (TODAY, TODAY + MONTH),
        (TODAY + MONTH + ONE_DAY, None),
    ]
    assert await tracks.approved_periods(teach.provider, track, Approved.EXAMINE) == [(TODAY, TODAY + MONTH)]


async def test_rivals_approve_once(database: None) -> None:
    """Five certifiers approve the same provider from five days at the same moment: one does."""
    world = await with_track()
    command = change(approval(world, Approved.EXAMINE), valid_to=None)
    made = await asyncio.gather(
        *(
            tracks.approve(TRACK, change(command, valid_from=TODAY + shift * ONE_DAY), actor=world.certifiers[0], now=NOW)
            for shift in range(5)
        ),
        return_exceptions=True,
    )
    assert sorted(type(each).__name__ for each in made) == ["ApprovalOverlaps"] * 4 + ["UUID"]
    assert await Approval.count() == 1


@pytest.mark.parametrize("approved", list(Approved))
async def test_an_approval_holds_through_its_last_day(database: None, approved: Approved) -> None:
    """From its first day through its last, and for that provider only."""
    world = await school()
    track = (await tracks.newest(TRACK)).track
    for shift, holds in ((-1, False), (0, True), (30, True), (31, False)):
        asked = tracks.must_be_approved(world.organisations["provider"], track, approved, TODAY + shift * ONE_DAY)
        if holds:
            await asked
        else:
            with pytest.raises(NotApproved):
                await asked
    with pytest.raises(NotApproved):
        await tracks.must_be_approved(uuid4(), track, approved, TODAY)


async def test_a_period_ends_after_it_begins(database: None) -> None:
    """An approval whose last day lies before its first is refused."""
    world = await with_track()
    command = change(approval(world, Approved.TEACH), valid_to=TODAY - timedelta(days=1))
    with pytest.raises(Invalid):
        await tracks.approve(TRACK, command, actor=world.owner, now=NOW)
    assert await Approval.count() == 0


async def _approved(kind: Approved) -> UUID:
    row = await Approval.select(Approval.id).where(Approval.approved == kind.value).first()
    assert row is not None
    found: UUID = row["id"]
    return found


async def test_who_approved_ends_it_and_the_old_day_is_kept(database: None) -> None:
    """Today or later, earlier than it was; the audit trail holds old and new; then the next day is free again."""
    world = await school()
    teach = await _approved(Approved.TEACH)
    for bad in (TODAY - ONE_DAY, TODAY + MONTH, TODAY + MONTH + ONE_DAY):
        with pytest.raises(Invalid):
            await tracks.end_approval(teach, EndApproval(last_day=bad), actor=world.owner, now=NOW)
    await tracks.end_approval(teach, EndApproval(last_day=TODAY), actor=world.owner, now=NOW)
    track = (await tracks.newest(TRACK)).track
    assert await tracks.approved_periods(world.organisations["provider"], track, Approved.TEACH) == [(TODAY, TODAY)]
    [entry] = await AuditEntry.select().where(AuditEntry.action == Action.APPROVAL_ENDED.value)
    facts = msgspec.json.decode(entry["facts"])
    assert (facts["old"], facts["new"]) == ((TODAY + MONTH).isoformat(), TODAY.isoformat())
    again = change(approval(world, Approved.TEACH), valid_from=TODAY + ONE_DAY)
    await tracks.approve(TRACK, again, actor=world.owner, now=NOW)


async def test_nobody_else_ends_an_approval(database: None) -> None:
    """Another organisation finds nothing; who approves the other kind may not."""
    world = await school()
    teach, examine = await _approved(Approved.TEACH), await _approved(Approved.EXAMINE)
    _, stranger = await another(Kind.SCHEME_OWNER, Role.SCHEME_OWNER)
    ending = EndApproval(last_day=TODAY)
    for which, actor, error in (
        (teach, stranger, NotFound),
        (teach, world.certifiers[0], NotAllowed),
        (examine, world.owner, NotAllowed),
        (examine, world.provider, NotAllowed),
        (uuid4(), world.owner, NotFound),
    ):
        with pytest.raises(error):
            await tracks.end_approval(which, ending, actor=actor, now=NOW)
    assert all(row["valid_to"] == TODAY + MONTH for row in await Approval.select(Approval.valid_to))


async def test_each_sees_the_approvals_that_are_theirs(database: None) -> None:
    """Those they gave, those they got; an auditor all; another provider none."""
    world = await school()
    _, stranger = await another(Kind.PROVIDER, Role.PROVIDER)

    async def seen(actor: object) -> list[Approved]:
        return [each.approved for each in await approvals_for(actor)]  # type: ignore[arg-type]  # actors of the world

    assert await seen(world.owner) == [Approved.TEACH]
    assert await seen(world.certifiers[0]) == [Approved.EXAMINE]
    assert sorted(await seen(world.provider)) == sorted(await seen(world.auditor)) == [Approved.EXAMINE, Approved.TEACH]
    assert await seen(stranger) == await seen(world.municipality) == []


async def test_who_waits_is_told_to_whom_it_waits_for(database: None) -> None:
    """A provider without approval to teach waits for the owner; one that teaches and may not examine, for the body."""
    world = await with_track()
    owner, certifier = world.owner, world.certifiers[0]
    [first] = await waiting_for(owner, today=TODAY)
    assert (first.provider, first.approvable.approved) == (world.organisations["provider"], Approved.TEACH)
    assert await waiting_for(certifier, today=TODAY) == []
    await tracks.approve(TRACK, approval(world, Approved.TEACH), actor=owner, now=NOW)
    assert await waiting_for(owner, today=TODAY) == []
    [second] = await waiting_for(certifier, today=TODAY)
    assert second.approvable.approved is Approved.EXAMINE
    assert len(await waiting_for(owner, today=TODAY + MONTH + ONE_DAY)) == 1


async def test_any_body_approves_examining_what_no_scheme_asks_for(database: None) -> None:
    """A track for municipal employees leads to no certificate."""
    world = await making.world()
    await tracks.create(track_of(world.organisations["scheme-owner"], "gemeente"), actor=world.owner, now=BEFORE)
    other, actor = await another(Kind.CERTIFICATION_BODY, Role.CERTIFIER)
    await tracks.approve("gemeente", change(approval(world, Approved.EXAMINE), approved_by=other), actor=actor, now=NOW)
