"""Training tracks in the API."""

from datetime import datetime
from uuid import UUID

from litestar import Controller, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody

from exams.tracks import approving, catalogue, ending, publishing
from exams.tracks.schemas import (
    ApprovalOut,
    ApproveProvider,
    CreateTrack,
    EndApproval,
    PublishVersion,
    TrackDetail,
    TrackOut,
    VersionPublished,
)
from registry.accounts.guards import requires, signed_in
from registry.days import amsterdam_day
from registry.permissions import Actor, Permission
from registry.schemes.schemas import Created


class TrackController(Controller):
    """Tracks, their parts and who may teach and examine them."""

    path = "/tracks"
    tags = ("Opleidingstrajecten",)

    @get(opt={"public": True})
    async def catalogue(self, now: NamedDependency[datetime]) -> list[TrackOut]:
        """Alle trajecten in de versie die vandaag geldt, met examenonderdelen, voorwaarden en erkende opleiders."""
        return await catalogue.tracks_on(amsterdam_day(now))

    @get("/{code:str}", opt={"public": True})
    async def one(self, code: FromPath[str], now: NamedDependency[datetime]) -> TrackDetail:
        """Eén traject met al zijn versies, de nieuwste eerst."""
        return await catalogue.track_on(code, amsterdam_day(now))

    @post(guards=[requires(Permission.OWN_SCHEMES)])
    async def create(
        self,
        data: JSONBody[CreateTrack],
        actor: NamedDependency[Actor],
        now: NamedDependency[datetime],
    ) -> Created:
        """Maakt een traject met zijn eerste versie; een versie verandert nooit."""
        return Created(id=await publishing.create(data, actor=actor, now=now))

    @post("/{code:str}/versions", guards=[requires(Permission.OWN_SCHEMES)])
    async def publish(
        self,
        code: FromPath[str],
        data: JSONBody[PublishVersion],
        actor: NamedDependency[Actor],
        now: NamedDependency[datetime],
    ) -> VersionPublished:
        """Maakt de volgende versie van een traject; de eerdere blijven zoals ze zijn."""
        return await publishing.publish_version(code, data, actor=actor, now=now)

    @post("/{code:str}/approvals", guards=[signed_in])
    async def approve(
        self,
        code: FromPath[str],
        data: JSONBody[ApproveProvider],
        actor: NamedDependency[Actor],
        now: NamedDependency[datetime],
    ) -> Created:
        """Erkent een opleider: de schemabeheerder voor lesgeven, de certificerende instelling voor examineren."""
        return Created(id=await approving.approve(code, data, actor=actor, now=now))


class ApprovalController(Controller):
    """Approvals of providers."""

    path = "/approvals"
    tags = ("Opleidingstrajecten",)
    guards = (signed_in,)

    @get()
    async def listed(self, actor: NamedDependency[Actor]) -> list[ApprovalOut]:
        """De erkenningen die uw organisatie gaf of kreeg."""
        return await approving.approvals_for(actor)

    @post("/{approval_id:uuid}/ending", status_code=204)
    async def end(
        self,
        approval_id: FromPath[UUID],
        data: JSONBody[EndApproval],
        actor: NamedDependency[Actor],
        now: NamedDependency[datetime],
    ) -> None:
        """Laat een erkenning eerder eindigen, vandaag of later."""
        await ending.end_approval(approval_id, data, actor=actor, now=now)

    @post("/{approval_id:uuid}/cancellation", status_code=204)
    async def cancel(self, approval_id: FromPath[UUID], actor: NamedDependency[Actor], now: NamedDependency[datetime]) -> None:
        """Annuleert een erkenning die nog niet is begonnen: zij heeft nooit gegolden."""
        await ending.cancel_approval(approval_id, actor=actor, now=now)
