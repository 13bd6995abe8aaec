"""When days can be used, and what becomes of them the day after."""

import asyncio
from datetime import UTC, date, datetime
from uuid import UUID, uuid4

import pytest

from registry.allotments.expiring import expire_due
from registry.allotments.ledger import PostingKind
from registry.allotments.posting import Movement
from registry.allotments.reading import Period, period_of
from registry.errors import NotFound
from tests.registry.allotments.days_held import move, proposed, standing, two
from tests.registry.making import World

FIRST, LAST = date(2026, 1, 1), date(2030, 12, 31)
"""The programme's."""
NEW_YEAR = datetime(2026, 12, 31, 23, 30, tzinfo=UTC)
"""In Amsterdam it is 2027 already."""


async def period(allotment: UUID) -> tuple[date, date]:
    """From a first through a last day."""
    found = await period_of(allotment)
    return found.first_day, found.last_day


async def test_without_a_proposition_it_is_the_programmes(database: None) -> None:
    """As nothing says otherwise."""
    _, own, _ = await two()
    assert await period_of(own) == Period(FIRST, LAST)
    with pytest.raises(NotFound):
        await period_of(uuid4())


async def test_from_the_first_proposition_through_the_last_day_of_any(database: None) -> None:
    """The day of a proposition is Amsterdam's; one without a last day lasts as long as the programme."""
    world, own, _ = await two()
    await proposed(world, own, at=NEW_YEAR, valid_until=date(2028, 3, 31))
    assert await period(own) == (date(2027, 1, 1), date(2028, 3, 31))
    await proposed(world, own, at=datetime(2026, 8, 1, tzinfo=UTC), valid_until=date(2027, 3, 31))
    assert await period(own) == (date(2026, 8, 1), date(2028, 3, 31))
    await proposed(world, own, at=NEW_YEAR, valid_until=None)
    assert await period(own) == (date(2026, 8, 1), LAST)


async def test_never_outside_the_programme(database: None) -> None:
    """Whatever a proposition says."""
    world, own, _ = await two()
    await proposed(world, own, at=datetime(2025, 8, 1, tzinfo=UTC), valid_until=date(2031, 3, 31))
    assert await period(own) == (FIRST, LAST)


async def test_propositions_come_along_with_days(database: None) -> None:
    """Days that were transferred are used as long as where they came from, over however many transfers."""
    world, own, other = await two()
    await proposed(world, own, at=NEW_YEAR, valid_until=date(2028, 3, 31))
    assert await period(other) == (FIRST, LAST)
    await move(Movement(PostingKind.TRANSFER, own, 8, to=other))
    assert await period(other) == (date(2027, 1, 1), date(2028, 3, 31))
    await move(Movement(PostingKind.TRANSFER, other, 4, to=own))
    await proposed(world, other, at=NEW_YEAR, valid_until=date(2029, 3, 31))
    assert await period(own) == (date(2027, 1, 1), date(2029, 3, 31))


async def until_2028(world: World, own: UUID) -> None:
    """20 days that can be used through 31 March 2028."""
    await proposed(world, own, at=NEW_YEAR, valid_until=date(2028, 3, 31))


async def test_what_is_left_expires_the_day_after(database: None) -> None:
    """On the last day of the period, until its last instant in Amsterdam, nothing; after it what is still available, once."""
    world, own, other = await two()
    await until_2028(world, own)
    await move(Movement(PostingKind.RESERVE, own, 12), Movement(PostingKind.USE, own, 4))
    assert await expire_due(now=datetime(2028, 3, 31, 21, 59, tzinfo=UTC)) == 0
    assert await expire_due(now=datetime(2028, 3, 31, 22, 0, tzinfo=UTC)) == 68
    assert await standing(own) == {"granted": -80, "reserved": 8, "used": 4, "expired": 68}
    assert await expire_due(now=datetime(2028, 4, 1, 22, 0, tzinfo=UTC)) == 0
    assert await standing(other) == {}


async def test_days_that_come_back_expire_in_the_next_round(database: None) -> None:
    """Reserved days stay until they are released."""
    world, own, _ = await two()
    await until_2028(world, own)
    await move(Movement(PostingKind.RESERVE, own, 12))
    later = datetime(2028, 4, 2, 1, 0, tzinfo=UTC)
    assert await expire_due(now=later) == 68
    await move(Movement(PostingKind.RELEASE, own, 12), at=later)
    assert await expire_due(now=later) == 12
    assert await standing(own) == {"granted": -80, "expired": 80}


async def test_two_rounds_at_once_expire_each_day_once(database: None) -> None:
    """Several servers go round at the same hour."""
    world, own, _ = await two()
    await until_2028(world, own)
    later = datetime(2028, 4, 2, 1, 0, tzinfo=UTC)
    assert sum(await asyncio.gather(*(expire_due(now=later) for _ in range(4)))) == 80
    assert await standing(own) == {"granted": -80, "expired": 80}
