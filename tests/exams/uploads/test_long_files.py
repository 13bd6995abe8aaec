"""Long files are judged and recorded in the background: seen underway, cancelled, refused, and done once."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from uuid import UUID

import asyncpg
import pytest
from msgspec.structs import replace

from exams.results import presenting, progress, uploading, work
from exams.results import service as results
from exams.results.acceptance import Choices
from exams.results.doing import do
from exams.results.errors import AcceptedBefore
from exams.results.progress import Count
from exams.results.service import Preview
from exams.results.tables import Result, SetAsideRow, Upload
from exams.results.told import told
from exams.results.uploading import Long
from exams.results.work_errors import NothingUnderway, WorkCancelled, WorkUnderway
from exams.results.work_rules import Ending, Task
from registry.accounts.tables import Account
from registry.audit.actions import Action
from registry.audit.tables import AuditEntry
from registry.errors import NotAllowed, NotFound
from registry.organisations.tables import Kind
from registry.permissions import Role
from registry.texts import Language
from registry.transactions import fetch, transaction
from tests.exams.uploads.ground import AT, Ground
from tests.exams.uploads.long_files import (
    LATER,
    LINES,
    ROWS,
    asked_to_accept,
    crowded,
    ending_of,
    judged,
    long_file,
    looked,
    places_of,
    sent,
)
from tests.registry import making


@pytest.fixture
async def here(database: None) -> Ground:
    """A provider with long files."""
    return await crowded()


async def test_a_long_file_is_taken_in_and_judged_later(here: Ground) -> None:
    """Whoever sends it reads at once that it is being read; nothing is known of its cells yet."""
    seen = await sent(here)
    assert (seen.work.task, seen.work.rows_total, seen.work.rows_done, seen.told) == (Task.PREVIEW, LINES, 0, None)
    found = told(seen, Language.NL)
    assert (found.acceptable, found.new, found.faults) == (False, 0, [])
    assert found.work is not None
    assert found.work.ending is None


async def test_a_short_file_is_judged_at_once(here: Ground) -> None:
    """No work is asked for it, and none can be cancelled."""
    seen = await uploading.send(here.autumn, actor=here.actor, now=AT)
    assert isinstance(seen, Preview)
    assert await uploading.progress(seen.upload.id, actor=here.actor) is None
    with pytest.raises(NothingUnderway):
        await uploading.cancel(seen.upload.id, actor=here.actor, now=AT)
    again = await uploading.judge_again(seen.upload.id, actor=here.actor, now=AT)
    assert isinstance(again, Preview)


async def test_the_boundary(here: Ground) -> None:
    """Two thousand rows with the heading are short, one more is long."""
    lines = long_file(here).content.splitlines(keepends=True)
    for rows, kind in ((work.LONG, Preview), (work.LONG + 1, Long)):
        seen = await uploading.send(here.sent(b"".join(lines[:rows])), actor=here.actor, now=AT)
        assert type(seen) is kind


async def test_what_was_judged_is_kept(here: Ground) -> None:
    """The page of a long file says in both languages what a preview of it would, and when it was judged."""
    seen = await judged(here, long_file(here, first_score="999"))
    direct = await results.preview(seen.upload.id, actor=here.actor, now=LATER)
    for language in Language:
        found = told(seen, language)
        assert replace(found, work=None) == presenting.preview(direct, language)
        assert found.work is not None
        assert (found.work.ending, found.work.rows_done, found.work.rows_total) == (Ending.DONE, LINES, LINES)
    assert seen.judged_at == AT
    assert told(seen, Language.NL).totals.faults == 1


async def test_accepting_is_queued_and_done(here: Ground) -> None:
    """Nothing is on record when it is asked for; everything is, once, when it is done, in the name of who asked."""
    seen = await judged(here)
    asked = await asked_to_accept(here, seen)
    assert not told(await looked(here, seen.upload.id), Language.NL).acceptable
    assert await Result.count() == 0
    await do(asked, now=LATER)
    assert await Result.count() == await uploading.recorded_of(seen.upload.id) == ROWS
    assert await ending_of(asked) == Ending.DONE
    upload = await Upload.objects().get(Upload.id == seen.upload.id)
    assert upload is not None
    assert (upload.accepted_at, upload.accepted_by) == (LATER, here.actor.account)
    await do(asked, now=LATER)
    assert await Result.count() == ROWS
    with pytest.raises(AcceptedBefore):
        await uploading.accept(seen.upload.id, places_of(seen), actor=here.actor, now=LATER)


async def test_faulty_rows_are_set_aside_in_the_background_too(here: Ground) -> None:
    """The row with the fault is named, and the others are recorded."""
    seen = await judged(here, long_file(here, first_score="999"))
    await do(await asked_to_accept(here, seen, set_aside=frozenset({2})), now=LATER)
    assert (await Result.count(), await SetAsideRow.count()) == (ROWS - 1, 1)


async def test_a_missing_place_is_told(here: Ground) -> None:
    """Accepting without a place ends as refused, says which place, and can be asked for again."""
    seen = await judged(here)
    asked = await uploading.accept(seen.upload.id, Choices(), actor=here.actor, now=LATER)
    assert isinstance(asked, Long)
    await do(asked.work.id, now=LATER)
    found = told(await looked(here, seen.upload.id), Language.NL)
    assert found.work is not None
    assert found.work.ending is Ending.REFUSED
    assert found.work.problem is not None
    assert "Vul in waar de zitting GP op 7 september 2026 was." in found.work.problem
    assert (found.acceptable, await Result.count()) == (True, 0)
    await do(await asked_to_accept(here, seen), now=LATER)
    assert await Result.count() == ROWS


async def test_faults_are_told(here: Ground) -> None:
    """A file of nothing but faults ends as refused, in the words of the rule."""
    seen = await judged(here, long_file(here, score="999"))
    asked = await asked_to_accept(here, seen)
    await do(asked, now=LATER)
    found = told(await looked(here, seen.upload.id), Language.EN)
    assert found.work is not None
    assert found.work.ending is Ending.REFUSED
    assert f"Number of faults: {ROWS}." in (found.work.problem or "")
    assert (await Result.count(), len(found.faults), found.totals.faults) == (0, 1_000, ROWS)


async def test_an_account_that_was_disabled_meanwhile(here: Ground) -> None:
    """Who may not sign in any more records nothing; the work ends as refused."""
    seen = await judged(here)
    asked = await asked_to_accept(here, seen)
    await Account.update({Account.disabled_at: LATER}).where(Account.id == here.actor.account)
    await do(asked, now=LATER)
    assert (await ending_of(asked), await Result.count()) == (Ending.REFUSED, 0)


async def test_the_unexpected_is_told_as_a_failure(here: Ground) -> None:
    """Work that cannot even be read ends as failed, and the file can be tried again."""
    seen = await judged(here)
    asked = await asked_to_accept(here, seen)
    async with transaction() as connection:
        await connection.execute("""UPDATE upload_work SET choices = '{"places": 3}' WHERE id = $1""", asked)
    await do(asked, now=LATER)
    assert (await ending_of(asked), await Result.count()) == (Ending.FAILED, 0)
    await uploading.judge_again(seen.upload.id, actor=here.actor, now=LATER)


_OTHERS = "FROM pg_stat_activity WHERE pid <> pg_backend_pid()"


async def _cut_off(query: str) -> None:
    """The database ends the first connection of which this is true."""
    async with asyncio.timeout(10):
        while not await fetch(query):  # noqa: ASYNC110  what is waited for is in the database
            await asyncio.sleep(0.005)


async def test_a_database_that_goes_away_is_no_failure(here: Ground) -> None:
    """Cut off in the middle of recording, the work has not ended, so that the queue tries again; then it is done once."""
    seen = await judged(here)
    asked = await asked_to_accept(here, seen)
    doing = asyncio.create_task(do(asked, now=LATER))
    await _cut_off(f"SELECT pg_terminate_backend(pid) {_OTHERS} AND state LIKE 'idle in%'")
    with pytest.raises((OSError, asyncpg.PostgresError, asyncpg.InterfaceError)):
        await doing
    assert (await ending_of(asked), await Result.count()) == (None, 0)
    await do(asked, now=LATER)
    assert (await ending_of(asked), await Result.count()) == (Ending.DONE, ROWS)


async def test_a_statement_that_the_database_ended(here: Ground, database_url: str) -> None:
    """What the server's keeper cut short is no failure of the file: it is tried again as well."""
    seen = await sent(here)
    holder = await asyncpg.connect(database_url)
    async with holder.transaction():
        await holder.execute("LOCK TABLE enrolment IN ACCESS EXCLUSIVE MODE")
        doing = asyncio.create_task(do(seen.work.id, now=AT))
        await _cut_off(f"SELECT pg_cancel_backend(pid) {_OTHERS} AND wait_event_type = 'Lock'")
        with pytest.raises(asyncpg.OperatorInterventionError):
            await doing
    await holder.close()
    assert await ending_of(seen.work.id) is None
    await do(seen.work.id, now=AT)
    assert await ending_of(seen.work.id) == Ending.DONE


