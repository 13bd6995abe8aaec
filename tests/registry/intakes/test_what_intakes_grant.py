"""What a proposition grants and to whom, opening balances, and the plans that follow."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from functools import partial
from uuid import uuid4

import msgspec
import pytest

from registry.allotments.tables import Allotment
from registry.errors import Invalid, NotAllowed, NotFound
from registry.intakes import service as intakes
from registry.intakes.errors import (
    CapExceeded,
    IntakeNotCompleted,
    IntakeNotHeld,
    NotAMember,
    OutsideProgramme,
    OwnMunicipality,
    TakenOverBefore,
)
from registry.intakes.rules import IntakeStep
from registry.intakes.schemas import (
    RecordPlan,
    Share,
)
from registry.intakes.tables import Intake
from registry.permissions import OPERATOR, Actor, Grant, Role
from registry.programmes import service as programmes
from tests.registry.intakes import planned
from tests.registry.intakes.planned import FIRST, REGION
from tests.registry.making import NEIGHBOUR, NOW, OWN, PROGRAMME, TODAY
from tests.registry.test_races import at_once

REALISATION = RecordPlan(first_day=TODAY, last_day=TODAY + timedelta(days=300), reference="RP-1", council_decided_on=TODAY)
ONE_DAY = timedelta(days=1)


async def test_shares_for_each_member(database: None) -> None:
    """Each municipality gets its own allotment; together they are the days proposed, within each one's cap."""
    world = await planned.a_world()
    await planned.partnership(world)
    intake = await planned.plan(world, holder="partnership", members=(OWN, NEIGHBOUR))
    shares = (Share(municipality=OWN, days=Decimal(5)), Share(municipality=NEIGHBOUR, days=Decimal("2.25")))
    with pytest.raises(CapExceeded):
        await planned.completed(world, intake, "47.25", shares=(Share(municipality=OWN, days=Decimal(45)), shares[1]))
    assert await Allotment.count() == 0
    first = await planned.completed(world, intake, "7.25", shares=shares)
    shown = await intakes.detail(intake, actor=world.neighbour, now=NOW)
    assert shown.proposition is not None
    assert {each.holder_name: each.days for each in shown.proposition.shares} == {
        "Eigenwaard": Decimal(5),
        "Buurland": Decimal("2.25"),
    }
    assert await planned.sides(first) == {"granted": -20, "available": 20}


async def test_shares_that_are_refused(database: None) -> None:
    """Not named, twice, no quarters, not adding up: every fault at once; and one municipality's days are not shared out."""
    world = await planned.a_world()
    await planned.partnership(world)
    alone = await planned.plan(world)
    intake = await planned.plan(world, holder="partnership")
    own, stranger = Share(municipality=OWN, days=Decimal(5)), Share(municipality=NEIGHBOUR, days=Decimal("0.1"))
    for wrong, which, fields in (
        ((own,), intake, ["days"]),
        ((own, own), intake, ["shares[1].municipality"]),
        ((own, stranger), intake, ["shares[1].municipality", "shares[1].days"]),
        ((Share(municipality="GM9999", days=Decimal(1)), own), intake, ["shares[0].municipality"]),
        ((own,), alone, ["shares"]),
    ):
        with pytest.raises(Invalid) as refused:
            await planned.completed(world, which, "8", shares=wrong)
        assert [fault.field for fault in refused.value.faults] == fields
    assert await Allotment.count() == 0


async def test_joint_completions_at_once(database: None) -> None:
    """Shares for the same municipalities, named in either order, at once: no deadlock, and the cap of each holds."""
    world = await planned.a_world()
    await planned.partnership(world)
    waiting = [await planned.plan(world, holder="partnership", members=(OWN, NEIGHBOUR)) for _ in range(12)]
    shares = (Share(municipality=OWN, days=Decimal(5)), Share(municipality=NEIGHBOUR, days=Decimal(5)))
    acts = [
        partial(planned.completed, world, each, "10", shares=shares if place % 2 else shares[::-1])
        for place, each in enumerate(waiting)
    ]
    assert await at_once(acts) == {"done": 8, CapExceeded.__name__: 4}


