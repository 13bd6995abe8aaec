"""Enrolling one by one: who may be known already, merged numbers, what a track asks for, and the version of the day."""

import asyncio
from uuid import uuid4

import asyncpg
import msgspec
import pytest

from exams.enrolments import service as enrolments
from exams.enrolments.errors import EnrolledAlready, PossibleDuplicate, PrerequisitesMissing
from exams.enrolments.rules import missing_tracks, version_on
from exams.enrolments.tables import Enrolment
from exams.tracks import service as tracks
from exams.tracks.rules import Approved
from exams.tracks.versions import Prerequisite
from registry.dossiers.tables import Evidence, EvidenceWithdrawal
from registry.errors import Invalid
from registry.organisations.tables import Kind
from registry.people import merging
from registry.people.schemas import RegisterPerson
from registry.people.tables import Adviser
from registry.permissions import OPERATOR, Role
from registry.texts import Language, Text
from tests.exams.enrolments.classroom import JAN, ONE_DAY, Classroom, classroom, known, merge, neighbour
from tests.exams.tracks.school import approval, track_of, version_from
from tests.registry import making
from tests.registry.making import BEFORE, NOW, TODAY, TRACK


async def refused(room: Classroom, person: RegisterPerson) -> PossibleDuplicate:
    """The question that is asked before someone is enrolled as new."""
    with pytest.raises(PossibleDuplicate) as told:
        await room.enrol(person)
    return told.value


@pytest.mark.parametrize(
    "person",
    [
        pytest.param(JAN, id="the same name"),
        pytest.param(RegisterPerson(given_name="JÁN", family_name="janssen"), id="in another spelling"),
        pytest.param(RegisterPerson(given_name="Jan", family_prefix="van", family_name="Janssen"), id="with a prefix"),
        pytest.param(RegisterPerson(given_name="J.", family_name="Pietersen", work_email="JAN@a.example"), id="by e-mail"),
    ],
)
async def test_someone_who_may_be_known_is_asked_about(database: None, person: RegisterPerson) -> None:
    """Own candidates are named; nobody is enrolled until a person says that this is somebody else."""
    room = await classroom()
    first = await room.enrol(RegisterPerson(given_name="Jan", family_name="Janssen", work_email="jan@a.example"))
    question = await refused(room, person)
    assert question.facts == {"own": [{"candidateNumber": first.candidate_number, "name": "Jan Janssen"}], "elsewhere": False}
    assert f"{first.candidate_number} Jan Janssen" in question.say(Language.NL)
    assert "elders" not in question.say(Language.NL)
    assert await Adviser.count() == 1
    second = await room.enrol(person, is_somebody_else=True)
    assert second.candidate_number != first.candidate_number
    assert await Adviser.count() == 2


async def test_of_others_candidates_nothing_is_told(database: None) -> None:
    """Only that there is somebody: no name, no number; who has the number can give it."""
    room = await classroom()
    made = await room.enrol()
    other = await neighbour(room)
    question = await refused(other, JAN)
    assert question.facts == {"own": [], "elsewhere": True}
    for language in Language:
        assert "Janssen" not in question.say(language)
        assert made.candidate_number not in question.say(language)
    taken = await other.enrol(None, known=known(made.candidate_number))
    assert taken.adviser == made.adviser
    mixed = await refused(other, JAN)
    assert mixed.facts == {"own": [{"candidateNumber": made.candidate_number, "name": "Jan Janssen"}], "elsewhere": False}


async def test_a_different_name_is_no_question(database: None) -> None:
    """One letter is enough, and so is a work address that nobody else has."""
    room = await classroom()
    await room.enrol()
    await room.enrol(RegisterPerson(given_name="Jan", family_name="Jansen", work_email="jan@b.example"))
    assert await Adviser.count() == 2


async def test_one_new_person_sent_twice_at_once_is_one(database: None) -> None:
    """Twenty at once open one file; the others are asked."""
    room = await classroom()
    outcomes = await asyncio.gather(*(room.enrol() for _ in range(20)), return_exceptions=True)
    assert sum(isinstance(each, PossibleDuplicate) for each in outcomes) == 19
    assert await Adviser.count() == await Enrolment.count() == 1


async def test_a_merged_number_leads_to_the_file_it_counts_as(database: None) -> None:
    """Under either number one is enrolled once; undone, the number is its own again."""
    room = await classroom()
    first = await room.enrol()
    other = await neighbour(room)
    second = await other.enrol(is_somebody_else=True)
    made = await merge(second.candidate_number, first.candidate_number)
    with pytest.raises(EnrolledAlready):
        await room.enrol(None, known=known(second.candidate_number))
    with pytest.raises(EnrolledAlready):
        await other.enrol(None, known=known(first.candidate_number))
    third = await neighbour_of(room)
    taken = await third.enrol(None, known=known(second.candidate_number))
    assert (taken.adviser, taken.candidate_number) == (first.adviser, first.candidate_number)
    await merging.undo(made, actor=OPERATOR, now=NOW)
    own = await room.enrol(None, known=known(second.candidate_number))
    assert own.adviser == second.adviser


