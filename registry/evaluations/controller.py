"""Evaluations in the API."""

from datetime import datetime
from uuid import UUID

from litestar import Controller, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody

from registry.accounts.guards import requires
from registry.evaluations import presenting, service
from registry.evaluations.schemas import (
    DueOut,
    Evaluate,
    EvaluationMade,
    EvaluationOut,
    OwnEvaluationsOut,
    Reply,
    SummaryOut,
)
from registry.permissions import Actor, Permission


class EvaluationController(Controller):
    """Evaluations of engagements."""

    tags = ("Beoordelingen",)

    @get("/evaluations", guards=[requires(Permission.READ_EVALUATIONS)])
    async def given(self, actor: NamedDependency[Actor]) -> list[EvaluationOut]:
        """De beoordelingen die uw gemeente gaf, met het antwoord van de adviseur; nieuwste eerst."""
        return await presenting.given(actor)

    @get("/evaluations/due", guards=[requires(Permission.BOOK)])
    async def due(self, actor: NamedDependency[Actor]) -> list[DueOut]:
        """Afgeronde boekingen die uw gemeente nog niet heeft beoordeeld."""
        return await presenting.due(actor)

    @post("/bookings/{booking_id:uuid}/evaluation", guards=[requires(Permission.BOOK)])
    async def evaluate(
        self,
        booking_id: FromPath[UUID],
        data: JSONBody[Evaluate],
        actor: NamedDependency[Actor],
        now: NamedDependency[datetime],
    ) -> EvaluationMade:
        """Beoordeelt een afgeronde boeking; dat kan één keer, en niet met een API-sleutel."""
        return EvaluationMade(id=await service.evaluate(booking_id, data, actor=actor, now=now))

    @get(
        "/certificates/{number:str}/evaluations",
        guards=[requires(Permission.READ_EVALUATIONS)],
        opt={"problems": (404,)},
    )
    async def summary(self, number: FromPath[str], actor: NamedDependency[Actor]) -> SummaryOut:
        """Wat de beoordelingen van de houder van een certificaat gemiddeld zijn, per vijf; niets zolang het er minder zijn."""
        return await presenting.summary(number, actor=actor)

    @get("/own-file/evaluations", guards=[requires(Permission.ANSWER_BOOKINGS)], opt={"problems": (404,)})
    async def own(self, actor: NamedDependency[Actor]) -> OwnEvaluationsOut:
        """Wat u van uw eigen beoordelingen mag lezen: gemiddelden en toelichtingen, per vijf en zonder gemeenten."""
        return await presenting.own(actor)

    @post(
        "/own-file/evaluations/{evaluation_id:uuid}/reply",
        guards=[requires(Permission.ANSWER_BOOKINGS)],
        status_code=204,
    )
    async def reply(
        self,
        evaluation_id: FromPath[UUID],
        data: JSONBody[Reply],
        actor: NamedDependency[Actor],
        now: NamedDependency[datetime],
    ) -> None:
        """Antwoordt op een beoordeling, één keer; de gemeente leest het."""
        await service.reply(evaluation_id, data, actor=actor, now=now)
