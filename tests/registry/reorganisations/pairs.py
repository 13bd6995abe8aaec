"""Invented municipalities, each with one successor, that end in the year in which certificates of tests are valid."""

from datetime import UTC, date, datetime

from registry.permissions import OPERATOR, Actor, Role
from registry.reference_data import municipalities
from registry.reference_data.municipalities import Row
from tests.registry import making
from tests.registry.making import World
from tests.registry.reorganisations.merging import organisation_of

LAST = date(2027, 4, 30)
MIDNIGHT = datetime(2027, 4, 30, 22, 0, tzinfo=UTC)
"""The first instant of 1 May 2027 in Amsterdam."""


async def world_of_pairs(pairs: int) -> tuple[World, Actor]:
    """So many municipalities that end on 30 April 2027, each with a successor of its own; and an admin."""
    standing_world = await making.world()
    rows = pairs_of(pairs, LAST)
    await municipalities.load(rows, actor=OPERATOR, now=making.BEFORE)
    for row in rows:
        standing_world.organisations[row.code] = await organisation_of(row.code)
    await making.programme()
    operator = standing_world.organisations["operator"]
    return standing_world, await making.account(await making.person("Ada", "Beheer"), Role.ADMIN, operator)


def pairs_of(pairs: int, last_day: date | None) -> list[Row]:
    """The rows of the list: `GM2…` ends on that day, `GM3…` succeeds it."""
    return [
        row
        for number in range(pairs)
        for row in (
            Row(f"GM2{number:03}", f"Oudwaard {number}", "Utrecht", None, last_day, (f"GM3{number:03}",)),
            Row(f"GM3{number:03}", f"Nieuwwaard {number}", "Utrecht", None, None, ()),
        )
    ]
