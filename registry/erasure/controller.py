"""Erasing a person in the API."""

from datetime import datetime
from uuid import UUID

from litestar import Controller, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody

from registry.accounts.guards import requires
from registry.erasure import service
from registry.erasure.files import NamingFiles
from registry.erasure.schemas import ErasedOut, ErasePerson, FindPerson, FoundOut, PreviewOut
from registry.idempotency.once import NOT_KEPT
from registry.permissions import Actor, Permission
from registry.texts import Language


class ErasureController(Controller):
    """Erasing persons."""

    path = "/erasures"
    tags = ("Wissen",)
    guards = (requires(Permission.ERASE_PERSONS),)

    @post("/persons", status_code=200, opt=NOT_KEPT)
    async def find(self, data: JSONBody[FindPerson], actor: NamedDependency[Actor]) -> FoundOut:
        """Zoekt de persoon met dit kandidaatnummer of e-mailadres."""
        return FoundOut(person=await service.find(data, actor=actor))

    @get("/persons/{person_id:uuid}", opt={"problems": (409,)})
    async def preview(
        self,
        person_id: FromPath[UUID],
        naming_files: NamedDependency[NamingFiles],
        language: NamedDependency[Language],
        actor: NamedDependency[Actor],
        now: NamedDependency[datetime],
    ) -> PreviewOut:
        """Toont wat wissen weghaalt, wat er zonder naam blijft en wat het belet."""
        return await service.preview(person_id, naming_files, language=language, actor=actor, now=now)

    @post("/persons/{person_id:uuid}", status_code=200)
    async def erase(
        self,
        person_id: FromPath[UUID],
        data: JSONBody[ErasePerson],
        naming_files: NamedDependency[NamingFiles],
        actor: NamedDependency[Actor],
        now: NamedDependency[datetime],
    ) -> ErasedOut:
        """Wist de persoon voorgoed; certificaten blijven te controleren, zonder naam."""
        return await service.erase(person_id, data, naming_files, actor=actor, now=now)
