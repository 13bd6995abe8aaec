"""People and the adviser's own file in the API."""

from datetime import datetime
from uuid import UUID

from litestar import Controller, get, post, put
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody

from registry.accounts.guards import requires
from registry.people import duplicates, merging, service
from registry.people.schemas import (
    AdviserOut,
    ChangeConsent,
    ChangeProfile,
    MergeAdvisers,
    MergeMade,
    MergeOut,
    PersonOut,
    PossibleDuplicateOut,
    RecordEmployment,
    RegisterPerson,
)
from registry.permissions import Actor, Permission


class PersonController(Controller):
    """People whom the registry has to know."""

    path = "/people"
    tags = ("Personen",)
    guards = (requires(Permission.MANAGE_ACCOUNTS),)

    @post()
    async def register(
        self,
        data: JSONBody[RegisterPerson],
        actor: NamedDependency[Actor],
        now: NamedDependency[datetime],
    ) -> PersonOut:
        """Registreert een persoon."""
        return PersonOut(id=await service.register(data, actor=actor, now=now))

    @post("/{person_id:uuid}/employments", status_code=204)
    async def employ(
        self,
        person_id: FromPath[UUID],
        data: JSONBody[RecordEmployment],
        actor: NamedDependency[Actor],
        now: NamedDependency[datetime],
    ) -> None:
        """Legt vast bij wie iemand werkt, vanaf een dag."""
        await service.record_employment(person_id, data, actor=actor, now=now)


class MergeController(Controller):
    """Files that are of one human being."""

    path = "/adviser-merges"
    tags = ("Personen",)
    guards = (requires(Permission.MERGE_PERSONS),)

    @get()
    async def listed(self, actor: NamedDependency[Actor]) -> list[MergeOut]:
        """Alle samenvoegingen, nieuwste eerst, ook de ongedaan gemaakte."""
        return await merging.merges(actor)

    @get("/possible-duplicates")
    async def possible(self, actor: NamedDependency[Actor]) -> list[PossibleDuplicateOut]:
        """Nummers die van één mens kunnen zijn: dezelfde naam of hetzelfde werkadres."""
        return await duplicates.possible_duplicates(actor)

    @post(opt={"problems": (404,)})
    async def merge(
        self,
        data: JSONBody[MergeAdvisers],
        actor: NamedDependency[Actor],
        now: NamedDependency[datetime],
    ) -> MergeMade:
        """Voegt twee nummers van één mens samen; er verhuist niets en het kan ongedaan worden gemaakt."""
        return MergeMade(id=await merging.merge(data, actor=actor, now=now))

    @post("/{merge_id:uuid}/undoing", status_code=204)
    async def undo(
        self,
        merge_id: FromPath[UUID],
        actor: NamedDependency[Actor],
        now: NamedDependency[datetime],
    ) -> None:
        """Maakt een samenvoeging ongedaan; beide dossiers zijn weer zoals ze waren."""
        await merging.undo(merge_id, actor=actor, now=now)


class OwnFileController(Controller):
    """The adviser's own file."""

    path = "/own-file"
    tags = ("Eigen dossier",)
    guards = (requires(Permission.KEEP_OWN_FILE),)

    @get()
    async def show(self, actor: NamedDependency[Actor]) -> AdviserOut:
        """Uw eigen gegevens en toestemmingen."""
        return await service.show_own_file(actor)

    @put("/profile", status_code=204)
    async def profile(
        self,
        data: JSONBody[ChangeProfile],
        actor: NamedDependency[Actor],
        now: NamedDependency[datetime],
    ) -> None:
        """Zegt in welke provincies u werkt en wat uw vakgebieden zijn."""
        await service.change_profile(data, actor=actor, now=now)

    @put("/consent", status_code=204)
    async def consent(
        self,
        data: JSONBody[ChangeConsent],
        actor: NamedDependency[Actor],
        now: NamedDependency[datetime],
    ) -> None:
        """Zegt welke gegevens op de openbare lijst mogen; zonder `name` staat u er niet op."""
        await service.change_consent(data, actor=actor, now=now)
