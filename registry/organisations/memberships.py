"""Who belongs to a partnership or a region, since when: reading it, and leaving one."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from registry.audit import service as audit
from registry.audit.actions import Action
from registry.organisations import service
from registry.organisations.errors import NoMember
from registry.organisations.schemas import Leave, MemberOut
from registry.organisations.tables import Kind
from registry.organisations.turns import take_turn
from registry.permissions import Actor, Permission
from registry.transactions import fetch, transaction


@dataclass(frozen=True, slots=True)
class Belonging:
    """One of the two: how its members are read, and how a membership that covers a day gets its last day."""

    members: str
    ended: str
    action: Action


IN_PARTNERSHIP = Belonging(
    members="SELECT partnership_member.municipality, municipality.code, organisation.name, "
    "partnership_member.valid_from, partnership_member.valid_to FROM partnership_member "
    "JOIN municipality ON municipality.organisation = partnership_member.municipality "
    "JOIN organisation ON organisation.id = partnership_member.municipality "
    "WHERE partnership = $1 ORDER BY organisation.name, partnership_member.valid_from",
    ended="UPDATE partnership_member SET valid_to = $3 WHERE partnership = $1 AND municipality = $2 AND valid_from <= $3 "
    "AND (valid_to IS NULL OR valid_to >= $3)",
    action=Action.PARTNERSHIP_LEFT,
)
IN_REGION = Belonging(
    members="SELECT region_member.municipality, municipality.code, organisation.name, "
    "region_member.valid_from, region_member.valid_to FROM region_member "
    "JOIN municipality ON municipality.organisation = region_member.municipality "
    "JOIN organisation ON organisation.id = region_member.municipality "
    "WHERE region = $1 ORDER BY organisation.name, region_member.valid_from",
    ended="UPDATE region_member SET valid_to = $3 WHERE region = $1 AND municipality = $2 AND valid_from <= $3 "
    "AND (valid_to IS NULL OR valid_to >= $3)",
    action=Action.REGION_LEFT,
)


async def members_of(whole: UUID, belonging: Belonging) -> list[MemberOut]:
    """Everybody who is in it, was in it or will be, by name."""
    rows = await fetch(belonging.members, whole)
    return [MemberOut(**dict(row)) for row in rows]


async def members_of_partnership(partnership: UUID) -> list[MemberOut]:
    """Everybody who is, was or will be a member, by name; raises NotFound for what is no partnership."""
    await service.must_be(partnership, Kind.PARTNERSHIP)
    return await members_of(partnership, IN_PARTNERSHIP)


async def leave_partnership(partnership: UUID, command: Leave, *, actor: Actor, now: datetime) -> None:
    """The last day of a membership; from the day after nothing more is booked from the pool for that municipality.

    Raises NoMember where it is none that day, UnknownMunicipality, NotFound for what is no partnership.
    """
    name = await service.must_be(partnership, Kind.PARTNERSHIP)
    await leave(partnership, command, IN_PARTNERSHIP, name=name, actor=actor, now=now)


async def leave(whole: UUID, command: Leave, belonging: Belonging, *, name: str, actor: Actor, now: datetime) -> None:
    """The membership that covers that day ends with it; an end that was set earlier may come sooner, not later.

    Raises NoMember, UnknownMunicipality.
    """
    actor.must(Permission.MANAGE_ORGANISATIONS)
    municipality = (await service.municipality_by_code(command.municipality))["organisation"]
    async with transaction() as connection:
        await take_turn(municipality, connection=connection)
        ended = await connection.execute(belonging.ended, whole, municipality, command.last_day)
        if ended != "UPDATE 1":
            raise NoMember(code=command.municipality, day=command.last_day, name=name)
        facts: dict[str, object] = {"municipality": command.municipality, "lastDay": command.last_day}
        await audit.record(belonging.action, whole, actor=actor, at=now, facts=facts)


def in_it(member: MemberOut, day: date) -> bool:
    """The membership covers that day."""
    return member.valid_from <= day and (member.valid_to is None or day <= member.valid_to)
