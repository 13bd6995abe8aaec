"""Which caps hold for whom on a day, and how many intakes a period has room for."""

import asyncio
from datetime import date, timedelta
from decimal import Decimal
from uuid import UUID, uuid4

import pytest

from registry.errors import Invalid, NotAllowed, NotFound
from registry.intakes.tables import Intake, IntakeEvent
from registry.organisations.tables import Kind
from registry.permissions import OPERATOR
from registry.programmes import reading, service
from registry.programmes.caps import caps_for, check_intake_cap
from registry.programmes.errors import IntakeCapReached, NoPolicy, PolicyExists, SizeClassExists
from registry.programmes.rules import CapOnIntakes, first_full
from registry.programmes.schemas import SetIntakeCap, SetPolicy, SetSizeClass
from registry.transactions import transaction
from tests.registry import making
from tests.registry.making import BEFORE, NEIGHBOUR, NOW, OWN, PROGRAMME, World

ONE_DAY = timedelta(days=1)
LATER = date(2027, 1, 1)
FIRST, LAST = date(2026, 7, 1), date(2026, 12, 31)


async def policy(
    per_municipality: str, *, size_class: str | None = None, since: date = LATER, answer: int | None = None
) -> None:
    """A row of the day policy."""
    command = SetPolicy(
        valid_from=since,
        per_municipality=Decimal(per_municipality),
        per_booking=Decimal(5),
        per_adviser=Decimal(6),
        per_adviser_per_year=Decimal(7),
        size_class=size_class,
        answer_days=answer,
    )
    await service.set_policy(PROGRAMME, command, actor=OPERATOR, now=NOW)


async def size(world: World, size_class: str, *, since: date = LATER, holder: str = OWN) -> None:
    """The size class of a holder from a day on."""
    command = SetSizeClass(holder=world.organisations[holder], size_class=size_class, valid_from=since)
    await service.set_size_class(PROGRAMME, command, actor=OPERATOR, now=NOW)


async def made() -> tuple[World, UUID]:
    """A programme whose default is 40 days from the beginning of 2026."""
    world = await making.world()
    await making.programme()
    return world, (await service.by_code(PROGRAMME))["id"]


async def per_municipality(programme: UUID, holder: UUID, day: date) -> int:
    """That cap, in quarters."""
    return (await caps_for(programme, holder, day)).per_municipality


async def test_the_class_of_the_holder_that_day_counts(database: None) -> None:
    """Before it has the class, and for others, the default does; of each the row that took effect last."""
    world, programme = await made()
    own, neighbour = world.organisations[OWN], world.organisations[NEIGHBOUR]
    await policy("60.25", size_class="groot", since=LATER - ONE_DAY, answer=14)
    await policy("70", size_class="groot", since=LATER + 9 * ONE_DAY)
    await policy("50", since=LATER + 9 * ONE_DAY)
    await size(world, "groot")
    found = [await per_municipality(programme, own, LATER + shift * ONE_DAY) for shift in (-1, 0, 8, 9)]
    assert found == [160, 241, 241, 280]
    assert [await per_municipality(programme, neighbour, LATER + shift * ONE_DAY) for shift in (8, 9)] == [160, 200]
    caps = await caps_for(programme, own, LATER)
    assert (caps.size_class, caps.per_booking, caps.per_adviser, caps.per_adviser_per_year) == ("groot", 20, 24, 28)
    assert (caps.answer_days, caps.valid_from) == (14, LATER - ONE_DAY)
    assert (await caps_for(programme, neighbour, LATER)).answer_days is None


async def test_a_class_without_a_row_that_day_is_the_default(database: None) -> None:
    """The row of its class may begin later than the class itself; and a holder may change class."""
    world, programme = await made()
    own = world.organisations[OWN]
    await policy("60", size_class="groot", since=LATER + 5 * ONE_DAY)
    await policy("30", size_class="klein", since=LATER)
    await size(world, "groot")
    await size(world, "klein", since=LATER + 9 * ONE_DAY)
    assert [await per_municipality(programme, own, LATER + shift * ONE_DAY) for shift in (4, 5, 8, 9)] == [160, 240, 240, 120]


async def test_no_caps_before_any_policy(database: None) -> None:
    """Nothing is granted or booked on such a day, nor in a programme that is not there."""
    world, programme = await made()
    for which, day in ((programme, date(2025, 12, 31)), (uuid4(), LATER)):
        with pytest.raises(NoPolicy):
            await caps_for(which, world.organisations[OWN], day)


async def test_what_is_set_twice_and_for_whom(database: None) -> None:
    """One row a day for each class and holder; a class that no policy has would silently be the default."""
    world, _ = await made()
    await policy("60", size_class="groot")
    await size(world, "groot")
    with pytest.raises(PolicyExists):
        await policy("60", size_class="groot")
    with pytest.raises(SizeClassExists):
        await size(world, "groot")
    with pytest.raises(Invalid):
        await size(world, "reusachtig", since=LATER + ONE_DAY)
    for holder in (Kind.EMPLOYER.value, Kind.PROVIDER.value):
        with pytest.raises(NotFound):
            await size(world, "groot", holder=holder)
    await size(world, "groot", holder=Kind.PARTNERSHIP.value)
    shown = (await reading.in_full(PROGRAMME)).size_classes
    assert [each.holder_name for each in shown] == ["De partnership", "Eigenwaard"]


