"""What a file is judged against, as it stands in the database; and results as they stand, from their histories."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from uuid import UUID

from config.demo import cast
from exams.enrolments import service as enrolments
from exams.enrolments import teaching
from exams.enrolments.schemas import ChangeLastDay, Enrol, Known, RecordTeaching
from exams.enrolments.tables import Enrolment, Teaching
from exams.judging.register import Capacity, Outcome, Register
from exams.results import service as results
from exams.results import standing, taking_back
from exams.results.history import CorrectionReason, Nature, RetractionReason
from exams.results.standing import StandingResult
from exams.tracks import service as tracks
from exams.tracks.rules import Approved, PartIn
from exams.tracks.schemas import ApproveProvider, PublishVersion
from registry.organisations.tables import Kind
from registry.people import merging
from registry.people import service as people
from registry.people.schemas import MergeAdvisers, RegisterPerson
from registry.people.tables import Adviser, AdviserMerge
from registry.permissions import OPERATOR, Role
from registry.transactions import transaction
from tests.exams.uploads.ground import AT, Ground, accepted, file_of, ground, row
from tests.registry import making

FIRST, SECOND, FOURTH = "EA000101-45", "EA000102-42", "EA000104-36"
TODAY = AT.date()
POSTMA = "examiner-postma"


async def register_now(here: Ground) -> Register:
    """What a file of the provider is judged against."""
    return await standing.register_of(here.provider, await tracks.newest(cast.TRACK), today=TODAY)


async def enrolment_of(number: str) -> UUID:
    """The enrolment of a candidate with the provider of the story."""
    found = await Enrolment.select(Enrolment.id).where(Enrolment.adviser.candidate_number == number).first()
    assert found is not None
    enrolment: UUID = found["id"]
    return enrolment


async def part_of(code: str) -> UUID:
    """A part of the track of the story."""
    part: UUID = next(part["id"] for part in (await tracks.newest(cast.TRACK)).parts if part["code"] == code)
    return part


async def head_of(number: str, code: str) -> StandingResult | None:
    """The first attempt of a candidate at a part, as it stands."""
    part = await part_of(code)
    found = [each for each in await standing.results_of([await enrolment_of(number)]) if each.part == part]
    return found[0] if found else None


async def test_the_last_row_of_a_history_counts(database: None) -> None:
    """A correction stands for what it replaced; taken back it restores that; and what is taken back counts no more."""
    here = await ground()
    autumn = await accepted(here, here.autumn)
    first = await head_of(FIRST, "GP")
    assert first is not None
    assert (first.nature, first.outcome, first.attempt) == (Nature.RECORDED, Outcome.PASSED, 1)
    correction = here.sent(file_of([row(FIRST, "GP", "40")]))
    corrected = await accepted(here, correction, at=AT + timedelta(hours=1), reason=CorrectionReason.TYPING_ERROR)
    second = await head_of(FIRST, "GP")
    assert second is not None
    assert (second.nature, second.outcome, second.score, second.upload) == (Nature.CORRECTED, Outcome.FAILED, 400, corrected)
    await taking_back.retract(corrected, RetractionReason.WRONG_FILE, actor=here.actor, now=AT + timedelta(hours=2))
    third = await head_of(FIRST, "GP")
    assert third is not None
    assert replace(third, id=first.id, nature=first.nature) == first
    assert third.nature is Nature.RESTORED
    everyone = [each["id"] for each in await Enrolment.select(Enrolment.id)]
    assert len(await standing.results_of(everyone)) == 60
    await taking_back.retract(autumn, RetractionReason.OTHER, actor=here.actor, now=AT + timedelta(hours=3))
    assert await standing.results_of(everyone) == []
    assert (await register_now(here)).past == ()
    again = await accepted(here, here.autumn, at=AT + timedelta(hours=4))
    assert {each.upload for each in await standing.results_of(everyone)} == {again}
    history = await standing.history_of(await enrolment_of(FIRST), await part_of("GP"))
    assert [each.result.nature for each in history] == [
        Nature.RECORDED, Nature.CORRECTED, Nature.RESTORED, Nature.RETRACTED, Nature.RECORDED,
    ]  # fmt: skip
    assert [each.reason for each in history] == [None, CorrectionReason.TYPING_ERROR, None, None, None]
    assert [each.result.outcome for each in history] == [Outcome.PASSED, Outcome.FAILED, Outcome.PASSED, None, Outcome.PASSED]
    assert [each.recorded_at for each in history] == [AT + timedelta(hours=hour) for hour in range(5)]


async def test_histories_of_attempts_one_after_another(database: None) -> None:
    """Attempt by attempt, each from its first row on."""
    here = await ground()
    await accepted(here, here.autumn)
    await accepted(here, here.resits, at=AT + timedelta(days=8))
    history = await standing.history_of(await enrolment_of(FOURTH), await part_of("ET"))
    assert [(each.result.attempt, each.result.outcome) for each in history] == [(1, Outcome.FAILED), (2, Outcome.PASSED)]
    assert await standing.history_of(await enrolment_of(FOURTH), await part_of("GP")) != history


async def test_results_of_an_erased_person(database: None) -> None:
    """The rows stay and say nothing; the person is no candidate any more."""
    here = await ground()
    await accepted(here, here.autumn)
    async with transaction() as connection:
        await connection.execute("SELECT erase_person($1, $2)", here.stage.persons["candidate-0"], AT)
    found = await head_of(FIRST, "GP")
    assert found is not None
    assert (found.outcome, found.score) == (None, None)
    register = await register_now(here)
    assert FIRST not in register.candidates
    assert len(register.past) == 55


async def test_approvals_of_examiners_and_of_the_provider(database: None) -> None:
    """Both count by period, and an examiner by part; an invigilator needs a registration only."""
    here = await ground()
    postma = here.stage.persons[POSTMA]
    register = await register_now(here)
    before = [each for each in register.registrations if each.person_id == postma]
    assert [(each.capacity, each.part_codes, each.first_day) for each in before] == [
        (Capacity.EXAMINER, None, cast.ENROLLING.date())
    ]
    assert {each.capacity for each in register.registrations} == set(Capacity)
    assert register.examined == ((date(2026, 6, 1), None),)
    async with transaction() as connection:
        await connection.execute("UPDATE examiner_approval SET part_code = 'IM', valid_to = '2026-09-30'")
        await connection.execute("UPDATE approval SET valid_from = '2026-09-08' WHERE approved = 'examine'")
    narrowed = await register_now(here)
    assert [(each.part_codes, each.last_day) for each in narrowed.registrations if each.person_id == postma] == [
        (frozenset({"IM"}), date(2026, 9, 30))
    ]
    assert narrowed.examined == ((date(2026, 9, 8), None),)
    seen = await results.send(here.sent(file_of([row(FIRST, "GP", "72")])), actor=here.actor, now=AT)
    assert [(fault.cell, fault.code) for fault in seen.reading.faults] == [
        ("D2", "provider-not-approved"),
        ("G2", "person-out-of-scope"),
    ]


async def test_parts_as_the_version_has_them(database: None) -> None:
    """Weight, and whether an absence uses an attempt, are of the part."""
    here = await ground()
    async with transaction() as connection:
        await connection.execute("SET LOCAL session_replication_role = replica")
        await connection.execute("UPDATE exam_part SET weight = 3, absence_uses_attempt = true WHERE code = 'ET'")
    parts = (await register_now(here)).parts
    assert (parts["ET"].weight, parts["ET"].absence_uses_attempt) == (3, True)
    assert (parts["GP"].weight, parts["GP"].absence_uses_attempt) == (1, False)


async def test_taught_elsewhere(database: None) -> None:
    """Who taught the candidate for another provider may not examine them here either; the fault does not say where."""
    here = await ground()
    other = await making.organisation(Kind.PROVIDER, "Een andere academie")
    approval = ApproveProvider(
        provider=other, approved=Approved.TEACH, approved_by=here.stage.organisations["owner"], valid_from=date(2026, 1, 1)
    )
    await tracks.approve(cast.TRACK, approval, actor=await here.stage.actor("owner"), now=AT)
    secretary = await making.account(await making.person("Secretaris"), Role.PROVIDER, other)
    known = Known(candidate_number=FIRST, family_name=cast.CANDIDATES[0].family)
    enrol = Enrol(provider=other, track=cast.TRACK, enrolled_on=date(2026, 7, 1), known=known)
    enrolled = await enrolments.enrol(enrol, actor=secretary, now=AT)
    lessons = RecordTeaching(
        trainer=here.stage.persons[POSTMA], parts=["VM"], valid_from=date(2026, 7, 1), valid_to=date(2026, 8, 31)
    )
    file = here.sent(file_of([row(FIRST, "GP", "72"), row(SECOND, "GP", "72")]))
    assert not (await results.send(file, actor=here.actor, now=AT)).reading.faults
    await enrolments.record_teaching(enrolled.id, lessons, actor=secretary, now=AT)
    faults = (await results.send(file, actor=here.actor, now=AT)).reading.faults
    assert [(fault.cell, fault.code, fault.facts["last_day"]) for fault in faults] == [
        ("G2", "examiner-taught", date(2026, 8, 31))
    ]
    assert set(faults[0].facts) == {"name", "candidate", "last_day", "lapses"}
    [row_of] = await Teaching.select(Teaching.id).where(Teaching.enrolment == enrolled.id)
    await teaching.change_last_day(row_of["id"], ChangeLastDay(valid_to=date(2026, 10, 31)), actor=secretary, now=AT)
    [longer] = (await results.send(file, actor=here.actor, now=AT)).reading.faults
    assert longer.facts["last_day"] == date(2026, 10, 31)


async def merged(here: Ground, number: str, *, enrolled: bool) -> str:
    """Another file of the same person, under another name; its number."""
    person = RegisterPerson(given_name="Hanna", family_name="Bosch")
    if enrolled:
        enrol = Enrol(provider=here.provider, track=cast.TRACK, enrolled_on=date(2026, 7, 1), person=person)
        other = (await enrolments.enrol(enrol, actor=here.actor, now=AT)).candidate_number
    else:
        who = await making.person("Hanna", "Bosch")
        async with transaction() as connection:
            other = (await people.open_file(who, connection=connection, actor=OPERATOR, now=AT)).candidate_number
    await merging.merge(MergeAdvisers(duplicate=other, counts_as=number), actor=OPERATOR, now=AT)
    return other


async def test_a_merged_file_that_is_not_enrolled(database: None) -> None:
    """Its number and name are taken for the enrolled one; who taught it may not examine."""
    here = await ground()
    number = await merged(here, FIRST, enrolled=False)
    register = await register_now(here)
    assert register.same_person == {number: FIRST}
    assert register.candidates[FIRST].also_named == (("Hanna", "Bosch"),)
    [adviser] = await Adviser.select(Adviser.id).where(Adviser.candidate_number == number)
    async with transaction() as connection:
        await connection.execute(
            "INSERT INTO relation (kind, person, adviser, valid_from, valid_to, origin, facts, recorded_at)"
            " VALUES ('taught', $1, $2, '2026-07-01', '2026-08-31', gen_random_uuid(), '{}', $3)",
            here.stage.persons[POSTMA],
            adviser["id"],
            AT,
        )
    line = row(FIRST, "GP", "72").replace(f"{FIRST};van der Meer", f"{number};Bosch")
    reading = (await results.send(here.sent(file_of([line])), actor=here.actor, now=AT)).reading
    assert [(fault.cell, fault.code) for fault in reading.faults] == [("G2", "examiner-taught")]
    other = line.replace("R. Postma", "K. Willems")
    await accepted(here, here.sent(file_of([other])))
    head = await head_of(FIRST, "GP")
    assert head is not None
    assert head.score == 720


async def test_merged_files_that_are_both_enrolled(database: None) -> None:
    """Their results count together, until the merge is undone."""
    here = await ground()
    number = await merged(here, FIRST, enrolled=True)
    assert (await register_now(here)).same_person == {number: FIRST}
    await accepted(here, here.sent(file_of([row(FIRST, "GP", "40")])))
    second = row(FIRST, "GP", "72", attempt=2, day="21-09-2026").replace(f"{FIRST};van der Meer", f"{number};Bosch")
    file = here.sent(file_of([second]))
    assert not (await results.send(file, actor=here.actor, now=AT)).reading.faults
    [merge] = await AdviserMerge.select(AdviserMerge.id)
    await merging.undo(merge["id"], actor=OPERATOR, now=AT + timedelta(hours=1))
    [fault] = (await results.send(file, actor=here.actor, now=AT)).reading.faults
    assert fault.code == "attempt-before-unknown"


async def test_candidates_of_another_version(database: None) -> None:
    """Who is enrolled in the first version only is no candidate of the second; the fault names the first."""
    here = await ground()
    part = PartIn(
        code="GP",
        name_nl="Gemeentelijke processen",
        name_en="Municipal processes",
        scale_maximum=Decimal(100),
        pass_mark=Decimal(60),
        resit_after_days=14,
        maximum_attempts=3,
        counts_months=24,
    )
    version = PublishVersion(effective_from=AT.date(), parts=[part])
    await tracks.publish_version(cast.TRACK, version, actor=await here.stage.actor("owner"), now=AT)
    register = await register_now(here)
    assert register.candidates == {}
    assert register.other_versions[FIRST] == (1,)
    sent = replace(here.sent(file_of([row(FIRST, "GP", "72")])), version=2)
    [fault] = (await results.send(sent, actor=here.actor, now=AT)).reading.faults
    assert (fault.cell, fault.code, fault.facts["versions"]) == ("A2", "number-of-other-version", [1])
    number = await merged(here, FIRST, enrolled=False)
    assert (await register_now(here)).other_versions[number] == (1,)
