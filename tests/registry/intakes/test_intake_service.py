"""Programmes, their day policy, and intakes that grant days."""

from datetime import date, timedelta
from decimal import Decimal
from uuid import uuid4

import msgspec
import pytest

from registry.allotments.ledger import AccountKind
from registry.allotments.posting import balances
from registry.allotments.tables import Allotment
from registry.bookings import service as bookings
from registry.errors import Invalid, NotAllowed, NotFound
from registry.intakes import service as intakes
from registry.intakes.errors import CapExceeded, IntakeOutOfOrder, NotAMember
from registry.intakes.schemas import CompleteIntake, PlanIntake
from registry.intakes.tables import Intake
from registry.organisations import service as organisations
from registry.organisations.errors import UnknownMunicipality
from registry.organisations.schemas import JoinPartnership
from registry.permissions import OPERATOR, Role
from registry.programmes import service as programmes
from registry.programmes.caps import caps_for
from registry.programmes.errors import NoPolicy, PolicyExists, ProgrammeExists
from registry.programmes.schemas import CreateProgramme, SetPolicy
from registry.programmes.tables import DayPolicy
from tests.registry import making
from tests.registry.making import BEFORE, NEIGHBOUR, NOW, OWN, PROGRAMME, TODAY

CREATE = CreateProgramme(
    code=PROGRAMME,
    name_nl="Operatie",
    name_en="Operation",
    first_day=TODAY,
    last_day=TODAY,
    schemes=[making.SCHEME],
)
POLICY = SetPolicy(
    valid_from=TODAY,
    per_municipality=Decimal(10),
    per_booking=Decimal("2.25"),
    per_adviser=Decimal(10),
    per_adviser_per_year=Decimal(10),
)
DAYS = CompleteIntake(reference="P-1", days=Decimal("2.25"))


async def test_completing_an_intake_grants_its_days(database: None) -> None:
    """The days stand as available at once; a second intake adds to them, and both sides of the ledger agree."""
    world = await making.world()
    await making.programme()
    pool = await making.allotment(world, 12)
    assert await making.allotment(world, 8) == pool
    standing = (await balances([pool]))[pool]
    assert standing == {
        AccountKind.GRANTED: -80,
        AccountKind.AVAILABLE: 80,
        AccountKind.RESERVED: 0,
        AccountKind.USED: 0,
        AccountKind.EXPIRED: 0,
    }
    assert await Allotment.count() == 1
    [shown] = await bookings.allotments_for(world.municipality, now=NOW)
    assert (shown.id, shown.holder_name, shown.programme) == (pool, "Eigenwaard", PROGRAMME)
    assert await bookings.allotments_for(world.neighbour, now=NOW) == []


async def test_an_intake_is_completed_once_within_the_cap(database: None) -> None:
    """Above the cap it is refused, and can still be completed with fewer days; completed, it is over."""
    world = await making.world()
    await making.programme(per_municipality=10)
    await making.allotment(world, 8)
    intake = await making.intake(world)
    for days, error in (("2.25", CapExceeded), ("2.1", Invalid), ("0", Invalid)):
        command = CompleteIntake(reference="P-2", days=Decimal(days))
        with pytest.raises(error):
            await intakes.complete_intake(intake, command, actor=world.coordinator, now=NOW)
    command = CompleteIntake(reference="P-2", days=Decimal(2))
    pool = await intakes.complete_intake(intake, command, actor=world.coordinator, now=NOW)
    with pytest.raises(IntakeOutOfOrder):
        await intakes.complete_intake(intake, command, actor=world.coordinator, now=NOW)
    assert (await balances([pool]))[pool][AccountKind.AVAILABLE] == 40


async def test_another_coordinators_intake_does_not_exist(database: None) -> None:
    """Nor does an unknown one; and who coordinates nothing may not complete."""
    world = await making.world()
    await making.programme()
    intake = await making.intake(world)
    other = await making.account(await making.person(), Role.COORDINATOR, world.organisations["coordination"])
    with pytest.raises(NotFound):
        await intakes.complete_intake(intake, DAYS, actor=other, now=NOW)
    with pytest.raises(NotFound):
        await intakes.complete_intake(uuid4(), DAYS, actor=world.coordinator, now=NOW)
    for actor in (OPERATOR, world.municipality, world.provider, world.certifiers[0]):
        with pytest.raises(NotAllowed):
            await intakes.complete_intake(intake, DAYS, actor=actor, now=NOW)


async def test_without_a_policy_nothing_is_granted(database: None) -> None:
    """Before the first day of the policy there is none; nothing of the attempt stays."""
    world = await making.world()
    await programmes.create(msgspec.structs.replace(CREATE, first_day=BEFORE.date()), actor=OPERATOR, now=BEFORE)
    await programmes.set_policy(PROGRAMME, POLICY, actor=OPERATOR, now=BEFORE)
    intake = await making.intake(world)
    with pytest.raises(NoPolicy):
        await intakes.complete_intake(intake, DAYS, actor=world.coordinator, now=NOW - timedelta(days=1))
    assert await Allotment.count() == 0
    await intakes.complete_intake(intake, DAYS, actor=world.coordinator, now=NOW)


