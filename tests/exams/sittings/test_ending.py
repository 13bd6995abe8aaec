"""Registrations and approvals of examiners that end or never begin: audited, and no past day changes by it."""

from datetime import timedelta
from uuid import UUID, uuid4

import asyncpg
import msgspec
import pytest

from exams.sittings import service as sittings
from exams.sittings.approving import candidates_for
from exams.sittings.errors import UnknownPerson
from exams.sittings.registering import register_own
from exams.sittings.rules import Capacity
from exams.sittings.tables import ExaminerApproval, ExaminerRegistration
from exams.tracks import service as tracks
from exams.tracks.errors import HasBegun
from exams.tracks.schemas import EndApproval
from registry.audit.actions import Action
from registry.audit.tables import AuditEntry
from registry.errors import Invalid, NotAllowed, NotFound
from registry.organisations.tables import Kind
from registry.permissions import Role
from registry.transactions import transaction
from tests.exams.sittings.hall import Hall, approval, hall, registered
from tests.exams.tracks import school
from tests.exams.tracks.school import ONE_DAY
from tests.registry import making
from tests.registry.making import BEFORE, NOW, TODAY, TRACK

change = msgspec.structs.replace


async def _approval_of(at: Hall) -> UUID:
    row = await ExaminerApproval.select(ExaminerApproval.id).where(ExaminerApproval.cancelled_at.is_null()).first()
    assert row is not None
    found: UUID = row["id"]
    return found


async def test_a_provider_ends_a_registration(database: None) -> None:
    """Through the last day everything stays as it was; after it no sitting can be recorded with this examiner."""
    at = await hall()
    track = (await tracks.newest(TRACK)).track
    tomorrow = at.sitting("IM", held_on=TODAY + ONE_DAY)
    for bad in (TODAY - ONE_DAY, BEFORE.date()):
        with pytest.raises(Invalid):
            await sittings.end_registration(at.registration, EndApproval(last_day=bad), actor=at.world.provider, now=NOW)
    await sittings.end_registration(at.registration, EndApproval(last_day=TODAY), actor=at.world.provider, now=NOW)
    [examiner] = [row for row in await sittings.registrations_of(at.provider, track) if row.person == at.examiner]
    assert (examiner.valid_from, examiner.valid_to) == (BEFORE.date(), TODAY)
    await sittings.record_sitting(at.sitting(), actor=at.world.provider, now=NOW + ONE_DAY)
    with pytest.raises(Invalid):
        await sittings.record_sitting(tomorrow, actor=at.world.provider, now=NOW)
    assert await candidates_for(at.world.certifiers[0], today=TODAY + ONE_DAY) == []
    [entry] = await AuditEntry.select().where(AuditEntry.action == Action.EXAMINER_REGISTRATION_ENDED.value)
    facts = msgspec.json.decode(entry["facts"])
    assert (entry["subject"], facts["old"], facts["new"]) == (at.examiner, None, TODAY.isoformat())


async def test_a_registration_that_has_not_begun_is_cancelled(database: None) -> None:
    """It never held, nor did what it was approved for; the same day is free again; one that has begun is refused."""
    at = await hall()
    world, certifier = at.world, at.world.certifiers[0]
    track = (await tracks.newest(TRACK)).track
    before = await sittings.registrations_of(at.provider, track)
    later = change(registered(world, at.examiner), valid_from=TODAY + ONE_DAY)
    made = await sittings.register_examiner(later, actor=world.provider, now=NOW)
    await sittings.approve_examiner(change(approval(world, made), valid_from=TODAY + ONE_DAY), actor=certifier, now=NOW)
    await sittings.cancel_registration(made, actor=world.provider, now=NOW)
    assert await sittings.registrations_of(at.provider, track) == before
    assert made not in {each.registration for each in await sittings.examiners_of(at.provider, actor=world.provider)}
    assert len(await candidates_for(certifier, today=TODAY)) == 1
    for act in (
        sittings.cancel_registration(made, actor=world.provider, now=NOW),
        sittings.end_registration(made, EndApproval(last_day=TODAY + ONE_DAY), actor=world.provider, now=NOW),
        sittings.approve_examiner(approval(world, made, "GP"), actor=certifier, now=NOW),
    ):
        with pytest.raises(NotFound):
            await act
    await sittings.register_examiner(later, actor=world.provider, now=NOW)
    with pytest.raises(HasBegun):
        await sittings.cancel_registration(at.registration, actor=world.provider, now=NOW)
    assert await AuditEntry.count().where(AuditEntry.action == Action.EXAMINER_REGISTRATION_CANCELLED.value) == 1


