"""Who follows is told of each change, once, however many processes look; and of nothing that the public may not know."""

import asyncio
from contextvars import Context
from datetime import date, datetime, timedelta
from uuid import uuid4

import asyncpg
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from registry.certificates import service as certificates
from registry.certificates.rules import EventKind, Status, Timeline, status_on
from registry.people import merging
from registry.people import service as people
from registry.people.rules import PublicField
from registry.people.schemas import ChangeConsent, MergeAdvisers
from registry.people.tables import Adviser
from registry.permissions import OPERATOR
from registry.texts import Language
from registry.transactions import fetch, transaction
from registry.watches import noticing, reading, seeing, service
from registry.watches.rules import Followed
from tests.registry import making
from tests.registry.certificates.test_standing import days, instants, timelines
from tests.registry.certificates.timelines import undone, written
from tests.registry.making import NOW, TODAY, Candidate, World
from tests.registry.renewals import again
from tests.registry.reorganisations.ended import MERGED
from tests.registry.reorganisations.ended import merged as merged_municipalities
from tests.registry.watches.followed import follow, paths, told

ONE_DAY = timedelta(days=1)
SOON = NOW + timedelta(seconds=20)


async def town() -> tuple[World, Candidate, str]:
    """A registry with one certified adviser."""
    world, adviser = await making.world(), await making.candidate()
    return world, adviser, (await making.certified(world, adviser)).number


async def happens(number: str, kind: EventKind, day: date = TODAY, *, at: datetime = NOW) -> None:
    """Something happens to the certificate with that number."""
    await making.happens((await certificates.by_number(number)).id, kind, day, at=at)


@pytest.mark.parametrize("followed", Followed)
async def test_a_change_is_told_once(database: None, followed: Followed) -> None:
    """Of a suspension and its end, also on the very day that following began; to who follows, and to nobody else."""
    world, _, number = await town()
    await follow(world.municipality, number, followed)
    assert await noticing.notice(now=SOON) == 0
    await happens(number, EventKind.SUSPENDED)
    assert await noticing.notice(now=SOON) == 1
    assert await noticing.notice(now=SOON) == 0
    await happens(number, EventKind.REINSTATED)
    assert await noticing.notice(now=SOON) == 1
    assert await told(world.municipality) == [
        f"Certificaat {number} was geldig. Sinds 20 november 2026 is het geschorst.",
        f"Certificaat {number} was geschorst. Sinds 20 november 2026 is het geldig.",
    ]
    assert await paths(world.municipality) == [f"/certificaten/{number}"] * 2
    assert await told(world.neighbour) == []


async def test_a_day_that_comes_is_told_as_well(database: None) -> None:
    """Nobody writes anything when a certificate expires, or when a withdrawal that was decided takes effect."""
    world, _, number = await town()
    await follow(world.municipality, number)
    await happens(number, EventKind.WITHDRAWN, TODAY + 30 * ONE_DAY)
    assert await noticing.notice(now=NOW + 29 * ONE_DAY) == 0
    assert await noticing.notice(now=NOW + 30 * ONE_DAY) == 1
    other = (await making.certified(world, await making.candidate("Jan"))).number
    await follow(world.municipality, other)
    assert await noticing.notice(now=NOW + 1_096 * ONE_DAY) == 1
    assert (await told(world.municipality))[1].endswith("Sinds 20 november 2029 is het verlopen.")


async def test_what_was_backdated_and_what_is_void_is_told_as_it_is(database: None) -> None:
    """The first day is that of the decision; a void certificate has none."""
    world, _, number = await town()
    await follow(world.municipality, number)
    await happens(number, EventKind.SUSPENDED, TODAY - 3 * ONE_DAY)
    await noticing.notice(now=SOON)
    await happens(number, EventKind.VOIDED)
    await noticing.notice(now=SOON)
    assert [each.partition(". ")[2] for each in await told(world.municipality)] == [
        "Sinds 17 november 2026 is het geschorst.",
        "Nu is het nietig.",
    ]


async def test_several_processes_tell_it_once(database: None) -> None:
    """Eight that look, and wait for their turn at the same moment: whoever follows hears it once, be it twice."""
    world, _, number = await town()
    for actor in (world.municipality, world.neighbour):
        await follow(actor, number)
    await follow(world.municipality, number, Followed.ADVISER)
    await happens(number, EventKind.SUSPENDED)
    async with transaction() as connection:
        await connection.execute("SELECT 1 FROM watch FOR UPDATE")
        looking = [asyncio.get_running_loop().create_task(noticing.notice(now=SOON), context=Context()) for _ in range(8)]
        await asyncio.sleep(0.3)
    assert sum(await asyncio.gather(*looking)) == 3
    assert [len(await told(actor)) for actor in (world.municipality, world.neighbour)] == [1, 1]


