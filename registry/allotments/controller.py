"""Allotments in the API: the statement, and what an admin does with days."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from litestar import Controller, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody, QueryParameter

from registry.accounts.guards import requires
from registry.allotments import presenting, reading, service
from registry.allotments.schemas import CorrectDays, StatementOut, TransferDays
from registry.permissions import Actor, Permission


class AllotmentController(Controller):
    """The days of municipalities and partnerships, posting by posting."""

    path = "/allotments"
    tags = ("Dagenbudgetten",)

    @get("/{allotment_id:uuid}", guards=[requires(Permission.READ_INTAKES)])
    async def statement(
        self,
        allotment_id: FromPath[UUID],
        actor: NamedDependency[Actor],
        now: NamedDependency[datetime],
        page: Annotated[int, QueryParameter(ge=1, le=1_000_000)] = 1,
    ) -> StatementOut:
        """Eén dagenbudget met elke boeking van dagen, de laatste eerst, in bladzijden van 50."""
        return presenting.statement(await reading.statement(allotment_id, page=page, actor=actor, now=now))

    @post("/{allotment_id:uuid}/corrections", guards=[requires(Permission.MANAGE_PROGRAMMES)], status_code=204)
    async def correct(
        self,
        allotment_id: FromPath[UUID],
        data: JSONBody[CorrectDays],
        actor: NamedDependency[Actor],
        now: NamedDependency[datetime],
    ) -> None:
        """Draait dagen terug die niet gebruikt zijn, met een reden; niet door een programma met een sleutel."""
        await service.correct(allotment_id, data, actor=actor, now=now)

    @post("/{allotment_id:uuid}/transfers", guards=[requires(Permission.MANAGE_PROGRAMMES)], status_code=204)
    async def transfer(
        self,
        allotment_id: FromPath[UUID],
        data: JSONBody[TransferDays],
        actor: NamedDependency[Actor],
        now: NamedDependency[datetime],
    ) -> None:
        """Zet beschikbare dagen over naar een ander dagenbudget; niet door een programma met een sleutel."""
        await service.transfer(allotment_id, data, actor=actor, now=now)