async def test_one_thing_at_a_time(here: Ground) -> None:
    """While a file is being read it is neither accepted nor read again; of many who ask at once one is heard."""
    seen = await sent(here)
    with pytest.raises(WorkUnderway):
        await uploading.accept(seen.upload.id, Choices(), actor=here.actor, now=AT)
    with pytest.raises(WorkUnderway):
        await uploading.judge_again(seen.upload.id, actor=here.actor, now=AT)
    await do(seen.work.id, now=AT)
    asked = [uploading.judge_again(seen.upload.id, actor=here.actor, now=LATER) for _ in range(8)]
    answers = await asyncio.gather(*asked, return_exceptions=True)
    assert [type(each) for each in answers if not isinstance(each, Long)] == [WorkUnderway] * 7


async def test_who_asks_waits_for_who_is_asking(here: Ground, database_url: str) -> None:
    """Work that another is just asking for, and has not committed, is waited for and then found."""
    seen = await judged(here)
    other = await asyncpg.connect(database_url)
    async with other.transaction():
        await other.execute("SELECT 1 FROM upload WHERE id = $1 FOR NO KEY UPDATE", seen.upload.id)
        await other.execute(
            "INSERT INTO upload_work (id, upload, task, choices, asked_by, asked_at, rows_total, rows_done) "
            "VALUES (gen_random_uuid(), $1, 'preview', '{}', $2, $3, 1, 0)",
            seen.upload.id,
            here.actor.account,
            LATER,
        )
        asking = asyncio.create_task(uploading.judge_again(seen.upload.id, actor=here.actor, now=LATER))
        await _soon_waiting("SELECT 1 FROM upload WHERE id = $1 FOR NO KEY UPDATE")
    await other.close()
    with pytest.raises(WorkUnderway):
        await asking


