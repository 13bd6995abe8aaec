"""Self-reports as people read them."""

from collections.abc import Sequence
from uuid import UUID

from registry.dossiers import self_reports
from registry.dossiers.self_report_schemas import SelfReportOut
from registry.dossiers.self_reports import Report
from registry.people import service as people
from registry.permissions import Actor, Permission
from registry.personal_data import service as personal_data


async def own(actor: Actor) -> list[SelfReportOut]:
    """What a holder reported, the oldest first."""
    return await _told(await self_reports.own_reports(actor))


async def listed(actor: Actor) -> list[SelfReportOut]:
    """The reports that the actor may read, the oldest first."""
    return await _told(await self_reports.reports_for(actor))


async def detail(report: UUID, actor: Actor) -> SelfReportOut:
    """One report; raises NotFound for who may not read it."""
    found = await self_reports.one(report)
    actor.must_see(Permission.READ_CERTIFICATES, found.body)
    [told] = await _told([found])
    return told


async def waiting_for(actor: Actor) -> int:
    """How many nobody has seen yet."""
    return sum(each.seen_at is None for each in await self_reports.reports_for(actor))


async def _told(found: Sequence[Report]) -> list[SelfReportOut]:
    words = await personal_data.reveal(one for each in found for one in (each.content, each.conclusion) if one is not None)
    names = await people.names_of(one for each in found for one in (each.person, each.seen_by) if one is not None)
    return [
        SelfReportOut(
            id=each.id,
            certificate=each.certificate,
            name=str(names[each.person]) if each.person in names else None,
            text=words.get(each.content, {}).get("text"),
            reported_at=each.reported_at,
            seen_by=str(names[each.seen_by]) if each.seen_by in names else None,
            seen_at=each.seen_at,
            conclusion=words.get(each.conclusion, {}).get("conclusion") if each.conclusion else None,
        )
        for each in found
    ]
