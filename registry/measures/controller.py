"""Measures on certificates in the API: proposing, deciding, and the history of a certificate."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from litestar import Controller, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody, QueryParameter

from registry.accounts.guards import requires
from registry.idempotency.once import NOT_KEPT
from registry.measures import bulk, history, presenting, reading, service
from registry.measures.schemas import (
    Decided,
    DecideMeasures,
    DeclineMeasure,
    HistoryOut,
    MeasureDetail,
    MeasureOut,
    OutcomesOut,
    OverdueOut,
    Proposed,
    ProposeMeasure,
    ProposeMeasures,
)
from registry.numbering import read_certificate_number
from registry.permissions import Actor, Permission
from registry.texts import Language


class MeasureController(Controller):
    """Measures on certificates."""

    path = "/certificate-measures"
    tags = ("Maatregelen",)

    @get(guards=[requires(Permission.READ_CERTIFICATES)])
    async def listed(
        self,
        language: NamedDependency[Language],
        actor: NamedDependency[Actor],
        now: NamedDependency[datetime],
        ended: Annotated[
            bool | None, QueryParameter(description="Alleen afgehandelde, of alleen wachtende maatregelen.")
        ] = None,
    ) -> list[MeasureOut]:
        """De maatregelen op certificaten van uw instelling, de oudste eerst."""
        found = await reading.measures_for(actor)
        asked = [each for each in found if ended is None or ended == (each.ending is not None)]
        return await presenting.listed(asked, language=language, actor=actor, now=now)

    @get("/overdue-suspensions", guards=[requires(Permission.READ_CERTIFICATES)])
    async def overdue(self, actor: NamedDependency[Actor], now: NamedDependency[datetime]) -> list[OverdueOut]:
        """De schorsingen die na hun uiterste dag nog duren; wat er volgt, beslissen certificeerders."""
        return await presenting.overdue(actor, now=now)

    @get("/histories/{number:str}", guards=[requires(Permission.READ_CERTIFICATES)])
    async def history(
        self,
        number: FromPath[str],
        language: NamedDependency[Language],
        actor: NamedDependency[Actor],
        now: NamedDependency[datetime],
    ) -> HistoryOut:
        """Alles wat er met een certificaat gebeurde: wanneer het gold, en wanneer het bekend was."""
        found = await reading.concerned_for(actor, read_certificate_number(number))
        return await history.history(found, language=language, now=now)

    @get("/{measure_id:uuid}", guards=[requires(Permission.READ_CERTIFICATES)])
    async def one(
        self,
        measure_id: FromPath[UUID],
        language: NamedDependency[Language],
        actor: NamedDependency[Actor],
        now: NamedDependency[datetime],
    ) -> MeasureDetail:
        """Eén maatregel, met het gevolg en wat u belet erover te beslissen."""
        return await presenting.detail(measure_id, language=language, actor=actor, now=now)

    @post(guards=[requires(Permission.DECIDE_CERTIFICATES)], opt={"problems": (404,)})
    async def propose(
        self, data: JSONBody[ProposeMeasure], actor: NamedDependency[Actor], now: NamedDependency[datetime]
    ) -> Proposed:
        """Stelt een maatregel voor; een andere certificeerder beslist."""
        return Proposed(id=await service.propose(data, actor=actor, now=now))

    @post("/previews", guards=[requires(Permission.DECIDE_CERTIFICATES)], status_code=200, opt=NOT_KEPT)
    async def preview(
        self,
        data: JSONBody[ProposeMeasures],
        language: NamedDependency[Language],
        actor: NamedDependency[Actor],
        now: NamedDependency[datetime],
    ) -> OutcomesOut:
        """Toont per certificaat wat een maatregel zou doen, en legt niets vast."""
        rows = await bulk.preview(data, actor=actor, now=now)
        return await presenting.outcomes(rows, language=language, actor=actor)

    @post("/batches", guards=[requires(Permission.DECIDE_CERTIFICATES)])
    async def propose_all(
        self,
        data: JSONBody[ProposeMeasures],
        language: NamedDependency[Language],
        actor: NamedDependency[Actor],
        now: NamedDependency[datetime],
    ) -> OutcomesOut:
        """Stelt een maatregel voor op veel certificaten; elk wordt apart beoordeeld."""
        batch, rows = await bulk.propose_all(data, actor=actor, now=now)
        return await presenting.outcomes(rows, language=language, actor=actor, batch=batch)

    @post("/decisions", guards=[requires(Permission.DECIDE_CERTIFICATES)], status_code=200)
    async def decide_all(
        self,
        data: JSONBody[DecideMeasures],
        language: NamedDependency[Language],
        actor: NamedDependency[Actor],
        now: NamedDependency[datetime],
    ) -> OutcomesOut:
        """Beslist over veel maatregelen; elk wordt apart beoordeeld."""
        rows = await bulk.decide_all(data, actor=actor, now=now)
        return await presenting.outcomes(rows, language=language, actor=actor)

    @post("/{measure_id:uuid}/decision", guards=[requires(Permission.DECIDE_CERTIFICATES)], status_code=200)
    async def decide(
        self, measure_id: FromPath[UUID], actor: NamedDependency[Actor], now: NamedDependency[datetime]
    ) -> Decided:
        """Beslist dat de maatregel geldt; iemand anders heeft hem voorgesteld."""
        return Decided(replaced_by=await service.decide(measure_id, actor=actor, now=now))

    @post("/{measure_id:uuid}/declining", guards=[requires(Permission.DECIDE_CERTIFICATES)], status_code=204)
    async def decline(
        self,
        measure_id: FromPath[UUID],
        data: JSONBody[DeclineMeasure],
        actor: NamedDependency[Actor],
        now: NamedDependency[datetime],
    ) -> None:
        """Wijst de maatregel af, met de reden; iemand anders heeft hem voorgesteld."""
        await service.decline(measure_id, data, actor=actor, now=now)

    @post("/{measure_id:uuid}/taking-back", guards=[requires(Permission.DECIDE_CERTIFICATES)], status_code=204)
    async def take_back(
        self, measure_id: FromPath[UUID], actor: NamedDependency[Actor], now: NamedDependency[datetime]
    ) -> None:
        """Neemt een eigen voorstel terug."""
        await service.take_back(measure_id, actor=actor, now=now)
