"""Appeals and complaints in the API: sending one without an account, asking how it stands, and handling it."""

from datetime import datetime
from uuid import UUID

from litestar import Controller, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody

from registry.accounts.guards import in_person, requires
from registry.appeals import presenting, service
from registry.appeals.schemas import (
    Acknowledge,
    AppealDetail,
    AppealOut,
    AppealStatus,
    Assign,
    DecideAppeal,
    FileAppeal,
    OwnAppeal,
    PrepareAnswer,
    Received,
)
from registry.permissions import Actor, Permission
from registry.texts import Language


class AppealController(Controller):
    """Appeals and complaints."""

    path = "/appeals"
    tags = ("Bezwaren en klachten",)

    @post(opt={"public": True})
    async def file(self, data: JSONBody[FileAppeal], now: NamedDependency[datetime]) -> Received:
        """Stuurt een bezwaar of klacht, zonder account; het antwoord is het ontvangstbewijs met een nummer."""
        return await service.file(data, now=now)

    @post("/own", guards=[in_person])
    async def file_own(
        self, data: JSONBody[OwnAppeal], actor: NamedDependency[Actor], now: NamedDependency[datetime]
    ) -> Received:
        """Stuurt een bezwaar of klacht als aangemelde gebruiker."""
        return await service.file_own(data, actor=actor, now=now)

    @get("/own", guards=[in_person])
    async def own(self, actor: NamedDependency[Actor]) -> list[AppealStatus]:
        """De eigen bezwaren en klachten, de oudste eerst."""
        return await presenting.sent_by(actor)

    @get("/status/{number:str}", opt={"public": True, "problems": (404,)})
    async def status(self, number: FromPath[str]) -> AppealStatus:
        """Hoe het staat met een bezwaar of klacht, voor wie het nummer heeft."""
        return await presenting.status(number)

    @post("/own/{number:str}/withdrawal", guards=[in_person], status_code=204)
    async def withdraw(self, number: FromPath[str], actor: NamedDependency[Actor], now: NamedDependency[datetime]) -> None:
        """De afzender trekt het eigen bezwaar of de eigen klacht in."""
        await service.withdraw(number, actor=actor, now=now)

    @get(guards=[requires(Permission.READ_APPEALS)])
    async def listed(self, actor: NamedDependency[Actor], now: NamedDependency[datetime]) -> list[AppealOut]:
        """De bezwaren en klachten die uw instelling behandelt, de oudste eerst."""
        return await presenting.listed(actor, now=now)

    @get("/{appeal_id:uuid}", guards=[requires(Permission.READ_APPEALS)])
    async def one(
        self,
        appeal_id: FromPath[UUID],
        language: NamedDependency[Language],
        actor: NamedDependency[Actor],
        now: NamedDependency[datetime],
    ) -> AppealDetail:
        """Eén bezwaar of klacht, met elke stap en wat u belet het te behandelen."""
        return await presenting.detail(appeal_id, language=language, actor=actor, now=now)

    @post("/{appeal_id:uuid}/acknowledgement", guards=[requires(Permission.HANDLE_APPEALS)], status_code=204)
    async def acknowledge(
        self,
        appeal_id: FromPath[UUID],
        data: JSONBody[Acknowledge],
        actor: NamedDependency[Actor],
        now: NamedDependency[datetime],
    ) -> None:
        """Bevestigt de ontvangst, en noemt waarover het gaat."""
        await service.acknowledge(appeal_id, data, actor=actor, now=now)

    @post("/{appeal_id:uuid}/assignment", guards=[requires(Permission.HANDLE_APPEALS)], status_code=204)
    async def assign(
        self,
        appeal_id: FromPath[UUID],
        data: JSONBody[Assign],
        actor: NamedDependency[Actor],
        now: NamedDependency[datetime],
    ) -> None:
        """Geeft het aan een certificeerder die bij niets ervan betrokken was."""
        await service.assign(appeal_id, data, actor=actor, now=now)

    @post("/{appeal_id:uuid}/preparation", guards=[requires(Permission.HANDLE_APPEALS)], status_code=204)
    async def prepare(
        self,
        appeal_id: FromPath[UUID],
        data: JSONBody[PrepareAnswer],
        actor: NamedDependency[Actor],
        now: NamedDependency[datetime],
    ) -> None:
        """De behandelaar bereidt het besluit voor."""
        await service.prepare(appeal_id, data, actor=actor, now=now)

    @post("/{appeal_id:uuid}/decision", guards=[requires(Permission.HANDLE_APPEALS)], status_code=204)
    async def decide(
        self,
        appeal_id: FromPath[UUID],
        data: JSONBody[DecideAppeal],
        actor: NamedDependency[Actor],
        now: NamedDependency[datetime],
    ) -> None:
        """Beslist; iemand anders heeft het voorbereid."""
        await service.decide(appeal_id, data, actor=actor, now=now)
