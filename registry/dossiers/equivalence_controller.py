"""Requests for equivalence in the API: asking, preparing and deciding."""

from datetime import datetime
from uuid import UUID

from litestar import Controller, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody

from registry.accounts.guards import requires
from registry.dossiers import equivalence
from registry.dossiers import equivalence_presenting as presenting
from registry.dossiers.equivalence_schemas import (
    AskEquivalence,
    DecideEquivalence,
    EquivalenceOut,
    OwnEquivalenceOut,
    PrepareEquivalence,
    RouteOut,
)
from registry.dossiers.schemas import Applied
from registry.permissions import Actor, Permission
from registry.texts import Language


class EquivalenceController(Controller):
    """Requests that a part counts as passed."""

    tags = ("Dossiers",)

    @get("/dossiers/{dossier_id:uuid}/equivalences/own", guards=[requires(Permission.APPLY)])
    async def own(
        self, dossier_id: FromPath[UUID], language: NamedDependency[Language], actor: NamedDependency[Actor]
    ) -> list[OwnEquivalenceOut]:
        """De verzoeken om vrijstelling in een eigen aanvraag, de oudste eerst."""
        return (await presenting.own(dossier_id, language=language, actor=actor))[1]

    @get("/dossiers/{dossier_id:uuid}/equivalences/routes", guards=[requires(Permission.APPLY)])
    async def routes(
        self,
        dossier_id: FromPath[UUID],
        language: NamedDependency[Language],
        actor: NamedDependency[Actor],
        now: NamedDependency[datetime],
    ) -> list[RouteOut]:
        """Voor welke onderdelen de kandidaat nu vrijstelling kan vragen, en op welke grond."""
        return await presenting.offered(dossier_id, language=language, actor=actor, now=now)

    @post("/dossiers/{dossier_id:uuid}/equivalences", guards=[requires(Permission.APPLY)])
    async def ask(
        self,
        dossier_id: FromPath[UUID],
        data: JSONBody[AskEquivalence],
        actor: NamedDependency[Actor],
        now: NamedDependency[datetime],
    ) -> Applied:
        """De kandidaat vraagt vrijstelling voor een onderdeel, langs een weg die het schema kent."""
        return Applied(id=await equivalence.ask(dossier_id, data, actor=actor, now=now))

    @get("/equivalences", guards=[requires(Permission.READ_DOSSIERS)])
    async def listed(self, language: NamedDependency[Language], actor: NamedDependency[Actor]) -> list[EquivalenceOut]:
        """De verzoeken om vrijstelling in de dossiers van uw certificatieschema’s, de oudste eerst."""
        return await presenting.listed(actor, language=language)

    @get("/equivalences/{request_id:uuid}", guards=[requires(Permission.READ_DOSSIERS)])
    async def one(
        self,
        request_id: FromPath[UUID],
        language: NamedDependency[Language],
        actor: NamedDependency[Actor],
        now: NamedDependency[datetime],
    ) -> EquivalenceOut:
        """Eén verzoek om vrijstelling, met wat u belet erover te oordelen."""
        return await presenting.detail(request_id, language=language, actor=actor, now=now)

    @post("/equivalences/{request_id:uuid}/preparation", guards=[requires(Permission.DECIDE_DOSSIERS)], status_code=204)
    async def prepare(
        self,
        request_id: FromPath[UUID],
        data: JSONBody[PrepareEquivalence],
        actor: NamedDependency[Actor],
        now: NamedDependency[datetime],
    ) -> None:
        """Bereidt het besluit over de vrijstelling voor, met advies."""
        await equivalence.prepare(request_id, data, actor=actor, now=now)

    @post("/equivalences/{request_id:uuid}/grant", guards=[requires(Permission.DECIDE_DOSSIERS)], status_code=204)
    async def grant(
        self,
        request_id: FromPath[UUID],
        data: JSONBody[DecideEquivalence],
        actor: NamedDependency[Actor],
        now: NamedDependency[datetime],
    ) -> None:
        """Geeft de vrijstelling; iemand anders heeft het voorbereid."""
        await equivalence.grant(request_id, data, actor=actor, now=now)

    @post("/equivalences/{request_id:uuid}/refusal", guards=[requires(Permission.DECIDE_DOSSIERS)], status_code=204)
    async def refuse(
        self,
        request_id: FromPath[UUID],
        data: JSONBody[DecideEquivalence],
        actor: NamedDependency[Actor],
        now: NamedDependency[datetime],
    ) -> None:
        """Wijst de vrijstelling af; iemand anders heeft het voorbereid."""
        await equivalence.refuse(request_id, data, actor=actor, now=now)
