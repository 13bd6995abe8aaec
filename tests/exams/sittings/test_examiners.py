"""Examiners and invigilators: who registers them, who they are, and who approves them for what."""

import asyncio
from uuid import UUID, uuid4

import msgspec
import pytest

from exams.sittings import service as sittings
from exams.sittings.approving import candidates_for
from exams.sittings.errors import ExaminerRegistered, NotYourself, UnknownPerson
from exams.sittings.rules import Capacity
from exams.sittings.schemas import KnownPerson, RegisterExaminer
from exams.sittings.service import RegistrationRow
from exams.sittings.tables import ExaminerApproval, ExaminerRegistration
from exams.tracks import service as tracks
from exams.tracks.errors import ApprovalOverlaps, NotTheApprover
from exams.tracks.schemas import EndApproval
from registry.audit.actions import Action
from registry.audit.tables import AuditEntry
from registry.errors import Invalid, NotAllowed, NotFound
from registry.organisations.tables import Kind
from registry.people import service as people
from registry.people.schemas import RegisterPerson
from registry.people.tables import Person
from registry.permissions import OPERATOR, Role
from tests.exams.sittings.hall import approval, hall, registered
from tests.exams.tracks import school
from tests.exams.tracks.school import ONE_DAY
from tests.registry import making
from tests.registry.making import BEFORE, NOW, TODAY, TRACK, World

change = msgspec.structs.replace
DAM = RegisterPerson(given_name="Lotte", family_prefix="van", family_name="Dam", work_email="L.vanDam@bureau.example")


async def test_an_examiner_is_registered_once(database: None) -> None:
    """In a capacity from a day; somebody unknown is not found."""
    world = await school.school()
    command = registered(world, await making.person())
    for each in (command, change(command, capacity=Capacity.INVIGILATOR), change(command, valid_from=TODAY)):
        await sittings.register_examiner(each, actor=world.provider, now=NOW)
        with pytest.raises(ExaminerRegistered):
            await sittings.register_examiner(each, actor=world.provider, now=NOW)
    with pytest.raises(NotFound):
        await sittings.register_examiner(change(command, person=uuid4()), actor=world.provider, now=NOW)
    with pytest.raises(Invalid):
        await sittings.register_examiner(
            change(command, valid_from=TODAY, valid_to=TODAY - ONE_DAY), actor=world.provider, now=NOW
        )


async def test_a_provider_registers_its_own(database: None) -> None:
    """Another provider finds nothing, and nobody else may."""
    world = await school.school()
    _, stranger = await school.another(Kind.PROVIDER, Role.PROVIDER)
    command = registered(world, await making.person())
    for actor, error in ((stranger, NotFound), (world.certifiers[0], NotAllowed), (OPERATOR, NotAllowed)):
        with pytest.raises(error):
            await sittings.register_examiner(command, actor=actor, now=NOW)
    with pytest.raises(NotFound):
        await sittings.examiners_of(world.organisations["provider"], actor=stranger)
    assert await ExaminerRegistration.count() == 0


def someone(world: World, **who: object) -> RegisterExaminer:
    """An examiner, by whatever says who it is."""
    provider = world.organisations["provider"]
    return RegisterExaminer(provider=provider, capacity=Capacity.EXAMINER, valid_from=BEFORE.date(), **who)  # type: ignore[arg-type]  # as a test names them


async def _person_of(registration: UUID) -> UUID:
    row = await ExaminerRegistration.select().where(ExaminerRegistration.id == registration).first()
    assert row is not None
    found: UUID = row["person"]
    return found


@pytest.mark.parametrize("family", ["Dam", "van Dam", "VAN DAM"])
async def test_someone_known_is_named_by_address_and_family_name(database: None, family: str) -> None:
    """The address of their work or of their account, with or without prefix, in any case."""
    world = await school.school()
    who = await people.register(DAM, actor=OPERATOR, now=BEFORE)
    known = KnownPerson(email="l.vandam@BUREAU.example", family_name=family)
    made = await sittings.register_examiner(someone(world, known=known), actor=world.provider, now=NOW)
    assert await _person_of(made) == who


async def test_who_has_an_account_is_named_by_its_address(database: None) -> None:
    """So a certifier who examines elsewhere is one person, and stays one for impartiality."""
    world = await school.school()
    certifier = world.certifiers[1]
    rows = await Person.raw("SELECT email FROM account WHERE id = {}", certifier.account)
    known = KnownPerson(email=rows[0]["email"], family_name="Visser")
    made = await sittings.register_examiner(someone(world, known=known), actor=world.provider, now=NOW)
    assert await _person_of(made) == certifier.person


