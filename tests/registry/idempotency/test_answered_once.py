"""A request under a key runs once, and is answered alike however often it is sent; twenty at once, with real commits."""

import asyncio
import sys
from collections import Counter
from collections.abc import Awaitable, Iterable
from contextlib import suppress
from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID

import pytest

from registry.accounts.errors import WrongCredentials
from registry.errors import RegistryError
from registry.idempotency.claims import KEPT, CutOff
from registry.idempotency.errors import KeyReused, OutcomeUnknown, StillRunning
from registry.idempotency.service import Answer, answered_once
from registry.idempotency.tables import IdempotentAnswer
from registry.idempotency.underway import number_of
from registry.permissions import Role
from registry.transactions import ConnectionLost, transaction
from tests.registry import making
from tests.registry.making import NOW

SECOND, DAY = timedelta(seconds=1), timedelta(days=1)
MADE = Answer(201, "application/json", b'{"made":"\xc3\xa9"}')
AGAIN = replace(MADE, replayed=True)
THIS, OTHER = b"\x01" * 32, b"\x02" * 32


async def account() -> UUID:
    """Someone who asks."""
    made = (await making.account(await making.person(), Role.ADVISER)).account
    assert made is not None
    return made


class Work:
    """Something that must be done once; it goes on until it is let go, and may fail."""

    def __init__(self, *, fails: Exception | None = None) -> None:
        self.runs = 0
        self.fails = fails
        self.begun, self.let_go = asyncio.Event(), asyncio.Event()
        self.let_go.set()

    async def __call__(self) -> Answer:
        """Count the run."""
        self.runs += 1
        self.begun.set()
        await self.let_go.wait()
        if self.fails is not None:
            raise self.fails
        return MADE


async def at_once(work: Work, asks: Iterable[Awaitable[Answer]]) -> Counter[str]:
    """All of it at once; what came of it, while the one that runs goes on until the others have been told."""
    work.let_go.clear()
    tasks = [asyncio.ensure_future(each) for each in asks]
    with suppress(TimeoutError):
        async with asyncio.timeout(20):
            while sum(task.done() for task in tasks) < len(tasks) - 1:
                await asyncio.wait([task for task in tasks if not task.done()], return_when=asyncio.FIRST_COMPLETED)
    work.let_go.set()
    outcomes = await asyncio.gather(*tasks, return_exceptions=True)
    return Counter(type(each).__name__ for each in outcomes)


async def ask(who: UUID, work: Work, *, key: str = "k-1", request: bytes = THIS, at: datetime = NOW) -> Answer:
    """Send the request; a run that nobody lets go of is a fault."""
    async with asyncio.timeout(20):
        return await answered_once(key, account=who, request_hash=request, now=at, run=work)


async def test_the_same_request_again(database: None) -> None:
    """It runs once; the first answer comes back whole, and says that it came back."""
    who, work = await account(), Work()
    assert await ask(who, work) == MADE
    assert [await ask(who, work, at=NOW + KEPT - SECOND) for _ in range(3)] == [AGAIN] * 3
    assert work.runs == 1


async def test_another_request_under_the_same_key(database: None) -> None:
    """It is refused, and does nothing; the first answer stays."""
    who, work = await account(), Work()
    await ask(who, work)
    with pytest.raises(KeyReused):
        await ask(who, work, request=OTHER)
    assert (work.runs, await ask(who, work)) == (1, AGAIN)


async def test_a_key_is_of_its_account(database: None) -> None:
    """Another account's same key, and another key of the account, are requests of their own."""
    work = Work()
    first, second = await account(), await account()
    await ask(first, work)
    await ask(second, work, request=OTHER)
    await ask(first, work, key="k-2")
    assert await ask(first, work) == await ask(second, work, request=OTHER) == AGAIN
    assert work.runs == 3


async def test_twenty_at_once(database: None) -> None:
    """One runs; the others are told that it runs, and when it is done they have its answer."""
    who, work = await account(), Work()
    assert await at_once(work, [ask(who, work) for _ in range(20)]) == {"Answer": 1, "StillRunning": 19}
    assert [await ask(who, work) for _ in range(20)] == [AGAIN] * 20
    assert work.runs == 1


