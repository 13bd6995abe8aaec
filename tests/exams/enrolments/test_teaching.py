"""Who teaches whom what, from when until when; and who may be named as trainer."""

from datetime import timedelta
from uuid import UUID, uuid4

import pytest

from exams.enrolments import service as enrolments
from exams.enrolments.errors import TeachingRecorded, TrainerKnown, TrainerKnownElsewhere
from exams.enrolments.rules import last_day_faults, teaching_faults
from exams.enrolments.schemas import ChangeLastDay, EnrolmentOut, RecordTeachings, RegisterTrainer
from exams.enrolments.tables import Teaching
from exams.sittings import service as sittings
from exams.sittings.rules import Capacity
from exams.sittings.schemas import RegisterExaminer
from registry.audit.actions import Action
from registry.audit.tables import AuditEntry
from registry.days import add_months
from registry.errors import Invalid, NotAllowed, NotFound
from registry.impartiality import service as impartiality
from registry.people.schemas import RegisterPerson
from registry.people.tables import Employment, Person
from registry.permissions import OPERATOR
from tests.exams.enrolments.classroom import Classroom, classroom, neighbour
from tests.registry import making
from tests.registry.making import NOW, TODAY

ONE_DAY = timedelta(days=1)
YEAR_AHEAD = add_months(TODAY, 12)


def test_the_days_of_a_teaching() -> None:
    """It ends on or after its first day, and at most a year ahead."""
    assert teaching_faults(TODAY, TODAY, today=TODAY) == []
    assert teaching_faults(TODAY, YEAR_AHEAD, today=TODAY) == []
    assert len(teaching_faults(TODAY, YEAR_AHEAD + ONE_DAY, today=TODAY)) == 1
    assert len(teaching_faults(TODAY, TODAY - ONE_DAY, today=TODAY)) == 1


@pytest.mark.parametrize(
    ("old", "new", "allowed"),
    [
        pytest.param(30, 60, True, id="extended"),
        pytest.param(30, 0, True, id="ended today"),
        pytest.param(30, -1, False, id="ended yesterday"),
        pytest.param(-5, -6, False, id="what is over is not shortened"),
        pytest.param(-5, 10, True, id="what is over is taken up again"),
        pytest.param(30, 366, False, id="too far ahead"),
    ],
)
def test_a_last_day_that_turns_out_otherwise(old: int, new: int, *, allowed: bool) -> None:
    """Days that have passed stay taught."""
    first = TODAY - 90 * ONE_DAY
    faults = last_day_faults(first, TODAY + old * ONE_DAY, TODAY + new * ONE_DAY, today=TODAY)
    assert (not faults) is allowed


def test_a_teaching_that_has_yet_to_begin() -> None:
    """Ends on its first day at the earliest."""
    first = TODAY + 10 * ONE_DAY
    assert last_day_faults(first, first + ONE_DAY, first, today=TODAY) == []
    assert last_day_faults(first, first + ONE_DAY, first - ONE_DAY, today=TODAY)


async def pupils(room: Classroom) -> list[EnrolmentOut]:
    """Two candidates."""
    return [await room.enrol(), await room.enrol(RegisterPerson(given_name="Elif", family_name="Öztürk"))]


def lessons(room: Classroom, *of: UUID, **more: object) -> RecordTeachings:
    """Lessons in both parts by Nico Kuipers, for a month from today."""
    values = {"parts": ["GP", "IM"], "valid_to": TODAY + 30 * ONE_DAY} | more
    return RecordTeachings(enrolments=list(of), trainer=room.trainer, valid_from=TODAY, **values)  # type: ignore[arg-type]


async def shown(room: Classroom, of: EnrolmentOut) -> EnrolmentOut:
    """The candidate in the list."""
    [found] = await enrolments.enrolments_of(room.provider, actor=room.actor, search=of.candidate_number)
    return found


async def test_several_candidates_at_once(database: None) -> None:
    """Each gets each part, with the relation it makes; all of it, or nothing."""
    room = await classroom()
    jan, elif_ = await pupils(room)
    await enrolments.record_teachings(lessons(room, jan.id, elif_.id, jan.id), actor=room.actor, now=NOW)
    assert await Teaching.count() == 4
    taught = (await shown(room, jan)).teachings
    assert [(each.part, each.trainer_name, each.valid_to) for each in taught] == [
        ("GP", "Nico Kuipers", TODAY + 30 * ONE_DAY),
        ("IM", "Nico Kuipers", TODAY + 30 * ONE_DAY),
    ]
    assert len(await impartiality.known_of(elif_.adviser)) == 2
    third = await room.enrol(RegisterPerson(given_name="Anna", family_name="Berg"))
    for bad, error in (
        (lessons(room, third.id, jan.id), TeachingRecorded),
        (lessons(room, third.id, uuid4()), NotFound),
        (lessons(room, third.id, parts=["GP", "XX"]), Invalid),
        (lessons(room, third.id, valid_to=YEAR_AHEAD + ONE_DAY), Invalid),
    ):
        with pytest.raises(error):
            await enrolments.record_teachings(bad, actor=room.actor, now=NOW)
    assert await Teaching.count() == 4


