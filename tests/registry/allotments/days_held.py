"""Allotments with days in them, and postings by hand: what tests of the ledger begin with."""

from datetime import date, datetime
from uuid import UUID

from registry.allotments.ledger import PostingKind
from registry.allotments.posting import Movement, balances, open_allotment, post_all
from registry.allotments.tables import Allotment
from registry.intakes.tables import Intake, Proposition, PropositionShare
from registry.permissions import OPERATOR
from registry.programmes import service as programmes
from registry.transactions import transaction
from tests.registry import making
from tests.registry.making import BEFORE, NEIGHBOUR, NOW, OWN, PROGRAMME, World

GRANTED = 80
"""Quarters: 20 days."""


async def held(world: World, quarters: int = GRANTED, *, holder: str = OWN) -> UUID:
    """An allotment with so many quarters granted, outside any intake; the programme must be there."""
    programme = (await programmes.by_code(PROGRAMME))["id"]
    async with transaction() as connection:
        made = await open_allotment(programme, world.organisations[holder], connection=connection, now=BEFORE)
        if quarters:
            await post_all([Movement(PostingKind.GRANT, made, quarters)], actor=OPERATOR, now=BEFORE)
    return made


async def two(*, per_municipality: int = 40) -> tuple[World, UUID, UUID]:
    """A world with a programme, 20 days of a municipality, and an empty allotment of its neighbour."""
    world = await making.world()
    await making.programme(per_municipality=per_municipality)
    return world, await held(world), await held(world, 0, holder=NEIGHBOUR)


async def move(*movements: Movement, at: datetime = NOW) -> list[int]:
    """These movements, in one transaction of their own."""
    async with transaction():
        return await post_all(movements, actor=OPERATOR, now=at)


async def standing(allotment: UUID) -> dict[str, int]:
    """What stands on its accounts, in quarters; empty ones left out."""
    found = (await balances([allotment]))[allotment]
    return {kind.value: amount for kind, amount in found.items() if amount}


async def proposed(world: World, allotment: UUID, *, at: datetime, valid_until: date | None, quarters: int = 4) -> None:
    """A proposition for the allotment, recorded then."""
    row = await Allotment.select().where(Allotment.id == allotment).first()
    assert row is not None
    intake = Intake(
        programme=row["programme"],
        coordinator=world.coordinator.person,
        holder=row["holder"],
        held_on=BEFORE.date(),
        recorded_at=at,
    )
    proposition = Proposition(intake=intake.id, reference_number="P-1", valid_until=valid_until, recorded_at=at)
    share = PropositionShare(proposition=proposition.id, allotment=allotment, quarters=quarters)
    async with transaction():
        await Intake.insert(intake)
        await Proposition.insert(proposition)
        await PropositionShare.insert(share)