async def test_twenty_different_requests_at_once(database: None) -> None:
    """Under one key: one runs, and no other is told its answer."""
    who, work = await account(), Work()
    requests = [bytes([place]) * 32 for place in range(20)]
    assert await at_once(work, [ask(who, work, request=each) for each in requests]) == {"Answer": 1, "KeyReused": 19}


async def test_a_refusal_is_not_kept(database: None) -> None:
    """It left nothing behind, so the request is judged afresh, and another one may have the key."""
    who = await account()
    for error in (WrongCredentials(), RuntimeError("broken")):
        with pytest.raises(type(error)):
            await ask(who, Work(fails=error))
    work = Work()
    assert (await ask(who, work, request=OTHER), work.runs) == (MADE, 1)


async def gone(who: UUID) -> None:
    """A request whose process died before it had an answer."""
    await IdempotentAnswer.insert(IdempotentAnswer(account=who, key="k-1", request_hash=THIS, recorded_at=NOW))


async def begun(who: UUID, work: Work) -> asyncio.Task[Answer]:
    """The request runs, until it is let go."""
    work.let_go.clear()
    task = asyncio.create_task(ask(who, work))
    await work.begun.wait()
    return task


async def test_a_run_may_take_as_long_as_it_needs(database: None) -> None:
    """After a day it still is the one run of its key, and its answer is the answer."""
    who, work = await account(), Work()
    slow = await begun(who, work)
    with pytest.raises(StillRunning):
        await ask(who, work, at=NOW + DAY)
    with pytest.raises(KeyReused):
        await ask(who, work, at=NOW + DAY, request=OTHER)
    work.let_go.set()
    assert (await slow, await ask(who, work, at=NOW + DAY), work.runs) == (MADE, AGAIN, 1)


@pytest.mark.parametrize("request_hash", [THIS, OTHER], ids=["again", "another"])
async def test_a_key_whose_run_is_gone_is_free(database: None, request_hash: bytes) -> None:
    """At once; for any request."""
    who, work = await account(), Work()
    await gone(who)
    assert (await ask(who, work, request=request_hash), work.runs) == (MADE, 1)


async def test_a_run_that_was_cut_off_is_gone(database: None) -> None:
    """Its key is free although its process goes on."""
    who, cut = await account(), Work()
    slow = await begun(who, cut)
    slow.cancel()
    await asyncio.wait([slow])
    work = Work()
    assert (await ask(who, work), work.runs) == (MADE, 1)


async def test_twenty_take_over_at_once(database: None) -> None:
    """The key of a run that is gone goes to one of them."""
    who, work = await account(), Work()
    await gone(who)
    assert await at_once(work, [ask(who, work) for _ in range(20)]) == {"Answer": 1, "StillRunning": 19}
    assert work.runs == 1


ELSEWHERE = """
import asyncio, sys
from datetime import datetime
from uuid import UUID
from registry.idempotency.service import answered_once
from registry.transactions import engine

async def run():
    print("runs", flush=True)
    await asyncio.sleep(60)

async def main():
    await engine().start_connection_pool(min_size=1, max_size=1)
    who, now = UUID(sys.argv[1]), datetime.fromisoformat(sys.argv[2])
    await answered_once("k-1", account=who, request_hash=bytes([1]) * 32, now=now, run=run)

asyncio.run(main())
"""


async def test_a_run_in_a_process_that_is_killed(database: None) -> None:
    """Until then nobody else runs, whatever the time; from then on exactly one of twenty does."""
    who, work = await account(), Work()
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-c", ELSEWHERE, str(who), NOW.isoformat(), stdout=asyncio.subprocess.PIPE
    )
    try:
        assert process.stdout is not None
        assert await process.stdout.readline() == b"runs\n"
        with pytest.raises(StillRunning):
            await ask(who, work, at=NOW + DAY)
    finally:
        process.kill()
        await process.wait()
    [row] = await IdempotentAnswer.select(IdempotentAnswer.id)
    async with asyncio.timeout(20), transaction() as connection:
        await connection.execute("SELECT pg_advisory_xact_lock($1)", number_of(row["id"]))
    assert await at_once(work, [ask(who, work) for _ in range(20)]) == {"Answer": 1, "StillRunning": 19}
    assert (work.runs, await ask(who, work)) == (1, AGAIN)