async def test_the_policy_of_the_day_holds(database: None) -> None:
    """The newest that has begun; a size class has a row of its own; two from one day are refused."""
    await making.world()
    await programmes.create(CREATE, actor=OPERATOR, now=BEFORE)
    later = msgspec.structs.replace(POLICY, valid_from=TODAY + timedelta(days=1), per_booking=Decimal(5))
    large = msgspec.structs.replace(POLICY, size_class="groot", per_booking=Decimal(9))
    for policy in (later, POLICY, large):
        await programmes.set_policy(PROGRAMME, policy, actor=OPERATOR, now=BEFORE)
        with pytest.raises(PolicyExists):
            await programmes.set_policy(PROGRAMME, policy, actor=OPERATOR, now=BEFORE)
    programme = (await programmes.by_code(PROGRAMME))["id"]
    assert (await caps_for(programme, uuid4(), TODAY)).per_booking == 9
    assert (await caps_for(programme, uuid4(), date(2099, 1, 1))).per_booking == 20


async def test_every_faulty_cap_at_once(database: None) -> None:
    """All four are named, and nothing is written."""
    await making.world()
    await programmes.create(CREATE, actor=OPERATOR, now=BEFORE)
    poor = SetPolicy(
        valid_from=TODAY,
        per_municipality=Decimal(0),
        per_booking=Decimal("NaN"),
        per_adviser=Decimal("0.1"),
        per_adviser_per_year=Decimal("9E+99999"),
    )
    with pytest.raises(Invalid) as refused:
        await programmes.set_policy(PROGRAMME, poor, actor=OPERATOR, now=BEFORE)
    fields = [fault.field for fault in refused.value.faults]
    assert fields == ["perMunicipality", "perBooking", "perAdviser", "perAdviserPerYear"]
    assert await DayPolicy.count() == 0


async def test_what_a_programme_is_refused_for(database: None) -> None:
    """Its code twice, a reversed period, an unknown scheme, someone who may not; and an unknown one is not found."""
    world = await making.world()
    await programmes.create(CREATE, actor=OPERATOR, now=BEFORE)
    with pytest.raises(ProgrammeExists):
        await programmes.create(CREATE, actor=OPERATOR, now=BEFORE)
    reversed_ = msgspec.structs.replace(CREATE, code="x", last_day=TODAY - timedelta(days=1))
    for wrong in (reversed_, msgspec.structs.replace(CREATE, code="x", schemes=["onbekend"])):
        with pytest.raises(Invalid):
            await programmes.create(wrong, actor=OPERATOR, now=BEFORE)
    with pytest.raises(NotFound):
        await programmes.set_policy("onbekend", POLICY, actor=OPERATOR, now=BEFORE)
    for actor in (world.coordinator, world.municipality, world.owner):
        with pytest.raises(NotAllowed):
            await programmes.create(CREATE, actor=actor, now=BEFORE)
        with pytest.raises(NotAllowed):
            await programmes.set_policy(PROGRAMME, POLICY, actor=actor, now=BEFORE)


async def test_whom_an_intake_may_name(database: None) -> None:
    """A municipality names itself; a partnership its members on that day; nobody else."""
    world = await making.world()
    await making.programme()
    partnership = world.organisations["partnership"]
    join = JoinPartnership(municipality=OWN, valid_from=BEFORE.date())
    await organisations.join_partnership(partnership, join, actor=OPERATOR, now=BEFORE)
    plan = PlanIntake(programme=PROGRAMME, holder=partnership, members=[OWN, OWN], held_on=TODAY)
    await intakes.plan_intake(plan, actor=world.coordinator, now=NOW)
    change = msgspec.structs.replace
    for bad, error in (
        (change(plan, members=[OWN, NEIGHBOUR]), NotAMember),
        (change(plan, held_on=BEFORE.date() - timedelta(days=1)), NotAMember),
        (change(plan, holder=world.organisations[NEIGHBOUR]), NotAMember),
        (change(plan, members=["GM9999"]), UnknownMunicipality),
        (change(plan, holder=world.organisations["provider"]), NotFound),
        (change(plan, holder=uuid4()), NotFound),
        (change(plan, programme="onbekend"), NotFound),
    ):
        with pytest.raises(error):
            await intakes.plan_intake(bad, actor=world.coordinator, now=NOW)
    with pytest.raises(NotAllowed):
        await intakes.plan_intake(plan, actor=world.municipality, now=NOW)
    assert await Intake.count() == 1