async def test_nobody_learns_names_by_trying_addresses(database: None) -> None:
    """A right address with a wrong name, and a wrong address, get the same answer; two people with both, none."""
    world = await school.school()
    await people.register(DAM, actor=OPERATOR, now=BEFORE)
    wrong = [
        KnownPerson(email="l.vandam@bureau.example", family_name="Dammers"),
        KnownPerson(email="x@y.nl", family_name="Dam"),
    ]
    said = []
    for known in wrong:
        with pytest.raises(UnknownPerson) as refused:
            await sittings.register_examiner(someone(world, known=known), actor=world.provider, now=NOW)
        said.append((refused.value.code, refused.value.facts))
    assert said[0] == said[1]
    await people.register(DAM, actor=OPERATOR, now=BEFORE)
    twice = KnownPerson(email="l.vandam@bureau.example", family_name="Dam")
    with pytest.raises(UnknownPerson):
        await sittings.register_examiner(someone(world, known=twice), actor=world.provider, now=NOW)


async def test_someone_new_is_added_once(database: None) -> None:
    """The same address and family name again, at this provider or another, is the same person."""
    world = await school.school()
    first = await sittings.register_examiner(someone(world, new=DAM), actor=world.provider, now=NOW)
    other, actor = await school.another(Kind.PROVIDER, Role.PROVIDER)
    command = change(someone(world, new=change(DAM, work_email="l.vandam@bureau.example")), provider=other)
    second = await sittings.register_examiner(command, actor=actor, now=NOW)
    assert await _person_of(first) == await _person_of(second)
    namesake = change(DAM, work_email="lotte@elders.example")
    third = await sittings.register_examiner(someone(world, new=namesake), actor=world.provider, now=NOW)
    assert await _person_of(third) != await _person_of(first)


@pytest.mark.parametrize("who", [{}, {"person": uuid4(), "new": DAM}])
async def test_one_person_is_named(database: None, who: dict[str, object]) -> None:
    """Not none, not two ways at once; and nobody new stays behind."""
    world = await school.school()
    before = await Person.count()
    with pytest.raises(Invalid):
        await sittings.register_examiner(someone(world, **who), actor=world.provider, now=NOW)
    assert await Person.count() == before


async def test_an_approval_is_for_all_parts_or_for_those_named(database: None) -> None:
    """And what the rules of results read of it, within the registration; for another track there is nothing."""
    world = await school.school()
    track = (await tracks.newest(TRACK)).track
    who = await making.person()
    made = await sittings.register_examiner(registered(world, who), actor=world.provider, now=NOW)
    provider = world.organisations["provider"]
    unapproved = RegistrationRow(who, Capacity.EXAMINER, frozenset(), BEFORE.date(), None)
    assert await sittings.registrations_of(provider, track) == [unapproved]
    named = change(approval(world, made, "GP", "IM"), valid_to=TODAY)
    assert len(await sittings.approve_examiner(named, actor=world.certifiers[0], now=NOW)) == 2
    everything = change(approval(world, made), valid_from=TODAY + ONE_DAY)
    assert len(await sittings.approve_examiner(everything, actor=world.certifiers[0], now=NOW)) == 1
    assert await sittings.registrations_of(provider, track) == [
        RegistrationRow(who, Capacity.EXAMINER, frozenset({"GP", "IM"}), BEFORE.date(), TODAY),
        RegistrationRow(who, Capacity.EXAMINER, None, TODAY + ONE_DAY, None),
    ]
    assert await sittings.registrations_of(provider, uuid4()) == [unapproved]
    assert await sittings.registrations_of(uuid4(), track) == []


