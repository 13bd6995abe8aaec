"""Organisations, partnerships and municipalities in the API."""

from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from litestar import Controller, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery, JSONBody, QueryParameter

from registry.accounts.guards import requires
from registry.organisations import memberships, regions, service
from registry.organisations.errors import UnknownMunicipality
from registry.organisations.schemas import (
    CreateRegion,
    JoinPartnership,
    JoinRegion,
    Leave,
    MemberOut,
    MunicipalityOut,
    OrganisationOut,
    RegionOut,
    RegisterOrganisation,
)
from registry.organisations.tables import Kind
from registry.permissions import Actor, Permission


class OrganisationController(Controller):
    """Organisations that take part."""

    tags = ("Organisaties",)

    @get("/organisations", guards=[requires(Permission.MANAGE_ORGANISATIONS)])
    async def listed(self, kind: FromQuery[Kind]) -> list[OrganisationOut]:
        """Alle organisaties van een soort, op naam."""
        return await service.listed(kind)

    @post("/organisations", guards=[requires(Permission.MANAGE_ORGANISATIONS)])
    async def register(
        self,
        data: JSONBody[RegisterOrganisation],
        actor: NamedDependency[Actor],
        now: NamedDependency[datetime],
    ) -> OrganisationOut:
        """Registreert een organisatie."""
        return OrganisationOut(id=await service.register(data, actor=actor, now=now), kind=data.kind, name=data.name)

    @post(
        "/partnerships/{partnership_id:uuid}/members",
        guards=[requires(Permission.MANAGE_ORGANISATIONS)],
        status_code=204,
    )
    async def join(
        self,
        partnership_id: FromPath[UUID],
        data: JSONBody[JoinPartnership],
        actor: NamedDependency[Actor],
        now: NamedDependency[datetime],
    ) -> None:
        """Maakt een gemeente lid van een samenwerkingsverband."""
        await service.join_partnership(partnership_id, data, actor=actor, now=now)

    @get("/partnerships/{partnership_id:uuid}/members", guards=[requires(Permission.READ_INTAKES)])
    async def members(self, partnership_id: FromPath[UUID]) -> list[MemberOut]:
        """De gemeenten die lid zijn, waren of worden, op naam."""
        return await memberships.members_of_partnership(partnership_id)

    @post(
        "/partnerships/{partnership_id:uuid}/leavings",
        guards=[requires(Permission.MANAGE_ORGANISATIONS)],
        status_code=204,
    )
    async def leave(
        self,
        partnership_id: FromPath[UUID],
        data: JSONBody[Leave],
        actor: NamedDependency[Actor],
        now: NamedDependency[datetime],
    ) -> None:
        """Legt de laatste dag van een lidmaatschap vast."""
        await memberships.leave_partnership(partnership_id, data, actor=actor, now=now)


class RegionController(Controller):
    """Regions and their municipalities, public reference data that admins keep."""

    path = "/regions"
    tags = ("Gemeenten",)

    @get(opt={"public": True})
    async def listed(self) -> list[RegionOut]:
        """Alle regio’s op naam, met hun gemeenten."""
        return await regions.listed()

    @get("/{code:str}", opt={"public": True})
    async def one(self, code: FromPath[str]) -> RegionOut:
        """Eén regio, met haar gemeenten."""
        return await regions.one(code)

    @post(guards=[requires(Permission.MANAGE_ORGANISATIONS)], status_code=204)
    async def create(
        self,
        data: JSONBody[CreateRegion],
        actor: NamedDependency[Actor],
        now: NamedDependency[datetime],
    ) -> None:
        """Maakt een regio."""
        await regions.create(data, actor=actor, now=now)

    @post("/{code:str}/members", guards=[requires(Permission.MANAGE_ORGANISATIONS)], status_code=204)
    async def join(
        self,
        code: FromPath[str],
        data: JSONBody[JoinRegion],
        actor: NamedDependency[Actor],
        now: NamedDependency[datetime],
    ) -> None:
        """Deelt een gemeente vanaf een dag bij de regio in; een gemeente is in één regio tegelijk."""
        await regions.join(code, data, actor=actor, now=now)

    @post("/{code:str}/leavings", guards=[requires(Permission.MANAGE_ORGANISATIONS)], status_code=204)
    async def leave(
        self,
        code: FromPath[str],
        data: JSONBody[Leave],
        actor: NamedDependency[Actor],
        now: NamedDependency[datetime],
    ) -> None:
        """Legt de laatste dag van een gemeente in de regio vast."""
        await regions.leave(code, data, actor=actor, now=now)


class MunicipalityController(Controller):
    """Municipalities, public reference data."""

    path = "/municipalities"
    tags = ("Gemeenten",)
    opt = {"public": True}  # noqa: RUF012  Litestar's own way to say it

    @get()
    async def listed(self, valid_on: Annotated[date | None, QueryParameter(name="validOn")] = None) -> list[MunicipalityOut]:
        """Alle gemeenten sinds 2006, of die op een dag bestaan, met hun opvolgers."""
        return await service.municipalities(on=valid_on)

    @get("/{code:str}")
    async def one(self, code: FromPath[str]) -> MunicipalityOut:
        """Eén gemeente, met haar opvolgers."""
        found = [each for each in await service.municipalities() if each.code == code]
        if not found:
            raise UnknownMunicipality(code=code[:20])
        return found[0]