async def test_only_an_admin_sets_them(database: None) -> None:
    """Nobody else, whatever it is."""
    world, _ = await made()
    cap = SetIntakeCap(first_day=FIRST, last_day=LAST, most=1)
    of_size = SetSizeClass(holder=world.organisations[OWN], size_class="groot", valid_from=LATER)
    for actor in (world.municipality, world.coordinator, world.auditor, world.certifiers[0]):
        with pytest.raises(NotAllowed):
            await service.set_intake_cap(PROGRAMME, cap, actor=actor, now=NOW)
        with pytest.raises(NotAllowed):
            await service.set_size_class(PROGRAMME, of_size, actor=actor, now=NOW)


def test_every_period_holds_beside_the_others() -> None:
    """The first that has the day and no room; from its first through its last day."""
    year = CapOnIntakes(date(2026, 1, 1), date(2026, 12, 31), most=3, taken=2, completed=0)
    half = CapOnIntakes(FIRST, LAST, most=2, taken=2, completed=1)
    assert first_full([year, half], FIRST - ONE_DAY) is None
    assert first_full([year, half], FIRST) == first_full([year, half], LAST) == half
    assert first_full([half], LAST + ONE_DAY) is None
    assert first_full([], LAST) is None


async def cap(most: int, *, minutes: int = 0) -> None:
    """At most so many in the second half of 2026."""
    command = SetIntakeCap(first_day=FIRST, last_day=LAST, most=most)
    await service.set_intake_cap(PROGRAMME, command, actor=OPERATOR, now=NOW + timedelta(minutes=minutes))


async def plan(world: World, programme: UUID, day: date = LAST) -> UUID:
    """An intake, where the cap has room."""
    intake = Intake(
        programme=programme,
        coordinator=world.coordinator.person,
        holder=world.organisations[OWN],
        held_on=day,
        recorded_at=BEFORE,
    )
    async with transaction() as connection:
        await check_intake_cap(programme, day, connection=connection)
        await Intake.insert(intake)
    return intake.id


async def happened(world: World, intake: UUID, step: str) -> None:
    """A step of an intake."""
    await IntakeEvent.insert(IntakeEvent(intake=intake, step=step, account=world.coordinator.account, recorded_at=BEFORE))


async def test_a_period_has_no_more_intakes_than_its_cap(database: None) -> None:
    """Those that were cancelled do not count; days outside do not matter; the number set last holds, with its numbers told."""
    world, programme = await made()
    await cap(2)
    first = await plan(world, programme)
    second = await plan(world, programme, FIRST)
    with pytest.raises(IntakeCapReached) as refused:
        await plan(world, programme)
    assert refused.value.facts == {"most": 2, "taken": 2, "first_day": FIRST, "last_day": LAST}
    await plan(world, programme, FIRST - ONE_DAY)
    await plan(world, programme, LAST + ONE_DAY)
    await happened(world, first, "cancelled")
    await happened(world, second, "completed")
    await plan(world, programme)
    await cap(1, minutes=1)
    [shown] = (await reading.in_full(PROGRAMME)).intake_caps
    assert (shown.most, shown.taken, shown.completed) == (1, 2, 1)
    async with transaction() as connection:
        with pytest.raises(IntakeCapReached):
            await check_intake_cap(programme, LAST, connection=connection, besides=first)
    await cap(2, minutes=2)
    async with transaction() as connection:
        await check_intake_cap(programme, LAST, connection=connection, besides=second)


async def test_many_plan_at_once(database: None) -> None:
    """The last places are given once each."""
    world, programme = await made()
    await cap(3)
    told = await asyncio.gather(*(plan(world, programme) for _ in range(8)), return_exceptions=True)
    assert sum(isinstance(each, UUID) for each in told) == 3
    assert sum(isinstance(each, IntakeCapReached) for each in told) == 5


@pytest.mark.parametrize(
    ("first_day", "last_day", "fields"),
    [
        (LAST, FIRST, ["lastDay"]),
        (date(2025, 12, 31), LAST, ["firstDay"]),
        (FIRST, date(2031, 1, 1), ["lastDay"]),
        (date(2025, 1, 1), date(2032, 1, 1), ["firstDay", "lastDay"]),
    ],
)
async def test_a_cap_is_for_a_period_of_the_programme(
    database: None, first_day: date, last_day: date, fields: list[str]
) -> None:
    """Not reversed, and within; every fault at its field."""
    await made()
    command = SetIntakeCap(first_day=first_day, last_day=last_day, most=1)
    with pytest.raises(Invalid) as refused:
        await service.set_intake_cap(PROGRAMME, command, actor=OPERATOR, now=NOW)
    assert [fault.field for fault in refused.value.faults] == fields