async def test_who_follows_both_the_certificate_and_the_adviser_is_told_once(database: None) -> None:
    """Of each change one message, also of a change back; and of what only one of the two had seen before, as ever."""
    world, _, number = await town()
    await follow(world.municipality, number)
    await follow(world.municipality, number, Followed.ADVISER)
    for kind, count in ((EventKind.SUSPENDED, 1), (EventKind.REINSTATED, 2), (EventKind.SUSPENDED, 3)):
        await happens(number, kind)
        assert await noticing.notice(now=SOON) == 2
        assert len(await told(world.municipality)) == count


async def test_two_watches_that_see_it_at_the_same_moment_tell_it_once(database: None) -> None:
    """Whichever comes first: the other waits until that was told."""
    world, _, number = await town()
    watches = [await follow(world.municipality, number, followed) for followed in Followed]
    await happens(number, EventKind.SUSPENDED)
    async with transaction() as connection:
        await connection.execute("LOCK TABLE message IN SHARE MODE")
        loop = asyncio.get_running_loop()
        looking = [loop.create_task(noticing.look(watch, now=SOON), context=Context()) for watch in watches]
        await asyncio.sleep(0.3)
    assert await asyncio.gather(*looking) == [True, True]
    assert len(await told(world.municipality)) == 1


async def test_what_was_told_before_is_told_again_when_it_happens_again(database: None) -> None:
    """A watch that ended told of a suspension; of the next one, the watch begun since then tells."""
    world, _, number = await town()
    watch = await follow(world.municipality, number, Followed.ADVISER)
    await happens(number, EventKind.SUSPENDED)
    await noticing.notice(now=SOON)
    await service.end(watch, actor=world.municipality, now=SOON)
    await happens(number, EventKind.REINSTATED)
    await follow(world.municipality, number, at=SOON)
    await happens(number, EventKind.SUSPENDED)
    await noticing.notice(now=SOON + ONE_DAY)
    assert len(await told(world.municipality)) == 2


async def test_the_database_refuses_to_see_the_same_twice(database: None) -> None:
    """Whatever the code does: a notice is a change."""
    world, _, number = await town()
    await follow(world.municipality, number)
    with pytest.raises(asyncpg.UniqueViolationError, match="seen the certificate"):
        async with transaction() as connection:
            await connection.execute(
                "INSERT INTO watch_notice (watch, certificate, status, day, recorded_at) "
                "SELECT watch, certificate, status, day + 1, recorded_at FROM watch_notice"
            )


async def test_a_renewal_is_told_to_who_follows_the_certificate(database: None) -> None:
    """With its number, which is public for who lets their name be seen; and from then on what becomes of it."""
    standing = await again.world()
    of, issued = await again.holder(standing)
    await follow(standing.municipality, issued.number)
    dossier = await again.completed(standing, of, issued)
    renewed = (await certificates.by_ids([await again.granted(standing, dossier)])).popitem()[1]
    assert await noticing.notice(now=again.IN_WINDOW) == 1
    assert await told(standing.municipality) == [
        f"Een adviseur die u volgt, heeft een nieuw certificaat: {renewed.number}. Het is nog niet geldig.",
    ]
    after = again.IN_GRACE
    assert await noticing.notice(now=after) == 1
    assert {each.split()[1] for each in (await told(standing.municipality))[1:]} == {issued.number, renewed.number}


async def test_a_new_certificate_of_a_followed_adviser_is_told(database: None) -> None:
    """Also under another number that is found to be of the same person; and one that has ended is no news."""
    world, adviser, number = await town()
    await follow(world.municipality, number, Followed.ADVISER)
    other = await making.candidate("Johan")
    await making.scheme(world, "ander-schema", making.RULES)
    ended = await making.certified(world, other)
    await happens(ended.number, EventKind.WITHDRAWN)
    await merged(other, adviser)
    assert await noticing.notice(now=SOON) == 1
    assert await told(world.municipality) == []
    await happens(ended.number, EventKind.VOIDED)
    assert await noticing.notice(now=SOON) == 1
    assert await told(world.municipality) == [f"Certificaat {ended.number} was ingetrokken. Nu is het nietig."]


