"""A past list of the public is made once for as long as nothing changed, and never shows what may no longer be published."""

import asyncio
import dataclasses
import os
from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Callable, Sequence
from contextlib import aclosing
from datetime import datetime, timedelta

import pytest

from public_list.listing import reading as listening
from public_list.listing.keeping import CHANNEL, Keeper, kept_in_this_process
from public_list.listing.rules import PAGE
from public_list.past import keeping, reading, service
from public_list.past.errors import PastListsBusy
from public_list.past.keeping import Packed
from public_list.past.rules import Moment, PastEntry, Recorded
from registry.certificates.rules import EventKind
from registry.certificates.service import Issued
from registry.people import service as people
from registry.people.rules import PublicField
from registry.people.schemas import ChangeConsent, ChangeProfile, RecordEmployment
from registry.permissions import OPERATOR
from registry.reference_data import municipalities
from registry.reference_data.municipalities import Row
from registry.transactions import fetch, transaction
from tests.conftest import Clock
from tests.registry import making
from tests.registry.making import BEFORE, NOW, TODAY, Candidate, World

ONE_DAY = timedelta(days=1)
LATER = NOW + 10 * ONE_DAY
THEN = Moment(TODAY, NOW + ONE_DAY)
WITHIN = 1.0
"""Seconds in which a change has to be seen."""
ALL = list(PublicField)


@pytest.fixture
async def world(database: None) -> World:
    """A registry at work."""
    return await making.world()


@pytest.fixture
async def keeper(world: World, clock: Clock) -> AsyncIterator[Keeper]:
    """That of this process."""
    clock.now = LATER
    keeping_one = Keeper(os.environ["REGISTRY_DATABASE_URL"], clock)
    async with kept_in_this_process(keeping_one):
        await settled(keeping_one)
        yield keeping_one


@pytest.fixture
def reads(monkeypatch: pytest.MonkeyPatch) -> list[Moment]:
    """Each time that a list is read from the database."""
    found: list[Moment] = []
    read = reading.recorded

    async def counted(moment: Moment, *, now: datetime) -> AsyncGenerator[Sequence[Recorded]]:
        found.append(moment)
        async with aclosing(read(moment, now=now)) as told:
            async for some in told:
                yield some

    monkeypatch.setattr(reading, "recorded", counted)
    return found


async def settled(keeper: Keeper) -> None:
    """All that was told is heard, the whole is built, and nothing is left for which it is built again after a rest."""
    async with asyncio.timeout(30):
        while True:
            before = keeper.until_told
            await asyncio.sleep(0.6)
            waits = keeper._beside or keeper._building  # noqa: SLF001  how long it rests, the machine decides
            if keeper.until_told is before is not None and not waits:
                return


async def published(moment: Moment = THEN, *, now: datetime = LATER) -> list[PastEntry]:
    """What everyone sees."""
    return list(await service.published(moment, now=now))


async def soon(holds: Callable[[], Awaitable[bool]]) -> None:
    """Wait until it holds; fails when it does not in time."""
    async with asyncio.timeout(WITHIN):
        while not await holds():  # noqa: ASYNC110  what holds is asked of the service
            await asyncio.sleep(0.02)


async def gone(moment: Moment = THEN) -> None:
    """In time nobody is on the list."""

    async def is_empty() -> bool:
        return not await published(moment)

    await soon(is_empty)


async def certified(world: World, keeper: Keeper, family: str = "Öztürk") -> tuple[Candidate, Issued]:
    """An adviser on the list, and everything that was told of them heard."""
    who = await making.candidate("Elif", family)
    issued = await making.certified(world, who)
    await settled(keeper)
    return who, issued


async def test_a_past_list_is_made_once(world: World, keeper: Keeper, reads: list[Moment]) -> None:
    """As long as nothing changes it is the same, whoever asks it, also at once; of another moment it is another."""
    await certified(world, keeper)
    first, second = await asyncio.gather(published(), published())
    assert [each.name for each in first] == ["Elif Öztürk"]
    assert first == second == await published(now=LATER + timedelta(minutes=1))
    assert reads == [THEN]
    await published(Moment(TODAY, NOW + 2 * ONE_DAY))
    await published(now=LATER + ONE_DAY)
    assert len(reads) == 3


