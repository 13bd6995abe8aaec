"""Regions with a coordinator, partnerships with members, and intakes that went so far."""

from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from registry.allotments.posting import balances
from registry.intakes import coordinating
from registry.intakes import service as intakes
from registry.intakes.schemas import AssignCoordinator, CompleteIntake, HoldIntake, Participant, PlanIntake, TakeOverIntake
from registry.organisations import regions
from registry.organisations import service as organisations
from registry.organisations.schemas import CreateRegion, JoinPartnership, JoinRegion
from registry.permissions import OPERATOR, Actor, Role
from registry.programmes import service as programmes
from registry.programmes.schemas import SetIntakeCap
from tests.registry import making
from tests.registry.making import BEFORE, NEIGHBOUR, NOW, OWN, PROGRAMME, TODAY, World

REGION, ELSEWHERE = "midden", "noord"
ALDERMAN = Participant(given_name="Anna", family_prefix="de", family_name="Wit", capacity="wethouder")
FIRST = BEFORE.date()


async def a_world() -> World:
    """A registry with a programme."""
    world = await making.world()
    await making.programme()
    return world


async def region(code: str, *members: str) -> None:
    """A region, with these municipalities in it from before."""
    await regions.create(CreateRegion(code=code, name=f"Regio {code}"), actor=OPERATOR, now=BEFORE)
    for member in members:
        await regions.join(code, JoinRegion(municipality=member, valid_from=FIRST), actor=OPERATOR, now=BEFORE)


async def works_in(code: str, who: Actor, *, valid_from: date = FIRST, valid_to: date | None = None) -> UUID:
    """The coordinator works in the region."""
    assert who.person is not None
    command = AssignCoordinator(region=code, coordinator=who.person, valid_from=valid_from, valid_to=valid_to)
    return await coordinating.assign(command, actor=OPERATOR, now=BEFORE)


async def colleague(world: World, given: str = "Ria") -> Actor:
    """Another coordinator."""
    return await making.account(await making.person(given, "Collega"), Role.COORDINATOR, world.organisations["coordination"])


async def admin(world: World) -> Actor:
    """An admin who can sign in."""
    return await making.account(await making.person("Ad", "Min"), Role.ADMIN, world.organisations["operator"])


async def partnership(world: World, *members: str) -> UUID:
    """The partnership, with these members from before."""
    found = world.organisations["partnership"]
    for member in members or (OWN, NEIGHBOUR):
        command = JoinPartnership(municipality=member, valid_from=FIRST)
        await organisations.join_partnership(found, command, actor=OPERATOR, now=BEFORE)
    return found


async def plan(world: World, *, holder: str = OWN, members: tuple[str, ...] = (OWN,), held_on: date = TODAY) -> UUID:
    """An intake of the coordinator on a day."""
    command = PlanIntake(programme=PROGRAMME, holder=world.organisations[holder], members=list(members), held_on=held_on)
    return await intakes.plan_intake(command, actor=world.coordinator, now=NOW)


async def held(world: World, intake: UUID, *participants: Participant, held_on: date = TODAY) -> None:
    """It was held."""
    command = HoldIntake(held_on=held_on, participants=participants)
    await intakes.hold_intake(intake, command, actor=world.coordinator, now=NOW)


async def completed(world: World, intake: UUID, days: str = "8", **more: Any) -> UUID:
    """It was completed; returns the allotment."""
    command = CompleteIntake(reference="P-7", days=Decimal(days), **more)
    return await intakes.complete_intake(intake, command, actor=world.coordinator, now=NOW)


async def cap(most: int, *, last_day: date = TODAY) -> None:
    """At most so many intakes from before through a day."""
    command = SetIntakeCap(first_day=FIRST, last_day=last_day, most=most)
    await programmes.set_intake_cap(PROGRAMME, command, actor=OPERATOR, now=BEFORE)


def opening(world: World, *, days: str = "20", used: str = "7.25", holder: str = OWN) -> TakeOverIntake:
    """An intake from elsewhere."""
    assert world.coordinator.person is not None
    return TakeOverIntake(
        programme=PROGRAMME,
        holder=world.organisations[holder],
        members=[OWN],
        coordinator=world.coordinator.person,
        held_on=FIRST,
        reference="OUD-12",
        days=Decimal(days),
        used=Decimal(used),
        reason="Overgenomen uit de administratie van het vorige programma.",
    )


async def sides(pool: UUID) -> dict[str, int]:
    """What stands on the accounts of an allotment, but for those without anything."""
    return {kind.value: amount for kind, amount in (await balances([pool]))[pool].items() if amount}
