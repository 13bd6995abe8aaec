"""Which coordinator works in which region, and who sees which intake."""

from datetime import timedelta
from functools import partial
from uuid import uuid4

import pytest

from registry.errors import Invalid, NotAllowed, NotFound
from registry.intakes import coordinating
from registry.intakes import service as intakes
from registry.intakes.errors import (
    AlreadyEnded,
    CoordinatorAlready,
    NotYourRegion,
)
from registry.intakes.rules import IntakeStep
from registry.intakes.schemas import (
    AssignCoordinator,
    EndCoordinating,
)
from registry.organisations import regions
from registry.organisations.schemas import Leave
from registry.permissions import OPERATOR
from tests.registry.intakes import planned
from tests.registry.intakes.planned import ELSEWHERE, FIRST, REGION
from tests.registry.making import NEIGHBOUR, NOW, OWN, TODAY
from tests.registry.test_races import at_once

ONE_DAY = timedelta(days=1)


async def test_a_coordinator_works_in_a_region(database: None) -> None:
    """Where a municipality lies in a region that day, only who works there plans its intake; one in no region is anyone's."""
    world = await planned.a_world()
    await planned.region(REGION, OWN)
    with pytest.raises(NotYourRegion):
        await planned.plan(world)
    await planned.plan(world, holder=NEIGHBOUR, members=(NEIGHBOUR,))
    await planned.works_in(REGION, world.coordinator, valid_to=TODAY)
    intake = await planned.plan(world)
    assert (await intakes.detail(intake, actor=world.coordinator, now=NOW)).region_name == f"Regio {REGION}"
    with pytest.raises(NotYourRegion):
        await planned.plan(world, held_on=TODAY + ONE_DAY)


async def test_a_joint_intake_over_regions(database: None) -> None:
    """A partnership over two regions asks for a coordinator of both."""
    world = await planned.a_world()
    await planned.partnership(world)
    await planned.region(REGION, OWN)
    await planned.region(ELSEWHERE, NEIGHBOUR)
    await planned.works_in(REGION, world.coordinator)
    with pytest.raises(NotYourRegion) as refused:
        await planned.plan(world, holder="partnership", members=(OWN, NEIGHBOUR))
    assert refused.value.facts["municipalities"] == ["Buurland"]
    await planned.works_in(ELSEWHERE, world.coordinator)
    await planned.plan(world, holder="partnership", members=(OWN, NEIGHBOUR))


async def test_who_sees_an_intake(database: None) -> None:
    """Who coordinates it, colleagues of its region today, the municipality it names, admins and auditors; nobody else."""
    world = await planned.a_world()
    await planned.region(REGION, OWN)
    await planned.works_in(REGION, world.coordinator)
    intake = await planned.plan(world)
    near, far = await planned.colleague(world), await planned.colleague(world, "Flip")
    await planned.works_in(REGION, near, valid_to=TODAY)
    await planned.region(ELSEWHERE, NEIGHBOUR)
    await planned.works_in(ELSEWHERE, far)
    admin = await planned.admin(world)
    for actor in (world.coordinator, near, world.municipality, admin, world.auditor):
        assert [each.id for each in await intakes.listed(actor=actor, now=NOW)] == [intake]
        assert (await intakes.detail(intake, actor=actor, now=NOW)).id == intake
    for stranger in (far, world.neighbour):
        assert await intakes.listed(actor=stranger, now=NOW) == []
        with pytest.raises(NotFound):
            await intakes.detail(intake, actor=stranger, now=NOW)
    with pytest.raises(NotFound):
        await intakes.detail(intake, actor=near, now=NOW + ONE_DAY)
    with pytest.raises(NotAllowed):
        await intakes.listed(actor=world.provider, now=NOW)
    assert await intakes.listed(actor=world.coordinator, now=NOW, state=IntakeStep.COMPLETED) == []
    assert len(await intakes.listed(actor=world.coordinator, now=NOW, state=IntakeStep.PLANNED)) == 1


async def test_an_intake_of_before_there_were_regions(database: None) -> None:
    """Colleagues see it while its municipality lies in their region, and no longer after its last day there."""
    world = await planned.a_world()
    intake = await planned.plan(world)
    near = await planned.colleague(world)
    await planned.region(REGION, OWN)
    await planned.works_in(REGION, near)
    assert [each.id for each in await intakes.listed(actor=near, now=NOW)] == [intake]
    await regions.leave(REGION, Leave(municipality=OWN, last_day=TODAY), actor=OPERATOR, now=NOW)
    assert len(await intakes.listed(actor=near, now=NOW)) == 1
    assert await intakes.listed(actor=near, now=NOW + ONE_DAY) == []


async def test_working_in_a_region(database: None) -> None:
    """Once at a time, ended once, by an admin; who is no coordinator or an unknown region is a fault."""
    world = await planned.a_world()
    await planned.region(REGION)
    row = await planned.works_in(REGION, world.coordinator)
    for valid_to in (None, TODAY):
        with pytest.raises(CoordinatorAlready):
            await planned.works_in(REGION, world.coordinator, valid_from=TODAY, valid_to=valid_to)
    with pytest.raises(Invalid):
        await coordinating.end(row, EndCoordinating(valid_to=FIRST - ONE_DAY), actor=OPERATOR, now=NOW)
    await coordinating.end(row, EndCoordinating(valid_to=TODAY), actor=OPERATOR, now=NOW)
    with pytest.raises(AlreadyEnded):
        await coordinating.end(row, EndCoordinating(valid_to=TODAY), actor=OPERATOR, now=NOW)
    with pytest.raises(NotFound):
        await coordinating.end(uuid4(), EndCoordinating(valid_to=TODAY), actor=OPERATOR, now=NOW)
    await planned.works_in(REGION, world.coordinator, valid_from=TODAY + ONE_DAY)
    shown = await coordinating.listed(actor=OPERATOR)
    assert [(each.coordinator_name, each.valid_to) for each in shown] == [("Rob Eikelboom", TODAY), ("Rob Eikelboom", None)]
    for region, who, field in (("nergens", world.coordinator, "region"), (REGION, world.municipality, "coordinator")):
        with pytest.raises(Invalid) as refused:
            await planned.works_in(region, who)
        assert [fault.field for fault in refused.value.faults] == [field]
    assert world.coordinator.person is not None
    assign = AssignCoordinator(region=REGION, coordinator=world.coordinator.person, valid_from=TODAY)
    for actor in (world.coordinator, world.auditor):
        with pytest.raises(NotAllowed):
            await coordinating.assign(assign, actor=actor, now=NOW)


async def test_ten_assign_the_same_at_once(database: None) -> None:
    """However many say it at once, the coordinator works there once."""
    world = await planned.a_world()
    await planned.region(REGION)
    told = await at_once([partial(planned.works_in, REGION, world.coordinator)] * 10)
    assert told == {"done": 1, CoordinatorAlready.__name__: 9}
