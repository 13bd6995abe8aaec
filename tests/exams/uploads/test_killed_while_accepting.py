"""A process that accepts is killed at a random moment: nothing is lost, nothing is torn, and sending again doubles nothing."""

import asyncio
import random
from collections import Counter
from datetime import timedelta
from urllib.parse import urlsplit
from uuid import UUID

import msgspec
import pytest

from exams.results import service as results
from exams.results import taking_back
from exams.results.acceptance import Choices
from exams.results.errors import AcceptedBefore
from exams.results.history import RetractionReason
from exams.results.recording import Recorded
from exams.results.tables import Result, Upload
from registry.dossiers import reading
from registry.dossiers.rules import State
from registry.transactions import fetch
from tests.config.programs import Program
from tests.exams.uploads.ground import AT, Ground, choices_for, with_dossiers
from tests.exams.uploads.standing_record import every_row, standing_results

ACCEPTING = """
import asyncio, os, sys
from datetime import datetime
from uuid import UUID

import msgspec

os.environ |= {"REGISTRY_DATABASE_URL": sys.argv[1], "PICCOLO_CONF": "config.piccolo_conf"}

from exams.results import service as results
from exams.results.acceptance import Choices
from registry.accounts import service as accounts
from registry.transactions import engine

async def accept():
    await engine().start_connection_pool(min_size=1, max_size=1)
    actor = await accounts.actor_of(UUID(sys.argv[3]))
    choices = msgspec.json.decode(sys.argv[4], type=Choices)
    print("ready", flush=True)
    await results.accept(UUID(sys.argv[2]), choices, actor=actor, now=datetime.fromisoformat(sys.argv[5]))
    print("done", flush=True)

asyncio.run(accept())
"""
NAME = "accepting-until-killed"
ROWS = 60


class Rounds:
    """Accepts the autumn's file in other processes, one after another."""

    def __init__(self, ground: Ground, database_url: str) -> None:
        self.ground = ground
        self.url = f"{database_url}{'&' if urlsplit(database_url).query else '?'}application_name={NAME}"
        self.turn = 0

    async def send(self) -> tuple[UUID, Choices]:
        """The file once more."""
        seen = await results.send(self.ground.autumn, actor=self.ground.actor, now=AT)
        return seen.upload.id, choices_for(seen)

    async def accept_elsewhere(self, upload: UUID, choices: Choices, *, killed_after: float | None) -> float:
        """Accept in a process of its own, which is killed so many seconds after it began; returns how long it went on."""
        said = msgspec.json.encode(choices).decode()
        at = (AT + timedelta(hours=self.turn)).isoformat()
        program = Program(ACCEPTING, self.url, upload, self.ground.actor.account, said, at)
        try:
            assert await asyncio.to_thread(program.line) == "ready"
            began = asyncio.get_running_loop().time()
            if killed_after is None:
                assert await asyncio.to_thread(program.line) == "done"
            else:
                await asyncio.sleep(killed_after)
            return asyncio.get_running_loop().time() - began
        finally:
            program.close()
            while await fetch("SELECT 1 FROM pg_stat_activity WHERE application_name = $1", NAME):  # noqa: ASYNC110  another process
                await asyncio.sleep(0.02)

    async def play(self, killed_after: float) -> str:
        """Kill, look, send again, look, and take back for the next round; tells whether the killed one had committed."""
        self.turn += 1
        upload, choices = await self.send()
        before = await every_row()
        await self.accept_elsewhere(upload, choices, killed_after=killed_after)
        row = await Upload.select(Upload.accepted_at).where(Upload.id == upload).first() or {}
        committed = row["accepted_at"] is not None
        assert await Result.count().where(Result.upload == upload) == (ROWS if committed else 0)
        assert committed or await every_row() == before
        await self.send_again(committed=committed)
        await self.check_whole()
        [accepted] = [each.id for each in await results.uploads_for(self.ground.actor) if each.state == "accepted"]
        at = AT + timedelta(hours=self.turn, minutes=1)
        await taking_back.retract(accepted, RetractionReason.OTHER, actor=self.ground.actor, now=at)
        assert await standing_results() == []
        return "committed" if committed else "undone"

    async def send_again(self, *, committed: bool) -> None:
        """As whoever got no answer would do."""
        upload, choices = await self.send()
        at = AT + timedelta(hours=self.turn)
        if committed:
            with pytest.raises(AcceptedBefore):
                await results.accept(upload, choices, actor=self.ground.actor, now=at)
        else:
            done = await results.accept(upload, choices, actor=self.ground.actor, now=at)
            assert isinstance(done, Recorded)
            assert done.results == ROWS

    async def check_whole(self) -> None:
        """Sixty results stand, of sixty attempts, and nine dossiers are complete on them."""
        standing = await standing_results()
        assert len(standing) == len({each[:3] for each in standing}) == ROWS
        states = Counter(each.state for each in await reading.dossiers())
        assert states == {State.COMPLETE: 9, State.ADMITTED: 3}


async def play(times: int, database_url: str) -> Counter[str]:
    """So many rounds, each killed at another moment between the beginning and the end of an acceptance."""
    rounds = Rounds(await with_dossiers(), database_url)
    upload, choices = await rounds.send()
    longest = await rounds.accept_elsewhere(upload, choices, killed_after=None)
    await rounds.check_whole()
    await taking_back.retract(upload, RetractionReason.OTHER, actor=rounds.ground.actor, now=AT + timedelta(minutes=1))
    chance = random.Random(2026)  # noqa: S311  not a secret
    return Counter([await rounds.play(chance.uniform(0, longest)) for _ in range(times)])


async def test_killed_five_times(database: None, database_url: str) -> None:
    """What was committed is whole, what was not left nothing, and sent again it stands once."""
    assert (await play(5, database_url)).total() == 5


@pytest.mark.drill
async def test_killed_a_hundred_times(database: None, database_url: str) -> None:
    """0 lost, 0 torn, 0 doubled."""
    outcomes = await play(100, database_url)
    assert outcomes.total() == 100
    assert outcomes["undone"] > 0
