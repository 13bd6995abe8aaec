"""Two municipalities that end one after the other: of the first the second has the rights, and of both in time the third."""

from datetime import UTC, date, datetime

from registry.permissions import OPERATOR, Actor, Role
from registry.reference_data import municipalities
from registry.reference_data.municipalities import Row
from registry.reorganisations import service
from registry.reorganisations.schemas import Reorganise
from tests.registry import making
from tests.registry.making import NEIGHBOUR, OWN, World
from tests.registry.reorganisations.merging import organisation_of

THIRD, FOURTH = "GM0003", "GM0004"
MERGED = datetime(2027, 4, 1, 9, 0, tzinfo=UTC)
MERGED_AGAIN = datetime(2027, 6, 1, 9, 0, tzinfo=UTC)


async def merged(world: World) -> Actor:
    """The first passed on to the second; returns the admin who let it."""
    await municipalities.load([_row(OWN, date(2027, 3, 31), NEIGHBOUR)], actor=OPERATOR, now=MERGED)
    admin = await making.account(await making.person("Ada", "Beheer"), Role.ADMIN, world.organisations["operator"])
    await service.reorganise(Reorganise(predecessors=[OWN], successor=NEIGHBOUR), actor=admin, now=MERGED)
    return admin


async def merged_again(admin: Actor) -> Actor:
    """The second passed on to the third as well; returns who books for that one."""
    rows = [_row(THIRD, None), _row(NEIGHBOUR, date(2027, 5, 31), THIRD)]
    await municipalities.load(rows, actor=OPERATOR, now=MERGED_AGAIN)
    third = await making.account(await making.person("Daan", "Derde"), Role.MUNICIPALITY, await organisation_of(THIRD))
    await service.reorganise(Reorganise(predecessors=[NEIGHBOUR], successor=THIRD), actor=admin, now=MERGED_AGAIN)
    return third


async def stranger() -> Actor:
    """Who books for a municipality that nobody passed on to."""
    await municipalities.load([_row(FOURTH, None)], actor=OPERATOR, now=MERGED)
    return await making.account(await making.person("Vera", "Vreemd"), Role.MUNICIPALITY, await organisation_of(FOURTH))


def _row(code: str, last_day: date | None, *successors: str) -> Row:
    names = {OWN: "Eigenwaard", NEIGHBOUR: "Buurland", THIRD: "Derdendijk", FOURTH: "Vierlanden"}
    return Row(code, names[code], "Utrecht", None, last_day, successors)