async def test_others_do_not_touch_it(here: Ground) -> None:
    """Another provider finds nothing; an auditor reads how far it is, and cancels nothing."""
    seen = await sent(here)
    elsewhere = await making.organisation(Kind.PROVIDER, "Elders")
    stranger = await making.account(await making.person("Vera"), Role.PROVIDER, elsewhere)
    for act in (uploading.cancel, uploading.judge_again):
        with pytest.raises(NotFound):
            await act(seen.upload.id, actor=stranger, now=AT)
    with pytest.raises(NotFound):
        await uploading.progress(seen.upload.id, actor=stranger)
    auditor = await here.stage.actor("auditor")
    assert await uploading.progress(seen.upload.id, actor=auditor) is not None
    with pytest.raises(NotAllowed):
        await uploading.cancel(seen.upload.id, actor=auditor, now=AT)


async def test_cancelled_before_it_began(here: Ground) -> None:
    """It is not done when its turn comes, and the file can be read again."""
    seen = await sent(here)
    await uploading.cancel(seen.upload.id, actor=here.actor, now=LATER)
    await do(seen.work.id, now=LATER)
    after = await looked(here, seen.upload.id)
    assert (after.work.ending, after.told) == (Ending.CANCELLED, None)
    entries = AuditEntry.count().where(AuditEntry.action == Action.UPLOAD_WORK_CANCELLED.value)
    assert await entries == 1
    with pytest.raises(NothingUnderway):
        await uploading.cancel(seen.upload.id, actor=here.actor, now=LATER)
    again = await uploading.judge_again(seen.upload.id, actor=here.actor, now=LATER)
    assert isinstance(again, Long)
    await do(again.work.id, now=LATER)
    assert told(await looked(here, seen.upload.id), Language.NL).new == ROWS


