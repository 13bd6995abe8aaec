"""Suspensions whose day to resolve them by has passed: that day proposes, people decide (DESIGN §2.2)."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from registry.certificates.rules import EventKind, Status
from registry.certificates.service import Issued
from registry.certificates.service import by_ids as certificates_by_ids
from registry.certificates.tables import CertificateEvent
from registry.days import ALL_ON_RECORD, amsterdam_day
from registry.permissions import Actor, Permission

_PAUSES = (EventKind.SUSPENDED.value, EventKind.REINSTATED.value)


@dataclass(frozen=True, slots=True)
class Overdue:
    """A certificate that is suspended, since when, and the day by which that was to be resolved."""

    issued: Issued
    suspended_on: date
    resolve_by: date


async def overdue_for(actor: Actor, *, now: datetime) -> list[Overdue]:
    """The suspensions of the actor's body that last beyond their day, the longest first; an auditor sees all."""
    actor.must(Permission.READ_CERTIFICATES)
    today = amsterdam_day(now)
    lasting = await _last_pauses(await _may_be_overdue(actor, today), today)
    issued = await certificates_by_ids(lasting)
    found = [
        Overdue(issued[each], row["effective_on"], row["resolve_by"])
        for each, row in lasting.items()
        if row["resolve_by"] is not None
        and row["resolve_by"] < today
        and issued[each].status_on(today, ALL_ON_RECORD) is Status.SUSPENDED
    ]
    return sorted(found, key=lambda each: (each.resolve_by, each.issued.number))


async def _may_be_overdue(actor: Actor, today: date) -> list[UUID]:
    query = CertificateEvent.select(CertificateEvent.certificate).where(CertificateEvent.resolve_by < today)
    if not actor.sees_everything:
        own = list(actor.organisations_where(Permission.READ_CERTIFICATES))
        query = query.where(CertificateEvent.certificate.scheme_version.certification_body.is_in(own))
    return list({row["certificate"] for row in await query})


async def _last_pauses(certificates: list[UUID], today: date) -> dict[UUID, dict[str, Any]]:
    """Of each certificate the suspension or reinstatement that counts today: the latest first day, then recorded last."""
    if not certificates:
        return {}
    rows = (
        await CertificateEvent.select(
            CertificateEvent.certificate, CertificateEvent.effective_on, CertificateEvent.resolve_by, CertificateEvent.id
        )
        .where(
            CertificateEvent.certificate.is_in(certificates),
            CertificateEvent.kind.is_in(list(_PAUSES)),
            CertificateEvent.effective_on <= today,
        )
        .order_by(CertificateEvent.id)
    )
    ordered = sorted(rows, key=lambda row: row["effective_on"])
    return {row["certificate"]: row for row in ordered}
