"""Dossiers in the API: applying, admitting, preparing, deciding."""

from datetime import datetime
from uuid import UUID

from litestar import Controller, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody

from registry.accounts.guards import requires
from registry.dossiers import presenting, service
from registry.dossiers.schemas import (
    Abandon,
    Admit,
    Applied,
    Apply,
    DecisionOut,
    DossierDetail,
    DossierOut,
    Grant,
    NotAdmit,
    OwnDossierOut,
    Prepare,
    Refuse,
    Return,
)
from registry.permissions import Actor, Permission
from registry.texts import Language


class DossierController(Controller):
    """Dossiers."""

    path = "/dossiers"
    tags = ("Dossiers",)

    @get(guards=[requires(Permission.READ_DOSSIERS)])
    async def listed(self, actor: NamedDependency[Actor]) -> list[DossierOut]:
        """De dossiers van uw certificatieschema’s, op volgorde van aanvraag."""
        return await presenting.listed(actor)

    @get("/own", guards=[requires(Permission.APPLY)])
    async def own(self, actor: NamedDependency[Actor]) -> list[OwnDossierOut]:
        """De eigen aanvragen van de kandidaat, op volgorde van aanvraag."""
        return await presenting.own(actor)

    @get("/{dossier_id:uuid}", guards=[requires(Permission.READ_DOSSIERS)])
    async def one(
        self,
        dossier_id: FromPath[UUID],
        language: NamedDependency[Language],
        actor: NamedDependency[Actor],
        now: NamedDependency[datetime],
    ) -> DossierDetail:
        """Eén dossier met bewijs, stappen en wat u belet erover te oordelen."""
        return await presenting.detail(dossier_id, language=language, actor=actor, now=now)

    @post(guards=[requires(Permission.APPLY)])
    async def apply(self, data: JSONBody[Apply], actor: NamedDependency[Actor], now: NamedDependency[datetime]) -> Applied:
        """De kandidaat vraagt een certificaat aan en gaat akkoord met voorwaarden en gedragscode."""
        return Applied(id=await service.apply(data, actor=actor, now=now))

    @post("/{dossier_id:uuid}/admission", guards=[requires(Permission.ADMIT_DOSSIERS)], status_code=204)
    async def admit(
        self,
        dossier_id: FromPath[UUID],
        data: JSONBody[Admit],
        actor: NamedDependency[Actor],
        now: NamedDependency[datetime],
    ) -> None:
        """Laat de kandidaat toe, nadat de identiteit is vastgesteld."""
        await service.admit(dossier_id, data, actor=actor, now=now)

    @post("/{dossier_id:uuid}/non-admission", guards=[requires(Permission.ADMIT_DOSSIERS)], status_code=204)
    async def not_admit(
        self,
        dossier_id: FromPath[UUID],
        data: JSONBody[NotAdmit],
        actor: NamedDependency[Actor],
        now: NamedDependency[datetime],
    ) -> None:
        """Laat de aanvrager niet toe, met alle redenen tegelijk."""
        await service.not_admit(dossier_id, data, actor=actor, now=now)

    @post("/{dossier_id:uuid}/preparation", guards=[requires(Permission.DECIDE_DOSSIERS)], status_code=204)
    async def prepare(
        self,
        dossier_id: FromPath[UUID],
        data: JSONBody[Prepare],
        actor: NamedDependency[Actor],
        now: NamedDependency[datetime],
    ) -> None:
        """Bereidt het besluit voor, op het genoemde bewijs."""
        await service.prepare(dossier_id, data, actor=actor, now=now)

    @post("/{dossier_id:uuid}/grant", guards=[requires(Permission.DECIDE_DOSSIERS)])
    async def grant(
        self,
        dossier_id: FromPath[UUID],
        data: JSONBody[Grant],
        actor: NamedDependency[Actor],
        now: NamedDependency[datetime],
    ) -> DecisionOut:
        """Kent het certificaat toe; iemand anders heeft het voorbereid."""
        return await presenting.decision(await service.grant(dossier_id, data, actor=actor, now=now))

    @post("/{dossier_id:uuid}/refusal", guards=[requires(Permission.DECIDE_DOSSIERS)], status_code=204)
    async def refuse(
        self,
        dossier_id: FromPath[UUID],
        data: JSONBody[Refuse],
        actor: NamedDependency[Actor],
        now: NamedDependency[datetime],
    ) -> None:
        """Wijst de aanvraag af, met de reden; iemand anders heeft het voorbereid."""
        await service.refuse(dossier_id, data, actor=actor, now=now)

    @post("/{dossier_id:uuid}/return", guards=[requires(Permission.DECIDE_DOSSIERS)], status_code=204)
    async def return_(
        self,
        dossier_id: FromPath[UUID],
        data: JSONBody[Return],
        actor: NamedDependency[Actor],
        now: NamedDependency[datetime],
    ) -> None:
        """Geeft een voorbereid dossier terug, met de reden; daarna kan het opnieuw worden voorbereid."""
        await service.return_(dossier_id, data, actor=actor, now=now)

    @post("/{dossier_id:uuid}/abandonment", guards=[requires(Permission.APPLY)], status_code=204)
    async def abandon(
        self,
        dossier_id: FromPath[UUID],
        data: JSONBody[Abandon],
        actor: NamedDependency[Actor],
        now: NamedDependency[datetime],
    ) -> None:
        """De kandidaat stopt met de eigen aanvraag, voordat daarover is beslist."""
        await service.abandon(dossier_id, data, actor=actor, now=now)
