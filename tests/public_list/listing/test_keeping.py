"""The list in memory is as fresh as the database within a second, in every process, and forgets what may not be shown."""

import asyncio
import os
import pickle
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack
from datetime import UTC, date, datetime, timedelta

import pytest

from public_list.listing import queries, reading, service
from public_list.listing.keeping import Keeper, kept_in_this_process
from public_list.listing.loading import Loading
from public_list.listing.rules import Wanted
from public_list.listing.writing import as_runs
from registry.certificates.rules import EventKind, Status
from registry.days import ALL_ON_RECORD, amsterdam_day
from registry.people import service as people
from registry.people.rules import PublicField
from registry.people.schemas import ChangeConsent
from registry.transactions import transaction
from tests.conftest import Clock
from tests.registry import making
from tests.registry.making import NOW, TODAY, Candidate, World

_MARKS = (b"ozturk", "Öztürk".encode(), *(run.to_bytes(8, "little") for run in as_runs("ztu")))
WITHIN = 1.0
"""Seconds in which a change has to be seen."""


async def soon(holds: Callable[[], bool], within: float = WITHIN) -> None:
    """Wait until it holds; fails when it does not in time."""
    async with asyncio.timeout(within):
        while not holds():  # noqa: ASYNC110  what holds is a state of another task
            await asyncio.sleep(0.01)


def names(keeper: Keeper, wanted: Wanted = Wanted(), today: date = TODAY) -> list[str]:  # noqa: B008  it never changes
    """Who is found."""
    assert keeper.kept is not None
    return [entry.name for entry in keeper.kept.model.search(wanted, today).entries]


async def shows(keeper: Keeper, expected: list[str], within: float = WITHIN, wanted: Wanted = Wanted()) -> None:  # noqa: B008  likewise
    """In time these are found."""
    await soon(lambda: names(keeper, wanted) == expected, within)


async def forgets(keeper: Keeper) -> None:
    """Soon neither the name nor a word or a part of it is anywhere in memory."""
    await soon(lambda: not any(mark in remembered(keeper) for mark in _MARKS), 5)


@pytest.fixture
async def clock_of_now(clock: Clock) -> Clock:
    """The time at which what tests make happens."""
    clock.now = NOW
    return clock


@pytest.fixture
async def keepers(database: None, clock_of_now: Clock) -> AsyncIterator[tuple[Keeper, Keeper]]:
    """Two, as two processes have them."""
    both = [Keeper(os.environ["REGISTRY_DATABASE_URL"], clock_of_now) for _ in range(2)]
    async with AsyncExitStack() as stack:
        for each in both:
            await stack.enter_async_context(each.keeping())
        yield both[0], both[1]


async def a_certified(keepers: tuple[Keeper, Keeper]) -> tuple[World, Candidate, str]:
    """A world in which one adviser is certified, seen by both keepers."""
    world, elif_ = await making.world(), await making.candidate()
    issued = await making.certified(world, elif_)
    for each in keepers:
        await shows(each, ["Elif Öztürk"])
    return world, elif_, issued.number


async def test_a_change_of_status_is_in_every_process_within_a_second(keepers: tuple[Keeper, Keeper]) -> None:
    """On the list, in search and at the number; and both name what they show alike."""
    world, elif_ = await making.world(), await making.candidate()
    before = keepers[0].generation()
    issued = await making.certified(world, elif_)
    for each in keepers:
        await shows(each, ["Elif Öztürk"], wanted=Wanted("ozturk"))
    assert keepers[0].generation() == keepers[1].generation() != before
    await making.happens(issued.id, EventKind.WITHDRAWN, TODAY)
    for each in keepers:
        await shows(each, [])
        assert each.kept is not None
        answer = each.kept.model.checked(issued.number, TODAY, TODAY)
        assert answer is not None
        assert (answer.status, answer.name) == (Status.WITHDRAWN, None)
    assert keepers[0].generation() == keepers[1].generation() != before


def remembered(keeper: Keeper) -> bytes:
    """All that the columns of the model hold, as bytes."""
    assert keeper.kept is not None
    model = keeper.kept.model
    return b"".join(pickle.dumps(part.columns) for part in model.parts)


async def test_withdrawn_consent_leaves_no_trace_in_memory(keepers: tuple[Keeper, Keeper]) -> None:
    """Not found within a second, and soon after neither name nor word is anywhere in the model, the search index included."""
    _, elif_, _ = await a_certified(keepers)
    assert all(mark in remembered(keepers[0]) for mark in _MARKS)
    await people.change_consent(ChangeConsent(fields=[]), actor=elif_.actor, now=NOW)
    for each in keepers:
        await shows(each, [])
        await forgets(each)