async def test_no_kept_list_shows_who_withdrew(world: World, keeper: Keeper) -> None:
    """Within a second after consent is withdrawn, or one field of it, no past list tells it."""
    who, _ = await certified(world, keeper)
    await people.change_consent(ChangeConsent(fields=ALL), actor=who.actor, now=NOW)
    await people.change_profile(ChangeProfile(languages=["nl"]), actor=who.actor, now=NOW)
    await settled(keeper)
    then = Moment(TODAY, NOW + ONE_DAY)
    assert [each.languages for each in await published(then)] == [("nl",)]
    await people.change_profile(ChangeProfile(languages=[]), actor=who.actor, now=NOW + 2 * ONE_DAY)
    await settled(keeper)
    assert [each.languages for each in await published(then)] == [("nl",)]
    generation = keeper.generation()
    fields: list[PublicField] = [field for field in ALL if field is not PublicField.LANGUAGES]
    await people.change_consent(ChangeConsent(fields=fields), actor=who.actor, now=NOW + 3 * ONE_DAY)

    async def is_silent() -> bool:
        return [each.languages for each in await published(then)] == [()]

    await soon(is_silent)
    assert keeper.generation() == generation, "on the list of today nothing changed"
    await people.change_consent(ChangeConsent(fields=[]), actor=who.actor, now=NOW + 4 * ONE_DAY)
    await gone(then)


async def test_no_kept_list_shows_who_was_erased(world: World, keeper: Keeper) -> None:
    """Nor a person who was erased."""
    who, _ = await certified(world, keeper)
    assert await published()
    async with transaction() as connection:
        await connection.execute("SELECT erase_person($1, $2)", who.person, LATER)
    await gone()


async def test_no_kept_list_shows_what_was_withdrawn(world: World, keeper: Keeper) -> None:
    """Nor a certificate whose status of now is not on the list."""
    _, issued = await certified(world, keeper)
    assert await published()
    await making.happens(issued.id, EventKind.VOIDED, TODAY, at=LATER)
    await gone()


async def test_no_kept_list_shows_an_employer_by_an_old_name(world: World) -> None:
    """Who keeps lists is told of each who works there; the same list once more, with all its names as they were, is no news."""
    row = Row("GM9999", "Buren", "Gelderland", None, None, ())
    await municipalities.load([row], actor=OPERATOR, now=BEFORE)
    [employer] = await fetch("SELECT organisation FROM municipality WHERE code = 'GM9999'")
    who, _ = await making.candidate("Elif", "Öztürk"), await making.candidate("Bas", "Berg")
    job = RecordEmployment(employer=employer["organisation"], valid_from=BEFORE.date())
    await people.record_employment(who.person, job, actor=OPERATOR, now=BEFORE)
    heard: list[object] = []
    async with listening.connected(os.environ["REGISTRY_DATABASE_URL"]) as connection:
        await connection.add_listener(CHANNEL, lambda *told: heard.append(told[-1]))
        await municipalities.load([dataclasses.replace(row, province="Utrecht")], actor=OPERATOR, now=LATER)
        await connection.execute("SELECT 1")
        assert heard == []
        await municipalities.load([dataclasses.replace(row, name="Nieuw Buren")], actor=OPERATOR, now=LATER)
        await connection.execute("SELECT 1")
        assert heard == [str(who.adviser)]


