"""Reorganisations of municipalities in the API."""

from datetime import datetime

from litestar import Controller, get, post
from litestar.di import NamedDependency
from litestar.params import JSONBody

from registry.accounts.guards import requires
from registry.idempotency.once import NOT_KEPT
from registry.permissions import Actor, Permission
from registry.reorganisations import service
from registry.reorganisations.schemas import DueOut, PreviewOut, ReorganisationMade, Reorganise, ReorganisedOut
from registry.texts import Language


class ReorganisationController(Controller):
    """Mergers and splits of municipalities."""

    path = "/reorganisations"
    tags = ("Herindelingen",)

    @get(guards=[requires(Permission.READ_DAYS)])
    async def done(self, actor: NamedDependency[Actor]) -> list[ReorganisedOut]:
        """Alle herindelingen die zijn verwerkt, de nieuwste eerst."""
        return await service.done(actor=actor)

    @get("/due", guards=[requires(Permission.REORGANISE)])
    async def due(self, actor: NamedDependency[Actor]) -> list[DueOut]:
        """Gemeenten die eindigen of eindigden en nog iets hebben dat naar een opvolger moet."""
        return await service.due(actor=actor)

    @post("/preview", status_code=200, guards=[requires(Permission.REORGANISE)], opt={**NOT_KEPT, "problems": (404,)})
    async def preview(
        self,
        data: JSONBody[Reorganise],
        language: NamedDependency[Language],
        actor: NamedDependency[Actor],
        now: NamedDependency[datetime],
    ) -> PreviewOut:
        """Toont wat er overgaat naar de opvolger en wat het belet; er verandert niets."""
        return await service.preview(data, language=language, actor=actor, now=now)

    @post(guards=[requires(Permission.REORGANISE)], opt={"problems": (404,)})
    async def reorganise(
        self,
        data: JSONBody[Reorganise],
        actor: NamedDependency[Actor],
        now: NamedDependency[datetime],
    ) -> ReorganisationMade:
        """Laat alles overgaan naar de opvolger, in één keer; kan vanaf de dag na de laatste dag van de gemeenten."""
        return ReorganisationMade(id=await service.reorganise(data, actor=actor, now=now))