async def test_cancelled_underway(here: Ground) -> None:
    """Whoever counts the rows hears of it at the next one, and stops; nothing is recorded."""
    seen = await judged(here)
    asked = await asked_to_accept(here, seen)
    async with progress.reported(asked) as count:
        count.tell(500)
        await _soon_done(asked, 500)
        await uploading.cancel(seen.upload.id, actor=here.actor, now=LATER)
        async with asyncio.timeout(5):
            while not count.cancelled:  # noqa: ASYNC110  what is waited for is written by a task
                await asyncio.sleep(0.02)
        with pytest.raises(WorkCancelled):
            count.tell(501)
    assert await ending_of(asked) == Ending.CANCELLED


async def test_cancelled_while_rows_are_judged(here: Ground) -> None:
    """A cancellation that comes as soon as it has begun leaves nothing on record."""
    seen = await judged(here)
    asked = await asked_to_accept(here, seen)
    doing = asyncio.create_task(do(asked, now=LATER))
    async with asyncio.timeout(10):
        while not await fetch("SELECT 1 FROM upload_work WHERE id = $1 AND started_at IS NOT NULL", asked):  # noqa: ASYNC110
            await asyncio.sleep(0.005)
    await uploading.cancel(seen.upload.id, actor=here.actor, now=LATER)
    await doing
    assert (await ending_of(asked), await Result.count()) == (Ending.CANCELLED, 0)


async def test_work_that_ended_is_not_counted_anew(here: Ground) -> None:
    """A worker that comes late to work that another has done does not set its rows back."""
    seen = await judged(here)
    await work.begin(seen.work.id, now=LATER)
    assert (await looked(here, seen.upload.id)).work.rows_done == LINES
    async with transaction() as connection:
        with pytest.raises(WorkCancelled):
            await Count(seen.work.id).finish(connection, now=LATER)


@asynccontextmanager
async def _held(asked: UUID, address: str) -> AsyncIterator[None]:
    """Nobody ends this work inside the block."""
    connection = await asyncpg.connect(address)
    try:
        async with connection.transaction():
            await connection.execute("SELECT 1 FROM upload_work WHERE id = $1 FOR UPDATE", asked)
            yield
    finally:
        await connection.close()


async def _soon_waiting(words: str) -> None:
    """Wait until a statement with these words waits for a lock."""
    query = "SELECT 1 FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND query LIKE '%' || $1 || '%'"
    async with asyncio.timeout(20):
        while not await fetch(query, words):  # noqa: ASYNC110  what is waited for is in the database
            await asyncio.sleep(0.02)


async def _soon_done(asked: object, rows: int) -> None:
    async with asyncio.timeout(5):
        while not await fetch("SELECT 1 FROM upload_work WHERE id = $1 AND rows_done = $2", asked, rows):  # noqa: ASYNC110
            await asyncio.sleep(0.02)


FINISHING, CANCELLING = "rows_done = rows_total", "problem = $4"


@pytest.mark.parametrize(("first", "ending"), [(CANCELLING, Ending.CANCELLED), (FINISHING, Ending.DONE)])
async def test_cancelled_at_the_very_end(here: Ground, database_url: str, first: str, ending: Ending) -> None:
    """Who ends the work first wins: it is cancelled and nothing is on record, or it is done and cannot be cancelled."""
    seen = await judged(here)
    asked = await asked_to_accept(here, seen)
    begun = {}
    async with asyncio.TaskGroup() as tasks:
        await work.begin(asked, now=LATER)
        async with _held(asked, database_url):
            for words in (first, *({FINISHING, CANCELLING} - {first})):
                act = _accept(here, seen, asked) if words == FINISHING else _cancel(here, seen)
                begun[words] = tasks.create_task(act)
                await _soon_waiting(words)
    assert begun[CANCELLING].result() is (ending is Ending.CANCELLED)
    assert begun[FINISHING].result() is (ending is Ending.DONE)
    assert (await ending_of(asked), await Result.count()) == (ending, ROWS if ending is Ending.DONE else 0)


async def _accept(here: Ground, seen: Long, asked: UUID) -> bool:
    """What `do` does between its beginning and its end, without the reports that would wait as well."""
    try:
        await results.accept(seen.upload.id, places_of(seen), actor=here.actor, now=LATER, count=Count(asked))
    except WorkCancelled:
        return False
    return True


async def _cancel(here: Ground, seen: Long) -> bool:
    try:
        await uploading.cancel(seen.upload.id, actor=here.actor, now=LATER)
    except NothingUnderway:
        return False
    return True