async def neighbour_of(room: Classroom) -> Classroom:
    """A third provider."""
    third = await making.organisation(Kind.PROVIDER, "Nog een academie")
    actor = await making.account(await making.person("Piet", "Puk"), Role.PROVIDER, third)
    command = approval(room.world, Approved.TEACH)
    await tracks.approve(TRACK, msgspec.structs.replace(command, provider=third), actor=room.world.owner, now=BEFORE)
    return Classroom(room.world, third, actor, room.trainer)


async def evidence(adviser: object, track: str) -> Evidence:
    """Evidence of a passed track, as results make it."""
    made = Evidence(adviser=adviser, number=1, track_code=track, track_version=1, content=uuid4().bytes * 2, recorded_at=BEFORE)
    await Evidence.insert(made)
    return made


async def advanced(room: Classroom) -> str:
    """A track that asks for the first one."""
    command = track_of(room.world.organisations["scheme-owner"], "vervolg", prerequisites=[TRACK])
    await tracks.create(command, actor=room.world.owner, now=BEFORE)
    await tracks.approve("vervolg", approval(room.world, Approved.TEACH), actor=room.world.owner, now=BEFORE)
    return "vervolg"


async def test_a_track_is_joined_by_who_passed_what_it_asks_for(database: None) -> None:
    """Evidence that counts, in whichever file of the person; withdrawn evidence does not."""
    room = await classroom()
    track = await advanced(room)
    made = await room.enrol()
    join = room.enrolment(None, track=track, known=known(made.candidate_number))
    with pytest.raises(PrerequisitesMissing) as told:
        await enrolments.enrol(join, actor=room.actor, now=NOW)
    assert "Traject" in told.value.say(Language.NL)
    with pytest.raises(PrerequisitesMissing):
        await room.enrol(RegisterPerson(given_name="Elif", family_name="Öztürk"), track=track)
    assert await Adviser.count() == 1
    withdrawn = await evidence(made.adviser, TRACK)
    await EvidenceWithdrawal.insert(EvidenceWithdrawal(evidence=withdrawn.id, cause=uuid4(), recorded_at=BEFORE))
    with pytest.raises(PrerequisitesMissing):
        await enrolments.enrol(join, actor=room.actor, now=NOW)
    other = await room.enrol(is_somebody_else=True)
    await evidence(other.adviser, TRACK)
    await merge(other.candidate_number, made.candidate_number)
    assert (await enrolments.enrol(join, actor=room.actor, now=NOW)).track == track


def test_what_is_missing_is_named() -> None:
    """All of it at once."""
    asked = [Prerequisite(uuid4(), uuid4(), code, Text(code, code)) for code in ("a", "b", "c")]
    assert missing_tracks(asked, {"b"}) == [Text("a", "a"), Text("c", "c")]
    assert missing_tracks(asked, {"a", "b", "c", "d"}) == []


async def test_who_enrols_follows_the_version_in_force_that_day(database: None) -> None:
    """Not the newest that was published; before the first there is none."""
    room = await classroom()
    await tracks.publish_version(TRACK, version_from(TODAY + ONE_DAY, "GP"), actor=room.world.owner, now=BEFORE)
    later = NOW + 2 * ONE_DAY
    assert (await room.enrol()).version == 1
    new = room.enrolment(RegisterPerson(given_name="Elif", family_name="Öztürk"), enrolled_on=TODAY + ONE_DAY)
    assert (await enrolments.enrol(new, actor=room.actor, now=later)).version == 2
    both = room.enrolment(JAN, enrolled_on=TODAY + ONE_DAY, is_somebody_else=True)
    assert (await enrolments.enrol(both, actor=room.actor, now=later)).version == 2
    versions = await tracks.versions_of(TRACK)
    assert version_on(versions, BEFORE.date() - ONE_DAY) is None
    with pytest.raises(Invalid) as told:
        await room.enrol(enrolled_on=BEFORE.date() - ONE_DAY)
    assert [fault.field for fault in told.value.faults] == ["enrolledOn"]


async def test_the_list_is_searched_by_name_and_number(database: None) -> None:
    """Without accents or case, by part of a number with or without its dash; with the track and who teaches them."""
    room = await classroom()
    elif_ = await room.enrol(RegisterPerson(given_name="Elif", family_name="Öztürk"))
    jan = await room.enrol()

    async def found(search: str) -> list[str]:
        listed = await enrolments.enrolments_of(room.provider, actor=room.actor, search=search)
        return [each.candidate_number for each in listed]

    everyone = [elif_.candidate_number, jan.candidate_number]
    assert await found("") == everyone
    for search in ("ozturk", "ELIF", elif_.candidate_number, elif_.candidate_number.replace("-", " ").lower()):
        assert await found(search) == [elif_.candidate_number], search
    assert await found("niemand") == []
    [shown] = await enrolments.enrolments_of(room.provider, actor=room.actor, search="jan")
    assert (shown.track, shown.version, shown.teachings) == (TRACK, 1, [])


async def test_the_database_keeps_one_enrolment(database: None) -> None:
    """Of one file in a version with a provider, whatever a program forgets to ask."""
    room = await classroom()
    made = await room.enrol()
    row = await Enrolment.select().where(Enrolment.id == made.id).first()
    assert row is not None
    with pytest.raises(asyncpg.UniqueViolationError):
        await Enrolment.insert(Enrolment(**{**row, "id": uuid4()}))