async def test_a_lost_connection_loses_no_run(database: None) -> None:
    """The next request of the process opens another, and takes the locks of all that still runs."""
    who, work = await account(), Work()
    slow = await begun(who, work)
    async with transaction() as connection:
        ended = "SELECT count(pg_terminate_backend(pid)) FROM pg_locks WHERE locktype = 'advisory' AND granted"
        assert await connection.fetchval(ended) == 1
    assert (await ask(who, Work(), key="k-2")) == MADE
    with pytest.raises(StillRunning):
        await ask(who, work)
    work.let_go.set()
    assert (await slow, work.runs) == (MADE, 1)


@pytest.mark.parametrize("fails", [None, WrongCredentials()], ids=["answers", "is refused"])
async def test_a_late_run_leaves_its_successor_alone(database: None, fails: RegistryError | None) -> None:
    """Whoever still runs when keys are freed, after two days, neither writes over the new answer nor frees its key."""
    who, late = await account(), Work(fails=fails)
    slow = await begun(who, late)
    newer = Answer(200, "application/json", b"{}")

    async def run() -> Answer:
        return newer

    await answered_once("k-1", account=who, request_hash=OTHER, now=NOW + KEPT, run=run)
    late.let_go.set()
    await asyncio.wait([slow])
    assert (slow.exception() is None) == (fails is None)
    kept = await answered_once("k-1", account=who, request_hash=OTHER, now=NOW + KEPT, run=Work())
    assert kept == replace(newer, replayed=True)


async def test_answers_are_kept_for_two_days(database: None) -> None:
    """Then the next use, of whatever account, deletes them, and the key is free for any request."""
    first, second, work = await account(), await account(), Work()
    await ask(first, work)
    await ask(second, work, key="k-2", at=NOW + KEPT)
    assert [row["account"] for row in await IdempotentAnswer.select()] == [second]
    assert (await ask(first, work, request=OTHER, at=NOW + KEPT), work.runs) == (MADE, 3)


async def test_an_old_answer_that_a_rival_is_deleting(database: None) -> None:
    """Twenty who come back after two days: one runs, however the deleting goes."""
    who, work = await account(), Work()
    await ask(who, work)
    assert await at_once(work, [ask(who, work, at=NOW + KEPT) for _ in range(20)]) == {"Answer": 1, "StillRunning": 19}
    assert work.runs == 2


async def unknown(who: UUID, work: Work, *, request: bytes = THIS, at: datetime = NOW) -> Answer:
    """Send what must not be made twice."""
    async with asyncio.timeout(20):
        return await answered_once("k-1", account=who, request_hash=request, now=at, run=work, cut_off=CutOff.IS_UNKNOWN)


async def test_what_was_cut_off_is_not_made_twice(database: None) -> None:
    """Whoever sends it again is told that nobody knows; another request does not get the key; after two days it is free."""
    who, work = await account(), Work()
    await gone(who)
    await IdempotentAnswer.update({IdempotentAnswer.is_carried_out: True}, force=True)
    for _ in range(2):
        with pytest.raises(OutcomeUnknown):
            await unknown(who, work)
    with pytest.raises(KeyReused):
        await unknown(who, work, request=OTHER)
    assert work.runs == 0
    assert (await unknown(who, work, at=NOW + KEPT), work.runs) == (MADE, 1)


CUT_OFF = """
import asyncio, sys
from datetime import datetime
from uuid import UUID
from registry.idempotency.claims import CutOff
from registry.idempotency.service import answered_once
from registry.transactions import engine, transaction

async def run():
    async with transaction() as connection:
        await connection.execute("CREATE TABLE made_by_the_run (id int)")
    print("committed", flush=True)
    await asyncio.sleep(60)

async def main():
    await engine().start_connection_pool(min_size=1, max_size=1)
    who, now = UUID(sys.argv[1]), datetime.fromisoformat(sys.argv[2])
    kept = dict(account=who, request_hash=bytes([1]) * 32, now=now, run=run, cut_off=CutOff.IS_UNKNOWN)
    await answered_once("k-1", **kept)

asyncio.run(main())
"""


