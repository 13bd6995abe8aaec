"""The pages from which people take along what the registry keeps of them, and an admin what it keeps of who asked for it."""

from datetime import datetime
from uuid import UUID

from litestar import Controller, get
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Stream, Template

from registry.accounts.guards import in_person, requires
from registry.exports.answering import AskedKind, answer
from registry.inspection import service
from registry.inspection.service import Tables
from registry.permissions import Actor, Permission
from registry.texts import Language


class OwnDataPages(Controller):
    """One's own data."""

    path = "/account/gegevens"
    guards = (in_person,)

    @get()
    async def own(
        self,
        every_table: NamedDependency[Tables],
        language: NamedDependency[Language],
        actor: NamedDependency[Actor],
        now: NamedDependency[datetime],
        kind: AskedKind = None,
    ) -> Template | Stream:
        """What is in the file; the file, where one is asked."""
        if kind is None:
            return Template("own_data.html", context={"own_path": "/account/gegevens"})
        return answer(await service.own(every_table, actor=actor, now=now), kind, language=language)


class PersonDataPages(Controller):
    """The data of somebody who asked an admin for it."""

    path = "/wissen/{person_id:uuid}/gegevens"
    guards = (requires(Permission.ERASE_PERSONS),)

    @get()
    async def of_person(  # noqa: PLR0917  Litestar passes parameters by name
        self,
        person_id: FromPath[UUID],
        every_table: NamedDependency[Tables],
        language: NamedDependency[Language],
        actor: NamedDependency[Actor],
        now: NamedDependency[datetime],
        kind: AskedKind = None,
    ) -> Template | Stream:
        """What is in the file; the file, where one is asked."""
        if kind is None:
            return Template("person_data.html", context={"own_path": f"/wissen/{person_id}/gegevens", "person": person_id})
        return answer(await service.of_person(person_id, every_table, actor=actor, now=now), kind, language=language)
