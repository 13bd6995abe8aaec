"""Intakes from plan to cancellation: the order of steps, the caps on how many, and who takes them further."""

from datetime import timedelta
from decimal import Decimal
from functools import partial
from uuid import UUID

import pytest

from registry.allotments.tables import Allotment
from registry.errors import NotAllowed, NotFound
from registry.intakes import service as intakes
from registry.intakes.errors import (
    IntakeNotHeld,
    IntakeOutOfOrder,
    NotAMember,
    OutsideProgramme,
)
from registry.intakes.rules import CancelReason, IntakeStep
from registry.intakes.schemas import (
    CancelIntake,
    CompleteIntake,
    HoldIntake,
    PlanIntake,
)
from registry.intakes.tables import Intake
from registry.organisations.errors import MunicipalityNotThere
from registry.people.tables import Person
from registry.permissions import OPERATOR
from registry.programmes import service as programmes
from registry.programmes.errors import IntakeCapReached
from registry.reference_data import municipalities
from registry.reference_data.municipalities import Row
from registry.transactions import fetch
from tests.registry.intakes import planned
from tests.registry.intakes.planned import ALDERMAN, FIRST, REGION
from tests.registry.making import BEFORE, NEIGHBOUR, NOW, OWN, PROGRAMME, TODAY, World
from tests.registry.test_races import at_once

CANCEL = CancelIntake(reason=CancelReason.MUNICIPALITY_DECLINED)
ONE_DAY = timedelta(days=1)


async def test_from_plan_to_proposition(database: None) -> None:
    """Planned, held with a wethouder, completed: the reader sees each step, who took part, and what was agreed."""
    world = await planned.a_world()
    intake = await planned.plan(world)
    await planned.held(world, intake, ALDERMAN)
    pool = await planned.completed(world, intake, role_split="De gemeente leidt het project.", valid_until=TODAY)
    shown = await intakes.detail(intake, actor=world.municipality, now=NOW)
    assert [each.step for each in shown.steps] == [IntakeStep.PLANNED, IntakeStep.HELD, IntakeStep.COMPLETED]
    assert (shown.state, shown.holder_name, shown.is_yours) == (IntakeStep.COMPLETED, "Eigenwaard", False)
    assert [(each.name, each.capacity) for each in shown.participants] == [("Anna de Wit", "wethouder")]
    assert shown.proposition is not None
    assert (shown.proposition.reference, shown.proposition.valid_until) == ("P-7", TODAY)
    assert [(each.allotment, each.days) for each in shown.proposition.shares] == [(pool, Decimal(8))]
    assert await planned.sides(pool) == {"granted": -32, "available": 32}
    assert "Wit" not in str(await fetch("SELECT facts::text FROM audit_entry"))


async def test_held_on_another_day(database: None) -> None:
    """The day it was really held counts, within the programme; a day to come is refused, and nothing of it stays."""
    world = await planned.a_world()
    intake = await planned.plan(world, held_on=TODAY + ONE_DAY)
    before = await Person.count()
    with pytest.raises(IntakeNotHeld):
        await planned.held(world, intake, ALDERMAN, held_on=TODAY + ONE_DAY)
    with pytest.raises(OutsideProgramme):
        await planned.held(world, intake, ALDERMAN, held_on=TODAY - timedelta(days=365))
    assert await Person.count() == before
    await planned.held(world, intake, ALDERMAN)
    assert (await intakes.detail(intake, actor=world.coordinator, now=NOW)).held_on == TODAY
    with pytest.raises(IntakeOutOfOrder):
        await planned.held(world, intake)


async def test_another_day_asks_who_is_a_member_then(database: None) -> None:
    """Members of the day on which it was held, not of the day for which it was planned."""
    world = await planned.a_world()
    await planned.partnership(world, OWN)
    intake = await planned.plan(world, holder="partnership")
    with pytest.raises(NotAMember):
        await planned.held(world, intake, held_on=FIRST - ONE_DAY)
    await planned.held(world, intake, held_on=FIRST)