async def test_what_an_approval_of_an_examiner_is_refused_for(database: None) -> None:
    """Overlap on a part, unknown parts, days outside the registration, an invigilator, another body, oneself."""
    at = await hall()
    world, certifier = at.world, at.world.certifiers[0]
    good = approval(world, at.registration, "GP")
    invigilator = await ExaminerRegistration.select().where(ExaminerRegistration.capacity == "invigilator").first()
    assert invigilator is not None
    for bad, error in (
        (good, ApprovalOverlaps),
        (change(good, parts=None, valid_from=TODAY), ApprovalOverlaps),
        (change(good, parts=["XX"]), Invalid),
        (change(good, valid_to=BEFORE.date() - ONE_DAY), Invalid),
        (change(good, valid_from=BEFORE.date() - 2 * ONE_DAY, valid_to=BEFORE.date() - ONE_DAY), Invalid),
        (change(good, registration=invigilator["id"]), NotFound),
        (change(good, registration=uuid4()), NotFound),
        (change(good, track="onbekend"), NotFound),
        (change(good, approved_by=world.organisations["scheme-owner"]), NotFound),
    ):
        with pytest.raises(error):
            await sittings.approve_examiner(bad, actor=certifier, now=NOW)
    other, stranger = await school.another(Kind.CERTIFICATION_BODY, Role.CERTIFIER)
    with pytest.raises(NotTheApprover):
        await sittings.approve_examiner(change(good, approved_by=other), actor=stranger, now=NOW)
    for actor in (world.provider, world.owner, OPERATOR):
        with pytest.raises(NotAllowed):
            await sittings.approve_examiner(good, actor=actor, now=NOW)
    assert certifier.person is not None
    own = await sittings.register_examiner(registered(world, certifier.person), actor=world.provider, now=NOW)
    with pytest.raises(NotYourself):
        await sittings.approve_examiner(approval(world, own), actor=certifier, now=NOW)
    await sittings.approve_examiner(approval(world, own), actor=world.certifiers[1], now=NOW)
    assert await ExaminerApproval.count() == 2


async def test_rivals_approve_an_examiner_once(database: None) -> None:
    """Ten at the same moment, from as many days: one of them; in five rounds, since rivals must meet."""
    at = await hall()
    for _ in range(5):
        who = await sittings.register_examiner(registered(at.world, await making.person()), actor=at.world.provider, now=NOW)
        wanted = [change(approval(at.world, who), valid_from=TODAY + shift * ONE_DAY) for shift in range(10)]
        made = await asyncio.gather(
            *(sittings.approve_examiner(each, actor=at.world.certifiers[0], now=NOW) for each in wanted),
            return_exceptions=True,
        )
        assert sorted(type(each).__name__ for each in made) == ["ApprovalOverlaps"] * 9 + ["list"]


async def test_the_body_ends_what_it_approved(database: None) -> None:
    """Today or later, with old and new in the audit trail; another body finds nothing."""
    at = await hall()
    row = await ExaminerApproval.select().first()
    assert row is not None
    _, stranger = await school.another(Kind.CERTIFICATION_BODY, Role.CERTIFIER)
    ending = EndApproval(last_day=TODAY)
    for which, command, actor, error in (
        (row["id"], ending, stranger, NotFound),
        (row["id"], ending, at.world.provider, NotAllowed),
        (uuid4(), ending, at.world.certifiers[0], NotFound),
        (row["id"], EndApproval(last_day=TODAY - ONE_DAY), at.world.certifiers[0], Invalid),
    ):
        with pytest.raises(error):
            await sittings.end_examiner_approval(which, command, actor=actor, now=NOW)
    await sittings.end_examiner_approval(row["id"], ending, actor=at.world.certifiers[1], now=NOW)
    [entry] = await AuditEntry.select().where(AuditEntry.action == Action.EXAMINER_APPROVAL_ENDED.value)
    facts = msgspec.json.decode(entry["facts"])
    assert (entry["subject"], facts["old"], facts["new"]) == (at.examiner, None, TODAY.isoformat())


async def test_who_waits_for_approval_comes_first(database: None) -> None:
    """To certifiers of a body that asks for the track, and to nobody else; not at a provider without any approval."""
    at = await hall()
    world, certifier = at.world, at.world.certifiers[0]
    who = await making.person("Karin", "Willems")
    await sittings.register_examiner(registered(world, who), actor=world.provider, now=NOW)
    elsewhere, stranger = await school.another(Kind.PROVIDER, Role.PROVIDER)
    other = change(registered(world, await making.person()), provider=elsewhere)
    await sittings.register_examiner(other, actor=stranger, now=NOW)
    seen = await candidates_for(certifier, today=TODAY)
    assert [(each.examiner.name, each.waiting) for each in seen] == [("Karin Willems", True), ("Ruben Postma", False)]
    _, unasked = await school.another(Kind.CERTIFICATION_BODY, Role.CERTIFIER)
    for actor in (unasked, world.owner, world.provider):
        assert await candidates_for(actor, today=TODAY) == []


async def test_a_provider_sees_who_is_approved_for_what(database: None) -> None:
    """By capacity and name; an auditor sees it too; whoever was erased has no name."""
    at = await hall()
    for actor in (at.world.provider, at.world.auditor):
        first, second = await sittings.examiners_of(at.provider, actor=actor)
        assert (first.name, first.capacity, second.name, second.capacity) == (
            "Ruben Postma",
            Capacity.EXAMINER,
            "Mark Groen",
            Capacity.INVIGILATOR,
        )
        assert [(each.track, each.part) for each in first.approvals] == [(TRACK, None)]
        assert second.approvals == []
