"""Status lists follow within a round whatever happened, in whatever order its transactions end, and look at nothing else."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from uuid import UUID

import asyncpg
import pytest

from registry.certificates.rules import EventKind
from registry.certificates.service import Issued
from registry.credentials import making_up, publishing
from registry.credentials.rounds import LOOK_AGAIN_AFTER, Publishing
from registry.credentials.status_list import FULL, Purpose
from registry.signing_keys import rotating
from registry.signing_keys import service as keys
from registry.signing_keys.rules import Use
from registry.transactions import fetch, transaction
from tests.registry import making
from tests.registry.making import NOW, World
from tests.registry.travelling.test_signed_at_issue import instances, is_set, signing

__all__ = ["signing"]
TODAY = NOW.date()
SECOND = timedelta(seconds=1)
_SUSPEND = """
INSERT INTO certificate_event (certificate, kind, effective_on, recorded_at, prepared_by, decided_by, resolve_by)
SELECT $1, 'suspended', $2::date, $3, prepared_by, decided_by, $2::date + 30
FROM certificate_event WHERE certificate = $1 LIMIT 1
"""


@pytest.fixture
async def world(signing: None) -> World:
    """A registry with a key."""
    return await making.world()


@pytest.fixture
async def certificates(world: World) -> list[Issued]:
    """Of three people."""
    return [await making.certified(world, await making.candidate(given)) for given in ("Elif", "Anna", "Bram")]


@asynccontextmanager
async def suspending(certificate: UUID, database_url: str) -> AsyncIterator[None]:
    """Suspended in a transaction that ends when the block does."""
    connection = await asyncpg.connect(database_url)
    try:
        async with connection.transaction():
            await connection.execute(_SUSPEND, certificate, TODAY, NOW)
            yield
    finally:
        await connection.close()


async def settled() -> Publishing:
    """A process that has seen everything there is."""
    rounds = Publishing()
    for _ in range(4):
        await rounds.round(now=NOW)
    return rounds


async def shown(certificate: UUID) -> bool:
    """Whether its newest credential is revoked in the list as it is now."""
    return await is_set((await instances(certificate))[-1])


async def test_what_was_begun_first_and_ended_last_is_seen(certificates: list[Issued], database_url: str) -> None:
    """However many rounds went by meanwhile, and whatever came in between."""
    slow, quick, other = (each.id for each in certificates)
    rounds = await settled()
    async with suspending(slow, database_url):
        await making.happens(quick, EventKind.SUSPENDED, TODAY, at=NOW)
        assert await rounds.round(now=NOW) == 2
        await rounds.round(now=NOW + SECOND)
        await rounds.round(now=NOW + 2 * SECOND)
        assert not await shown(slow)
    assert await rounds.round(now=NOW + 3 * SECOND) == 2
    assert [await shown(each) for each in (slow, quick, other)] == [True, True, False]


async def test_what_is_signed_anew_while_others_are_issued_is_seen(certificates: list[Issued], database_url: str) -> None:
    """The places of before are revoked in the round after; nothing happened to the certificates themselves."""
    rounds = await settled()
    await rotating.give_up((await keys.active(Use.CREDENTIAL)).kid, now=NOW)
    await rounds.round(now=NOW)
    assert await making_up.make_up(now=NOW) == 3
    assert await rounds.round(now=NOW + SECOND) == 1
    rows = await fetch("SELECT max(place) AS place FROM status_place GROUP BY certificate")
    assert len(rows) == 3
    assert await publishing.publish(now=NOW + SECOND) == 0


async def test_what_a_clock_ahead_of_ours_recorded_is_seen_when_ours_is_there(certificates: list[Issued]) -> None:
    """Looked at too early it has not happened yet."""
    rounds = await settled()
    await making.happens(certificates[0].id, EventKind.SUSPENDED, TODAY, at=NOW + 2 * SECOND)
    assert [await rounds.round(now=NOW + seconds * SECOND) for seconds in range(4)] == [0, 0, 2, 0]
    assert await shown(certificates[0].id)


async def test_what_happened_while_nobody_looked_is_published_by_who_begins(certificates: list[Issued]) -> None:
    """A process that ended leaves nothing behind that another would need."""
    await settled()
    await making.happens(certificates[0].id, EventKind.SUSPENDED, TODAY, at=NOW)
    assert await Publishing().round(now=NOW) == 2
    assert await shown(certificates[0].id)


async def test_what_failed_is_done_again(certificates: list[Issued], monkeypatch: pytest.MonkeyPatch) -> None:
    """A round that published nothing has seen nothing."""
    rounds = await settled()
    await making.happens(certificates[0].id, EventKind.SUSPENDED, TODAY, at=NOW)
    with monkeypatch.context() as broken:
        broken.setattr(publishing, "encoded", None)
        with pytest.raises(TypeError):
            await rounds.round(now=NOW)
    assert await rounds.round(now=NOW + SECOND) == 2


async def test_rounds_read_what_is_new_and_keep_nothing_else(certificates: list[Issued]) -> None:
    """Once all that was open has ended, nothing of before is read again or remembered."""
    rounds = await settled()
    [top] = await fetch("SELECT max(id) AS events FROM certificate_event")
    assert rounds.settled is not None
    assert (rounds.settled.events, rounds.seen) == (top["events"], set())
    await making.happens(certificates[0].id, EventKind.SUSPENDED, TODAY, at=NOW)
    await rounds.round(now=NOW)
    assert rounds.seen == {("event", top["events"] + 1)}


async def test_only_the_list_that_changed_is_looked_at(world: World, certificates: list[Issued], database_url: str) -> None:
    """Of a change in the first list the second is not read; all are every so often."""
    first = certificates[0].id
    async with transaction() as connection:
        await connection.execute("SELECT setval(pg_get_serial_sequence('status_place', 'id'), $1)", FULL)
    second = await making.certified(world, await making.candidate("Dirk"))
    rounds = await settled()
    async with suspending(second.id, database_url):
        pass
    await making.happens(first, EventKind.SUSPENDED, TODAY, at=NOW)
    assert await publishing.publish_of([first], now=NOW) == 2
    assert (await shown(first), await shown(second.id)) == (True, False)
    assert await rounds.round(now=NOW + LOOK_AGAIN_AFTER) == 2
    assert await shown(second.id)


async def test_a_reinstatement_clears_the_suspension_and_nothing_else(certificates: list[Issued]) -> None:
    """What other certificates have in the same list stays; all of it is as if the whole was looked at."""
    rounds = await settled()
    for each in certificates[:2]:
        await making.happens(each.id, EventKind.SUSPENDED, TODAY, at=NOW)
    await rounds.round(now=NOW)
    back, stays = [(await instances(each.id))[0] for each in certificates[:2]]
    await making.happens(certificates[0].id, EventKind.REINSTATED, TODAY, at=NOW + SECOND)
    assert await rounds.round(now=NOW + SECOND) == 1
    assert [await is_set(each, Purpose.SUSPENSION) for each in (back, stays)] == [False, True]
    assert [await is_set(each) for each in (back, stays)] == [True, True]
    assert not await shown(certificates[0].id)
    assert await publishing.publish(now=NOW + SECOND) == 0


@pytest.mark.parametrize("whole", [False, True])
async def test_what_was_revoked_stays_so_when_the_clock_steps_back(certificates: list[Issued], whole: bool) -> None:  # noqa: FBT001  a case
    """A place that was told as revoked is never told otherwise, whichever way it is looked at."""
    await making.happens(certificates[0].id, EventKind.SUSPENDED, TODAY + timedelta(days=2), at=NOW)
    await publishing.publish(now=NOW + timedelta(days=2))
    assert await (publishing.publish(now=NOW) if whole else publishing.publish_of([certificates[0].id], now=NOW)) == 1
    assert await shown(certificates[0].id)