async def test_a_list_that_is_overtaken_is_not_kept(world: World, keeper: Keeper, monkeypatch: pytest.MonkeyPatch) -> None:
    """A change that is told while a list is made: it is given to who asked, and made anew for the next."""
    who, _ = await certified(world, keeper)
    read = reading.recorded

    async def slowly(moment: Moment, *, now: datetime) -> AsyncGenerator[Sequence[Recorded]]:
        async with aclosing(read(moment, now=now)) as told:
            everything = [some async for some in told]
        before = keeper.until_told
        await people.change_consent(ChangeConsent(fields=[]), actor=who.actor, now=NOW + 2 * ONE_DAY)

        async def is_heard() -> bool:
            return keeper.until_told is not before

        await soon(is_heard)
        for some in everything:
            yield some

    with monkeypatch.context() as patched:
        patched.setattr(reading, "recorded", slowly)
        assert len(await published()) == 1
    assert await published() == []


async def test_nothing_is_kept_where_nothing_is_heard(world: World, database: None, reads: list[Moment]) -> None:
    """Without a keeper each question is asked of the database."""
    await making.certified(world, await making.candidate("Elif", "Öztürk"))
    assert await published() == await published()
    assert len(reads) == 2


async def test_nothing_is_kept_while_the_connection_is_lost(world: World, keeper: Keeper) -> None:
    """What was told in the meantime nobody heard, so all that was kept is gone."""
    await certified(world, keeper)
    await published()
    assert keeper.until_told
    async with transaction() as connection:
        await connection.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query LIKE 'LISTEN%' OR query = 'SELECT 1'"
        )

    async def is_empty() -> bool:
        return not keeper.until_told

    await soon(is_empty)


async def test_few_lists_are_kept(world: World, keeper: Keeper, monkeypatch: pytest.MonkeyPatch, reads: list[Moment]) -> None:
    """Memory is bounded: what was asked least recently goes."""
    await certified(world, keeper)
    monkeypatch.setattr(keeping, "MOST_BYTES", 1)
    first, second = (Moment(TODAY, NOW + days * ONE_DAY) for days in (1, 2))
    for moment in (first, second, second, first):
        await published(moment)
    assert reads == [first, second, first]
    assert keeper.until_told is not None
    assert len(keeper.until_told) == 1


async def test_who_asks_for_a_kept_list_waits_for_nobody(world: World, keeper: Keeper) -> None:
    """Lists of other moments are being made, and more wait than may: who comes with yet another is told to come again."""
    await certified(world, keeper)
    known = Moment(TODAY, NOW)
    entries = await published(known)
    released = asyncio.Event()

    async def slow() -> list[PastEntry]:
        await released.wait()
        return []

    others = [Moment(TODAY, NOW + days * ONE_DAY) for days in range(1, keeping.MOST_WAITING + 2)]
    waiting = [asyncio.create_task(keeping.kept(each, TODAY, slow)) for each in others[:-1]]
    await asyncio.sleep(0)
    try:
        async with asyncio.timeout(5):
            assert list(await published(known)) == list(entries)
            with pytest.raises(PastListsBusy):
                await keeping.kept(others[-1], TODAY, slow)
    finally:
        released.set()
    assert [list(each) for each in await asyncio.gather(*waiting)] == [[]] * keeping.MOST_WAITING
    assert list(await keeping.kept(others[-1], TODAY, slow)) == []


async def test_the_same_list_is_made_once_for_all_who_wait(world: World, keeper: Keeper, reads: list[Moment]) -> None:
    """Those who come while it is made are given what the first is given, an empty one too."""
    asked = [published(Moment(TODAY, NOW)) for _ in range(5)]
    assert [list(each) for each in await asyncio.gather(*asked)] == [[]] * 5
    assert len(reads) == 1


async def test_packed_entries_are_the_same(world: World) -> None:
    """Every page of them, and all of them in a row."""
    await making.certified(world, await making.candidate("Elif", "Öztürk"))
    [one] = await published()
    entries = [dataclasses.replace(one, number=f"CA{place:08}-00") for place in range(45)]
    packed = Packed(entries)
    assert list(packed) == entries
    assert len(packed) == len(entries)
    assert [list(packed[first : first + PAGE]) for first in range(0, 80, PAGE)] == [
        entries[first : first + PAGE] for first in range(0, 80, PAGE)
    ]
    assert packed[44] == entries[44]
    assert list(packed[18:23]) == entries[18:23]
