"""Files of enrolments: previewed, accepted whole or not at all, once, and then not kept."""

import asyncio
from datetime import timedelta
from io import BytesIO
from typing import Any
from uuid import UUID, uuid4

import asyncpg
import pytest
from openpyxl import Workbook

from exams.enrolments import files, recording
from exams.enrolments import service as enrolments
from exams.enrolments.errors import (
    DuplicatesUndecided,
    EnrolmentFileAcceptedBefore,
    EnrolmentFileHasFaults,
    NobodyToEnrol,
)
from exams.enrolments.files import Preview, Sent
from exams.enrolments.reading import Standing
from exams.enrolments.recording import Recorded
from exams.enrolments.schemas import AcceptEnrolments
from exams.enrolments.tables import Enrolment, EnrolmentFile, Teaching
from exams.spreadsheets.errors import UploadRefused
from exams.spreadsheets.reader import ReadersBusy
from exams.tracks import service as tracks
from registry.audit.actions import Action
from registry.audit.tables import AuditEntry
from registry.errors import NotAllowed, NotFound
from registry.impartiality import service as impartiality
from registry.people import duplicates
from registry.people import service as people
from registry.people.schemas import RegisterPerson
from registry.people.tables import Adviser, Person
from registry.permissions import OPERATOR
from registry.transactions import transaction
from tests.exams.enrolments.classroom import JAN, ONE_DAY, Classroom, classroom, merge, neighbour
from tests.exams.enrolments.sheets import HEADINGS
from tests.exams.tracks.school import version_from
from tests.registry.making import BEFORE, NOW, TODAY, TRACK

NOBODY_ELSE = AcceptEnrolments()
LESSON = f"GP;N. Kuipers;{TODAY + ONE_DAY};{TODAY + 30 * ONE_DAY}"
TWO = f"""
;Jan;;Janssen;jan@a.example;{TODAY};{LESSON}
;Jan;;Janssen;;;IM{LESSON[2:]}
;Elif;;Öztürk;;{TODAY};;;;
"""


def csv(rows: str) -> bytes:
    """A text file with these rows below the headings."""
    return "\n".join([";".join(HEADINGS), *rows.strip().splitlines()]).encode()


def xlsx(rows: list[list[Any]]) -> bytes:
    """A workbook with these rows below the headings."""
    book = Workbook()
    for row in [list(HEADINGS), *rows]:
        book.worksheets[0].append(row)
    out = BytesIO()
    book.save(out)
    return out.getvalue()


async def send(room: Classroom, rows: str = TWO, *, name: str = "inschrijvingen.csv") -> Preview:
    """The provider sends a file."""
    return await files.send(Sent(room.provider, TRACK, name, csv(rows)), actor=room.actor, now=NOW)


async def accept(room: Classroom, seen: Preview, command: AcceptEnrolments = NOBODY_ELSE) -> Recorded:
    """And accepts it."""
    return await files.accept(seen.file.id, command, actor=room.actor, now=NOW)


async def counts() -> dict[str, int]:
    """How many there are of everything that a file brings."""
    return {table.__name__: await table.count() for table in (Person, Adviser, Enrolment, Teaching)}


async def test_a_file_is_shown_and_then_recorded(database: None) -> None:
    """Nothing is written by looking; accepting enrols everyone, numbered in the order of the file, with their lessons."""
    room = await classroom()
    before = await counts()
    seen = await send(room)
    assert seen.reading is not None
    assert (seen.reading.faults, seen.reading.doubts, seen.acceptable) == ((), (), True)
    assert [(each.name, each.standing) for each in seen.reading.candidates] == [
        ("Jan Janssen", Standing.NEW),
        ("Elif Öztürk", Standing.NEW),
    ]
    assert await counts() == before
    done = await accept(room, seen)
    assert (done.enrolled, done.lessons, len(done.new_numbers)) == (2, 2, 2)
    jan, elif_ = await enrolments.enrolments_of(room.provider, actor=room.actor)
    assert [jan.candidate_number, elif_.candidate_number] == list(done.new_numbers)
    assert (jan.name, jan.enrolled_on, elif_.teachings) == ("Jan Janssen", TODAY, [])
    assert [(each.part, each.trainer, each.valid_from) for each in jan.teachings] == [
        ("GP", room.trainer, TODAY + ONE_DAY),
        ("IM", room.trainer, TODAY + ONE_DAY),
    ]
    assert {each.person for each in await impartiality.known_of(jan.adviser)} == {room.trainer}
    [person] = await Person.select().where(Person.id == jan.person)
    assert person["work_email"] == "jan@a.example"


