"""Work that failed time and again, or that nobody has in hand any more: ended with the reason, or taken up again."""

import asyncio
from collections.abc import AsyncIterator
from datetime import date
from uuid import UUID, uuid4

import asyncpg
import pytest

from exams.results import uploading, work
from exams.results.doing import do
from exams.results.history import RetractionReason
from exams.results.tables import Result, UploadWork
from exams.results.told import told
from exams.results.uploading import Long
from exams.results.work_rules import Ending
from registry.accounts import api_keys
from registry.accounts.schemas import IssueApiKey
from registry.audit.actions import Action
from registry.audit.tables import AuditEntry
from registry.permissions import Permission
from registry.texts import Language
from registry.transactions import fetch, transaction
from registry.work import queue
from tests.exams.uploads.ground import AT, Ground
from tests.exams.uploads.long_files import LATER, asked_to_accept, crowded, ending_of, judged, looked, places_of, sent


@pytest.fixture
async def here(database: None) -> Ground:
    """A provider with long files."""
    return await crowded()


async def begun_before(asked: UUID, tries: int) -> None:
    """So often somebody had it in hand."""
    await UploadWork.update({UploadWork.tries: tries}).where(UploadWork.id == asked)


@pytest.fixture
async def no_room(here: Ground) -> AsyncIterator[None]:
    """The database has no room for what a long file holds."""
    async with transaction() as connection:
        for statement in _NO_ROOM:
            await connection.execute(statement)
    yield
    async with transaction() as connection:
        await connection.execute("DROP FUNCTION no_room CASCADE")


_NO_ROOM = (
    """
    CREATE FUNCTION no_room() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN RAISE EXCEPTION 'no room' USING ERRCODE = 'disk_full'; END $$
    """,
    "CREATE TRIGGER no_room BEFORE INSERT ON upload_reading FOR EACH ROW EXECUTE FUNCTION no_room()",
)


async def test_the_last_try_tells_what_to_do(here: Ground, no_room: None) -> None:
    """Failing for the moment it is left to the queue; the fifth time it ends, says so, and can be asked for again."""
    seen = await sent(here)
    for _ in range(work.TRIES - 1):
        with pytest.raises(asyncpg.DiskFullError):
            await do(seen.work.id, now=AT)
        assert await ending_of(seen.work.id) is None
    await do(seen.work.id, now=LATER)
    found = told(await looked(here, seen.upload.id), Language.NL)
    assert found.work is not None
    assert found.work.ending is Ending.FAILED
    assert (found.work.problem or "").startswith("We hebben het 5 keer geprobeerd. Er is niets veranderd.")
    assert "meld het dan aan de beheerder" in (found.work.problem or "")
    again = await uploading.judge_again(seen.upload.id, actor=here.actor, now=LATER)
    assert isinstance(again, uploading.Long)
    assert again.work.is_underway


async def test_what_kills_whoever_does_it_is_not_begun_for_ever(here: Ground) -> None:
    """Begun five times and never ended, it is not begun a sixth time: nothing is recorded, and its page says so."""
    seen = await judged(here)
    asked = await asked_to_accept(here, seen)
    await begun_before(asked, work.TRIES)
    await do(asked, now=LATER)
    assert (await ending_of(asked), await Result.count()) == (Ending.FAILED, 0)


async def test_the_fifth_time_may_go_well(here: Ground) -> None:
    """What failed four times is done all the same."""
    seen = await sent(here)
    await begun_before(seen.work.id, work.TRIES - 1)
    await do(seen.work.id, now=LATER)
    assert await ending_of(seen.work.id) == Ending.DONE


async def waiting() -> list[UUID]:
    """What is queued for uploads."""
    rows = await fetch("SELECT payload FROM queue.pgqueuer WHERE entrypoint = $1", work.ACT)
    return sorted((UUID(bytes=row["payload"]) for row in rows), key=str)


async def lost(here: Ground) -> UUID:
    """Work that has not ended and that the queue gave up."""
    seen = await sent(here)
    async with transaction() as connection:
        await connection.execute("DELETE FROM queue.pgqueuer WHERE payload = $1", seen.work.id.bytes)
    found: UUID = seen.work.id
    return found


