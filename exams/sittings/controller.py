"""Examiners in the API."""

from datetime import datetime

from litestar import Controller, post
from litestar.di import NamedDependency
from litestar.params import JSONBody

from exams.sittings import service
from exams.sittings.schemas import RegisterExaminer
from registry.accounts.guards import requires
from registry.permissions import Actor, Permission


class ExaminerController(Controller):
    """Examiners and invigilators of a provider."""

    path = "/examiners"
    tags = ("Examinatoren",)
    guards = (requires(Permission.ENROL),)

    @post(status_code=204)
    async def register(
        self,
        data: JSONBody[RegisterExaminer],
        actor: NamedDependency[Actor],
        now: NamedDependency[datetime],
    ) -> None:
        """Registreert een examinator of surveillant bij een opleider."""
        await service.register_examiner(data, actor=actor, now=now)
