"""An intake that still runs passes to another coordinator, who works in the region of its municipalities."""

from dataclasses import replace
from decimal import Decimal

import pytest

from registry.accounts.service import actor_of
from registry.accounts.tables import Membership
from registry.bookings import service as bookings
from registry.bookings.checks import CheckCode
from registry.errors import Invalid, NotAllowed, NotFound
from registry.intakes import service as intakes
from registry.intakes.errors import IntakeOutOfOrder
from registry.intakes.schemas import CompleteIntake, HandOver
from registry.messages import inbox
from registry.permissions import OPERATOR, Actor, Role
from registry.texts import Language
from registry.transactions import fetch
from tests.registry import making
from tests.registry.intakes import planned
from tests.registry.intakes.planned import ALDERMAN, REGION
from tests.registry.making import BEFORE, NOW, OWN


def to(who: Actor) -> HandOver:
    """To this coordinator."""
    assert who.person is not None
    return HandOver(coordinator=who.person)


async def test_another_finishes_it(database: None) -> None:
    """Who gets it completes it and is told; who had it sees it no more, and stays on record."""
    world = await planned.a_world()
    admin, colleague = await planned.admin(world), await planned.colleague(world)
    intake = await planned.plan(world)
    await planned.held(world, intake, ALDERMAN)
    await intakes.hand_over(intake, to(colleague), actor=admin, now=NOW)
    [told] = await inbox.listed(colleague, page=1)
    assert (told.path, told.text(Language.NL)[:46]) == (f"/intakes/{intake}", "Een beheerder droeg de intake met Eigenwaard v")
    with pytest.raises(NotFound):
        await planned.completed(world, intake)
    command = CompleteIntake(reference="P-7", days=Decimal(2))
    await intakes.complete_intake(intake, command, actor=colleague, now=NOW)
    assert (await intakes.detail(intake, actor=world.municipality, now=NOW)).coordinator_name == "Ria Collega"
    [entry] = await fetch("SELECT facts FROM audit_entry WHERE action = 'intake.handed-over'")
    assert str(world.coordinator.person) in entry["facts"]


async def test_what_is_refused(database: None) -> None:
    """Who is no coordinator, who has it already, who works elsewhere, an intake that is over, and whoever is no admin."""
    world = await planned.a_world()
    await planned.region(REGION, OWN)
    await planned.works_in(REGION, world.coordinator)
    admin, elsewhere = await planned.admin(world), await planned.colleague(world)
    intake = await planned.plan(world)
    for who, words in (
        (world.municipality, "Deze persoon is nu geen regie-adviseur."),
        (world.coordinator, "Deze regie-adviseur heeft de intake al."),
        (elsewhere, "Deze regie-adviseur werkt op 20 november 2026 niet in de regio van Eigenwaard."),
    ):
        with pytest.raises(Invalid) as refused:
            await intakes.hand_over(intake, to(who), actor=admin, now=NOW)
        assert [(each.field, each.say(Language.NL)) for each in refused.value.faults] == [("coordinator", words)]
    await planned.works_in(REGION, elsewhere)
    for actor in (world.coordinator, elsewhere, world.municipality, world.auditor):
        with pytest.raises(NotAllowed):
            await intakes.hand_over(intake, to(elsewhere), actor=actor, now=NOW)
    await planned.completed(world, intake)
    with pytest.raises(IntakeOutOfOrder):
        await intakes.hand_over(intake, to(elsewhere), actor=admin, now=NOW)


async def test_whose_role_ended_gets_none(database: None) -> None:
    """A coordinator who left is no coordinator now."""
    world = await planned.a_world()
    gone = await planned.colleague(world)
    await fetch("UPDATE membership SET ended_at = $2 WHERE account = $1", gone.account, NOW)
    with pytest.raises(Invalid):
        await intakes.hand_over(await planned.plan(world), to(gone), actor=OPERATOR, now=NOW)


async def test_who_had_it_advises_on_none_of_its_days(database: None) -> None:
    """An adviser who held the intake as coordinator stays too close to it after it was handed over."""
    world, elif_ = await planned.a_world(), await making.candidate()
    issued = await making.certified(world, elif_)
    coordination, account = world.organisations["coordination"], elif_.actor.account
    await Membership.insert(
        Membership(account=account, role=Role.COORDINATOR.value, organisation=coordination, recorded_at=BEFORE)
    )
    assert account is not None
    both = await actor_of(account)
    intake = await planned.plan(replace(world, coordinator=both))
    await intakes.hand_over(intake, to(world.coordinator), actor=OPERATOR, now=NOW)
    pool = await planned.completed(world, intake)
    weighed = await bookings.weigh(making.booking(issued.number, pool), actor=world.municipality, now=NOW)
    assert CheckCode.NOT_THE_COORDINATOR in {check.code for check in weighed.judgement.failed}
