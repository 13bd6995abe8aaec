"""Which coordinator works in which region, from a day on; kept by admins."""

from datetime import datetime
from uuid import UUID

from registry.audit import service as audit
from registry.audit.actions import Action
from registry.errors import Fault, Invalid, NotFound
from registry.intakes.errors import AlreadyEnded, CoordinatorAlready
from registry.intakes.schemas import AssignCoordinator, CoordinatingOut, EndCoordinating
from registry.intakes.tables import RegionCoordinator
from registry.people import service as people
from registry.periods import check_period
from registry.permissions import Actor, Permission, Role
from registry.texts import Text
from registry.transactions import fetch, transaction

_NO_COORDINATOR = Text("Deze persoon is geen regie-adviseur.", "This person is no intake coordinator.")
_NO_REGION = Text("Er is geen regio met code {code}.", "There is no region with code {code}.")
_COORDINATORS = """
SELECT DISTINCT account.person FROM membership JOIN account ON account.id = membership.account WHERE membership.role = $1
"""
_COORDINATORS_NOW = """
SELECT DISTINCT account.person FROM membership JOIN account ON account.id = membership.account
WHERE membership.role = $1 AND membership.ended_at IS NULL AND account.disabled_at IS NULL
"""
_OVERLAPPING = """
SELECT 1 FROM region_coordinator WHERE region = $1 AND coordinator = $2
    AND daterange(valid_from, valid_to, '[]') && daterange($3::date, $4::date, '[]')
"""
_LISTED = """
SELECT region_coordinator.*, region.code, region.name FROM region_coordinator
JOIN region ON region.id = region_coordinator.region
ORDER BY region.name, region_coordinator.valid_from, region_coordinator.id
"""


async def coordinators() -> dict[UUID, str]:
    """Everyone who is or was an intake coordinator, by name; who was erased is not among them."""
    return await _by_name(_COORDINATORS)


async def coordinators_now() -> dict[UUID, str]:
    """Everyone who is an intake coordinator and can sign in, by name."""
    return await _by_name(_COORDINATORS_NOW)


async def _by_name(question: str) -> dict[UUID, str]:
    rows = await fetch(question, Role.COORDINATOR.value)
    names = await people.names_of(row["person"] for row in rows)
    return dict(sorted(((person, str(name)) for person, name in names.items()), key=lambda each: each[1]))


async def assign(command: AssignCoordinator, *, actor: Actor, now: datetime) -> UUID:
    """The coordinator works in the region from a day on; raises CoordinatorAlready, Invalid."""
    actor.must(Permission.MANAGE_PROGRAMMES)
    check_period(command.valid_from, command.valid_to, field="validTo")
    if command.coordinator not in await coordinators():
        raise Invalid([Fault("coordinator", _NO_COORDINATOR)])
    async with transaction() as connection:
        region = await connection.fetchval("SELECT id FROM region WHERE code = $1 FOR NO KEY UPDATE", command.region)
        if region is None:
            raise Invalid([Fault("region", _NO_REGION, {"code": command.region})])
        period = (command.valid_from, command.valid_to)
        if await connection.fetchval(_OVERLAPPING, region, command.coordinator, *period):
            raise CoordinatorAlready
        row = RegionCoordinator(
            region=region,
            coordinator=command.coordinator,
            valid_from=command.valid_from,
            valid_to=command.valid_to,
            account=actor.account,
            recorded_at=now,
        )
        await RegionCoordinator.insert(row)
        facts = {"coordinator": command.coordinator, "validFrom": command.valid_from, "validTo": command.valid_to}
        await audit.record(Action.REGION_COORDINATED, region, actor=actor, at=now, facts=facts)
    return row.id


async def end(coordinating: UUID, command: EndCoordinating, *, actor: Actor, now: datetime) -> None:
    """The last day on which the coordinator works in the region; raises AlreadyEnded, Invalid, NotFound."""
    actor.must(Permission.MANAGE_PROGRAMMES)
    async with transaction() as connection:
        row = await connection.fetchrow("SELECT * FROM region_coordinator WHERE id = $1 FOR NO KEY UPDATE", coordinating)
        if row is None:
            raise NotFound
        if row["valid_to"] is not None:
            raise AlreadyEnded(valid_to=row["valid_to"])
        check_period(row["valid_from"], command.valid_to, field="validTo")
        await connection.execute("UPDATE region_coordinator SET valid_to = $2 WHERE id = $1", coordinating, command.valid_to)
        facts = {"coordinator": row["coordinator"], "validFrom": row["valid_from"], "validTo": command.valid_to}
        await audit.record(Action.REGION_NO_LONGER_COORDINATED, row["region"], actor=actor, at=now, facts=facts)


async def listed(*, actor: Actor) -> list[CoordinatingOut]:
    """Who works or worked in which region, by region; for admins."""
    actor.must(Permission.MANAGE_PROGRAMMES)
    rows = await fetch(_LISTED)
    names = await people.names_of(row["coordinator"] for row in rows)
    return [
        CoordinatingOut(
            id=row["id"],
            region=row["code"],
            region_name=row["name"],
            coordinator=row["coordinator"],
            coordinator_name=str(names[row["coordinator"]]) if row["coordinator"] in names else None,
            valid_from=row["valid_from"],
            valid_to=row["valid_to"],
        )
        for row in rows
    ]


async def regions() -> list[tuple[str, str]]:
    """Every region by code and name, by name."""
    return [(row["code"], row["name"]) for row in await fetch("SELECT code, name FROM region ORDER BY name, code")]