async def test_what_nobody_has_in_hand_is_taken_up(here: Ground) -> None:
    """Once, by however many workers begin at the same moment; what is queued or has ended is left as it is."""
    ended = (await judged(here)).work.id
    async with transaction() as connection:
        await connection.execute("DELETE FROM queue.pgqueuer")
    gone = [await lost(here), await lost(here)]
    queued = (await sent(here)).work.id
    assert await waiting() == [queued]
    assert sum(await asyncio.gather(*(work.take_up_again() for _ in range(8)))) == 2
    assert await waiting() == sorted([*gone, queued], key=str)
    assert await work.take_up_again() == 0
    assert ended not in await waiting()


async def test_taking_up_and_asking_at_once(here: Ground) -> None:
    """Work that is being asked for while a worker begins is queued once."""
    for _ in range(5):
        sending = asyncio.create_task(sent(here))
        while not sending.done():
            await asyncio.gather(work.take_up_again(), work.take_up_again())
        asked = (await sending).work.id
        assert await work.take_up_again() == 0
        assert (await waiting()).count(asked) == 1


async def test_what_was_chosen_is_not_kept_longer_than_needed(here: Ground) -> None:
    """Words about people go when the work is done, and with the file when somebody in it is erased."""
    words = "Bezwaar van mevrouw Veelheid gegrond"
    seen = await judged(here)
    asked = await asked_to_accept(here, seen, explanation=words)
    assert words in (await UploadWork.select(UploadWork.choices).where(UploadWork.id == asked))[0]["choices"]
    await do(asked, now=LATER)
    assert await fetch("SELECT 1 FROM upload_work WHERE choices::text LIKE '%Veelheid%'") == []
    other = await judged(here)
    asked = await asked_to_accept(here, other, explanation=words)
    await begun_before(asked, work.TRIES)
    await do(asked, now=LATER)
    async with transaction() as connection:
        [person] = await connection.fetch("SELECT person FROM adviser ORDER BY candidate_number DESC LIMIT 1")
        await connection.execute("SELECT erase_person_files($1)", person["person"])
    assert await fetch("SELECT 1 FROM upload_work WHERE choices::text LIKE '%Veelheid%'") == []


async def test_what_fails_leaves_no_words_in_the_queue(database: None, database_url: str) -> None:
    """The queue keeps the kind of a failure, never its message: the database quotes the values of a row in it."""
    stop, tries = asyncio.Event(), []

    async def fail(_: UUID) -> None:
        tries.append(1)
        raise ValueError("Key (family_name)=(van der Meer) already exists")

    async with transaction() as connection:
        await queue.enqueue("fail", uuid4(), connection=connection)
    worker = asyncio.create_task(queue.work_off(database_url, {"fail": fail}, stop=stop))
    async with asyncio.timeout(10):
        while len(tries) < 2:  # noqa: ASYNC110  what is waited for is a count
            await asyncio.sleep(0.02)
    stop.set()
    await worker
    kept = " ".join(str(dict(row)) for row in await fetch("SELECT * FROM queue.pgqueuer_log"))
    assert "builtins.ValueError" in kept
    assert "van der Meer" not in kept


async def test_work_keeps_the_key_that_asked_for_it(here: Ground) -> None:
    """A program's long file is done with the key's rights and under its name; a key that ended asks for nothing any more."""
    scopes = [Permission.UPLOAD_RESULTS, Permission.READ_RESULTS]
    command = IssueApiKey(label="Cijfers", organisation=here.provider, scopes=scopes, last_day=date(2027, 3, 5))
    issued = await api_keys.issue(command, actor=here.actor, now=AT)
    program = await api_keys.actor_by(issued.secret, now=AT)
    seen = await judged(here)
    accepting = await uploading.accept(seen.upload.id, places_of(seen), actor=program, now=LATER)
    assert isinstance(accepting, Long)
    await do(accepting.work.id, now=LATER)
    assert await ending_of(accepting.work.id) == Ending.DONE
    [entry] = await AuditEntry.select().where(AuditEntry.action == Action.UPLOAD_ACCEPTED.value)
    assert (entry["account"], entry["api_key"]) == (here.actor.account, program.api_key)
    asked = await uploading.retract(seen.upload.id, RetractionReason.OTHER, actor=program, now=LATER)
    assert isinstance(asked, Long)
    assert program.api_key
    await api_keys.revoke(program.api_key, actor=here.actor, now=LATER)
    await do(asked.work.id, now=LATER)
    assert await ending_of(asked.work.id) == Ending.REFUSED
