"""Renewals in the API: a holder's own, their education, and what certifiers find of it."""

from datetime import datetime
from uuid import UUID

from litestar import Controller, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody

from registry.accounts.guards import requires
from registry.permissions import Actor, Permission
from registry.renewals import presenting, service
from registry.renewals.schemas import (
    CompleteRenewal,
    EducationOut,
    Entered,
    EnterEducation,
    RefuseEducation,
    RenewalDossierOut,
    RenewalOut,
)
from registry.texts import Language


class RenewalController(Controller):
    """Certifying again."""

    tags = ("Hercertificering",)

    @get("/renewals/own", guards=[requires(Permission.KEEP_OWN_FILE)], opt={"problems": (404,)})
    async def own(
        self, language: NamedDependency[Language], actor: NamedDependency[Actor], now: NamedDependency[datetime]
    ) -> list[RenewalOut]:
        """Uw certificaten die u kunt verlengen: vanaf wanneer, hoe, en hoe ver u bent."""
        return await presenting.own(actor, language=language, now=now)

    @get("/renewals", guards=[requires(Permission.READ_DOSSIERS)])
    async def waiting(self, actor: NamedDependency[Actor], now: NamedDependency[datetime]) -> list[RenewalDossierOut]:
        """De toegelaten aanvragen om hercertificering die wachten tot aan een route is voldaan."""
        return await presenting.waiting_renewals(actor, now=now)

    @post("/renewals/{dossier_id:uuid}/completion", guards=[requires(Permission.DECIDE_DOSSIERS)], status_code=204)
    async def complete(
        self,
        dossier_id: FromPath[UUID],
        data: JSONBody[CompleteRenewal],
        actor: NamedDependency[Actor],
        now: NamedDependency[datetime],
    ) -> None:
        """Maakt de aanvraag compleet: aan een route van het certificatieschema is voldaan."""
        await service.complete(dossier_id, data, actor=actor, now=now)

    @get("/education/own", guards=[requires(Permission.KEEP_OWN_FILE)], opt={"problems": (404,)})
    async def own_education(self, actor: NamedDependency[Actor]) -> list[EducationOut]:
        """De bijscholing die u heeft opgegeven, nieuwste eerst."""
        return await presenting.own_education(actor)

    @post("/education", guards=[requires(Permission.KEEP_OWN_FILE)], opt={"problems": (404,)})
    async def enter(
        self, data: JSONBody[EnterEducation], actor: NamedDependency[Actor], now: NamedDependency[datetime]
    ) -> Entered:
        """Geeft bijscholing op; die telt mee als een certificeerder dat vindt."""
        return Entered(id=await service.enter(data, actor=actor, now=now))

    @get("/education", guards=[requires(Permission.READ_CERTIFICATES)])
    async def education(self, actor: NamedDependency[Actor]) -> list[EducationOut]:
        """De bijscholing van houders van uw certificaten; wat op een oordeel wacht eerst."""
        return await presenting.education(actor)

    @post("/education/{entry_id:uuid}/acceptance", guards=[requires(Permission.DECIDE_CERTIFICATES)], status_code=204)
    async def accept(self, entry_id: FromPath[UUID], actor: NamedDependency[Actor], now: NamedDependency[datetime]) -> None:
        """Laat de bijscholing meetellen."""
        await service.accept(entry_id, actor=actor, now=now)

    @post("/education/{entry_id:uuid}/refusal", guards=[requires(Permission.DECIDE_CERTIFICATES)], status_code=204)
    async def refuse(
        self,
        entry_id: FromPath[UUID],
        data: JSONBody[RefuseEducation],
        actor: NamedDependency[Actor],
        now: NamedDependency[datetime],
    ) -> None:
        """Laat de bijscholing niet meetellen, met een reden."""
        await service.refuse(entry_id, data, actor=actor, now=now)
