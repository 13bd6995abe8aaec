"""Issuing a certificate, and recording what happens to one; inside the transaction of the decision (DESIGN §2.1, §2.4)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid4

from registry.audit import service as audit
from registry.audit.actions import Action
from registry.canonical import canonical_json, sha256
from registry.certificates import keeping, rules
from registry.certificates.errors import AlreadyCertified
from registry.certificates.held import Held
from registry.certificates.rules import Event, EventKind, Timeline
from registry.certificates.snapshot import Snapshot, TakenOver
from registry.credentials import service as credentials
from registry.days import amsterdam_day
from registry.errors import RuleBroken
from registry.numbering import new_certificate_number
from registry.organisations import service as organisations
from registry.people import service as people
from registry.people.rules import Name
from registry.permissions import Actor
from registry.personal_data import service as personal_data
from registry.personal_data.service import About
from registry.public_log import service as public_log
from registry.schemes import service as schemes
from registry.schemes.errors import NoVersionInForce
from registry.schemes.rules import ScopeItem, Version
from registry.transactions import Connection, fetch

_TRIES = 5
_COLUMNS = (
    *("id", "number", "adviser", "scheme_version", "valid_from", "valid_until", "holder", "snapshot", "snapshot_hash"),
    *("evidence_hash", "prepared_by", "decided_by", "predecessor", "recorded_at"),
)
_EVENT_COLUMNS = ("certificate", "kind", "effective_on", "prepared_by", "decided_by", "recorded_at")


class NoNumberLeft(RuntimeError):
    """Number after number that was drawn is taken."""


@dataclass(frozen=True, slots=True)
class Award:
    """What a decision to grant hands over: whom, by which rules and evidence, and the two persons behind it.

    Without a last day it is the version's months, without a scope the whole of the version's. `predecessor` is the
    certificate that this one renews or replaces; `taken_over` tells who issued it first.
    """

    adviser: UUID
    person: UUID
    version: Version
    valid_from: date
    evidence_hash: bytes
    prepared_by: UUID
    decided_by: UUID
    valid_until: date | None = None
    scope: tuple[ScopeItem, ...] | None = None
    predecessor: UUID | None = None
    taken_over: TakenOver | None = None

    @property
    def last_day(self) -> date:
        """As given, or so many months as the version says."""
        return self.valid_until or rules.last_day(self.valid_from, self.version.rules.validity_months)


async def issue(award: Award, *, connection: Connection, actor: Actor, now: datetime) -> UUID:
    """Issue a certificate inside the transaction of the decision, the adviser being locked.

    What the same person holds under another candidate number counts too. A version that is known to end makes the
    certificate superseded from that day on. Raises AlreadyCertified, NoVersionInForce.
    """
    [outcome] = await issue_all([award], connection=connection, actor=actor, now=now)
    if isinstance(outcome, RuleBroken):
        raise outcome
    return outcome


async def issue_all(awards: Sequence[Award], *, connection: Connection, actor: Actor, now: datetime) -> list[UUID | RuleBroken]:
    """As `issue`, of many decisions at once, all their advisers being locked: of each the certificate, or what refuses it.

    The same number of questions however many they are. Nothing is written of what is refused.
    """
    outcomes = await _judged(awards, connection=connection, now=now)
    issuing = [each for each in outcomes if isinstance(each, _Issuing)]
    rows = await _rows(issuing, now=now)
    await connection.copy_records_to_table("certificate", columns=_COLUMNS, records=rows)
    await connection.copy_records_to_table("certificate_event", columns=_EVENT_COLUMNS, records=_events(issuing, now=now))
    facts = {row[0]: {"number": row[1], "sha256": row[8].hex()} for row in rows}
    await audit.record_all(Action.CERTIFICATE_GRANTED, facts, actor=actor, at=now)
    ending = {each.id: {"effective_on": each.ends_on} for each in issuing if each.ends_on is not None}
    await audit.record_all(Action.CERTIFICATE_SUPERSEDED, ending, actor=actor, at=now)
    await keeping.ask([each.id for each in issuing], connection=connection)
    await credentials.sign([each.id for each in issuing], now=now)
    await public_log.log_certificate_events([each.id for each in issuing], at=now)
    return [each.id if isinstance(each, _Issuing) else each for each in outcomes]


async def refusals(awards: Sequence[Award], *, connection: Connection, now: datetime) -> list[RuleBroken | None]:
    """What would refuse each of these where they were issued now, all at once; nothing is written."""
    judged = await _judged(awards, connection=connection, now=now)
    return [each if isinstance(each, RuleBroken) else None for each in judged]


@dataclass(frozen=True, slots=True)
class _Issuing:
    """An award that nothing is in the way of: the certificate it becomes, and from which day it is superseded, if known."""

    id: UUID
    award: Award
    ends_on: date | None


async def _judged(awards: Sequence[Award], *, connection: Connection, now: datetime) -> list[_Issuing | RuleBroken]:
    """Each award in turn: by then the person holds what an earlier one becomes."""
    held = await Held.of({award.adviser for award in awards})
    ends = {
        (version, day): await _end_of(version, day, connection=connection)
        for version, day in dict.fromkeys((award.version.id, award.valid_from) for award in awards)
    }
    outcomes: list[_Issuing | RuleBroken] = []
    for award in awards:
        end = ends[award.version.id, award.valid_from]
        try:
            if isinstance(end, RuleBroken):
                raise end
            scheme, first_day = award.version.scheme_code, award.valid_from
            held.check(award.adviser, scheme, valid_from=first_day, predecessor=award.predecessor)
            each = _Issuing(uuid4(), award, end if end is not None and end <= award.last_day else None)
            granted = Event(EventKind.GRANTED, first_day, now)
            held.add(award.adviser, scheme, each.id, Timeline(first_day, award.last_day, [granted]))
            outcomes.append(each)
        except (AlreadyCertified, NoVersionInForce) as refused:
            outcomes.append(refused)
    return outcomes


async def _end_of(version: UUID, first_day: date, *, connection: Connection) -> date | NoVersionInForce | None:
    try:
        return await schemes.hold(version, valid_from=first_day, connection=connection)
    except NoVersionInForce as refused:
        return refused


def _events(issuing: Sequence[_Issuing], *, now: datetime) -> list[tuple[object, ...]]:
    """Each certificate is granted, and those of a version that is known to end are superseded then."""
    granted = [
        (each.id, EventKind.GRANTED, each.award.valid_from, each.award.prepared_by, each.award.decided_by, now)
        for each in issuing
    ]
    ended = [(each.id, EventKind.SUPERSEDED, each.ends_on, None, None, now) for each in issuing if each.ends_on is not None]
    return [*granted, *ended]


async def _rows(issuing: Sequence[_Issuing], *, now: datetime) -> list[tuple[Any, ...]]:
    """The certificates as they are written, each with the name of its holder kept apart."""
    awards = [each.award for each in issuing]
    names = await people.names_of(award.person for award in awards)
    about = [About(award.person, _written(names[award.person])) for award in awards]
    holders = await personal_data.keep(about, at=now)
    bodies = await organisations.names_of({award.version.certification_body for award in awards})
    numbers = await _free_numbers(len(awards))
    return [
        _row(each, number, holder=holder, body=bodies[each.award.version.certification_body], now=now)
        for each, number, holder in zip(issuing, numbers, holders, strict=True)
    ]


def _written(name: Name) -> dict[str, str | None]:
    return {"given": name.given, "prefix": name.prefix, "family": name.family}


async def _free_numbers(count: int) -> list[str]:
    """So many numbers that no certificate has; should a rival take one meanwhile, the table refuses it.

    Raises NoNumberLeft.
    """
    found: list[str] = []
    for _ in range(_TRIES):
        drawn = {new_certificate_number() for _ in range(count - len(found))}.difference(found)
        rows = await fetch("SELECT number FROM certificate WHERE number = ANY($1)", list(drawn))
        found += drawn.difference(row["number"] for row in rows)
        if len(found) == count:
            return found
    raise NoNumberLeft


def _row(each: _Issuing, number: str, *, holder: bytes, body: str, now: datetime) -> tuple[Any, ...]:
    """The columns of `_COLUMNS`."""
    award = each.award
    snapshot = _snapshot(award, number, holder=holder, body=body, now=now)
    text = canonical_json(snapshot)
    return (
        *(each.id, number, award.adviser, award.version.id, snapshot.valid_from, snapshot.valid_until),
        *(holder, text, sha256(text), award.evidence_hash, award.prepared_by, award.decided_by, award.predecessor, now),
    )


def _snapshot(award: Award, number: str, *, holder: bytes, body: str, now: datetime) -> Snapshot:
    version = award.version
    scope = version.rules.scope if award.scope is None else award.scope
    return Snapshot(
        number=number,
        holder=holder.hex(),
        scheme=version.scheme_code,
        scheme_name_nl=version.scheme_name.nl,
        scheme_name_en=version.scheme_name.en,
        scheme_version=version.number,
        scope=scope,
        body=body,
        valid_from=award.valid_from,
        valid_until=award.last_day,
        issued_on=amsterdam_day(now),
        evidence=award.evidence_hash.hex(),
        taken_over=award.taken_over,
        scheme_effective_from=version.effective_from,
        limits=tuple(item for item in version.rules.scope if item not in scope),
        terms_version=version.rules.terms_version,
        code_of_conduct_version=version.rules.code_of_conduct_version,
    )
