"""Intakes against the cap, and days per region and month, from the postings themselves."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from uuid import UUID

import msgspec
import pytest

from registry.allotments.ledger import AccountKind, PostingKind
from registry.allotments.posting import Movement, balances, open_allotment, post
from registry.allotments.tables import Allotment
from registry.days import AMSTERDAM
from registry.errors import Invalid, NotAllowed
from registry.organisations.tables import PartnershipMember, Region, RegionMember
from registry.overview import service
from registry.overview.drawing import groups_of, meters_of
from registry.overview.schemas import DaysOut, IntakesOut
from registry.overview.service import WITHOUT_REGION, Flow, Wanted, together
from registry.permissions import OPERATOR
from registry.programmes import caps
from registry.programmes import service as programmes
from registry.programmes.schemas import SetIntakeCap
from registry.programmes.tables import Programme
from registry.texts import Language
from registry.transactions import transaction
from tests.registry import making
from tests.registry.making import BEFORE, NEIGHBOUR, OWN, World

WHOLE = Wanted(date(2026, 1, 1), date(2026, 12, 31))


@dataclass(frozen=True, slots=True)
class Ledger:
    """Two municipalities in two regions and a partnership of both, each with an allotment."""

    world: World
    own: UUID
    neighbour: UUID
    partnership: UUID
    regions: dict[str, UUID]

    async def moved(self, kind: PostingKind, allotment: UUID, days: str, at: datetime, *, to: UUID | None = None) -> None:
        """Days move at an instant."""
        quarters = int(Decimal(days) * 4)
        async with transaction():
            await post(Movement(kind, allotment, quarters, to=to), actor=self.world.coordinator, now=at)


async def ledger() -> Ledger:
    """Own town in the east, its neighbour in the west."""
    world = await making.world()
    await making.programme()
    programme = await Programme.select(Programme.id).first()
    assert programme
    regions = {}
    for code, name, member in (("oost", "Oost", OWN), ("west", "West", NEIGHBOUR)):
        region = Region(code=code, name=name, recorded_at=BEFORE)
        await Region.insert(region)
        regions[code] = region.id
        await belongs(region.id, world.organisations[member], date(2020, 1, 1))
    async with transaction() as connection:
        own, neighbour, partnership = [
            await open_allotment(programme["id"], world.organisations[each], connection=connection, now=BEFORE)
            for each in (OWN, NEIGHBOUR, "partnership")
        ]
    return Ledger(world, own, neighbour, partnership, regions)


async def belongs(region: UUID, municipality: UUID, first: date, last: date | None = None) -> None:
    """A municipality is in a region."""
    await RegionMember.insert(RegionMember(region=region, municipality=municipality, valid_from=first, valid_to=last))


def at(month: int, day: int, hour: int = 12) -> datetime:
    """An hour of a day in 2026, in Amsterdam."""
    return datetime(2026, month, day, hour, tzinfo=AMSTERDAM).astimezone(UTC)


async def days(books: Ledger, wanted: Wanted = WHOLE) -> list[tuple[str | None, int, str]]:
    """Region, month, and the five numbers of each row."""
    rows = (await service.overview(wanted, actor=books.world.auditor)).days
    return [
        (row.region, row.month.month, f"{row.granted} {row.transferred} {row.reserved} {row.used} {row.expired}")
        for row in rows
    ]


@pytest.mark.usefixtures("database")
async def test_days_by_region_and_month() -> None:
    """Grants less corrections, reservations less releases, and what was used, expired and transferred."""
    books = await ledger()
    for kind, amount, instant in (
        (PostingKind.GRANT, "20", at(3, 2)),
        (PostingKind.CORRECT, "2.5", at(3, 3)),
        (PostingKind.RESERVE, "10", at(3, 31)),
        (PostingKind.RELEASE, "4", at(4, 1)),
        (PostingKind.USE, "1.25", at(4, 2)),
        (PostingKind.EXPIRE, "0.25", at(4, 3)),
    ):
        await books.moved(kind, books.own, amount, instant)
    await books.moved(PostingKind.TRANSFER, books.own, "3", at(4, 4), to=books.neighbour)
    assert await days(books) == [
        ("oost", 3, "17.5 0 10 0 0"),
        ("oost", 4, "0 -3 -4 1.25 0.25"),
        ("west", 4, "0 3 0 0 0"),
    ]


@pytest.mark.usefixtures("database")
async def test_the_numbers_add_up_to_the_balances() -> None:
    """What is available is what came in less what went out; what one region sent another received."""
    books = await ledger()
    await books.moved(PostingKind.GRANT, books.own, "20", at(2, 1))
    await books.moved(PostingKind.RESERVE, books.own, "6", at(2, 2))
    await books.moved(PostingKind.USE, books.own, "2", at(3, 2))
    await books.moved(PostingKind.RELEASE, books.own, "1", at(4, 2))
    await books.moved(PostingKind.TRANSFER, books.own, "5", at(5, 2), to=books.neighbour)
    await books.moved(PostingKind.EXPIRE, books.neighbour, "5", at(6, 2))
    rows = (await service.overview(WHOLE, actor=books.world.auditor)).days
    held = await balances([row["id"] for row in await Allotment.select(Allotment.id)])
    for region, allotment in (("oost", books.own), ("west", books.neighbour)):
        mine = [row for row in rows if row.region == region]
        available = sum(row.granted + row.transferred - row.reserved - row.expired for row in mine)
        reserved = sum(row.reserved - row.used for row in mine)
        assert available * 4 == held[allotment][AccountKind.AVAILABLE]
        assert reserved * 4 == held[allotment][AccountKind.RESERVED]
    assert sum(row.transferred for row in rows) == 0


@pytest.mark.usefixtures("database")
async def test_a_month_begins_at_midnight_in_amsterdam() -> None:
    """Half past midnight on 1 July is June in UTC, and July here."""
    books = await ledger()
    await books.moved(PostingKind.GRANT, books.own, "1", datetime(2026, 6, 30, 22, 30, tzinfo=UTC))
    await books.moved(PostingKind.GRANT, books.own, "2", datetime(2026, 6, 30, 21, 30, tzinfo=UTC))
    assert await days(books) == [("oost", 6, "2 0 0 0 0"), ("oost", 7, "1 0 0 0 0")]


@pytest.mark.usefixtures("database")
async def test_the_region_is_that_of_the_day() -> None:
    """A municipality that goes to another region takes nothing along; before and after it belongs nowhere."""
    books = await ledger()
    async with transaction() as connection:
        await connection.execute("UPDATE region_member SET valid_to = '2026-03-15' WHERE region = $1", books.regions["oost"])
    await belongs(books.regions["west"], books.world.organisations[OWN], date(2026, 3, 20))
    for day, amount in ((15, "1"), (16, "2"), (20, "4")):
        await books.moved(PostingKind.GRANT, books.own, amount, at(3, day))
    assert await days(books) == [("oost", 3, "1 0 0 0 0"), ("west", 3, "4 0 0 0 0"), (None, 3, "2 0 0 0 0")]


@pytest.mark.usefixtures("database")
async def test_a_partnership_is_where_all_its_members_are() -> None:
    """In one region together, else in none; before it had members in none either."""
    books = await ledger()
    organisations = books.world.organisations
    for member, first in ((OWN, date(2026, 3, 1)), (NEIGHBOUR, date(2026, 4, 1))):
        row = PartnershipMember(partnership=organisations["partnership"], municipality=organisations[member], valid_from=first)
        await PartnershipMember.insert(row)
    for month, amount in ((2, "1"), (3, "2"), (4, "4")):
        await books.moved(PostingKind.GRANT, books.partnership, amount, at(month, 10))
    assert await days(books) == [(None, 2, "1 0 0 0 0"), ("oost", 3, "2 0 0 0 0"), (None, 4, "4 0 0 0 0")]


@pytest.mark.usefixtures("database")
async def test_the_filter() -> None:
    """One programme, one region or what is in none, first and last day included; what is unknown has nothing."""
    books = await ledger()
    for allotment, day in ((books.own, 1), (books.own, 2), (books.neighbour, 3), (books.partnership, 4)):
        await books.moved(PostingKind.GRANT, allotment, "1", at(5, day))
    first, last = WHOLE.first_day, WHOLE.last_day
    assert await days(books, Wanted(first, last, region="west")) == [("west", 5, "1 0 0 0 0")]
    assert await days(books, Wanted(first, last, region=WITHOUT_REGION)) == [(None, 5, "1 0 0 0 0")]
    assert await days(books, Wanted(date(2026, 5, 2), date(2026, 5, 3))) == [
        ("oost", 5, "1 0 0 0 0"),
        ("west", 5, "1 0 0 0 0"),
    ]
    for unknown in (Wanted(first, last, region="noord\x00"), Wanted(first, last, programme="x'--\x00")):
        assert await days(books, unknown) == []
    assert len(await days(books, Wanted(date.min, date.max, programme=making.PROGRAMME))) == 3
    with pytest.raises(Invalid):
        await days(books, Wanted(last, first))


@pytest.mark.usefixtures("database")
async def test_intakes_against_the_cap() -> None:
    """Each period with a cap by itself, as the cap itself counts; without caps the whole programme."""
    world = await making.world()
    await making.programme()
    await making.allotment(world)
    await making.intake(world)
    [alone] = (await service.overview(WHOLE, actor=world.coordinator)).intakes
    assert (alone.first_day, alone.last_day, alone.most) == (date(2026, 1, 1), date(2030, 12, 31), None)
    assert (alone.taken, alone.held, alone.completed) == (2, 1, 1)
    for last, most in ((date(2026, 12, 31), 100), (date(2026, 5, 31), 0)):
        command = SetIntakeCap(first_day=date(2026, 1, 1), last_day=last, most=most)
        await programmes.set_intake_cap(making.PROGRAMME, command, actor=OPERATOR, now=BEFORE)
    found = (await service.overview(WHOLE, actor=world.auditor)).intakes
    assert [(each.most, each.taken, each.held, each.completed) for each in found] == [(0, 0, 0, 0), (100, 2, 1, 1)]
    programme = await Programme.select(Programme.id).first()
    assert programme
    by_cap = [(each.most, each.taken, each.completed) for each in await caps.intake_caps(programme["id"])]
    assert by_cap == [(each.most, each.taken, each.completed) for each in found]


@pytest.mark.usefixtures("database")
async def test_who_may_read() -> None:
    """Coordinators, admins and auditors; no municipality, adviser or provider."""
    books = await ledger()
    candidate = await making.candidate()
    for actor in (books.world.municipality, books.world.provider, candidate.actor, books.world.certifiers[0]):
        with pytest.raises(NotAllowed):
            await service.overview(WHOLE, actor=actor)
    for actor in (books.world.coordinator, books.world.auditor, OPERATOR):
        await service.overview(WHOLE, actor=actor)


def _row(region: str | None, month: int, granted: str, reserved: str) -> DaysOut:
    return DaysOut(
        programme="p",
        region=region,
        region_name=region,
        month=date(2026, month, 1),
        granted=Decimal(granted),
        transferred=Decimal(),
        reserved=Decimal(reserved),
        used=Decimal(),
        expired=Decimal(),
    )


def test_rows_together() -> None:
    """Added up by what is asked, in the order in which they come."""
    rows = [_row("a", 1, "1", "2"), _row("b", 1, "3", "0"), _row("a", 2, "5", "-1")]
    assert together(rows, lambda row: row.region) == {
        "a": Flow(Decimal(6), Decimal(1), Decimal(0), Decimal(0)),
        "b": Flow(Decimal(3), Decimal(0), Decimal(0), Decimal(0)),
    }
    assert list(together(rows, lambda row: row.month.month)) == [1, 2]


def test_drawings_are_to_one_measure() -> None:
    """The widest bar leaves room for its number; what is negative has no width and is said, and nothing divides by nothing."""
    drawn = groups_of({"a": Flow(Decimal(8), Decimal(-2), Decimal(2), Decimal(0)), "b": Flow(*[Decimal(0)] * 4)}, Language.NL)
    assert [(bar.wide, bar.told) for bar in drawn[0].bars] == [
        ("72.00%", "8"),
        ("0.00%", "-2"),
        ("18.00%", "2"),
        ("0.00%", "0"),
    ]
    assert {bar.wide for bar in groups_of({"a": Flow(*[Decimal(0)] * 4)}, Language.NL)[0].bars} == {"0%"}
    assert groups_of({}, Language.NL) == []
    capped = IntakesOut(programme="p", first_day=date.min, last_day=date.max, most=100, taken=30, held=25, completed=20)
    [meter] = meters_of([("p", capped)])
    assert [bar.told for bar in meter.bars] == ["100", "25", "20"]
    [meter] = meters_of([("p", msgspec.structs.replace(capped, most=None))])
    assert [bar.told for bar in meter.bars] == ["25", "20"]
