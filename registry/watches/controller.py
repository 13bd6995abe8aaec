"""Following certificates and advisers in the API."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from litestar import Controller, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody, QueryParameter

from registry.accounts.guards import requires
from registry.permissions import Actor, Permission
from registry.texts import Language
from registry.watches import reading, service
from registry.watches.schemas import Follow, WatchMade, WatchOut


class WatchController(Controller):
    """What organisations follow."""

    path = "/watches"
    tags = ("Volgen",)

    @get(guards=[requires(Permission.READ_WATCHES)])
    async def listed(
        self,
        language: NamedDependency[Language],
        actor: NamedDependency[Actor],
        now: NamedDependency[datetime],
        page: Annotated[int, QueryParameter(ge=1, le=100_000)] = 1,
    ) -> list[WatchOut]:
        """Wat uw gemeente volgt, vijftig per pagina, het nieuwste eerst, met de status van vandaag."""
        return await reading.listed(actor, page=page, language=language, now=now)

    @post(guards=[requires(Permission.WATCH)], opt={"problems": (404,)})
    async def follow(
        self,
        data: JSONBody[Follow],
        actor: NamedDependency[Actor],
        now: NamedDependency[datetime],
    ) -> WatchMade:
        """Volgt een certificaat of een adviseur; u krijgt een bericht bij elke verandering van de status."""
        return WatchMade(id=await service.follow(data, actor=actor, now=now))

    @post("/{watch_id:uuid}/ending", guards=[requires(Permission.WATCH)], status_code=204)
    async def end(
        self,
        watch_id: FromPath[UUID],
        actor: NamedDependency[Actor],
        now: NamedDependency[datetime],
    ) -> None:
        """Volgt dit niet meer."""
        await service.end(watch_id, actor=actor, now=now)