async def test_an_opening_balance(database: None) -> None:
    """An admin takes over what was granted and used elsewhere: it opens the pool, and what was used cannot be used again."""
    world = await planned.a_world()
    admin = await planned.admin(world)
    intake = await intakes.take_over_intake(planned.opening(world), actor=admin, now=NOW)
    shown = await intakes.detail(intake, actor=world.municipality, now=NOW)
    assert (shown.state, [each.step for each in shown.steps]) == (IntakeStep.TAKEN_OVER, [IntakeStep.TAKEN_OVER])
    assert shown.proposition is not None
    [share] = shown.proposition.shares
    assert await planned.sides(share.allotment) == {"granted": -80, "available": 51, "used": 29}
    assert await intakes.record_plan(intake, REALISATION, actor=world.coordinator, now=NOW) == 1
    more = msgspec.structs.replace(planned.opening(world, days="20.25"), reference="OUD-13")
    with pytest.raises(CapExceeded):
        await intakes.take_over_intake(more, actor=admin, now=NOW)


async def test_one_proposition_is_taken_over_once(database: None) -> None:
    """Sent ten times at once, its days are granted once; another of the same municipality is another."""
    world = await planned.a_world()
    admin, command = await planned.admin(world), planned.opening(world, days="2", used="0")
    acts = [partial(intakes.take_over_intake, command, actor=admin, now=NOW) for _ in range(10)]
    assert await at_once(acts) == {"done": 1, TakenOverBefore.__name__: 9}
    await intakes.take_over_intake(msgspec.structs.replace(command, reference="OUD-13"), actor=admin, now=NOW)


async def test_an_opening_balance_that_is_refused(database: None) -> None:
    """More used than granted, no quarters, an unknown coordinator, a day to come, outside the programme, who may not."""
    world = await planned.a_world()
    good, change = planned.opening(world), msgspec.structs.replace
    for wrong, fields in (
        (change(good, used=Decimal("20.25")), ["used"]),
        (change(good, used=Decimal("sNaN")), ["used"]),
        (change(good, days=Decimal("NaN"), used=Decimal(-1), coordinator=uuid4()), ["days", "used", "coordinator"]),
        (change(good, valid_until=FIRST - ONE_DAY), ["validUntil"]),
    ):
        with pytest.raises(Invalid) as refused:
            await intakes.take_over_intake(wrong, actor=OPERATOR, now=NOW)
        assert [fault.field for fault in refused.value.faults] == fields
    for wrong, error in (
        (change(good, held_on=TODAY + ONE_DAY), IntakeNotHeld),
        (change(good, held_on=FIRST - timedelta(days=365)), OutsideProgramme),
        (change(good, holder=world.organisations["provider"]), NotFound),
        (change(good, members=[NEIGHBOUR]), NotAMember),
    ):
        with pytest.raises(error):
            await intakes.take_over_intake(wrong, actor=OPERATOR, now=NOW)
    by_key = Actor(OPERATOR.account, OPERATOR.person, "program", OPERATOR.grants, api_key=uuid4())
    for actor in (world.coordinator, world.municipality, by_key):
        with pytest.raises(NotAllowed):
            await intakes.take_over_intake(good, actor=actor, now=NOW)
    assert await Intake.count() == 0


async def test_versions_of_a_plan(database: None) -> None:
    """Only of a completed intake; each is the next version, also when two come at once; colleagues of the region may."""
    world = await planned.a_world()
    await planned.region(REGION, OWN)
    near, far = await planned.colleague(world), await planned.colleague(world, "Flip")
    for actor in (world.coordinator, near):
        await planned.works_in(REGION, actor)
    intake = await planned.plan(world)
    with pytest.raises(IntakeNotCompleted):
        await intakes.record_plan(intake, REALISATION, actor=world.coordinator, now=NOW)
    await planned.completed(world, intake)
    wrong = msgspec.structs.replace(REALISATION, last_day=TODAY - ONE_DAY, council_decided_on=TODAY + ONE_DAY)
    with pytest.raises(Invalid) as refused:
        await intakes.record_plan(intake, wrong, actor=world.coordinator, now=NOW)
    assert [fault.field for fault in refused.value.faults] == ["lastDay", "councilDecidedOn"]
    acts = [partial(intakes.record_plan, intake, REALISATION, actor=actor, now=NOW) for actor in (world.coordinator, near) * 5]
    assert await at_once(acts) == {"done": 10}
    assert [each.version for each in (await intakes.detail(intake, actor=near, now=NOW)).plans] == list(range(10, 0, -1))
    with pytest.raises(NotFound):
        await intakes.record_plan(intake, REALISATION, actor=far, now=NOW)
    with pytest.raises(NotAllowed):
        await intakes.record_plan(intake, REALISATION, actor=world.municipality, now=NOW)


