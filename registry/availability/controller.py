"""What an adviser states of their time and their ties, in the API."""

from datetime import datetime
from uuid import UUID

from litestar import Controller, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody

from registry.accounts.guards import requires
from registry.availability import service, ties
from registry.availability.schemas import AvailabilityOut, DeclareTie, EndTie, StateAvailability, TieMade, TieOut
from registry.permissions import Actor, Permission


class OwnTimeController(Controller):
    """What an adviser states of their time and their ties."""

    tags = ("Boekingen",)
    guards = (requires(Permission.ANSWER_BOOKINGS),)

    @get("/own-availability", opt={"problems": (404,)})
    async def availability(self, actor: NamedDependency[Actor]) -> list[AvailabilityOut]:
        """Wat u opgaf over uw tijd, het laatste eerst."""
        return await service.stated_by(actor)

    @post("/own-availability", status_code=204, opt={"problems": (404,)})
    async def state(
        self,
        data: JSONBody[StateAvailability],
        actor: NamedDependency[Actor],
        now: NamedDependency[datetime],
    ) -> None:
        """Geeft op hoeveel van elke weekdag u kunt werken, voor een periode."""
        await service.state(data, actor=actor, now=now)

    @get("/own-ties", opt={"problems": (404,)})
    async def ties(self, actor: NamedDependency[Actor]) -> list[TieOut]:
        """De gemeenten waarvoor u niet kunt worden geboekt."""
        return await ties.declared_by(actor)

    @post("/own-ties", opt={"problems": (404,)})
    async def declare(
        self,
        data: JSONBody[DeclareTie],
        actor: NamedDependency[Actor],
        now: NamedDependency[datetime],
    ) -> TieMade:
        """Geeft een band met een gemeente op; die gemeente kan u dan niet boeken."""
        return TieMade(id=await ties.declare(data, actor=actor, now=now))

    @post("/own-ties/{tie_id:uuid}/ending", status_code=204, opt={"problems": (404,)})
    async def end(
        self,
        tie_id: FromPath[UUID],
        data: JSONBody[EndTie],
        actor: NamedDependency[Actor],
        now: NamedDependency[datetime],
    ) -> None:
        """Beëindigt een band op een dag."""
        await ties.end(tie_id, data, actor=actor, now=now)
