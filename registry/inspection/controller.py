"""Everything the registry keeps of a person, in the API."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from litestar import Controller, get
from litestar.di import NamedDependency
from litestar.params import FromPath, QueryParameter
from litestar.response import Stream

from registry.accounts.guards import in_person, requires
from registry.exports.answering import MEDIA_TYPES, FileKind, answer
from registry.inspection import service
from registry.inspection.service import Tables
from registry.permissions import Actor, Permission
from registry.texts import Language

_FILES = {"problems": (404,), "files": MEDIA_TYPES}
AskedKind = Annotated[FileKind, QueryParameter(name="file")]


class PersonalDataController(Controller):
    """What the registry keeps of somebody."""

    path = "/personal-data"
    tags = ("Persoonsgegevens",)

    @get("/own", guards=[in_person], opt=_FILES)
    async def own(
        self,
        every_table: NamedDependency[Tables],
        language: NamedDependency[Language],
        actor: NamedDependency[Actor],
        now: NamedDependency[datetime],
        kind: AskedKind = FileKind.JSON,
    ) -> Stream:
        """Geeft alles wat het register over u bewaart, als bestand."""
        return answer(await service.own(every_table, actor=actor, now=now), kind, language=language)

    @get("/persons/{person_id:uuid}", guards=[requires(Permission.ERASE_PERSONS)], opt=_FILES)
    async def of_person(  # noqa: PLR0917  Litestar passes parameters by name
        self,
        person_id: FromPath[UUID],
        every_table: NamedDependency[Tables],
        language: NamedDependency[Language],
        actor: NamedDependency[Actor],
        now: NamedDependency[datetime],
        kind: AskedKind = FileKind.JSON,
    ) -> Stream:
        """Geeft alles wat het register over een persoon bewaart die daarom vroeg; dat staat daarna in het logboek."""
        return answer(await service.of_person(person_id, every_table, actor=actor, now=now), kind, language=language)