async def test_another_providers_candidates_are_not_there(database: None) -> None:
    """Neither to teach, nor among one's own, nor to change a day of."""
    room = await classroom()
    jan, _ = await pupils(room)
    other = await neighbour(room)
    own = await other.enrol(RegisterPerson(given_name="Anna", family_name="Berg"))
    await enrolments.record_teachings(lessons(room, jan.id), actor=room.actor, now=NOW)
    [teaching, _] = (await shown(room, jan)).teachings
    with pytest.raises(NotFound):
        await enrolments.record_teachings(lessons(room, own.id, jan.id), actor=other.actor, now=NOW)
    with pytest.raises(NotFound):
        await enrolments.change_last_day(teaching.id, ChangeLastDay(valid_to=TODAY), actor=other.actor, now=NOW)
    with pytest.raises(NotFound):
        await enrolments.change_last_day(uuid4(), ChangeLastDay(valid_to=TODAY), actor=room.actor, now=NOW)
    assert await enrolments.teaching_of(teaching.id, actor=other.actor) is None
    for actor in (OPERATOR, room.world.certifiers[0]):
        with pytest.raises(NotAllowed):
            await enrolments.change_last_day(teaching.id, ChangeLastDay(valid_to=TODAY), actor=actor, now=NOW)
        with pytest.raises(NotAllowed):
            await enrolments.record_teachings(lessons(room, jan.id), actor=actor, now=NOW)


async def test_a_teaching_is_extended_and_ended(database: None) -> None:
    """The relation follows, the trail tells old and new, and what passed stays."""
    room = await classroom()
    jan, _ = await pupils(room)
    await enrolments.record_teachings(lessons(room, jan.id, parts=["GP"]), actor=room.actor, now=NOW)
    [teaching] = (await shown(room, jan)).teachings
    for last in (TODAY + 60 * ONE_DAY, TODAY):
        await enrolments.change_last_day(teaching.id, ChangeLastDay(valid_to=last), actor=room.actor, now=NOW)
        [changed] = (await shown(room, jan)).teachings
        assert (changed.id, changed.valid_to) == (teaching.id, last)
        assert [known.valid_to for known in await impartiality.known_of(jan.adviser)] == [last]
    with pytest.raises(Invalid):
        await enrolments.change_last_day(teaching.id, ChangeLastDay(valid_to=TODAY - ONE_DAY), actor=room.actor, now=NOW)
    acts = await AuditEntry.select(AuditEntry.facts).where(AuditEntry.action == Action.TEACHING_CHANGED.value)
    assert len(acts) == 2
    assert "2026-12-20" in acts[0]["facts"]


def newcomer(room: Classroom, given: str = "Hanneke", family: str = "Vermeulen", **more: object) -> RegisterTrainer:
    """A trainer of the provider from today."""
    values = {"is_somebody_else": False} | more
    return RegisterTrainer(
        provider=room.provider,
        given_name=given,
        family_name=family,
        valid_from=TODAY,
        **values,  # type: ignore[arg-type]
    )


async def test_whom_a_provider_may_name(database: None) -> None:
    """Who works, examines or invigilates for it, and who taught for it; nobody else's."""
    room = await classroom()
    examiner, teacher = await making.person("Ruben", "Postma"), await making.person("Karin", "Willems")
    registration = RegisterExaminer(provider=room.provider, person=examiner, capacity=Capacity.EXAMINER, valid_from=TODAY)
    await sittings.register_examiner(registration, actor=room.actor, now=NOW)
    jan, _ = await pupils(room)
    taught = RecordTeachings(enrolments=[jan.id], trainer=teacher, parts=["GP"], valid_from=TODAY, valid_to=TODAY)
    await enrolments.record_teachings(taught, actor=room.actor, now=NOW)
    names = [each.name for each in await enrolments.trainers_of(room.provider, actor=room.actor)]
    assert names == ["Nico Kuipers", "Ruben Postma", "Karin Willems"]
    other = await neighbour(room)
    assert await enrolments.trainers_of(other.provider, actor=other.actor) == []
    with pytest.raises(NotFound):
        await enrolments.trainers_of(room.provider, actor=other.actor)


async def test_a_new_trainer_belongs_to_the_provider(database: None) -> None:
    """And so judges none of its candidates."""
    room = await classroom()
    made = await enrolments.register_trainer(newcomer(room), actor=room.actor, now=NOW)
    assert room.provider in (await impartiality.judge_of(made.person, TODAY)).staff_of
    assert await Employment.exists().where(Employment.person == made.person, Employment.employer == room.provider)
    other = await neighbour(room)
    with pytest.raises(NotFound):
        await enrolments.register_trainer(newcomer(room), actor=other.actor, now=NOW)


async def test_a_trainer_who_may_be_known_is_asked_about(database: None) -> None:
    """Own people are named, of others only that there are some: whoever teaches and judges is recognised as one person."""
    room = await classroom()
    people = await Person.count()
    with pytest.raises(TrainerKnown) as told:
        await enrolments.register_trainer(newcomer(room, "NICO", "Kuípers"), actor=room.actor, now=NOW)
    assert told.value.facts == {"names": ["Nico Kuipers"]}
    with pytest.raises(TrainerKnownElsewhere) as asked:
        await enrolments.register_trainer(newcomer(room, "Arjan", "Visser"), actor=room.actor, now=NOW)
    assert asked.value.facts == {}
    assert await Person.count() == people
    await enrolments.register_trainer(newcomer(room, "Arjan", "Visser", is_somebody_else=True), actor=room.actor, now=NOW)
    assert await Person.count() == people + 1