async def test_only_its_coordinator_takes_it_further(database: None) -> None:
    """A colleague who sees it does not hold or complete it; to cancel it is for the coordinator or an admin."""
    world = await planned.a_world()
    await planned.region(REGION, OWN)
    near = await planned.colleague(world)
    for actor in (world.coordinator, near):
        await planned.works_in(REGION, actor)
    intake, other = await planned.plan(world), await planned.plan(world)
    with pytest.raises(NotFound):
        await intakes.hold_intake(intake, HoldIntake(held_on=TODAY), actor=near, now=NOW)
    with pytest.raises(NotFound):
        await intakes.cancel_intake(intake, CANCEL, actor=near, now=NOW)
    with pytest.raises(NotAllowed):
        await intakes.cancel_intake(intake, CANCEL, actor=world.municipality, now=NOW)
    await intakes.cancel_intake(intake, CANCEL, actor=world.coordinator, now=NOW)
    await intakes.cancel_intake(other, CANCEL, actor=await planned.admin(world), now=NOW)
    shown = await intakes.detail(intake, actor=world.municipality, now=NOW)
    assert (shown.state, shown.steps[-1].reason) == (IntakeStep.CANCELLED, CancelReason.MUNICIPALITY_DECLINED)
    for act in (planned.held, planned.completed):
        with pytest.raises(IntakeOutOfOrder):
            await act(world, intake)
    with pytest.raises(IntakeOutOfOrder):
        await intakes.cancel_intake(await _completed_one(world), CANCEL, actor=world.coordinator, now=NOW)


async def _completed_one(world: World) -> UUID:
    intake = await planned.plan(world)
    await planned.completed(world, intake)
    return intake


async def test_the_cap_on_intakes(database: None) -> None:
    """A cancelled intake makes room, one that moves does not stand in its own way, and another period has its own cap."""
    world = await planned.a_world()
    await planned.cap(2)
    first = await planned.plan(world)
    await planned.plan(world)
    with pytest.raises(IntakeCapReached):
        await planned.plan(world)
    later = await planned.plan(world, held_on=TODAY + ONE_DAY)
    with pytest.raises(IntakeCapReached):
        await planned.held(world, later)
    await planned.held(world, first, held_on=TODAY - ONE_DAY)
    await intakes.cancel_intake(first, CANCEL, actor=world.coordinator, now=NOW)
    await planned.held(world, later)


async def test_twenty_plans_under_a_cap(database: None) -> None:
    """However many plan at once, no more are planned than the cap says."""
    world = await planned.a_world()
    await planned.cap(5)
    told = await at_once([partial(planned.plan, world) for _ in range(20)])
    assert told == {"done": 5, IntakeCapReached.__name__: 15}
    assert await Intake.count() == 5


async def test_a_municipality_that_is_no_more(database: None) -> None:
    """Its intake is refused after its last day, and its days when it is completed too late; the successor is named."""
    world = await planned.a_world()
    rows = [
        Row(OWN, "Eigenwaard", "Utrecht", None, None, ()),
        Row(NEIGHBOUR, "Buurland", "Utrecht", None, TODAY - ONE_DAY, (OWN,)),
    ]
    await municipalities.load(rows, actor=OPERATOR, now=NOW)
    intake = await planned.plan(world, holder=NEIGHBOUR, members=(NEIGHBOUR,), held_on=TODAY - ONE_DAY)
    for act in (
        partial(planned.plan, world, holder=NEIGHBOUR, members=(NEIGHBOUR,)),
        partial(planned.completed, world, intake),
    ):
        with pytest.raises(MunicipalityNotThere) as refused:
            await act()
        assert refused.value.facts["successors"] == OWN
    assert await Allotment.count() == 0


async def test_within_the_programme(database: None) -> None:
    """An intake is planned, and completed, within its programme's period."""
    world = await planned.a_world()
    last = (await programmes.by_code(PROGRAMME))["last_day"]
    with pytest.raises(OutsideProgramme):
        await planned.plan(world, held_on=last + ONE_DAY)
    intake = await planned.plan(world)
    command = CompleteIntake(reference="P-1", days=Decimal(2))
    with pytest.raises(OutsideProgramme):
        await intakes.complete_intake(intake, command, actor=world.coordinator, now=NOW + timedelta(days=365 * 5))


async def test_planned_by_whom(database: None) -> None:
    """Only a coordinator plans; an admin, a municipality and an auditor do not."""
    world = await planned.a_world()
    command = PlanIntake(programme=PROGRAMME, holder=world.organisations[OWN], members=[OWN], held_on=TODAY)
    for actor in (OPERATOR, world.municipality, world.auditor):
        with pytest.raises(NotAllowed):
            await intakes.plan_intake(command, actor=actor, now=BEFORE)