async def test_the_trail_tells_who_accepted_what(database: None) -> None:
    """And holds no name; the names stand where they can be erased."""
    room = await classroom()
    seen = await send(room)
    done = await accept(room, seen)
    rows = await AuditEntry.select(AuditEntry.action, AuditEntry.facts).where(AuditEntry.subject == seen.file.id)
    assert [row["action"] for row in rows] == [Action.ENROLMENT_FILE_RECEIVED.value, Action.ENROLMENT_FILE_ACCEPTED.value]
    assert all(number in rows[1]["facts"] for number in done.new_numbers)
    everything = " ".join(row["facts"] for row in await AuditEntry.select(AuditEntry.facts))
    assert not [name for name in ("Janssen", "Öztürk", "a.example") if name in everything]
    jan, _ = await enrolments.enrolments_of(room.provider, actor=room.actor)
    [registered] = await AuditEntry.select().where(
        AuditEntry.subject == jan.person, AuditEntry.action == Action.PERSON_REGISTERED.value
    )
    assert registered["personal"] is not None
    acts = await AuditEntry.select(AuditEntry.action, AuditEntry.facts).where(AuditEntry.subject == jan.id)
    assert [row["action"] for row in acts] == [Action.ENROLLED.value, Action.TEACHING_RECORDED.value]
    assert all(str(seen.file.id) in row["facts"] for row in acts)


async def test_an_accepted_file_is_not_kept(database: None) -> None:
    """Its digest stays, so that it is accepted once; what was in it is gone."""
    room = await classroom()
    seen = await send(room)
    await accept(room, seen)
    row = await EnrolmentFile.select().where(EnrolmentFile.id == seen.file.id).first()
    assert row is not None
    assert (row["content"], row["accepted_at"]) == (None, NOW)
    shown = await files.preview(seen.file.id, actor=room.actor, now=NOW)
    assert (shown.reading, shown.acceptable) == (None, False)
    with pytest.raises(EnrolmentFileAcceptedBefore):
        await accept(room, seen)


async def test_the_same_file_again(database: None) -> None:
    """Sent twice it is accepted once; another file with the same people is all known, and brings nothing."""
    room = await classroom()
    one, two = await send(room), await send(room, name="kopie.csv")
    await accept(room, one)
    before = await counts()
    with pytest.raises(EnrolmentFileAcceptedBefore):
        await accept(room, two)
    numbers = [each.candidate_number for each in await enrolments.enrolments_of(room.provider, actor=room.actor)]
    same = await send(room, f"{numbers[0]};Jan;;Janssen;;{TODAY};{LESSON}\n{numbers[1]};Elif;;Ozturk;;;;;;")
    assert same.reading is not None
    assert (same.acceptable, same.reading.faults, same.reading.count(Standing.ENROLLED)) == (False, (), 2)
    with pytest.raises(NobodyToEnrol):
        await accept(room, same)
    assert await counts() == before


async def test_two_acceptances_of_one_file_at_once(database: None) -> None:
    """Of twenty, by two uploads of the same bytes, one enrols; each other is told so, or that many files are being read."""
    room = await classroom()
    uploads = [await send(room), await send(room)]
    outcomes = await asyncio.gather(*(accept(room, each) for each in uploads * 10), return_exceptions=True)
    [_] = [each for each in outcomes if isinstance(each, Recorded)]
    assert sum(isinstance(each, EnrolmentFileAcceptedBefore | ReadersBusy) for each in outcomes) == 19
    assert await Enrolment.count() == 2
    assert await Teaching.count() == 2


async def test_a_file_waits_for_who_is_being_enrolled(database: None) -> None:
    """Someone new in a form and in a file at once becomes one file: the file is judged after the form."""
    room = await classroom()
    seen = await send(room, f";Jan;;Janssen;;{TODAY};;;;")
    holds = asyncio.Event()

    async def form() -> None:
        async with transaction() as connection:
            await duplicates.queue_for_new_files(connection)
            holds.set()
            await asyncio.sleep(1.5)
            person = await people.add(JAN, actor=room.actor, now=NOW)
            await people.open_file(person, connection=connection, actor=room.actor, now=NOW)

    async def file() -> Recorded:
        await holds.wait()
        return await accept(room, seen)

    _, told = await asyncio.gather(form(), file(), return_exceptions=True)
    assert isinstance(told, DuplicatesUndecided)
    assert await Adviser.count() == 1