async def test_without_a_last_day_the_days_last_as_long_as_the_programme(database: None) -> None:
    """And a last day lies neither before today nor after the programme."""
    world = await planned.a_world()
    intake = await planned.plan(world)
    programme = await programmes.by_code(PROGRAMME)
    for wrong in (TODAY - ONE_DAY, programme["last_day"] + ONE_DAY):
        with pytest.raises(Invalid) as refused:
            await planned.completed(world, intake, valid_until=wrong)
        assert [fault.field for fault in refused.value.faults] == ["validUntil"]
    assert await Allotment.count() == 0
    await planned.completed(world, intake)
    shown = await intakes.detail(intake, actor=world.coordinator, now=NOW)
    assert shown.proposition is not None
    assert shown.proposition.valid_until == programme["last_day"]


async def test_nobody_grants_days_to_whom_they_book_for(database: None) -> None:
    """Not by planning, not by completing what was handed to them, and not by taking over."""
    world = await planned.a_world()
    own = Grant(Role.MUNICIPALITY, world.organisations[OWN])
    both = replace(world.coordinator, grants=(*world.coordinator.grants, own))
    intake = await planned.plan(world)
    with pytest.raises(OwnMunicipality):
        await planned.plan(replace(world, coordinator=both))
    with pytest.raises(OwnMunicipality):
        await planned.completed(replace(world, coordinator=both), intake)
    with pytest.raises(OwnMunicipality):
        await intakes.take_over_intake(planned.opening(world), actor=replace(OPERATOR, grants=(*OPERATOR.grants, own)), now=NOW)
    await planned.plan(replace(world, coordinator=both), holder=NEIGHBOUR, members=(NEIGHBOUR,))


async def test_no_program_grants_days(database: None) -> None:
    """A coordinator completes an intake in person; an API key plans and holds it at most."""
    world = await planned.a_world()
    program = replace(world, coordinator=replace(world.coordinator, api_key=uuid4()))
    intake = await planned.plan(program)
    await planned.held(program, intake)
    with pytest.raises(NotAllowed):
        await planned.completed(program, intake)


async def test_a_list_is_taken_over_whole_or_not_at_all(database: None) -> None:
    """What is foreseen is what happens: of a list with one row in the way nothing stays, of a good one every row."""
    world = await planned.a_world()
    admin, change = await planned.admin(world), msgspec.structs.replace
    first = planned.opening(world)
    second, above = change(first, reference="OUD-13"), change(first, reference="OUD-14", days=Decimal(8))
    for act in (intakes.foresee_list, intakes.take_over_list):
        [refused] = await act([first, second, above], actor=admin, now=NOW)
        assert (refused.place, type(refused.error)) == (2, CapExceeded)
        [refused] = await act([first, first], actor=admin, now=NOW)
        assert (refused.place, type(refused.error)) == (1, TakenOverBefore)
    assert await intakes.foresee_list([first, second], actor=admin, now=NOW) == []
    assert (await Intake.count(), await Allotment.count()) == (0, 0)
    assert await intakes.take_over_list([first, second], actor=admin, now=NOW) == []
    assert await Intake.count() == 2
    for actor in (world.coordinator, replace(admin, api_key=uuid4())):
        for act in (intakes.foresee_list, intakes.take_over_list):
            with pytest.raises(NotAllowed):
                await act([first], actor=actor, now=NOW)
