"""Enrolments and teaching: who may, and what is refused."""

from uuid import uuid4

import msgspec
import pytest

from exams.enrolments import service as enrolments
from exams.enrolments.errors import EnrolledAlready, TeachingRecorded, UnknownCandidate
from exams.enrolments.schemas import Enrol, EnrolmentOut, Known, RecordTeaching
from exams.enrolments.tables import Enrolment, Teaching
from exams.sittings import service as sittings
from exams.sittings.rules import Capacity
from exams.sittings.schemas import RegisterExaminer
from exams.tracks import service as tracks
from exams.tracks.errors import NotApproved
from exams.tracks.rules import Approved
from registry.errors import Invalid, NotAllowed, NotFound
from registry.impartiality import service as impartiality
from registry.impartiality.rules import RelationKind
from registry.organisations.tables import Kind
from registry.people.schemas import RegisterPerson
from registry.people.tables import Adviser, Person
from registry.permissions import OPERATOR, Role
from tests.exams.tracks.school import ONE_DAY, another, approval, school
from tests.registry import making
from tests.registry.making import NOW, TODAY, TRACK, World

ELIF = RegisterPerson(given_name="Elif", family_name="Öztürk")


def enrolment(world: World, *, person: RegisterPerson | None = ELIF, known: Known | None = None) -> Enrol:
    """An enrolment today."""
    return Enrol(provider=world.organisations["provider"], track=TRACK, enrolled_on=TODAY, person=person, known=known)


async def enrolled(world: World) -> EnrolmentOut:
    """Elif, enrolled."""
    return await enrolments.enrol(enrolment(world), actor=world.provider, now=NOW)


async def test_enrolling_someone_new_opens_a_file(database: None) -> None:
    """They get a number; a known candidate is enrolled by number and family name, and keeps it."""
    world = await school()
    made = await enrolled(world)
    assert made.name == "Elif Öztürk"
    other, actor = await another(Kind.PROVIDER, Role.PROVIDER)
    teach = msgspec.structs.replace(approval(world, Approved.TEACH), provider=other)
    await tracks.approve(TRACK, teach, actor=world.owner, now=NOW)
    known = Known(candidate_number=made.candidate_number.lower(), family_name="ozturk")
    command = msgspec.structs.replace(enrolment(world, person=None, known=known), provider=other)
    again = await enrolments.enrol(command, actor=actor, now=NOW)
    assert (again.adviser, again.candidate_number) == (made.adviser, made.candidate_number)
    assert [each.id for each in await enrolments.enrolments_of(other, actor=actor)] == [again.id]
    assert await Adviser.count() == 1


async def test_what_an_enrolment_is_refused_for(database: None) -> None:
    """Twice, nobody or both, in the future, without approval, a number that is not theirs; no new person stays."""
    world = await school()
    made = await enrolled(world)
    good, change = enrolment(world), msgspec.structs.replace
    before = await Person.count()
    known = Known(candidate_number=made.candidate_number, family_name="Öztürk")
    for bad, error in (
        (change(good, person=None, known=known), EnrolledAlready),
        (change(good, known=known), Invalid),
        (change(good, person=None), Invalid),
        (change(good, enrolled_on=TODAY + ONE_DAY), Invalid),
        (change(good, enrolled_on=TODAY - ONE_DAY), NotApproved),
        (change(good, track="onbekend"), NotFound),
        (change(good, person=None, known=change(known, family_name="Janssen")), UnknownCandidate),
        (change(good, person=None, known=change(known, family_name="")), UnknownCandidate),
        (change(good, person=None, known=change(known, candidate_number="EA999999-56")), (UnknownCandidate, Invalid)),
    ):
        with pytest.raises(error):
            await enrolments.enrol(bad, actor=world.provider, now=NOW)
    assert await Person.count() == before
    assert await Enrolment.count() == 1


async def test_another_providers_candidates_do_not_exist(database: None) -> None:
    """Nor may anyone but a provider enrol, say who taught, or register an examiner."""
    world = await school()
    made = await enrolled(world)
    _, stranger = await another(Kind.PROVIDER, Role.PROVIDER)
    who = await making.person()
    taught = RecordTeaching(trainer=who, parts=["GP"], valid_from=TODAY, valid_to=TODAY)
    examiner = RegisterExaminer(
        provider=world.organisations["provider"], person=who, capacity=Capacity.EXAMINER, valid_from=TODAY
    )
    for actor, error in ((stranger, NotFound), (world.certifiers[0], NotAllowed), (OPERATOR, NotAllowed)):
        with pytest.raises(error):
            await enrolments.enrol(enrolment(world), actor=actor, now=NOW)
        with pytest.raises(error):
            await enrolments.record_teaching(made.id, taught, actor=actor, now=NOW)
        with pytest.raises(error):
            await sittings.register_examiner(examiner, actor=actor, now=NOW)
        with pytest.raises(error):
            await enrolments.enrolments_of(world.organisations["provider"], actor=actor)
    assert await Teaching.count() == 0


async def test_teaching_makes_a_relation(database: None) -> None:
    """One for each part, with its days; recorded once, and refused for what is not of the track."""
    world = await school()
    made = await enrolled(world)
    who = await making.person("Nico", "Kuipers")
    taught = RecordTeaching(trainer=who, parts=["GP", "GP"], valid_from=TODAY, valid_to=TODAY + ONE_DAY)
    await enrolments.record_teaching(made.id, taught, actor=world.provider, now=NOW)
    [known] = await impartiality.known_of(made.adviser)
    assert (known.kind, known.person, known.valid_to) == (RelationKind.TAUGHT, who, TODAY + ONE_DAY)
    change = msgspec.structs.replace
    for bad, error in (
        (taught, TeachingRecorded),
        (change(taught, parts=["GP", "XX"]), Invalid),
        (change(taught, valid_to=TODAY - ONE_DAY), Invalid),
        (change(taught, trainer=uuid4()), NotFound),
    ):
        with pytest.raises(error):
            await enrolments.record_teaching(made.id, bad, actor=world.provider, now=NOW)
    with pytest.raises(NotFound):
        await enrolments.record_teaching(uuid4(), taught, actor=world.provider, now=NOW)
    assert len(await impartiality.known_of(made.adviser)) == 1
