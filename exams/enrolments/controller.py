"""Enrolments in the API."""

from datetime import datetime
from uuid import UUID

from litestar import Controller, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery, JSONBody

from exams.enrolments import service
from exams.enrolments.schemas import Enrol, EnrolmentOut, RecordTeaching
from registry.accounts.guards import requires
from registry.permissions import Actor, Permission


class EnrolmentController(Controller):
    """Candidates in tracks."""

    path = "/enrolments"
    tags = ("Inschrijvingen",)
    guards = (requires(Permission.ENROL),)

    @get(opt={"problems": (404,)})
    async def listed(self, provider: FromQuery[UUID], actor: NamedDependency[Actor]) -> list[EnrolmentOut]:
        """De kandidaten van uw opleiding, op nummer."""
        return await service.enrolments_of(provider, actor=actor)

    @post()
    async def enrol(
        self,
        data: JSONBody[Enrol],
        actor: NamedDependency[Actor],
        now: NamedDependency[datetime],
    ) -> EnrolmentOut:
        """Schrijft een kandidaat in; wie nieuw is krijgt een kandidaatnummer."""
        return await service.enrol(data, actor=actor, now=now)

    @post("/{enrolment_id:uuid}/teachings", status_code=204)
    async def teach(
        self,
        enrolment_id: FromPath[UUID],
        data: JSONBody[RecordTeaching],
        actor: NamedDependency[Actor],
        now: NamedDependency[datetime],
    ) -> None:
        """Legt vast wie de kandidaat welke onderdelen heeft gegeven."""
        await service.record_teaching(enrolment_id, data, actor=actor, now=now)