async def test_killed_between_its_commit_and_its_answer(database: None) -> None:
    """What was done is there, and is not done again: of twenty who come back each is told that nobody knows."""
    who, work = await account(), Work()
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-c", CUT_OFF, str(who), NOW.isoformat(), stdout=asyncio.subprocess.PIPE
    )
    try:
        assert process.stdout is not None
        assert await process.stdout.readline() == b"committed\n"
        with pytest.raises(StillRunning):
            await unknown(who, work)
    finally:
        process.kill()
        await process.wait()
    [row] = await IdempotentAnswer.select(IdempotentAnswer.id)
    async with asyncio.timeout(20), transaction() as connection:
        await connection.execute("SELECT pg_advisory_xact_lock($1)", number_of(row["id"]))
        await connection.execute("DROP TABLE made_by_the_run")
    told = await asyncio.gather(*(unknown(who, work) for _ in range(20)), return_exceptions=True)
    assert Counter(type(each).__name__ for each in told) <= Counter({"OutcomeUnknown": 20, "StillRunning": 20})
    with pytest.raises(OutcomeUnknown):
        await unknown(who, work)
    assert work.runs == 0


async def test_what_still_runs_is_not_unknown(database: None) -> None:
    """It is told apart from what was cut off by its lock."""
    who, work = await account(), Work()
    slow = await begun(who, work)
    with pytest.raises(StillRunning):
        await unknown(who, work)
    work.let_go.set()
    assert (await slow, await unknown(who, work), work.runs) == (MADE, AGAIN, 1)


async def test_what_was_cut_off_before_anything_was_committed_runs_again(database: None) -> None:
    """Nothing was made, so it is made now; of twenty who come back at once, once."""
    who, work = await account(), Work()
    await gone(who)
    assert await at_once(work, [unknown(who, work) for _ in range(20)]) == {"Answer": 1, "StillRunning": 19}
    assert (await unknown(who, work), work.runs) == (AGAIN, 1)


class Committed(Work):
    """Commits something, and then fails, or does not."""

    def __init__(self, fails: Exception | None) -> None:
        super().__init__(fails=fails)

    async def __call__(self) -> Answer:
        """The commit, and then what `Work` does."""
        async with transaction() as connection:
            await connection.execute("SELECT 1")
        return await super().__call__()


@pytest.mark.parametrize(
    ("fails", "told", "runs"),
    [(ConnectionLost(), OutcomeUnknown, 1), (RuntimeError(), OutcomeUnknown, 1), (WrongCredentials(), WrongCredentials, 2)],
)
async def test_a_failure_after_a_commit_is_not_run_again(
    database: None, fails: Exception, told: type[Exception], runs: int
) -> None:
    """But a refusal is: it left nothing that matters behind."""
    who, work = await account(), Committed(fails)
    with pytest.raises(type(fails)):
        await unknown(who, work)
    with pytest.raises(told):
        await unknown(who, work)
    assert work.runs == runs


@pytest.mark.parametrize("fails", [ConnectionLost(), RuntimeError(), WrongCredentials()])
async def test_a_failure_before_any_commit_is_run_again(database: None, fails: Exception) -> None:
    """A database that was gone for a moment costs nothing but a moment."""
    who, work = await account(), Work(fails=fails)
    for _ in range(2):
        with pytest.raises(type(fails)):
            await unknown(who, work)
    assert work.runs == 2
    assert await unknown(who, Work()) == MADE


LOSES_ANSWERS = """
CREATE FUNCTION lose_the_answer() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN RAISE EXCEPTION 'terminating connection' USING ERRCODE = 'admin_shutdown'; END $$;
CREATE TRIGGER lose_the_answer BEFORE UPDATE OF status ON idempotent_answer FOR EACH ROW EXECUTE FUNCTION lose_the_answer();
"""
KEEPS_ANSWERS = "DROP TRIGGER lose_the_answer ON idempotent_answer; DROP FUNCTION lose_the_answer();"


@pytest.mark.parametrize(
    ("work", "again"), [(Committed(None), OutcomeUnknown), (Work(), None)], ids=["committed", "left nothing"]
)
async def test_an_answer_that_cannot_be_kept_is_told(database: None, work: Work, again: type[Exception] | None) -> None:
    """What was done is done; whoever asks again hears that nobody knows, unless nothing was committed."""
    who = await account()
    async with transaction() as connection:
        await connection.execute(LOSES_ANSWERS)
    try:
        assert await unknown(who, work) == MADE
    finally:
        async with transaction() as connection:
            await connection.execute(KEEPS_ANSWERS)
    if again is None:
        assert (await unknown(who, work), work.runs) == (MADE, 2)
    else:
        with pytest.raises(again):
            await unknown(who, work)
