"""Examiners and sittings in the API."""

from datetime import datetime
from uuid import UUID

from litestar import Controller, get, patch, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery, JSONBody

from exams.sittings import approving, ending, examiners, holding, registering
from exams.sittings.schemas import (
    Approvals,
    ApproveExaminer,
    CandidateExaminerOut,
    CompleteSitting,
    ExaminerOut,
    RecordSitting,
    RegisterExaminer,
    SittingOut,
)
from exams.tracks.schemas import EndApproval
from registry.accounts.guards import requires
from registry.days import amsterdam_day
from registry.permissions import Actor, Permission
from registry.schemes.schemas import Created


class ExaminerController(Controller):
    """Examiners and invigilators of a provider."""

    path = "/examiners"
    tags = ("Examinatoren",)

    @get(guards=[requires(Permission.READ_RESULTS)], opt={"problems": (404,)})
    async def listed(self, provider: FromQuery[UUID], actor: NamedDependency[Actor]) -> list[ExaminerOut]:
        """De examinatoren en surveillanten van uw opleiding, en waarvoor zij zijn erkend."""
        return await examiners.examiners_of(provider, actor=actor)

    @post(guards=[requires(Permission.ENROL)])
    async def register(
        self,
        data: JSONBody[RegisterExaminer],
        actor: NamedDependency[Actor],
        now: NamedDependency[datetime],
    ) -> Created:
        """Registreert een examinator of surveillant bij een opleider."""
        return Created(id=await registering.register_own(data, actor=actor, now=now))

    @post("/{registration_id:uuid}/ending", guards=[requires(Permission.ENROL)], status_code=204)
    async def end(
        self,
        registration_id: FromPath[UUID],
        data: JSONBody[EndApproval],
        actor: NamedDependency[Actor],
        now: NamedDependency[datetime],
    ) -> None:
        """Laat de registratie van een examinator of surveillant eerder eindigen, vandaag of later."""
        await ending.end_registration(registration_id, data, actor=actor, now=now)

    @post("/{registration_id:uuid}/cancellation", guards=[requires(Permission.ENROL)], status_code=204)
    async def cancel(
        self, registration_id: FromPath[UUID], actor: NamedDependency[Actor], now: NamedDependency[datetime]
    ) -> None:
        """Annuleert een registratie die nog niet is begonnen: zij heeft nooit gegolden."""
        await ending.cancel_registration(registration_id, actor=actor, now=now)


class ExaminerApprovalController(Controller):
    """Approvals of examiners by certification bodies."""

    path = "/examiner-approvals"
    tags = ("Examinatoren",)
    guards = (requires(Permission.APPROVE_EXAMINING),)

    @get()
    async def listed(self, actor: NamedDependency[Actor], now: NamedDependency[datetime]) -> list[CandidateExaminerOut]:
        """De examinatoren voor de trajecten waarmee u certificeert; wie op erkenning wacht, staat vooraan."""
        return await approving.candidates_for(actor, today=amsterdam_day(now))

    @post()
    async def approve(
        self,
        data: JSONBody[ApproveExaminer],
        actor: NamedDependency[Actor],
        now: NamedDependency[datetime],
    ) -> Approvals:
        """Erkent een examinator voor een traject: voor de genoemde onderdelen, of voor alle."""
        return Approvals(ids=await approving.approve_examiner(data, actor=actor, now=now))

    @post("/{approval_id:uuid}/ending", status_code=204)
    async def end(
        self,
        approval_id: FromPath[UUID],
        data: JSONBody[EndApproval],
        actor: NamedDependency[Actor],
        now: NamedDependency[datetime],
    ) -> None:
        """Laat de erkenning van een examinator eerder eindigen, vandaag of later."""
        await ending.end_examiner_approval(approval_id, data, actor=actor, now=now)

    @post("/{approval_id:uuid}/cancellation", status_code=204)
    async def cancel(self, approval_id: FromPath[UUID], actor: NamedDependency[Actor], now: NamedDependency[datetime]) -> None:
        """Annuleert een erkenning van een examinator die nog niet is begonnen: zij heeft nooit gegolden."""
        await ending.cancel_examiner_approval(approval_id, actor=actor, now=now)


class SittingController(Controller):
    """Sittings of a provider."""

    path = "/sittings"
    tags = ("Examenzittingen",)

    @get(guards=[requires(Permission.READ_RESULTS)], opt={"problems": (404,)})
    async def listed(self, provider: FromQuery[UUID], actor: NamedDependency[Actor]) -> list[SittingOut]:
        """De examenzittingen van uw opleiding, de laatste eerst."""
        return await holding.sittings_of(provider, actor=actor)

    @get("/{sitting_id:uuid}", guards=[requires(Permission.READ_RESULTS)])
    async def one(self, sitting_id: FromPath[UUID], actor: NamedDependency[Actor]) -> SittingOut:
        """Eén examenzitting."""
        return await holding.sitting_of(sitting_id, actor=actor)

    @post(guards=[requires(Permission.UPLOAD_RESULTS)])
    async def record(
        self,
        data: JSONBody[RecordSitting],
        actor: NamedDependency[Actor],
        now: NamedDependency[datetime],
    ) -> Created:
        """Legt een geplande of gehouden examenzitting vast."""
        return Created(id=await holding.record_sitting(data, actor=actor, now=now))

    @patch("/{sitting_id:uuid}", guards=[requires(Permission.UPLOAD_RESULTS)], status_code=204)
    async def complete(
        self,
        sitting_id: FromPath[UUID],
        data: JSONBody[CompleteSitting],
        actor: NamedDependency[Actor],
        now: NamedDependency[datetime],
    ) -> None:
        """Vult aan of verbetert wat van een zitting bekend is, of maakt het leeg (null): niet onderdeel, dag en examinator."""
        await holding.complete_sitting(sitting_id, data, actor=actor, now=now)
