"""Self-reports in the API."""

from datetime import datetime
from uuid import UUID

from litestar import Controller, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody

from registry.accounts.guards import requires
from registry.dossiers import self_report_presenting as presenting
from registry.dossiers import self_reports
from registry.dossiers.schemas import Applied
from registry.dossiers.self_report_schemas import ConcludeReport, ReportSelf, SelfReportOut
from registry.permissions import Actor, Permission


class SelfReportController(Controller):
    """Changes that holders report."""

    path = "/self-reports"
    tags = ("Certificaten",)

    @get("/own", guards=[requires(Permission.KEEP_OWN_FILE)])
    async def own(self, actor: NamedDependency[Actor]) -> list[SelfReportOut]:
        """De eigen meldingen van de houder, de oudste eerst."""
        return await presenting.own(actor)

    @post("/own", guards=[requires(Permission.KEEP_OWN_FILE)])
    async def report(
        self, data: JSONBody[ReportSelf], actor: NamedDependency[Actor], now: NamedDependency[datetime]
    ) -> Applied:
        """De houder meldt een wijziging die het certificaat raakt."""
        return Applied(id=await self_reports.report(data, actor=actor, now=now))

    @get(guards=[requires(Permission.READ_CERTIFICATES)])
    async def listed(self, actor: NamedDependency[Actor]) -> list[SelfReportOut]:
        """De meldingen over certificaten van uw instelling, de oudste eerst."""
        return await presenting.listed(actor)

    @get("/{report_id:uuid}", guards=[requires(Permission.READ_CERTIFICATES)])
    async def one(self, report_id: FromPath[UUID], actor: NamedDependency[Actor]) -> SelfReportOut:
        """Eén melding van een houder."""
        return await presenting.detail(report_id, actor)

    @post("/{report_id:uuid}/conclusion", guards=[requires(Permission.DECIDE_CERTIFICATES)], status_code=204)
    async def conclude(
        self,
        report_id: FromPath[UUID],
        data: JSONBody[ConcludeReport],
        actor: NamedDependency[Actor],
        now: NamedDependency[datetime],
    ) -> None:
        """Een certificeerder heeft de melding gezien en zegt wat eruit volgt."""
        await self_reports.conclude(report_id, data, actor=actor, now=now)
