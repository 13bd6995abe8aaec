"""The process that does long work is killed at a random moment: the next one does it, and everything stands once."""

import asyncio
import os
import random
import signal
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import ExitStack
from datetime import timedelta
from uuid import UUID

import pytest

from exams.results import taking_back, uploading
from exams.results.history import RetractionReason
from exams.results.uploading import Long
from exams.results.work import TRIES
from exams.results.work_rules import Ending
from registry.days import system_now
from registry.transactions import fetch, transaction
from tests.config.programs import Program
from tests.exams.uploads.ground import Ground
from tests.exams.uploads.long_files import LATER, ROWS, crowded, ending_of, places_of, sent
from tests.exams.uploads.standing_record import standing_results

WORKING = "from config.commands import main; main()"


class Workers:
    """Processes beside the server, as `registry work` starts them."""

    def __init__(self, address: str, started: ExitStack) -> None:
        self._address = address
        self._started = started

    async def begin(self) -> Program:
        """One more, which is at work."""
        settings = {"REGISTRY_DATABASE_URL": self._address, "REGISTRY_LOG_FORMAT": "json"}
        program = Program(WORKING, "work", environment=settings)
        self._started.callback(program.close)
        while "background work begins" not in (told := await asyncio.to_thread(program.line)):
            assert told, program.rest()
        return program


@pytest.fixture
async def workers(database_url: str) -> AsyncIterator[Workers]:
    """They are gone after the test."""
    with ExitStack() as started:
        yield Workers(database_url, started)


async def done(work: UUID, *, within: float = 40) -> str:
    """How the work ended, once it has."""
    async with asyncio.timeout(within):
        while (ending := await ending_of(work)) is None:  # noqa: ASYNC110  another process
            await asyncio.sleep(0.05)
    return ending


async def its_heart_stopped() -> None:
    """Whatever a dead process had in hand, as it is a minute later."""
    async with transaction() as connection:
        await connection.execute("UPDATE queue.pgqueuer SET heartbeat = now() - interval '1 minute' WHERE status = 'picked'")


async def begun(work: UUID, tries: int = 1) -> None:
    """Wait until a worker has it in hand, for the first time or a later one."""
    async with asyncio.timeout(20):
        while not await fetch("SELECT 1 FROM upload_work WHERE id = $1 AND tries >= $2", work, tries):  # noqa: ASYNC110
            await asyncio.sleep(0.005)


class Rounds:
    """The long file over and over: sent, judged, accepted, and taken back for the next time."""

    def __init__(self, here: Ground, workers: Workers) -> None:
        self.here = here
        self.workers = workers
        self.turn = 0

    async def judged(self) -> Long:
        """The file once more, as the worker that runs judges it."""
        seen = await sent(self.here)
        assert await done(seen.work.id) == Ending.DONE
        again = await uploading.preview(seen.upload.id, actor=self.here.actor, now=LATER)
        assert isinstance(again, Long)
        return again

    async def accepted(self, seen: Long) -> UUID:
        """The work that accepting it asks for."""
        self.turn += 1
        at = LATER + timedelta(hours=self.turn)
        asked = await uploading.accept(seen.upload.id, places_of(seen), actor=self.here.actor, now=at)
        assert isinstance(asked, Long)
        return asked.work.id

    async def play(self, killed_after: float) -> str:
        """Kill the worker so many seconds after it began to record; the next one ends it. Tells who had recorded it."""
        worker = await self.workers.begin()
        seen = await self.judged()
        work = await self.accepted(seen)
        await begun(work)
        await asyncio.sleep(killed_after)
        worker.kill_group()
        await _gone()
        first = "the first" if await ending_of(work) == Ending.DONE else "the next"
        assert len(await standing_results()) == (ROWS if first == "the first" else 0)
        await its_heart_stopped()
        following = await self.workers.begin()
        assert await done(work) == Ending.DONE
        await self._check(seen)
        following.process.send_signal(signal.SIGTERM)
        assert await asyncio.to_thread(following.process.wait, 20) == 0
        assert await fetch("SELECT 1 FROM queue.pgqueuer") == []
        return first

    async def _check(self, seen: Long) -> None:
        """Everything stands once; then it is taken back."""
        standing = await standing_results()
        assert len(standing) == len({each[:3] for each in standing}) == ROWS
        assert await uploading.recorded_of(seen.upload.id) == ROWS
        await taking_back.retract(seen.upload.id, RetractionReason.OTHER, actor=self.here.actor, now=system_now())
        assert await standing_results() == []


