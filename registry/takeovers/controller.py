"""Takeovers in the API: lists that were prepared, and what certifiers do with them."""

from datetime import datetime
from uuid import UUID

from litestar import Controller, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody

from registry.accounts.guards import requires
from registry.permissions import Actor, Permission
from registry.takeovers import presenting, service
from registry.takeovers.schemas import ConfirmHolders, DecidedOut, TakeoverDetail, TakeoverOut
from registry.texts import Language


class TakeoverController(Controller):
    """Certificates issued elsewhere."""

    path = "/takeovers"
    tags = ("Overnames",)

    @get(guards=[requires(Permission.READ_CERTIFICATES)])
    async def listed(self, actor: NamedDependency[Actor]) -> list[TakeoverOut]:
        """De lijsten van certificaten die elders zijn uitgegeven, nieuwste eerst."""
        return await presenting.listed(actor)

    @get("/{takeover_id:uuid}", guards=[requires(Permission.READ_CERTIFICATES)])
    async def one(
        self,
        takeover_id: FromPath[UUID],
        language: NamedDependency[Language],
        actor: NamedDependency[Actor],
        now: NamedDependency[datetime],
    ) -> TakeoverDetail:
        """Eén lijst, rij voor rij, met wat u belet haar over te nemen."""
        return await presenting.detail(takeover_id, language=language, actor=actor, now=now)

    @post("/{takeover_id:uuid}/distinct-holders", guards=[requires(Permission.DECIDE_CERTIFICATES)], status_code=204)
    async def confirm(
        self,
        takeover_id: FromPath[UUID],
        data: JSONBody[ConfirmHolders],
        actor: NamedDependency[Actor],
        now: NamedDependency[datetime],
    ) -> None:
        """Zegt dat de houders in deze rijen iemand anders zijn dan de kandidaten met zo’n naam."""
        await service.confirm(takeover_id, data.rows, actor=actor, now=now)

    @post("/{takeover_id:uuid}/decision", guards=[requires(Permission.DECIDE_CERTIFICATES)])
    async def decide(
        self, takeover_id: FromPath[UUID], actor: NamedDependency[Actor], now: NamedDependency[datetime]
    ) -> DecidedOut:
        """Neemt alle certificaten van de lijst over, of geen."""
        return DecidedOut(certificates=await service.decide(takeover_id, actor=actor, now=now))

    @post("/{takeover_id:uuid}/refusal", guards=[requires(Permission.DECIDE_CERTIFICATES)], status_code=204)
    async def decline(self, takeover_id: FromPath[UUID], actor: NamedDependency[Actor], now: NamedDependency[datetime]) -> None:
        """Wijst de lijst af; er wordt niets overgenomen."""
        await service.decline(takeover_id, actor=actor, now=now)

    @post("/{takeover_id:uuid}/withdrawal", guards=[requires(Permission.DECIDE_CERTIFICATES)], status_code=204)
    async def take_back(
        self, takeover_id: FromPath[UUID], actor: NamedDependency[Actor], now: NamedDependency[datetime]
    ) -> None:
        """Neemt een lijst terug die u zelf heeft voorbereid."""
        await service.take_back(takeover_id, actor=actor, now=now)
