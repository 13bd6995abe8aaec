"""Self-reports as people read them."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from registry.dossiers import self_reports
from registry.dossiers.self_report_schemas import SelfReportOut
from registry.dossiers.self_reports import Report
from registry.people import service as people
from registry.people.ordering import Named
from registry.people.rules import Name
from registry.permissions import Actor, Permission
from registry.personal_data import service as personal_data


async def own(actor: Actor) -> list[SelfReportOut]:
    """What a holder reported, the oldest first."""
    return [each.told for each in await _named(await self_reports.own_reports(actor))]


async def listed(actor: Actor) -> list[SelfReportOut]:
    """The reports that the actor may read, the oldest first."""
    return [each.told for each in await named(actor)]


async def named(actor: Actor) -> list[Named[SelfReportOut]]:
    """The same, each with its holder's name."""
    return await _named(await self_reports.reports_for(actor))


async def detail(report: UUID, actor: Actor) -> SelfReportOut:
    """One report; raises NotFound for who may not read it."""
    found = await self_reports.one(report)
    actor.must_see(Permission.READ_CERTIFICATES, found.body)
    [shown] = await _named([found])
    return shown.told


async def waiting_for(actor: Actor) -> int:
    """How many nobody has seen yet."""
    return sum(each.seen_at is None for each in await self_reports.reports_for(actor))


async def _named(found: Sequence[Report]) -> list[Named[SelfReportOut]]:
    words = await personal_data.reveal(one for each in found for one in (each.content, each.conclusion) if one is not None)
    names = await people.names_of(one for each in found for one in (each.person, each.seen_by) if one is not None)
    return [Named(_out(each, words, names), names.get(each.person)) for each in found]


def _out(found: Report, words: Mapping[bytes, dict[str, str]], names: Mapping[UUID, Name]) -> SelfReportOut:
    seen_by = names.get(found.seen_by) if found.seen_by is not None else None
    return SelfReportOut(
        id=found.id,
        certificate=found.certificate,
        name=str(names[found.person]) if found.person in names else None,
        text=words.get(found.content, {}).get("text"),
        reported_at=found.reported_at,
        seen_by=str(seen_by) if seen_by is not None else None,
        seen_at=found.seen_at,
        conclusion=words.get(found.conclusion, {}).get("conclusion") if found.conclusion else None,
    )
