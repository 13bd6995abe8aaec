"""Training tracks in the API."""

from datetime import datetime

from litestar import Controller, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody

from exams.tracks import service
from exams.tracks.schemas import ApproveProvider, CreateTrack, TrackOut
from registry.accounts.guards import requires, signed_in
from registry.permissions import Actor, Permission
from registry.schemes.schemas import Created


class TrackController(Controller):
    """Tracks, their parts and who may teach and examine them."""

    path = "/tracks"
    tags = ("Opleidingstrajecten",)

    @get(opt={"public": True})
    async def catalogue(self) -> list[TrackOut]:
        """Alle trajecten met hun examenonderdelen."""
        return await service.catalogue()

    @post(guards=[requires(Permission.OWN_SCHEMES)])
    async def create(
        self,
        data: JSONBody[CreateTrack],
        actor: NamedDependency[Actor],
        now: NamedDependency[datetime],
    ) -> Created:
        """Maakt een traject met zijn eerste versie; een versie verandert nooit."""
        return Created(id=await service.create(data, actor=actor, now=now))

    @post("/{code:str}/approvals", guards=[signed_in], status_code=204)
    async def approve(
        self,
        code: FromPath[str],
        data: JSONBody[ApproveProvider],
        actor: NamedDependency[Actor],
        now: NamedDependency[datetime],
    ) -> None:
        """Erkent een opleider: de schemabeheerder voor lesgeven, de certificerende instelling voor examineren."""
        await service.approve(code, data, actor=actor, now=now)