async def test_with_any_fault_nothing_is_recorded(database: None) -> None:
    """All or nothing, also where the fault is in the last row."""
    room = await classroom()
    seen = await send(room, TWO + f";Anna;;Berg;;{TODAY};XX{LESSON[2:]}")
    assert seen.reading is not None
    assert [each.cell for each in seen.reading.faults] == ["G5"]
    before = await counts()
    with pytest.raises(EnrolmentFileHasFaults):
        await accept(room, seen)
    assert await counts() == before
    row = await EnrolmentFile.select().where(EnrolmentFile.id == seen.file.id).first()
    assert row is not None
    assert row["content"] is not None


async def test_it_is_judged_as_things_stand(database: None) -> None:
    """What was right when it was sent may be wrong when it is accepted."""
    room = await classroom()
    seen = await send(room, f";Jan;;Janssen;;{TODAY};;;;")
    await room.enrol()
    with pytest.raises(DuplicatesUndecided) as told:
        await accept(room, seen)
    assert told.value.facts == {"rows": [2]}


async def test_who_may_be_known_waits_for_a_decision(database: None) -> None:
    """Row by row: with everyone decided they are enrolled as somebody else; the same person is given by number."""
    room = await classroom()
    first = await room.enrol()
    rows = f";Jan;;Janssen;;{TODAY};;;;\n;Elif;;Öztürk;;{TODAY};;;;\n;Jan;;Janssen;b@b.example;{TODAY};;;;"
    seen = await send(room, rows.replace(";;Janssen;;", ";;Janssen;a@a.example;", 1))
    assert seen.reading is not None
    assert [(each.row, each.own, each.rows) for each in seen.reading.doubts] == [
        (2, ((first.candidate_number, "Jan Janssen"),), ()),
        (4, ((first.candidate_number, "Jan Janssen"),), (2,)),
    ]
    assert seen.acceptable
    for decided in ([], [2], [3, 4]):
        with pytest.raises(DuplicatesUndecided):
            await accept(room, seen, AcceptEnrolments(somebody_else=decided))
    done = await accept(room, seen, AcceptEnrolments(somebody_else=[2, 4]))
    assert (done.enrolled, await Adviser.count()) == (3, 4)


async def test_known_people_by_number(database: None) -> None:
    """Another provider's candidate by number and name, a merged number as the file it counts as, lessons to who is enrolled."""
    room = await classroom()
    other = await neighbour(room)
    jan = await room.enrol()
    elif_ = await room.enrol(RegisterPerson(given_name="Elif", family_name="Öztürk"))
    again = await other.enrol(RegisterPerson(given_name="Eliv", family_name="Öztürk"))
    await merge(again.candidate_number, elif_.candidate_number)
    rows = f"{jan.candidate_number};Jan;;Janssen;;{TODAY};;;;\n{again.candidate_number};;;ozturk;;{TODAY};;;;"
    seen = await send(other, rows)
    assert seen.reading is not None
    assert [(each.standing, each.number) for each in seen.reading.candidates] == [
        (Standing.KNOWN, jan.candidate_number),
        (Standing.ENROLLED, elif_.candidate_number),
    ]
    done = await accept(other, seen)
    assert (done.enrolled, done.lessons, done.new_numbers) == (1, 0, ())
    more = await send(room, f"{jan.candidate_number};;;Janssen;;;{LESSON}")
    done = await accept(room, more)
    assert (done.enrolled, done.lessons) == (0, 1)
    [shown] = await enrolments.enrolments_of(room.provider, actor=room.actor, search=jan.candidate_number)
    assert [each.part for each in shown.teachings] == ["GP"]


