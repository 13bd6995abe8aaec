"""What happened to a certificate, as people read it: on the axis of when it held, and on that of when it was known."""

from datetime import datetime
from typing import Any
from uuid import UUID

from registry.certificates import service as certificates
from registry.certificates.rules import EventKind, Timeline
from registry.certificates.tables import CertificateEvent
from registry.days import ALL_ON_RECORD, amsterdam_day
from registry.measures.periods import instants, periods
from registry.measures.presenting import reason_out, scope_out
from registry.measures.reading import Concerned
from registry.measures.schemas import EventOut, HistoryOut, KnownOut, PeriodOut
from registry.people import service as people
from registry.texts import Language


async def history(found: Concerned, *, language: Language, now: datetime) -> HistoryOut:
    """The certificate with all that happened to it; names are absent of whoever was erased."""
    issued = found.issued
    status = issued.status_on(amsterdam_day(now), ALL_ON_RECORD)
    if status is None:
        raise LookupError(issued.id)
    names = await people.names_of([found.person])
    return HistoryOut(
        certificate=issued.number,
        name=str(names[found.person]) if found.person in names else None,
        scheme=issued.scheme,
        scheme_version=issued.snapshot.scheme_version,
        valid_from=issued.timeline.valid_from,
        valid_until=issued.timeline.valid_until,
        status=status,
        scope=[scope_out(each, language) for each in issued.snapshot.scope],
        events=await _events(found, language),
        known=[known(issued.timeline, each) for each in instants(issued.timeline)],
    )


def known(timeline: Timeline, at: datetime) -> KnownOut:
    """The life of the certificate as it was known from an instant on."""
    shown = [PeriodOut(status=each.status, first=each.first, last=each.last) for each in periods(timeline, at)]
    return KnownOut(known_from=at, periods=shown)


async def _events(found: Concerned, language: Language) -> list[EventOut]:
    rows: list[dict[str, Any]] = (
        await CertificateEvent.select().where(CertificateEvent.certificate == found.issued.id).order_by(CertificateEvent.id)
    )
    persons: set[UUID] = {row[column] for row in rows for column in ("prepared_by", "decided_by") if row[column]}
    names = {person: str(name) for person, name in (await people.names_of(persons)).items()}
    replacing = await certificates.by_ids(row["replaced_by"] for row in rows if row["replaced_by"])
    return [
        EventOut(
            kind=EventKind(row["kind"]),
            effective_on=row["effective_on"],
            recorded_at=row["recorded_at"],
            reason=reason_out(row["reason"], found.version.rules, language),
            resolve_by=row["resolve_by"],
            replaced_by=replacing[row["replaced_by"]].number if row["replaced_by"] else None,
            prepared_by=names.get(row["prepared_by"]),
            decided_by=names.get(row["decided_by"]),
        )
        for row in rows
    ]