async def merged(duplicate: Candidate, counts_as: Candidate) -> None:
    """The admin finds that the two are one person."""
    rows = await Adviser.select(Adviser.id, Adviser.candidate_number)
    numbers = {row["id"]: row["candidate_number"] for row in rows}
    command = MergeAdvisers(duplicate=numbers[duplicate.adviser], counts_as=numbers[counts_as.adviser])
    await merging.merge(command, actor=OPERATOR, now=NOW)


@pytest.mark.parametrize("hidden", ["consent", "erased"])
async def test_whose_certificates_are_one_persons_stays_hidden(database: None, hidden: str) -> None:
    """While the public does not see the name, a follower hears of no number that they did not know; of that they do."""
    standing = await again.world()
    of, issued = await again.holder(standing)
    await follow(standing.municipality, issued.number)
    await follow(standing.municipality, issued.number, Followed.ADVISER)
    await again.granted(standing, await again.completed(standing, of, issued))
    if hidden == "consent":
        await people.change_consent(ChangeConsent(fields=[PublicField.REGIONS]), actor=of.actor, now=again.IN_WINDOW)
    else:
        await fetch("SELECT erase_person($1, $2)", of.person, again.IN_WINDOW)
    assert await noticing.notice(now=again.IN_WINDOW) == 0
    assert await noticing.notice(now=again.IN_GRACE) == 2
    assert {each.split()[1] for each in await told(standing.municipality)} == {issued.number}


async def test_what_was_ended_is_told_no_more(database: None) -> None:
    """And following anew begins with how it stands then."""
    world, _, number = await town()
    watch = await follow(world.municipality, number)
    await service.end(watch, actor=world.municipality, now=NOW)
    await happens(number, EventKind.SUSPENDED)
    assert await noticing.notice(now=SOON) == 0
    assert await follow(world.municipality, number) != watch
    assert await noticing.notice(now=SOON) == 0
    assert await told(world.municipality) == []


async def test_a_successor_is_told_what_its_predecessor_follows(database: None) -> None:
    """Nothing is moved: it reads what was followed, and can end it."""
    world, _, number = await town()
    watch = await follow(world.municipality, number)
    await merged_municipalities(world)
    await happens(number, EventKind.SUSPENDED, date(2027, 4, 1), at=MERGED)
    assert await noticing.notice(now=MERGED) == 1
    assert len(await told(world.neighbour)) == 1
    [shown] = await reading.listed(world.neighbour, page=1, language=Language.NL, now=MERGED)
    assert (shown.id, shown.organisation_name) == (watch, "Eigenwaard")
    await service.end(watch, actor=world.neighbour, now=MERGED)
    assert await reading.number(world.neighbour) == 0


async def test_a_successor_that_followed_it_too_is_told_once(database: None) -> None:
    """Of what both it and its predecessor follow."""
    world, _, number = await town()
    for actor in (world.municipality, world.neighbour):
        await follow(actor, number)
    await merged_municipalities(world)
    await happens(number, EventKind.SUSPENDED, date(2027, 4, 1), at=MERGED)
    assert await noticing.notice(now=MERGED) == 2
    assert len(await told(world.neighbour)) == 1


@settings(max_examples=60, deadline=None)
@given(histories=st.lists(timelines(), min_size=1, max_size=6), seen=st.data(), day=days, known_at=instants)
async def test_the_statement_finds_what_the_rule_says(
    schema: None, histories: list[Timeline], seen: st.DataObject, day: date, known_at: datetime
) -> None:
    """Of random certificates, last seen in random statuses: exactly those whose status is another now."""
    async with undone() as connection:
        numbers = await written(histories, connection=connection)
        expected = set()
        for certificate, timeline in zip(numbers, histories, strict=True):
            watch, last = uuid4(), seen.draw(st.none() | st.sampled_from(Status))
            await connection.execute(
                "INSERT INTO watch (id, organisation, certificate, account, recorded_at) VALUES ($1, $1, $2, $1, $3)",
                *(watch, certificate, NOW),
            )
            if last is not None:
                notice = [seeing.Difference(watch, certificate, last, None)]
                await seeing.see(notice, now=NOW)
            status = status_on(timeline, day, known_at)
            if status not in (None, last):
                expected.add((watch, certificate, status, last))
        rows = await connection.fetch(seeing.DIFFERING, day, known_at, None)
        assert {
            (row["watch"], row["certificate"], row["status"], row["seen"]) for row in rows if row["certificate"] in numbers
        } == expected