async def test_another_providers_file_does_not_exist(database: None) -> None:
    """Nor may anyone but a provider send, see or accept one; another provider may send the same bytes for itself."""
    room = await classroom()
    seen = await send(room)
    other = await neighbour(room)
    sent = Sent(room.provider, TRACK, "x.csv", csv(TWO))
    for actor, error in ((other.actor, NotFound), (OPERATOR, NotAllowed), (room.world.certifiers[0], NotAllowed)):
        with pytest.raises(error):
            await files.send(sent, actor=actor, now=NOW)
        with pytest.raises(error):
            await files.preview(seen.file.id, actor=actor, now=NOW)
        with pytest.raises(error):
            await files.accept(seen.file.id, NOBODY_ELSE, actor=actor, now=NOW)
        with pytest.raises(error):
            await files.files_of(room.provider, actor=actor)
    with pytest.raises(NotFound):
        await files.preview(uuid4(), actor=room.actor, now=NOW)
    await accept(room, seen)
    plain = f";Anna;;Berg;;{TODAY};;;;"
    await accept(room, await send(room, plain))
    theirs = await send(other, plain)
    done = await accept(other, theirs, AcceptEnrolments(somebody_else=[2]))
    assert done.enrolled == 1
    assert {each.id for each in await files.files_of(other.provider, actor=other.actor)} == {theirs.file.id}


async def test_files_of_every_kind(database: None) -> None:
    """A workbook with real dates reads as the text file does; what is no spreadsheet is refused, and not kept."""
    room = await classroom()
    row = [None, "Jan", None, "Janssen", None, TODAY, "GP", "N. Kuipers", TODAY + ONE_DAY, TODAY + 30 * ONE_DAY]
    seen = await files.send(Sent(room.provider, TRACK, "a.xlsx", xlsx([row])), actor=room.actor, now=NOW)
    assert seen.reading is not None
    assert (seen.reading.faults, seen.reading.lessons) == ((), 1)
    kept = await EnrolmentFile.count()
    for name, content in (("a.xlsx", b"niets"), ("a.pdf", b"%PDF"), ("a.csv", b"")):
        with pytest.raises(UploadRefused):
            await files.send(Sent(room.provider, TRACK, name, content), actor=room.actor, now=NOW)
    with pytest.raises(NotFound):
        await files.send(Sent(room.provider, "onbekend", "a.csv", csv(TWO)), actor=room.actor, now=NOW)
    assert await EnrolmentFile.count() == kept


async def test_a_file_is_for_the_version_in_force(database: None) -> None:
    """A day on which another version was in force is a fault, also when a newer one has been published."""
    room = await classroom()
    await tracks.publish_version(TRACK, version_from(TODAY + ONE_DAY, "GP"), actor=room.world.owner, now=BEFORE)
    assert (await send(room)).acceptable
    later = NOW + timedelta(days=2)
    sent = Sent(room.provider, TRACK, "a.csv", csv(f";Jan;;Janssen;;{TODAY};;;;\n;Elif;;Öztürk;;{TODAY + ONE_DAY};;;;"))
    seen = await files.send(sent, actor=room.actor, now=later)
    assert seen.reading is not None
    assert (seen.version.number, [(each.cell, each.code) for each in seen.reading.faults]) == (
        2,
        [("F2", "enrolled-other-version")],
    )


async def test_the_name_of_a_file_is_a_label(database: None) -> None:
    """No path, nothing unprintable."""
    room = await classroom()
    seen = await send(room, name="..\\geheim/../in\x00schr.csv")
    assert seen.file.file_name == "inschr.csv"


@pytest.mark.parametrize(
    "change",
    [
        "sha256 = sha256(sha256)",
        "file_name = 'anders'",
        "content = 'x'",
        "accepted_at = NULL, accepted_by = NULL",
        "accepted_at = now()",
    ],
)
async def test_the_database_keeps_what_was_accepted(database: None, change: str) -> None:
    """Its digest and who accepted it stay as they are, and its content does not come back."""
    room = await classroom()
    await accept(room, await send(room))
    with pytest.raises(asyncpg.RestrictViolationError):
        async with transaction() as connection:
            await connection.execute(f"UPDATE enrolment_file SET {change}")  # noqa: S608  written out above


async def test_the_database_accepts_one_file_of_its_bytes(database: None) -> None:
    """Whatever a program forgets to ask."""
    room = await classroom()
    await accept(room, await send(room))
    second = await send(room)
    with pytest.raises(asyncpg.UniqueViolationError):
        async with transaction() as connection:
            await claim(second.file.id, connection)


async def claim(file: UUID, connection: Any) -> None:
    """Mark a file as accepted, by hand."""
    await connection.execute(
        "UPDATE enrolment_file SET accepted_at = $2, accepted_by = uploaded_by, content = NULL WHERE id = $1", file, NOW
    )


