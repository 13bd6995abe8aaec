"""Statements, declared relations and waivers in the API."""

from datetime import datetime
from uuid import UUID

from litestar import Controller, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody

from registry.accounts.guards import requires
from registry.impartiality import declarations, statements, waivers
from registry.impartiality.schemas import (
    AskWaiver,
    DeclaredOut,
    DeclareRelation,
    EndRelation,
    Made,
    StatementOut,
    WaiverOut,
)
from registry.permissions import Actor, Permission


class StatementController(Controller):
    """One's own conflict statement."""

    path = "/conflict-statements"
    tags = ("Onpartijdigheid",)

    @get(guards=[requires(Permission.DECLARE_CONFLICTS)])
    async def own(self, actor: NamedDependency[Actor], now: NamedDependency[datetime]) -> list[StatementOut]:
        """Uw belangenverklaring die vandaag geldt; leeg als er geen is."""
        last = await statements.own_until(actor=actor, now=now)
        return [] if last is None else [StatementOut(valid_until=last)]

    @post(guards=[requires(Permission.DECLARE_CONFLICTS)])
    async def state(self, actor: NamedDependency[Actor], now: NamedDependency[datetime]) -> StatementOut:
        """U verklaart dat al uw relaties met adviseurs zijn opgegeven; dit geldt twaalf maanden."""
        return StatementOut(valid_until=await statements.state(actor=actor, now=now))


class DeclaredRelationController(Controller):
    """Relations that certifiers declare of themselves."""

    path = "/declared-relations"
    tags = ("Onpartijdigheid",)

    @get(guards=[requires(Permission.READ_CERTIFICATES)])
    async def listed(self, actor: NamedDependency[Actor]) -> list[DeclaredOut]:
        """De relaties die u zelf opgaf; een auditor ziet die van iedereen."""
        return await declarations.declared_for(actor)

    @post(guards=[requires(Permission.DECLARE_CONFLICTS)])
    async def declare(
        self, data: JSONBody[DeclareRelation], actor: NamedDependency[Actor], now: NamedDependency[datetime]
    ) -> Made:
        """Geeft een eigen relatie met een adviseur op; zij telt vanaf dat moment."""
        return Made(id=await declarations.declare(data, actor=actor, now=now))

    @post("/{relation_id:uuid}/ending", guards=[requires(Permission.DECLARE_CONFLICTS)], status_code=204)
    async def end(
        self,
        relation_id: FromPath[UUID],
        data: JSONBody[EndRelation],
        actor: NamedDependency[Actor],
        now: NamedDependency[datetime],
    ) -> None:
        """Geeft een opgegeven relatie haar laatste dag."""
        await declarations.end(relation_id, data, actor=actor, now=now)


class WaiverController(Controller):
    """Waivers."""

    path = "/impartiality-waivers"
    tags = ("Onpartijdigheid",)

    @get(guards=[requires(Permission.READ_CERTIFICATES)])
    async def listed(self, actor: NamedDependency[Actor], now: NamedDependency[datetime]) -> list[WaiverOut]:
        """De ontheffingen van uw instelling; wat op een besluit wacht, staat voorop."""
        return await waivers.waivers_for(actor, now=now)

    @get("/{waiver_id:uuid}", guards=[requires(Permission.READ_CERTIFICATES)])
    async def one(self, waiver_id: FromPath[UUID], actor: NamedDependency[Actor], now: NamedDependency[datetime]) -> WaiverOut:
        """Eén ontheffing."""
        return await waivers.one(waiver_id, actor, now=now)

    @post(guards=[requires(Permission.DECLARE_CONFLICTS)])
    async def ask(self, data: JSONBody[AskWaiver], actor: NamedDependency[Actor], now: NamedDependency[datetime]) -> Made:
        """Vraagt ontheffing voor uzelf bij één adviseur; een andere certificeerder beslist."""
        return Made(id=await waivers.ask(data, actor=actor, now=now))

    @post("/{waiver_id:uuid}/granting", guards=[requires(Permission.DECLARE_CONFLICTS)], status_code=204)
    async def grant(self, waiver_id: FromPath[UUID], actor: NamedDependency[Actor], now: NamedDependency[datetime]) -> None:
        """Verleent de ontheffing; iemand anders heeft erom gevraagd."""
        await waivers.grant(waiver_id, actor=actor, now=now)

    @post("/{waiver_id:uuid}/declining", guards=[requires(Permission.DECLARE_CONFLICTS)], status_code=204)
    async def decline(self, waiver_id: FromPath[UUID], actor: NamedDependency[Actor], now: NamedDependency[datetime]) -> None:
        """Wijst het verzoek af; iemand anders heeft erom gevraagd."""
        await waivers.decline(waiver_id, actor=actor, now=now)
