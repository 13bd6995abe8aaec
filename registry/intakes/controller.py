"""Intakes in the API, and which coordinator works in which region."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from litestar import Controller, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody, QueryParameter

from registry.accounts.guards import requires
from registry.intakes import coordinating, service
from registry.intakes.rules import IntakeStep
from registry.intakes.schemas import (
    AllotmentGranted,
    AssignCoordinator,
    Assigned,
    CancelIntake,
    CompleteIntake,
    CoordinatingOut,
    EndCoordinating,
    HandOver,
    HoldIntake,
    IntakeDetail,
    IntakeListed,
    IntakeOut,
    PlanIntake,
    PlanRecorded,
    RecordPlan,
    TakeOverIntake,
)
from registry.permissions import Actor, Permission


class IntakeController(Controller):
    """Intakes."""

    path = "/intakes"
    tags = ("Intakes",)

    @get(guards=[requires(Permission.READ_INTAKES)])
    async def listed(
        self,
        actor: NamedDependency[Actor],
        now: NamedDependency[datetime],
        wanted: Annotated[IntakeStep | None, QueryParameter(name="state")] = None,
        page: Annotated[int, QueryParameter(ge=1, le=100_000)] = 1,
    ) -> list[IntakeListed]:
        """De intakes die u mag zien, vijftig per pagina, de laatste dag eerst; eventueel alleen die in één stand."""
        return await service.listed(actor=actor, now=now, state=wanted, page=page)

    @get("/{intake_id:uuid}", guards=[requires(Permission.READ_INTAKES)])
    async def one(
        self, intake_id: FromPath[UUID], actor: NamedDependency[Actor], now: NamedDependency[datetime]
    ) -> IntakeDetail:
        """Eén intake, met deelnemers, propositie, realisatieplannen en elke stap."""
        return await service.detail(intake_id, actor=actor, now=now)

    @post(guards=[requires(Permission.HOLD_INTAKES)])
    async def plan(
        self,
        data: JSONBody[PlanIntake],
        actor: NamedDependency[Actor],
        now: NamedDependency[datetime],
    ) -> IntakeOut:
        """Plant een intake met een gemeente of samenwerkingsverband."""
        return IntakeOut(id=await service.plan_intake(data, actor=actor, now=now))

    @post("/{intake_id:uuid}/holding", guards=[requires(Permission.HOLD_INTAKES)], status_code=204)
    async def hold(
        self,
        intake_id: FromPath[UUID],
        data: JSONBody[HoldIntake],
        actor: NamedDependency[Actor],
        now: NamedDependency[datetime],
    ) -> None:
        """Legt vast op welke dag de intake is gehouden, en wie erbij waren."""
        await service.hold_intake(intake_id, data, actor=actor, now=now)

    @post("/{intake_id:uuid}/completion", guards=[requires(Permission.HOLD_INTAKES)])
    async def complete(
        self,
        intake_id: FromPath[UUID],
        data: JSONBody[CompleteIntake],
        actor: NamedDependency[Actor],
        now: NamedDependency[datetime],
    ) -> AllotmentGranted:
        """Rondt de intake af; de voorgestelde dagen worden meteen toegekend."""
        return AllotmentGranted(allotment=await service.complete_intake(intake_id, data, actor=actor, now=now))

    @post("/{intake_id:uuid}/cancellation", guards=[requires(Permission.READ_INTAKES)], status_code=204)
    async def cancel(
        self,
        intake_id: FromPath[UUID],
        data: JSONBody[CancelIntake],
        actor: NamedDependency[Actor],
        now: NamedDependency[datetime],
    ) -> None:
        """Annuleert de intake; dat doet de regie-adviseur, of een beheerder."""
        await service.cancel_intake(intake_id, data, actor=actor, now=now)

    @post("/{intake_id:uuid}/handover", guards=[requires(Permission.MANAGE_PROGRAMMES)], status_code=204)
    async def hand_over(
        self,
        intake_id: FromPath[UUID],
        data: JSONBody[HandOver],
        actor: NamedDependency[Actor],
        now: NamedDependency[datetime],
    ) -> None:
        """Draagt een intake die nog loopt over aan een andere regie-adviseur."""
        await service.hand_over(intake_id, data, actor=actor, now=now)

    @post("/{intake_id:uuid}/realisation-plans", guards=[requires(Permission.HOLD_INTAKES)])
    async def record_plan(
        self,
        intake_id: FromPath[UUID],
        data: JSONBody[RecordPlan],
        actor: NamedDependency[Actor],
        now: NamedDependency[datetime],
    ) -> PlanRecorded:
        """Legt de volgende versie van het realisatieplan vast."""
        return PlanRecorded(version=await service.record_plan(intake_id, data, actor=actor, now=now))

    @post("/takeovers", guards=[requires(Permission.MANAGE_PROGRAMMES)])
    async def take_over(
        self, data: JSONBody[TakeOverIntake], actor: NamedDependency[Actor], now: NamedDependency[datetime]
    ) -> IntakeOut:
        """Neemt een intake over die elders is gehouden, met de dagen die zijn toegekend en gebruikt."""
        return IntakeOut(id=await service.take_over_intake(data, actor=actor, now=now))


class RegionCoordinatorController(Controller):
    """Which coordinator works in which region."""

    path = "/region-coordinators"
    tags = ("Intakes",)
    guards = (requires(Permission.MANAGE_PROGRAMMES),)

    @get()
    async def listed(self, actor: NamedDependency[Actor]) -> list[CoordinatingOut]:
        """Welke regie-adviseur in welke regio werkt of werkte."""
        return await coordinating.listed(actor=actor)

    @post()
    async def assign(
        self, data: JSONBody[AssignCoordinator], actor: NamedDependency[Actor], now: NamedDependency[datetime]
    ) -> Assigned:
        """Laat een regie-adviseur vanaf een dag in een regio werken."""
        return Assigned(id=await coordinating.assign(data, actor=actor, now=now))

    @post("/{coordinating_id:uuid}/end", status_code=204)
    async def end(
        self,
        coordinating_id: FromPath[UUID],
        data: JSONBody[EndCoordinating],
        actor: NamedDependency[Actor],
        now: NamedDependency[datetime],
    ) -> None:
        """Legt de laatste dag vast waarop een regie-adviseur in een regio werkt."""
        await coordinating.end(coordinating_id, data, actor=actor, now=now)
