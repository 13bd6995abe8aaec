"""Cases of the integrity watch in the API."""

from datetime import datetime
from uuid import UUID

from litestar import Controller, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody

from exams.integrity import presenting, service
from exams.integrity.schemas import Affected, CaseDetail, CaseOut, CloseCase, HoldDossiers
from registry.accounts.guards import requires
from registry.permissions import Actor, Permission
from registry.texts import Language


class IntegrityCaseController(Controller):
    """Cases of the integrity watch."""

    path = "/integrity-cases"
    tags = ("Integriteit",)

    @get(guards=[requires(Permission.READ_INTEGRITY)])
    async def listed(self, language: NamedDependency[Language], actor: NamedDependency[Actor]) -> list[CaseOut]:
        """De zaken over trajecten waarvoor u certificeert, oudste eerst."""
        return await presenting.listed(actor, language)

    @get("/{case_id:uuid}", guards=[requires(Permission.READ_INTEGRITY)])
    async def one(
        self,
        case_id: FromPath[UUID],
        language: NamedDependency[Language],
        actor: NamedDependency[Actor],
        now: NamedDependency[datetime],
    ) -> CaseDetail:
        """Eén zaak: waarom zij er is, de cijfers, de zittingen en wat er is gedaan."""
        return await presenting.detail(case_id, language=language, actor=actor, now=now)

    @post("/{case_id:uuid}/handling", guards=[requires(Permission.HANDLE_INTEGRITY)], status_code=204)
    async def take(self, case_id: FromPath[UUID], actor: NamedDependency[Actor], now: NamedDependency[datetime]) -> None:
        """Neemt de zaak op zich; wie haar had, draagt haar over."""
        await service.take(case_id, actor=actor, now=now)

    @post("/{case_id:uuid}/holds", guards=[requires(Permission.HANDLE_INTEGRITY)], status_code=200)
    async def hold(
        self,
        case_id: FromPath[UUID],
        data: JSONBody[HoldDossiers],
        actor: NamedDependency[Actor],
        now: NamedDependency[datetime],
    ) -> Affected:
        """Houdt de dossiers aan waarover nog niet is beslist en die de zaak raakt."""
        return Affected(count=await service.hold(case_id, data, actor=actor, now=now))

    @post("/{case_id:uuid}/release", guards=[requires(Permission.HANDLE_INTEGRITY)], status_code=200)
    async def lift(self, case_id: FromPath[UUID], actor: NamedDependency[Actor], now: NamedDependency[datetime]) -> Affected:
        """Geeft de dossiers vrij die voor deze zaak werden aangehouden."""
        return Affected(count=await service.lift(case_id, actor=actor, now=now))

    @post("/{case_id:uuid}/reviews", guards=[requires(Permission.HANDLE_INTEGRITY)], status_code=200)
    async def review(self, case_id: FromPath[UUID], actor: NamedDependency[Actor], now: NamedDependency[datetime]) -> Affected:
        """Laat de certificaten herbeoordelen die op deze uitslagen rusten; hun status blijft zoals zij is."""
        return Affected(count=await service.review(case_id, actor=actor, now=now))

    @post("/{case_id:uuid}/closing", guards=[requires(Permission.HANDLE_INTEGRITY)], status_code=204)
    async def close(
        self,
        case_id: FromPath[UUID],
        data: JSONBody[CloseCase],
        actor: NamedDependency[Actor],
        now: NamedDependency[datetime],
    ) -> None:
        """Sluit de zaak met een conclusie; aangehouden dossiers komen vrij."""
        await service.close(case_id, data, actor=actor, now=now)
