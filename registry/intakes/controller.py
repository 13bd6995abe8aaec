"""Intakes in the API."""

from datetime import datetime
from uuid import UUID

from litestar import Controller, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody

from registry.accounts.guards import requires
from registry.intakes import service
from registry.intakes.schemas import AllotmentGranted, CompleteIntake, IntakeOut, PlanIntake
from registry.permissions import Actor, Permission


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
        return IntakeOut(id=await service.plan_intake(data, actor=actor, now=now))

    @post("/{intake_id:uuid}/completion")
    async def complete(
        self,
        intake_id: FromPath[UUID],
        data: JSONBody[CompleteIntake],
        actor: NamedDependency[Actor],
        now: NamedDependency[datetime],
    ) -> AllotmentGranted:
        """Rondt de intake af; de voorgestelde dagen worden meteen toegekend."""
        return AllotmentGranted(allotment=await service.complete_intake(intake_id, data, actor=actor, now=now))
