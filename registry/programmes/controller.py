"""Programmes, their day policy, caps on intakes and size classes in the API."""

from datetime import datetime

from litestar import Controller, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody

from registry.accounts.guards import requires
from registry.permissions import Actor, Permission
from registry.programmes import reading, service
from registry.programmes.schemas import (
    CreateProgramme,
    ProgrammeInFull,
    ProgrammeOut,
    SetIntakeCap,
    SetPolicy,
    SetSizeClass,
)
from registry.schemes.schemas import Created


class ProgrammeController(Controller):
    """Programmes and their day policy."""

    path = "/programmes"
    tags = ("Programma’s",)

    @get(guards=[requires(Permission.READ_INTAKES)])
    async def listed(self) -> list[ProgrammeOut]:
        """Alle programma’s, het laatst begonnen eerst."""
        return await reading.listed()

    @get("/{code:str}", guards=[requires(Permission.READ_INTAKES)])
    async def one(self, code: FromPath[str]) -> ProgrammeInFull:
        """Eén programma, met dagenbeleid, plafonds voor intakes en grootteklassen."""
        return await reading.in_full(code)

    @post(guards=[requires(Permission.MANAGE_PROGRAMMES)])
    async def create(
        self,
        data: JSONBody[CreateProgramme],
        actor: NamedDependency[Actor],
        now: NamedDependency[datetime],
    ) -> Created:
        """Maakt een programma."""
        return Created(id=await service.create(data, actor=actor, now=now))

    @post("/{code:str}/day-policies", guards=[requires(Permission.MANAGE_PROGRAMMES)], status_code=204)
    async def set_policy(
        self,
        code: FromPath[str],
        data: JSONBody[SetPolicy],
        actor: NamedDependency[Actor],
        now: NamedDependency[datetime],
    ) -> None:
        """Legt het dagenbeleid vast dat vanaf een dag geldt."""
        await service.set_policy(code, data, actor=actor, now=now)

    @post("/{code:str}/intake-caps", guards=[requires(Permission.MANAGE_PROGRAMMES)], status_code=204)
    async def set_intake_cap(
        self,
        code: FromPath[str],
        data: JSONBody[SetIntakeCap],
        actor: NamedDependency[Actor],
        now: NamedDependency[datetime],
    ) -> None:
        """Legt vast hoeveel intakes een periode hooguit heeft."""
        await service.set_intake_cap(code, data, actor=actor, now=now)

    @post("/{code:str}/size-classes", guards=[requires(Permission.MANAGE_PROGRAMMES)], status_code=204)
    async def set_size_class(
        self,
        code: FromPath[str],
        data: JSONBody[SetSizeClass],
        actor: NamedDependency[Actor],
        now: NamedDependency[datetime],
    ) -> None:
        """Legt de grootteklasse van een gemeente of samenwerkingsverband vast, vanaf een dag."""
        await service.set_size_class(code, data, actor=actor, now=now)
