"""Municipalities of the national list at work, each with days, ready to merge or to be split; made through the services."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from piccolo.columns import Column

from registry.allotments.conservation import Discrepancy
from registry.allotments.ledger import PostingKind
from registry.allotments.posting import Movement, post
from registry.allotments.verifying import verify
from registry.bookings import standing
from registry.bookings.steps import BookingStep
from registry.bookings.tables import Booking, BookingBeneficiary, BookingEvent, WorkedDay
from registry.intakes import service as intakes
from registry.intakes.schemas import CompleteIntake, PlanIntake
from registry.organisations import service as organisations
from registry.organisations.tables import Kind
from registry.permissions import OPERATOR, Actor, Role
from registry.programmes import service as programmes
from registry.programmes.schemas import CreateProgramme, SetPolicy
from registry.quarters import QUARTERS_PER_DAY
from registry.reference_data import municipalities
from registry.reorganisations.schemas import Reorganise
from registry.transactions import fetch, transaction
from tests.registry import making
from tests.registry.making import PROGRAMME, SCHEME, World

KRIMPENERWAARD = "GM1931"
FIVE = ("GM0491", "GM0608", "GM0623", "GM0643", "GM0644")
"""Bergambacht, Schoonhoven, Vlist, Nederlek and Ouderkerk: Krimpenerwaard since 2015-01-01."""
HAAREN, BOXTEL, OISTERWIJK = "GM0788", "GM0757", "GM0824"
"""Haaren ended on 2020-12-31; its territory went to four others, of which these are two."""

MERGER = Reorganise(predecessors=list(FIVE), successor=KRIMPENERWAARD)


@dataclass(frozen=True, slots=True)
class Merging:
    """A world in which municipalities still exist, and who may reorganise them."""

    world: World
    admin: Actor
    staff: dict[str, Actor]
    pools: dict[str, UUID]
    year: int

    @property
    def before(self) -> datetime:
        """An instant of the year before the merger."""
        return datetime(self.year - 1, 6, 1, 9, 0, tzinfo=UTC)

    @property
    def after(self) -> datetime:
        """An instant on the first day of the successor."""
        return datetime(self.year, 1, 1, 9, 0, tzinfo=UTC)


async def merging(*codes: str, year: int, days: int = 20) -> Merging:
    """Each of these municipalities has an account, a completed intake and days of its own, half a year before it ends."""
    world = await making.world()
    await municipalities.load(municipalities.packaged(), actor=OPERATOR, now=making.BEFORE)
    admin = await making.account(
        await making.person("Ada", "Beheer"), Role.ADMIN, await making.organisation(Kind.OPERATOR, "Beheer")
    )
    started = Merging(world, admin, {}, {}, year)
    await _programme(year)
    for code in codes:
        organisation = await organisation_of(code)
        started.staff[code] = await making.account(await making.person("Sam", code), Role.MUNICIPALITY, organisation)
        started.pools[code] = await granted(started, organisation, [code], days)
    return started


async def _programme(year: int) -> None:
    command = CreateProgramme(
        code=PROGRAMME,
        name_nl="Operatie",
        name_en="Operation",
        first_day=date(year - 2, 1, 1),
        last_day=date(year + 3, 12, 31),
        schemes=[SCHEME],
    )
    await programmes.create(command, actor=OPERATOR, now=making.BEFORE)
    policy = SetPolicy(
        valid_from=date(year - 2, 1, 1),
        per_municipality=Decimal(40),
        per_booking=Decimal(100),
        per_adviser=Decimal(100),
        per_adviser_per_year=Decimal(100),
    )
    await programmes.set_policy(PROGRAMME, policy, actor=OPERATOR, now=making.BEFORE)


async def organisation_of(code: str) -> UUID:
    """The organisation of a municipality."""
    found: UUID = (await organisations.municipality_by_code(code))["organisation"]
    return found


async def planned(started: Merging, holder: UUID, members: Sequence[str]) -> UUID:
    """A planned intake."""
    plan = PlanIntake(programme=PROGRAMME, holder=holder, members=list(members), held_on=started.before.date())
    return await intakes.plan_intake(plan, actor=started.world.coordinator, now=started.before)


async def granted(started: Merging, holder: UUID, members: Sequence[str], days: int = 20) -> UUID:
    """The allotment to which a completed intake granted days."""
    intake = await planned(started, holder, members)
    command = CompleteIntake(reference=f"P-{'-'.join(members)}", days=Decimal(days))
    return await intakes.complete_intake(intake, command, actor=started.world.coordinator, now=started.before)


async def booked(
    started: Merging,
    code: str,
    *,
    adviser: UUID,
    days: int = 2,
    pool: UUID | None = None,
    beneficiaries: Sequence[str] = (),
) -> UUID:
    """An active booking for the autumn before the municipality ends, as the registry writes one down."""
    booking = Booking(
        allotment=pool or started.pools[code],
        municipality=await organisation_of(code),
        adviser=adviser,
        first_day=date(started.year - 1, 9, 1),
        last_day=date(started.year - 1, 12, 20),
        quarters=days * QUARTERS_PER_DAY,
        account=started.staff[code].account,
        recorded_at=started.before,
    )
    async with transaction():
        await Booking.insert(booking)
        for each in beneficiaries or (code,):
            row = BookingBeneficiary(booking=booking.id, municipality=await organisation_of(each))
            await BookingBeneficiary.insert(row)
        reserve = Movement(PostingKind.RESERVE, booking.allotment, booking.quarters, booking=booking.id)
        await post(reserve, actor=started.staff[code], now=started.before)
        for step in (BookingStep.REQUESTED, BookingStep.ACCEPTED):
            event = BookingEvent(
                booking=booking.id,
                step=step.value,
                account=started.staff[code].account,
                facts="{}",
                recorded_at=started.before,
            )
            await BookingEvent.insert(event)
    found: UUID = booking.id
    return found


async def worked(started: Merging, booking: UUID, by: making.Candidate, day: date, *, approved_by: Actor) -> None:
    """A whole day that the adviser worked and the municipality approved."""
    now = (await standing.of([booking]))[booking]
    entered = WorkedDay(
        booking=booking,
        adviser=by.adviser,
        day=day,
        quarters=QUARTERS_PER_DAY,
        entered_by=by.actor.account,
        entered_at=started.before,
    )
    async with transaction():
        await WorkedDay.insert(entered)
        use = Movement(PostingKind.USE, now.allotment, QUARTERS_PER_DAY, booking=booking)
        posting = await post(use, actor=approved_by, now=started.before)
        values: dict[Column | str, object] = {
            "ending": "approved",
            "ended_by": approved_by.account,
            "ended_at": started.before,
            "posting": posting,
        }
        await WorkedDay.update(values).where(WorkedDay.id == entered.id)


async def joined(partnership: UUID, code: str) -> None:
    """The municipality is a member of the partnership since 2013."""
    async with transaction() as connection:
        await connection.execute(
            "INSERT INTO partnership_member (id, partnership, municipality, valid_from) "
            "VALUES (gen_random_uuid(), $1, $2, '2013-01-01')",
            partnership,
            await organisation_of(code),
        )


async def region(code: str, *members: str) -> UUID:
    """A region, with these municipalities in it since 2013."""
    async with transaction() as connection:
        made: UUID = await connection.fetchval(
            "INSERT INTO region (id, code, name, recorded_at) VALUES (gen_random_uuid(), $1, $1, $2) RETURNING id",
            code,
            making.BEFORE,
        )
        for each in members:
            await connection.execute(
                "INSERT INTO region_member (id, region, municipality, valid_from) "
                "VALUES (gen_random_uuid(), $1, $2, '2013-01-01')",
                made,
                await organisation_of(each),
            )
    return made


async def one(query: str, *values: object) -> Any:
    """The one value that a query answers."""
    (row,) = await fetch(query, *values)
    return row[0]


async def balance(allotment: UUID) -> dict[str, int]:
    """What stands on each account of an allotment."""
    return {
        row["kind"]: row["balance"]
        for row in await fetch("SELECT kind, balance FROM day_account WHERE allotment = $1", allotment)
    }


async def allotment_of(code: str) -> UUID:
    """The allotment of a municipality."""
    found: UUID = await one("SELECT id FROM allotment WHERE holder = $1", await organisation_of(code))
    return found


_ALL = "SELECT kind, sum(balance)::integer AS balance FROM day_account GROUP BY kind"


async def totals() -> dict[str, int]:
    """What stands on all accounts together, by kind; the registry's own check of the ledger finds nothing wrong."""
    found: list[Discrepancy] = []
    await verify(found.append)
    assert found == []
    return {row["kind"]: row["balance"] for row in await fetch(_ALL)}
