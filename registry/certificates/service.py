"""Certificates: issuing one inside a decision, and telling what holds on a day."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

import asyncpg
import msgspec

from registry.audit import service as audit
from registry.audit.actions import Action
from registry.canonical import canonical_json, sha256
from registry.certificates import rules
from registry.certificates.errors import UnknownCertificate
from registry.certificates.rules import Event, EventKind, Status, Timeline
from registry.certificates.snapshot import Snapshot
from registry.certificates.tables import Certificate, CertificateEvent
from registry.days import ALL_ON_RECORD
from registry.numbering import new_certificate_number
from registry.organisations import service as organisations
from registry.people import merging
from registry.people import service as people
from registry.permissions import Actor
from registry.personal_data import service as personal_data
from registry.personal_data.service import About
from registry.schemes.rules import Version
from registry.transactions import Connection

_TRIES = 5


@dataclass(frozen=True, slots=True)
class Award:
    """What a decision to grant hands over: whom, by which rules and evidence, and the two persons behind it."""

    adviser: UUID
    person: UUID
    version: Version
    valid_from: date
    evidence_hash: bytes
    prepared_by: UUID
    decided_by: UUID


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


async def issue(award: Award, *, connection: Connection, actor: Actor, now: datetime) -> UUID:
    """Issue a certificate inside the transaction of the decision, the adviser being locked; raises AlreadyCertified.

    What the same person holds under another candidate number counts too.
    """
    held = await of_advisers((await merging.same_as([award.adviser]))[award.adviser])
    same_scheme = [each.timeline for each in held if each.scheme == award.version.scheme_code]
    rules.check_may_issue(same_scheme, valid_from=award.valid_from, known_at=ALL_ON_RECORD)
    [holder] = await personal_data.keep([await _holder(award)], at=now)
    body = (await organisations.names_of({award.version.certification_body}))[award.version.certification_body]
    certificate = await _insert(award, holder=holder, body=body, connection=connection, now=now)
    await CertificateEvent.insert(
        CertificateEvent(
            certificate=certificate.id,
            kind=EventKind.GRANTED.value,
            effective_on=award.valid_from,
            recorded_at=now,
            prepared_by=award.prepared_by,
            decided_by=award.decided_by,
        ),
    )
    facts = {"number": certificate.number, "sha256": certificate.snapshot_hash.hex()}
    await audit.record(Action.CERTIFICATE_GRANTED, certificate.id, actor=actor, at=now, facts=facts)
    return certificate.id


async def _holder(award: Award) -> About:
    name = (await people.names_of([award.person]))[award.person]
    return About(award.person, {"given": name.given, "prefix": name.prefix, "family": name.family})


async def _insert(award: Award, *, holder: bytes, body: str, connection: Connection, now: datetime) -> Certificate:
    """A number that is taken is drawn again; the savepoint keeps the transaction alive."""
    for attempt in range(1, _TRIES + 1):
        certificate = _certificate(award, new_certificate_number(), holder=holder, body=body, now=now)
        try:
            async with connection.transaction():
                await Certificate.insert(certificate)
        except asyncpg.UniqueViolationError as error:
            if getattr(error, "constraint_name", "") != "certificate_number_key" or attempt == _TRIES:
                raise
        else:
            return certificate
    raise AssertionError("the last try returns or raises")


def _certificate(award: Award, number: str, *, holder: bytes, body: str, now: datetime) -> Certificate:
    version = award.version
    snapshot = Snapshot(
        number=number,
        holder=holder.hex(),
        scheme=version.scheme_code,
        scheme_name_nl=version.scheme_name.nl,
        scheme_name_en=version.scheme_name.en,
        scheme_version=version.number,
        scope=version.rules.scope,
        body=body,
        valid_from=award.valid_from,
        valid_until=rules.last_day(award.valid_from, version.rules.validity_months),
        issued_on=award.valid_from,
        evidence=award.evidence_hash.hex(),
    )
    text = canonical_json(snapshot)
    return Certificate(
        number=number,
        adviser=award.adviser,
        scheme_version=version.id,
        valid_from=snapshot.valid_from,
        valid_until=snapshot.valid_until,
        holder=holder,
        snapshot=text,
        snapshot_hash=sha256(text),
        evidence_hash=award.evidence_hash,
        prepared_by=award.prepared_by,
        decided_by=award.decided_by,
        recorded_at=now,
    )


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
    )
    rows = await (query if where is None else query.where(where)).order_by(Certificate.recorded_at)
    events = await _events([row["id"] for row in rows] if where is not None else None)
    return [_from_row(row, events.get(row["id"], [])) for row in rows]


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
