"""Where an intake may be held and for whom: members of the holder that exist, in a region of the coordinator."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

import asyncpg

from registry.intakes.errors import NotAMember, NotYourRegion, OutsideProgramme, OwnMunicipality
from registry.intakes.rules import strange_places
from registry.organisations import service as organisations
from registry.organisations.tables import Kind
from registry.permissions import Actor, Permission
from registry.transactions import fetch

_CODES = "SELECT code FROM municipality WHERE organisation = ANY($1) ORDER BY code"
_REGIONS = """
SELECT municipality, region FROM region_member
WHERE municipality = ANY($1) AND valid_from <= $2 AND (valid_to IS NULL OR valid_to >= $2) ORDER BY municipality, region
"""
_CHOICES = """
SELECT municipality.organisation, municipality.code, organisation.name
FROM municipality JOIN organisation ON organisation.id = municipality.organisation
WHERE (municipality.valid_from IS NULL OR municipality.valid_from <= $2)
    AND (municipality.valid_to IS NULL OR municipality.valid_to >= $2)
    AND ($3 OR NOT EXISTS (SELECT 1 FROM region_member WHERE region_member.municipality = municipality.organisation
            AND valid_from <= $2 AND (valid_to IS NULL OR valid_to >= $2))
        OR EXISTS (SELECT 1 FROM region_member JOIN region_coordinator USING (region)
            WHERE region_member.municipality = municipality.organisation AND region_coordinator.coordinator = $1
            AND region_member.valid_from <= $2 AND (region_member.valid_to IS NULL OR region_member.valid_to >= $2)
            AND region_coordinator.valid_from <= $2
            AND (region_coordinator.valid_to IS NULL OR region_coordinator.valid_to >= $2)))
ORDER BY organisation.name
"""
_MEMBERS = """
SELECT municipality.code, organisation.name, min(partnership_member.valid_from) AS valid_from
FROM partnership_member JOIN municipality ON municipality.organisation = partnership_member.municipality
JOIN organisation ON organisation.id = municipality.organisation
WHERE partnership_member.partnership = $1 AND (partnership_member.valid_to IS NULL OR partnership_member.valid_to >= $2)
GROUP BY municipality.code, organisation.name ORDER BY organisation.name
"""
_WORKED = """
SELECT region FROM region_coordinator
WHERE coordinator = $1 AND valid_from <= $2 AND (valid_to IS NULL OR valid_to >= $2)
"""


async def named(holder: UUID, codes: Sequence[str], day: date) -> list[UUID]:
    """The municipalities with these codes: the holder itself, or its members on that day; each exists then.

    Raises NotFound for what is no municipality or partnership, UnknownMunicipality, NotAMember, MunicipalityNotThere.
    """
    await organisations.must_be(holder, Kind.MUNICIPALITY, Kind.PARTNERSHIP)
    found = []
    for code in dict.fromkeys(codes):
        member = (await organisations.existing_municipality(code, day))["organisation"]
        if holder != member and holder not in await organisations.partnerships_of(member, day):
            raise NotAMember(municipality=code)
        found.append(member)
    return found


async def check_not_own(actor: Actor, holder: UUID, members: Sequence[UUID]) -> None:
    """Nobody grants days to whom they book for themselves; raises OwnMunicipality."""
    if own := actor.organisations_where(Permission.BOOK) & {holder, *members}:
        raise OwnMunicipality(municipalities=sorted((await organisations.names_of(set(own))).values()))


async def check_exist(holders: Sequence[UUID], day: date) -> None:
    """Each municipality among them exists on that day; raises MunicipalityNotThere with its successors."""
    for row in await fetch(_CODES, list(holders)):
        await organisations.existing_municipality(row["code"], day)


async def region_of(members: Sequence[UUID], day: date, *, coordinator: UUID | None) -> UUID | None:
    """The region of the first member that lies in one on that day: one in which the coordinator works.

    Every member that lies in a region must lie in one in which the coordinator works that day; a member without a region is
    anyone's. Raises NotYourRegion.
    """
    regions: dict[UUID, list[UUID]] = {each: [] for each in members}
    for row in await fetch(_REGIONS, list(members), day):
        regions[row["municipality"]].append(row["region"])
    worked = {row["region"] for row in await fetch(_WORKED, coordinator, day)}
    if strange := strange_places(regions, worked):
        names = await organisations.names_of(set(strange))
        raise NotYourRegion(day=day, municipalities=sorted(names.values()))
    return _first(regions, worked)


async def region_then(members: Sequence[UUID], day: date) -> UUID | None:
    """The region of the first member that lies in one on that day, whoever works there."""
    rows = {row["municipality"]: row["region"] for row in await fetch(_REGIONS, list(members), day)}
    return next((rows[each] for each in members if each in rows), None)


def _first(regions: Mapping[UUID, Sequence[UUID]], worked: set[UUID]) -> UUID | None:
    return next((region for each in regions.values() for region in each if region in worked), None)


def check_within(programme: "Mapping[str, Any] | asyncpg.Record", day: date) -> None:
    """The day lies within the programme; raises OutsideProgramme."""
    first, last = programme["first_day"], programme["last_day"]
    if not first <= day <= last:
        raise OutsideProgramme(first_day=first, last_day=last, day=day)


@dataclass(frozen=True, slots=True)
class Place:
    """A municipality to choose."""

    organisation: UUID
    code: str
    name: str


async def municipalities_for(coordinator: UUID | None, day: date) -> list[Place]:
    """The municipalities of that day with which the coordinator may hold an intake, by name."""
    return [Place(*row) for row in await fetch(_CHOICES, coordinator, day, False)]


async def municipalities_on(day: date) -> list[Place]:
    """Every municipality of that day, by name."""
    return [Place(*row) for row in await fetch(_CHOICES, None, day, True)]


async def members_on(partnership: UUID, day: date) -> list[tuple[str, str]]:
    """Who belongs to the partnership on that day, by code and name."""
    return [(row["code"], row["name"]) for row in await fetch(_MEMBERS, partnership, day) if row["valid_from"] <= day]


async def members_from(partnership: UUID, day: date) -> list[tuple[str, str]]:
    """Who belongs to the partnership on that day or later, by code and name."""
    return [(row["code"], row["name"]) for row in await fetch(_MEMBERS, partnership, day)]
