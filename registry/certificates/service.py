"""Certificates as they were issued, with what happened to them since."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

import msgspec

from registry.certificates import rules
from registry.certificates.errors import UnknownCertificate
from registry.certificates.rules import Event, EventKind, Status, Timeline
from registry.certificates.snapshot import Snapshot
from registry.certificates.tables import Certificate, CertificateEvent


@dataclass(frozen=True, slots=True)
class Issued:
    """A certificate that exists, with what happened to it."""

    id: UUID
    number: str
    adviser: UUID
    scheme: str
    snapshot: Snapshot
    snapshot_hash: bytes
    holder: bytes
    timeline: Timeline

    def status_on(self, day: date, known_at: datetime) -> Status | None:
        """The one rule of `rules.status_on`."""
        return rules.status_on(self.timeline, day, known_at)


async def by_number(number: str) -> Issued:
    """The certificate with that number; raises UnknownCertificate."""
    found = await _issued(Certificate.number == number)
    if not found:
        raise UnknownCertificate(number=number)
    return found[0]


async def of_advisers(advisers: Iterable[UUID]) -> list[Issued]:
    """Every certificate ever issued to these advisers, oldest first."""
    wanted = list(set(advisers))
    return await _issued(Certificate.adviser.is_in(wanted)) if wanted else []


async def by_ids(certificates: Iterable[UUID]) -> dict[UUID, Issued]:
    """These certificates, by id."""
    wanted = list(set(certificates))
    return {each.id: each for each in await _issued(Certificate.id.is_in(wanted))} if wanted else {}


async def everything() -> list[Issued]:
    """Every certificate ever issued, oldest first."""
    return await _issued(None)


async def _issued(where: Any) -> list[Issued]:  # noqa: ANN401  a Piccolo condition has no one type
    query = Certificate.select(
        Certificate.id,
        Certificate.number,
        Certificate.adviser,
        Certificate.snapshot,
        Certificate.snapshot_hash,
        Certificate.holder,
        Certificate.recorded_at,
    )
    rows = await (query if where is None else query.where(where))
    events = await _events([row["id"] for row in rows] if where is not None else None)
    order = {certificate: place for place, certificate in enumerate(events)}
    in_order = sorted(rows, key=lambda row: (row["recorded_at"], order.get(row["id"], 0)))
    return [_from_row(row, events.get(row["id"], [])) for row in in_order]


def _from_row(row: dict[str, Any], events: list[Event]) -> Issued:
    snapshot = msgspec.json.decode(row["snapshot"], type=Snapshot)
    return Issued(
        id=row["id"],
        number=row["number"],
        adviser=row["adviser"],
        scheme=snapshot.scheme,
        snapshot=snapshot,
        snapshot_hash=row["snapshot_hash"],
        holder=row["holder"],
        timeline=Timeline(snapshot.valid_from, snapshot.valid_until, events),
    )


async def _events(certificates: list[UUID] | None) -> dict[UUID, list[Event]]:
    query = CertificateEvent.select(
        CertificateEvent.certificate,
        CertificateEvent.kind,
        CertificateEvent.effective_on,
        CertificateEvent.recorded_at,
    )
    if certificates is not None:
        if not certificates:
            return {}
        query = query.where(CertificateEvent.certificate.is_in(certificates))
    found: dict[UUID, list[Event]] = {}
    for row in await query.order_by(CertificateEvent.id):
        event = Event(EventKind(row["kind"]), row["effective_on"], row["recorded_at"])
        found.setdefault(row["certificate"], []).append(event)
    return found