async def test_erasing_someone_takes_waiting_files_along(database: None) -> None:
    """Also another provider's: whom a file names only the file itself can tell. What was erased is accepted by nobody."""
    room = await classroom()
    other = await neighbour(room)
    made = await other.enrol()
    accepted = await send(room, f";Elif;;Öztürk;;{TODAY};;;;")
    await accept(room, accepted)
    waiting = await send(room, f"{made.candidate_number};Jan;;Janssen;;{TODAY};;;;")
    async with transaction() as connection:
        await connection.execute("SELECT erase_person($1, $2)", made.person, NOW)
    assert not await EnrolmentFile.exists().where(EnrolmentFile.content.is_not_null())
    with pytest.raises(NotFound):
        await accept(room, waiting)
    with pytest.raises(NotFound):
        await files.preview(waiting.file.id, actor=room.actor, now=NOW)
    listed = await files.files_of(room.provider, actor=room.actor)
    assert {(each.id, each.waits, each.accepted_at) for each in listed} == {
        (accepted.file.id, False, NOW),
        (waiting.file.id, False, None),
    }


async def test_a_file_that_waits_can_be_thrown_away(database: None) -> None:
    """What is in it is gone; that it was sent, and by whom it was thrown away, stays; once, and never once accepted."""
    room = await classroom()
    other = await neighbour(room)
    waiting, good = await send(room), await send(room, f";Elif;;Öztürk;;{TODAY};;;;")
    with pytest.raises(NotFound):
        await files.discard(waiting.file.id, actor=other.actor, now=NOW)
    for actor in (OPERATOR, room.world.certifiers[0]):
        with pytest.raises(NotAllowed):
            await files.discard(waiting.file.id, actor=actor, now=NOW)
    await files.discard(waiting.file.id, actor=room.actor, now=NOW)
    [held] = await EnrolmentFile.select(EnrolmentFile.content).where(EnrolmentFile.id == waiting.file.id)
    assert held["content"] is None
    for gone in (files.discard, files.preview):
        with pytest.raises(NotFound):
            await gone(waiting.file.id, actor=room.actor, now=NOW)
    with pytest.raises(NotFound):
        await accept(room, waiting)
    acts = await AuditEntry.select(AuditEntry.action, AuditEntry.account).where(AuditEntry.subject == waiting.file.id)
    assert [(row["action"], row["account"]) for row in acts][1:] == [
        (Action.ENROLMENT_FILE_DISCARDED.value, room.actor.account)
    ]
    await accept(room, good)
    with pytest.raises(EnrolmentFileAcceptedBefore):
        await files.discard(good.file.id, actor=room.actor, now=NOW)
    assert await Adviser.count() == 1


async def test_discarding_and_accepting_at_once(database: None) -> None:
    """One of the two is done, never both."""
    room = await classroom()
    for _ in range(5):
        seen = await send(room)
        outcomes = await asyncio.gather(
            accept(room, seen, AcceptEnrolments(somebody_else=[2, 4])),
            files.discard(seen.file.id, actor=room.actor, now=NOW),
            return_exceptions=True,
        )
        assert sum(not isinstance(each, Exception) for each in outcomes) == 1, outcomes
        if not isinstance(outcomes[0], Exception):
            break


async def test_many_are_enrolled_in_few_questions(database: None) -> None:
    """As many for a hundred people as for ten; each has the audit rows and the value that can be erased."""
    room = await classroom()
    asked = []
    for turn, many in enumerate((10, 10, 100)):
        seen = await send(room, "\n".join(f";Voor{turn}{i};;Achter{i};;{TODAY};{LESSON}" for i in range(many)))
        async with transaction() as connection:
            statements: list[object] = []
            connection.add_query_logger(statements.append)
            assert seen.reading is not None
            done = await recording.record(
                seen.file, seen.version, seen.reading, connection=connection, actor=room.actor, now=NOW
            )
            connection.remove_query_logger(statements.append)
        assert (done.enrolled, done.lessons, len(set(done.new_numbers))) == (many, many, many)
        asked.append(len(statements))
    assert asked[1] == asked[2]
    rows = await AuditEntry.select(AuditEntry.personal).where(AuditEntry.action == Action.PERSON_REGISTERED.value)
    assert sum(row["personal"] is not None for row in rows) >= 120
    told = await AuditEntry.select(AuditEntry.facts).where(AuditEntry.action == Action.ADVISER_REGISTERED.value)
    assert len({row["facts"] for row in told}) == 120