async def _gone() -> None:
    """What the dead process had open in the database has been rolled back."""
    query = "SELECT 1 FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND state LIKE 'idle in%'"
    async with asyncio.timeout(20):
        while await fetch(query):  # noqa: ASYNC110  another process
            await asyncio.sleep(0.02)


async def test_killed_in_the_middle(database: None, workers: Workers) -> None:
    """Nothing is on record when it dies, and everything once when the next has done it."""
    assert await Rounds(await crowded(), workers).play(0.2) == "the next"


async def test_what_kills_every_worker_ends(database: None, workers: Workers) -> None:
    """A file in whose hands five workers died is not begun by a sixth: it ends, and other files are read."""
    rounds = Rounds(await crowded(), workers)
    worker = await workers.begin()
    work = await rounds.accepted(await rounds.judged())
    for tries in range(1, TRIES + 1):
        await begun(work, tries)
        worker.kill_group()
        await _gone()
        await its_heart_stopped()
        worker = await workers.begin()
    assert await done(work) == Ending.FAILED
    assert await standing_results() == []
    await rounds.judged()


async def test_what_the_queue_gave_up_is_taken_up(database: None, workers: Workers) -> None:
    """Work that has not ended, and that no queue holds any more, is done by the next worker that begins."""
    here = await crowded()
    asked = [(await sent(here)).work.id for _ in range(2)]
    async with transaction() as connection:
        await connection.execute("DELETE FROM queue.pgqueuer")
    first, second = await workers.begin(), await workers.begin()
    assert [await done(each) for each in asked] == [Ending.DONE, Ending.DONE]
    for worker in (first, second):
        worker.process.send_signal(signal.SIGTERM)
        assert await asyncio.to_thread(worker.process.wait, 20) == 0
    assert await fetch("SELECT 1 FROM upload_work WHERE tries > 1") == []


@pytest.mark.parametrize("killed_after", [0.05, 0.4])
async def test_killed_while_taking_back(database: None, workers: Workers, killed_after: float) -> None:
    """All of it stands, or none of it; the next worker takes back what the dead one had in hand."""
    rounds = Rounds(await crowded(), workers)
    worker = await workers.begin()
    seen = await rounds.judged()
    assert await done(await rounds.accepted(seen)) == Ending.DONE
    asked = await uploading.retract(seen.upload.id, RetractionReason.OTHER, actor=rounds.here.actor, now=system_now())
    assert isinstance(asked, Long)
    await begun(asked.work.id)
    await asyncio.sleep(killed_after)
    worker.kill_group()
    await _gone()
    ended = await ending_of(asked.work.id) == Ending.DONE
    assert len(await standing_results()) == (0 if ended else ROWS)
    await its_heart_stopped()
    await workers.begin()
    assert await done(asked.work.id) == Ending.DONE
    assert await standing_results() == []


@pytest.mark.drill
async def test_killed_thirty_times(database: None, workers: Workers) -> None:
    """At whatever moment: 0 lost, 0 torn, 0 doubled."""
    rounds = Rounds(await crowded(), workers)
    chance = random.Random(2026)  # noqa: S311  not a secret
    outcomes = Counter([await rounds.play(chance.uniform(0, 2.5)) for _ in range(30)])
    assert outcomes.total() == 30
    assert outcomes["the next"] > 0


@pytest.mark.drill
async def test_killed_and_left_alone(database: None, workers: Workers) -> None:
    """Without help the next worker takes it over once the heart of the first has stopped for ten seconds."""
    rounds = Rounds(await crowded(), workers)
    worker = await workers.begin()
    work = await rounds.accepted(await rounds.judged())
    await begun(work)
    worker.kill_group()
    await workers.begin()
    assert await done(work, within=60) == Ending.DONE
    assert len(await standing_results()) == ROWS


async def test_told_to_end_it_finishes_what_it_has_in_hand(database: None, workers: Workers) -> None:
    """A worker that is told to end in the middle ends in order, and what it had begun is done."""
    rounds = Rounds(await crowded(), workers)
    worker = await workers.begin()
    work = await rounds.accepted(await rounds.judged())
    await begun(work)
    worker.process.send_signal(signal.SIGTERM)
    assert await asyncio.to_thread(worker.process.wait, 30) == 0
    assert await ending_of(work) == Ending.DONE
    assert len(await standing_results()) == ROWS


@pytest.mark.parametrize("told", [signal.SIGTERM, signal.SIGINT])
async def test_told_to_end_with_nothing_in_hand(database: None, workers: Workers, told: signal.Signals) -> None:
    """It ends at once, with code 0."""
    worker = await workers.begin()
    os.kill(worker.process.pid, told)
    assert await asyncio.to_thread(worker.process.wait, 5) == 0
