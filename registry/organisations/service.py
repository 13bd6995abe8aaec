"""Organisations, partnerships and municipalities: registering and finding them."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from registry.audit import service as audit
from registry.audit.actions import Action
from registry.errors import NotFound
from registry.organisations.errors import (
    MemberAlready,
    MunicipalityComesFromReferenceData,
    MunicipalityNotThere,
    OrganisationExists,
    UnknownMunicipality,
)
from registry.organisations.schemas import JoinPartnership, MunicipalityOut, OrganisationOut, RegisterOrganisation
from registry.organisations.tables import (
    Kind,
    Municipality,
    MunicipalitySuccession,
    Organisation,
    PartnershipMember,
)
from registry.organisations.turns import take_turn
from registry.periods import check_period
from registry.permissions import Actor, Permission
from registry.transactions import transaction

_TOOI = "https://identifier.overheid.nl/tooi/id/gemeente/"


async def register(command: RegisterOrganisation, *, actor: Actor, now: datetime) -> UUID:
    """A new organisation; raises OrganisationExists where its kind already has that name."""
    actor.must(Permission.MANAGE_ORGANISATIONS)
    if command.kind is Kind.MUNICIPALITY:
        raise MunicipalityComesFromReferenceData
    organisation = Organisation(kind=command.kind.value, name=command.name, recorded_at=now)
    async with transaction() as connection:
        created = await connection.fetch(
            "INSERT INTO organisation (id, kind, name, recorded_at) VALUES ($1, $2, $3, $4) "
            "ON CONFLICT DO NOTHING RETURNING id",
            organisation.id,
            organisation.kind,
            organisation.name,
            now,
        )
        if not created:
            raise OrganisationExists(name=command.name)
        facts = {"kind": command.kind, "name": command.name}
        await audit.record(Action.ORGANISATION_REGISTERED, organisation.id, actor=actor, at=now, facts=facts)
    return organisation.id


async def join_partnership(partnership: UUID, command: JoinPartnership, *, actor: Actor, now: datetime) -> None:
    """A municipality becomes a member, of as many partnerships as it wants.

    Raises UnknownMunicipality, MunicipalityNotThere, MemberAlready, Invalid, NotFound for what is no partnership.
    """
    actor.must(Permission.MANAGE_ORGANISATIONS)
    check_period(command.valid_from, command.valid_to, field="validTo")
    await must_be(partnership, Kind.PARTNERSHIP)
    municipality = await existing_municipality(command.municipality, command.valid_from)
    member = PartnershipMember(
        partnership=partnership,
        municipality=municipality["organisation"],
        valid_from=command.valid_from,
        valid_to=command.valid_to,
    )
    async with transaction() as connection:
        await take_turn(municipality["organisation"], connection=connection)
        is_member = await connection.fetchval(
            "SELECT min(valid_from) FROM partnership_member WHERE partnership = $1 AND municipality = $2 "
            "AND daterange(valid_from, valid_to, '[]') && daterange($3, $4, '[]')",
            partnership,
            member.municipality,
            command.valid_from,
            command.valid_to,
        )
        if is_member is not None:
            raise MemberAlready(day=is_member)
        await PartnershipMember.insert(member)
        facts = {"municipality": command.municipality, "validFrom": command.valid_from, "validTo": command.valid_to}
        await audit.record(Action.PARTNERSHIP_JOINED, partnership, actor=actor, at=now, facts=facts)


async def must_be(organisation: UUID, *kinds: Kind) -> str:
    """The organisation's name; raises NotFound unless it is of that kind, or of one of those kinds."""
    row = (
        await Organisation.select(Organisation.name)
        .where(
            Organisation.id == organisation,
            Organisation.kind.is_in([kind.value for kind in kinds]),
        )
        .first()
    )
    if row is None:
        raise NotFound
    name: str = row["name"]
    return name


async def names_of(organisations: set[UUID]) -> dict[UUID, str]:
    """The names of these organisations."""
    if not organisations:
        return {}
    rows = await Organisation.select(Organisation.id, Organisation.name).where(Organisation.id.is_in(list(organisations)))
    return {row["id"]: row["name"] for row in rows}


async def listed(kind: Kind) -> list[OrganisationOut]:
    """All organisations of a kind, by name."""
    rows = (
        await Organisation.select(Organisation.id, Organisation.kind, Organisation.name)
        .where(
            Organisation.kind == kind.value,
        )
        .order_by(Organisation.name)
    )
    return [OrganisationOut(id=row["id"], kind=Kind(row["kind"]), name=row["name"]) for row in rows]


async def municipality_by_code(code: str) -> dict[str, Any]:
    """The municipality's row; raises UnknownMunicipality."""
    row: dict[str, Any] | None = await Municipality.select().where(Municipality.code == code).first()
    if row is None:
        raise UnknownMunicipality(code=code)
    return row


async def existing_municipality(code: str, day: date) -> dict[str, Any]:
    """The row of a municipality that exists on that day; raises UnknownMunicipality, MunicipalityNotThere with successors."""
    row = await municipality_by_code(code)
    first_day, last_day = row["valid_from"], row["valid_to"]
    if (first_day is not None and day < first_day) or (last_day is not None and last_day < day):
        successors = ", ".join((await _successors()).get(code, [])) or "–"
        raise MunicipalityNotThere(code=code, day=day, successors=successors)
    return row


async def partnerships_of(municipality: UUID, day: date) -> list[UUID]:
    """The partnerships that the municipality belongs to on a day."""
    rows = await PartnershipMember.select(PartnershipMember.partnership).where(
        PartnershipMember.municipality == municipality,
        PartnershipMember.valid_from <= day,
        (PartnershipMember.valid_to.is_null()) | (PartnershipMember.valid_to >= day),
    )
    return [row["partnership"] for row in rows]


async def municipalities(*, on: date | None = None) -> list[MunicipalityOut]:
    """Every municipality, or those that exist on a day, by code, with their successors."""
    query = Municipality.select(*Municipality.all_columns(), Municipality.organisation.name.as_alias("name"))
    if on is not None:
        query = query.where(
            (Municipality.valid_from.is_null()) | (Municipality.valid_from <= on),
            (Municipality.valid_to.is_null()) | (Municipality.valid_to >= on),
        )
    rows = await query.order_by(Municipality.code)
    successors = await _successors()
    return [
        MunicipalityOut(
            id=row["organisation"],
            code=row["code"],
            name=row["name"],
            province=row["province"],
            valid_from=row["valid_from"],
            valid_to=row["valid_to"],
            successor_codes=successors.get(row["code"], []),
            tooi=_TOOI + row["code"].lower(),
        )
        for row in rows
    ]


async def _successors() -> dict[str, list[str]]:
    succession = MunicipalitySuccession
    rows = await succession.select(
        succession.predecessor.code.as_alias("predecessor"),
        succession.successor.code.as_alias("successor"),
    )
    found: dict[str, list[str]] = {}
    for row in sorted(rows, key=lambda row: str(row["successor"])):
        found.setdefault(row["predecessor"], []).append(row["successor"])
    return found
