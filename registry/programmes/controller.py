"""Programmes and their day policy in the API."""

from datetime import datetime

from litestar import Controller, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody

from registry.accounts.guards import requires
from registry.permissions import Actor, Permission
from registry.programmes import service
from registry.programmes.schemas import CreateProgramme, SetPolicy
from registry.schemes.schemas import Created


class ProgrammeController(Controller):
    """Programmes and their day policy."""

    path = "/programmes"
    tags = ("Programma’s",)
    guards = (requires(Permission.MANAGE_PROGRAMMES),)

    @post()
    async def create(
        self,
        data: JSONBody[CreateProgramme],
        actor: NamedDependency[Actor],
        now: NamedDependency[datetime],
    ) -> Created:
        """Maakt een programma."""
        return Created(id=await service.create(data, actor=actor, now=now))

    @post("/{code:str}/day-policies", status_code=204)
    async def set_policy(
        self,
        code: FromPath[str],
        data: JSONBody[SetPolicy],
        actor: NamedDependency[Actor],
        now: NamedDependency[datetime],
    ) -> None:
        """Legt het dagenbeleid vast dat vanaf een dag geldt."""
        await service.set_policy(code, data, actor=actor, now=now)