async def test_a_body_cancels_an_approval_that_has_not_begun(database: None) -> None:
    """It never held, and may be given again; one that has begun is refused, by the database too."""
    at = await hall()
    world, certifier = at.world, at.world.certifiers[0]
    begun = await _approval_of(at)
    await sittings.end_examiner_approval(begun, EndApproval(last_day=TODAY), actor=certifier, now=NOW)
    later = change(approval(world, at.registration, "GP"), valid_from=TODAY + ONE_DAY)
    [made] = await sittings.approve_examiner(later, actor=certifier, now=NOW)
    await sittings.cancel_examiner_approval(made, actor=world.certifiers[1], now=NOW)
    [candidate] = await candidates_for(certifier, today=TODAY)
    assert [each.id for each in candidate.examiner.approvals] == [begun]
    [made] = await sittings.approve_examiner(later, actor=certifier, now=NOW)
    await sittings.cancel_examiner_approval(made, actor=certifier, now=NOW + timedelta(minutes=1))
    track = (await tracks.newest(TRACK)).track
    rows = await sittings.registrations_of(at.provider, track)
    assert [row.valid_to for row in rows if row.capacity is Capacity.EXAMINER] == [TODAY]
    with pytest.raises(HasBegun):
        await sittings.cancel_examiner_approval(begun, actor=certifier, now=NOW)
    for table in ("examiner_approval", "examiner_registration"):
        with pytest.raises(asyncpg.CheckViolationError, match="cancelled_beforehand"):
            async with transaction() as connection:
                await connection.execute(f"UPDATE {table} SET cancelled_at = $1", NOW + 9 * ONE_DAY)  # noqa: S608  a table
    assert await AuditEntry.count().where(AuditEntry.action == Action.EXAMINER_APPROVAL_CANCELLED.value) == 2


async def test_nobody_else_ends_or_cancels(database: None) -> None:
    """Another provider or body finds nothing, who is neither may not, and what is not there is not found."""
    at = await hall()
    world, approved = at.world, await _approval_of(at)
    _, provider = await school.another(Kind.PROVIDER, Role.PROVIDER)
    _, body = await school.another(Kind.CERTIFICATION_BODY, Role.CERTIFIER)
    ending = EndApproval(last_day=TODAY)
    for which, actor, error in (
        (at.registration, provider, NotFound),
        (at.registration, world.certifiers[0], NotAllowed),
        (at.registration, world.auditor, NotAllowed),
        (uuid4(), world.provider, NotFound),
    ):
        for act in (
            sittings.end_registration(which, ending, actor=actor, now=NOW),
            sittings.cancel_registration(which, actor=actor, now=NOW),
        ):
            with pytest.raises(error):
                await act
    for which, actor, error in ((approved, body, NotFound), (approved, world.provider, NotAllowed), (uuid4(), body, NotFound)):
        with pytest.raises(error):
            await sittings.cancel_examiner_approval(which, actor=actor, now=NOW)
    rows = await ExaminerRegistration.select(ExaminerRegistration.valid_to, ExaminerRegistration.cancelled_at)
    assert {tuple(row.values()) for row in rows} == {(None, None)}


async def test_a_provider_names_by_id_whom_it_knows(database: None) -> None:
    """Anyone else's id is as unknown as one that is nobody's, so no name is learned by it."""
    at = await hall()
    for person in (await making.person("Iemand", "Anders"), at.world.certifiers[0].person, uuid4()):
        assert person is not None
        with pytest.raises(UnknownPerson) as refused:
            await register_own(registered(at.world, person), actor=at.world.provider, now=NOW)
        assert refused.value.facts == {}
    other = registered(at.world, at.examiner, Capacity.INVIGILATOR)
    await register_own(other, actor=at.world.provider, now=NOW)
    elsewhere, stranger = await school.another(Kind.PROVIDER, Role.PROVIDER)
    with pytest.raises(UnknownPerson):
        await register_own(change(other, provider=elsewhere), actor=stranger, now=NOW)
    with pytest.raises(NotFound):
        await register_own(other, actor=stranger, now=NOW)
