"""Programmes, intakes, allotments and bookings in the API."""

from datetime import datetime
from uuid import UUID

from litestar import Controller, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody

from registry.accounts.guards import requires
from registry.engagements import presenting, programmes, service
from registry.engagements.schemas import (
    AllotmentGranted,
    AllotmentOut,
    AskBooking,
    BookingMade,
    BookingOut,
    CompleteIntake,
    CreateProgramme,
    IntakeOut,
    JudgementOut,
    PlanIntake,
    SetPolicy,
)
from registry.permissions import Actor, Permission
from registry.schemes.schemas import Created
from registry.texts import Language


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
        return Created(id=await programmes.create(data, actor=actor, now=now))

    @post("/{code:str}/day-policies", status_code=204)
    async def set_policy(
        self,
        code: FromPath[str],
        data: JSONBody[SetPolicy],
        actor: NamedDependency[Actor],
        now: NamedDependency[datetime],
    ) -> None:
        """Legt het dagenbeleid vast dat vanaf een dag geldt."""
        await programmes.set_policy(code, data, actor=actor, now=now)


class IntakeController(Controller):
    """Intakes."""

    path = "/intakes"
    tags = ("Intakes",)
    guards = (requires(Permission.HOLD_INTAKES),)

    @post()
    async def plan(
        self,
        data: JSONBody[PlanIntake],
        actor: NamedDependency[Actor],
        now: NamedDependency[datetime],
    ) -> IntakeOut:
        """Plant een intake met een gemeente of samenwerkingsverband."""
        return IntakeOut(id=await programmes.plan_intake(data, actor=actor, now=now))

    @post("/{intake_id:uuid}/completion")
    async def complete(
        self,
        intake_id: FromPath[UUID],
        data: JSONBody[CompleteIntake],
        actor: NamedDependency[Actor],
        now: NamedDependency[datetime],
    ) -> AllotmentGranted:
        """Rondt de intake af; de voorgestelde dagen worden meteen toegekend."""
        return AllotmentGranted(allotment=await programmes.complete_intake(intake_id, data, actor=actor, now=now))


class BookingController(Controller):
    """Allotments and bookings."""

    tags = ("Boekingen",)

    @get("/allotments", guards=[requires(Permission.BOOK)])
    async def allotments(self, actor: NamedDependency[Actor], now: NamedDependency[datetime]) -> list[AllotmentOut]:
        """De dagenbudgetten waaruit uw gemeente mag boeken."""
        return [presenting.allotment(each) for each in await service.allotments_for(actor, now=now)]

    @post("/booking-checks", guards=[requires(Permission.BOOK)], status_code=200)
    async def weigh(
        self,
        data: JSONBody[AskBooking],
        language: NamedDependency[Language],
        actor: NamedDependency[Actor],
        now: NamedDependency[datetime],
    ) -> JudgementOut:
        """Zegt vooraf of een boeking kan, met elke toets; er wordt niets geboekt."""
        return presenting.judgement(await service.weigh(data, actor=actor, now=now), language)

    @post("/bookings", guards=[requires(Permission.BOOK)])
    async def book(
        self,
        data: JSONBody[AskBooking],
        actor: NamedDependency[Actor],
        now: NamedDependency[datetime],
    ) -> BookingMade:
        """Boekt een adviseur; de dagen zijn daarna gereserveerd."""
        return BookingMade(id=await service.request(data, actor=actor, now=now))

    @get("/bookings", guards=[requires(Permission.READ_BOOKINGS)])
    async def bookings(self, actor: NamedDependency[Actor]) -> list[BookingOut]:
        """De boekingen van uw gemeente."""
        return [presenting.booking(each) for each in await service.bookings_for(actor)]
