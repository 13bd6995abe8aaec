"""Whoever may book from an allotment is told what became of its days."""

from datetime import UTC, datetime
from decimal import Decimal
from uuid import UUID

from registry.allotments import service
from registry.allotments.expiring import expire_due
from registry.allotments.schemas import CorrectDays, TransferDays
from registry.intakes import service as intakes
from registry.messages import inbox
from registry.permissions import OPERATOR, Actor
from registry.texts import Language
from tests.registry.intakes import planned
from tests.registry.making import NEIGHBOUR, NOW, OWN, World

WHY = "Zo is het afgesproken met de gemeente."


async def read(actor: Actor) -> list[tuple[str, str]]:
    """What somebody was told, the first first: the kind, and where it leads."""
    return [(each.kind.value, each.path) for each in reversed(await inbox.listed(actor, page=1))]


async def granted(world: World, holder: str, *members: str) -> UUID:
    """The allotment to which an intake granted days."""
    intake = await planned.plan(world, holder=holder, members=members or (holder,))
    return await planned.completed(world, intake)


async def test_every_change_of_an_allotment_is_told(database: None) -> None:
    """Granted, corrected, transferred (to both sides) and expired; to the municipality whose days they are, and to no other."""
    world = await planned.a_world()
    source, target = await granted(world, OWN), await granted(world, NEIGHBOUR)
    own, other, days = f"/dagenbudgetten/{source}", f"/dagenbudgetten/{target}", Decimal("1.25")
    await service.correct(source, CorrectDays(days=days, reason=WHY), actor=OPERATOR, now=NOW)
    await service.transfer(source, TransferDays(to=target, days=days, reason=WHY), actor=OPERATOR, now=NOW)
    await expire_due(now=datetime(2040, 1, 1, tzinfo=UTC))
    told = [("days-granted", own), ("days-corrected", own), ("days-transferred", own), ("days-expired", own)]
    assert await read(world.municipality) == told
    assert await read(world.neighbour) == [(kind, other) for kind, _ in told if kind != "days-corrected"]
    transferred = (await inbox.listed(world.neighbour, page=1))[1]
    assert transferred.text(Language.NL) == "Een beheerder droeg 1,25 dagen over van Eigenwaard naar Buurland."


async def test_the_members_of_a_partnership_are_told(database: None) -> None:
    """Whoever is a member on that day may book from the pool, and is told of it; nobody whom it does not concern is."""
    world = await planned.a_world()
    await planned.partnership(world)
    pool = await granted(world, "partnership", OWN)
    for actor in (world.municipality, world.neighbour):
        assert await read(actor) == [("days-granted", f"/dagenbudgetten/{pool}")]
    assert await read(world.coordinator) == []


async def test_an_opening_balance_is_told(database: None) -> None:
    """What an admin takes over are days to book as well."""
    world = await planned.a_world()
    await intakes.take_over_intake(planned.opening(world), actor=await planned.admin(world), now=NOW)
    assert [kind for kind, _ in await read(world.municipality)] == ["days-granted"]