async def test_what_is_erased_leaves_no_trace_either(keepers: tuple[Keeper, Keeper]) -> None:
    """The name is gone from memory; the number answers."""
    _, elif_, number = await a_certified(keepers)
    async with transaction() as connection:
        await connection.execute("SET LOCAL session_replication_role = replica")
        await connection.execute("DELETE FROM personal_value")
        await connection.execute("SELECT pg_notify('public_list', $1)", str(elif_.adviser))
    for each in keepers:
        await shows(each, [])
        await forgets(each)
        assert each.kept is not None
        assert each.kept.model.checked(number, TODAY, TODAY) is not None


async def test_the_list_is_whole_however_few_rows_are_read_at_once(
    database: None, clock_of_now: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Rows are asked for before those at hand are taken: none is lost, and none is there twice."""
    world = await making.world()
    for family in ("Aalbers", "Berg", "Cohen", "Dijk", "Evers"):
        await making.certified(world, await making.candidate("Elif", family))
    monkeypatch.setattr(reading, "_AT_A_TIME", 2)
    keeper = Keeper(os.environ["REGISTRY_DATABASE_URL"], clock_of_now)
    async with keeper.keeping():
        assert names(keeper) == ["Elif Aalbers", "Elif Berg", "Elif Cohen", "Elif Dijk", "Elif Evers"]


async def test_the_lives_that_are_read_first_are_those_of_the_list(database: None) -> None:
    """Each of them is met, and no other: what is thought out while the database joins need not be thought out again."""
    world = await making.world()
    for family, kinds in (("Aalbers", ()), ("Berg", (EventKind.SUSPENDED,)), ("Cohen", (EventKind.SUSPENDED,))):
        issued = await making.certified(world, await making.candidate("Elif", family))
        for kind in kinds:
            await making.happens(issued.id, kind, TODAY)
    async with reading.connected(os.environ["REGISTRY_DATABASE_URL"]) as connection:
        loaded = Loading(await connection.fetch(queries.VERSIONS), day=TODAY, known_at=ALL_ON_RECORD)
        lives = await connection.fetch(queries.LIVES, ALL_ON_RECORD)
        loaded.live(lives)
        loaded.add(await connection.fetch(queries.EVERYTHING, TODAY, ALL_ON_RECORD))
    assert set(loaded.table.lived_of) == set(range(len(lives)))
    assert len(loaded.table.lived) == len(lives) == 2


async def test_what_was_said_while_the_connection_was_lost_is_not_missed(keepers: tuple[Keeper, Keeper]) -> None:
    """A lost connection is made again, and everything is read anew."""
    world, elif_ = await making.world(), await making.candidate()
    async with transaction() as connection:
        await connection.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND query LIKE 'LISTEN%'"
        )
    await making.certified(world, elif_)
    for each in keepers:
        await shows(each, ["Elif Öztürk"], 10)


async def test_it_expires_at_midnight_without_a_write(keepers: tuple[Keeper, Keeper], clock_of_now: Clock) -> None:
    """The second after its last day it is off the list, the name is off the number, and the generation is another."""
    _, _, number = await a_certified(keepers)
    keeper = keepers[0]
    assert keeper.kept is not None
    clock_of_now.now = datetime(2029, 11, 19, 22, 59, 59, tzinfo=UTC)
    assert names(keeper, today=amsterdam_day(clock_of_now.now)) == ["Elif Öztürk"]
    before = keeper.generation()
    clock_of_now.now += timedelta(seconds=1)
    today = amsterdam_day(clock_of_now.now)
    assert names(keeper, today=today) == []
    assert keeper.generation() != before
    answer = keeper.kept.model.checked(number, today, today)
    assert answer is not None
    assert (answer.status, answer.name) == (Status.EXPIRED, None)


async def test_what_the_process_keeps_answers_its_questions(database: None, clock_of_now: Clock) -> None:
    """With it and without it the same is answered, and it is asked no more when it has ended."""
    world, elif_ = await making.world(), await making.candidate()
    issued = await making.certified(world, elif_)
    await people.change_consent(ChangeConsent(fields=list(PublicField)), actor=elif_.actor, now=NOW)
    without = await service.search(Wanted(), now=NOW), await service.check(issued.number, day=None, now=NOW)
    standing = await service.standing(now=NOW)
    async with kept_in_this_process(Keeper(os.environ["REGISTRY_DATABASE_URL"], clock_of_now)):
        assert (await service.search(Wanted(), now=NOW), await service.check(issued.number, day=None, now=NOW)) == without
        assert (await service.standing(now=NOW)).generation == standing.generation
        entries = [entry for some in [each async for each in service.every(Wanted(), now=NOW)] for entry in some]
        assert entries == [await service.entry(issued.number, now=NOW)]
    assert await service.search(Wanted(), now=NOW) == without[0]
