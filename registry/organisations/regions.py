"""Regions: named sets of municipalities, kept by admins; a municipality is in at most one on any day."""

from datetime import datetime
from typing import Any
from uuid import UUID

import asyncpg

from registry.audit import service as audit
from registry.audit.actions import Action
from registry.errors import NotFound
from registry.organisations import memberships, service
from registry.organisations.errors import InOneRegion, RegionExists
from registry.organisations.memberships import IN_REGION
from registry.organisations.schemas import CreateRegion, JoinRegion, Leave, RegionOut
from registry.organisations.tables import Region, RegionMember
from registry.organisations.turns import take_turn
from registry.periods import check_period
from registry.permissions import Actor, Permission
from registry.transactions import Connection, transaction

_IN_ONE = """
    SELECT region.name AS region, region_member.valid_from AS first_day, organisation.name
    FROM region_member JOIN region ON region.id = region_member.region
    JOIN organisation ON organisation.id = region_member.municipality
    WHERE region_member.municipality = $1
        AND daterange(region_member.valid_from, region_member.valid_to, '[]') && daterange($2, $3, '[]')
    ORDER BY region_member.valid_from LIMIT 1
"""


async def create(command: CreateRegion, *, actor: Actor, now: datetime) -> UUID:
    """A new region; raises RegionExists."""
    actor.must(Permission.MANAGE_ORGANISATIONS)
    region = Region(code=command.code, name=command.name, recorded_at=now)
    try:
        async with transaction():
            await Region.insert(region)
            facts = {"code": command.code, "name": command.name}
            await audit.record(Action.REGION_CREATED, region.id, actor=actor, at=now, facts=facts)
    except asyncpg.UniqueViolationError as error:
        raise RegionExists(code=command.code) from error
    return region.id


async def join(code: str, command: JoinRegion, *, actor: Actor, now: datetime) -> None:
    """A municipality belongs to the region from a day on.

    Raises InOneRegion where it is in one in that time, MunicipalityNotThere, UnknownMunicipality, Invalid, NotFound.
    """
    actor.must(Permission.MANAGE_ORGANISATIONS)
    check_period(command.valid_from, command.valid_to, field="validTo")
    region = await _by_code(code)
    row = await service.existing_municipality(command.municipality, command.valid_from)
    member = RegionMember(
        region=region["id"],
        municipality=row["organisation"],
        valid_from=command.valid_from,
        valid_to=command.valid_to,
    )
    async with transaction() as connection:
        await take_turn(row["organisation"], connection=connection)
        await _must_be_free(row["organisation"], command, connection=connection)
        await RegionMember.insert(member)
        facts = {"municipality": command.municipality, "validFrom": command.valid_from, "validTo": command.valid_to}
        await audit.record(Action.REGION_JOINED, region["id"], actor=actor, at=now, facts=facts)


async def _must_be_free(municipality: UUID, command: JoinRegion, *, connection: Connection) -> None:
    found = await connection.fetchrow(_IN_ONE, municipality, command.valid_from, command.valid_to)
    if found is not None:
        raise InOneRegion(**dict(found))


async def leave(code: str, command: Leave, *, actor: Actor, now: datetime) -> None:
    """The last day of a municipality in the region; raises NoMember, UnknownMunicipality, NotFound."""
    region = await _by_code(code)
    await memberships.leave(region["id"], command, IN_REGION, name=region["name"], actor=actor, now=now)


async def listed() -> list[RegionOut]:
    """Every region by name, with who is, was and will be in it."""
    return [await _told(row) for row in await Region.select().order_by(Region.name)]


async def codes() -> dict[str, str]:
    """The name of each region by its code, in the order of the names."""
    return {row["code"]: row["name"] for row in await Region.select(Region.code, Region.name).order_by(Region.name)}


async def one(code: str) -> RegionOut:
    """One region, with who is, was and will be in it; raises NotFound."""
    return await _told(await _by_code(code))


async def _told(row: dict[str, Any]) -> RegionOut:
    members = await memberships.members_of(row["id"], IN_REGION)
    return RegionOut(id=row["id"], code=row["code"], name=row["name"], members=members)


async def _by_code(code: str) -> dict[str, Any]:
    row: dict[str, Any] | None = await Region.select().where(Region.code == code).first()
    if row is None:
        raise NotFound
    return row
