"""Telling holders that their certificate ends, each kind once, by what comes round every night."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from itertools import islice
from uuid import UUID, uuid4

from registry.audit import service as audit
from registry.audit.actions import Action
from registry.certificates import service as certificates
from registry.certificates.rules import Status
from registry.certificates.service import Issued
from registry.days import add_months, amsterdam_day
from registry.dossiers.renewal import standing
from registry.permissions import Actor
from registry.renewals import reading, rules
from registry.renewals.rules import Due
from registry.schemes.rules import Recertification, Version
from registry.transactions import Connection, fetch, transaction

_ENDING = """
SELECT certificate.id FROM certificate
    JOIN scheme_version ON scheme_version.id = certificate.scheme_version
    JOIN adviser ON adviser.id = certificate.adviser
    JOIN person ON person.id = adviser.person
WHERE scheme_version.scheme = $1 AND certificate.valid_until BETWEEN $2 AND $3 AND person.erased_at IS NULL
    AND NOT EXISTS (SELECT 1 FROM certificate AS following WHERE following.predecessor = certificate.id
        AND NOT EXISTS (SELECT 1 FROM certificate_event
            WHERE certificate_event.certificate = following.id AND kind = 'voided'))
ORDER BY certificate.id
"""
_GIVE = """
INSERT INTO renewal_reminder (id, certificate, kind, due_on, recorded_at)
SELECT *, $5 FROM unnest($1::uuid[], $2::uuid[], $3::varchar[], $4::date[])
ON CONFLICT (certificate, kind) DO NOTHING RETURNING id, certificate, kind
"""
_AT_A_TIME = 1_000
_MONTH_ENDS = timedelta(days=3)
"""A month later and a month earlier differ by so many days at most, where months end on other days."""
_ITSELF = Actor(account=None, person=None, name="register", grants=())
"""Nobody asks for a reminder: it follows from the dates of the certificate."""


async def remind(*, now: datetime) -> int:
    """Give every reminder that is due and was not given; returns how many. Two that do so at once give each once.

    Whoever holds a certificate that stands, and that nothing follows yet, is told.
    """
    day, given = amsterdam_day(now), 0
    for version in (await reading.versions_in_force(day)).values():
        asked = version.rules.recertification
        if asked is None:
            continue
        ahead = iter(await _ending(version, asked, day))
        while some := list(islice(ahead, _AT_A_TIME)):
            due = _due((await certificates.by_ids(some)).values(), asked, day)
            async with transaction() as connection:
                given += await _give(due, connection=connection, now=now)
    return given


async def _ending(version: Version, asked: Recertification, day: date) -> list[UUID]:
    """The certificates whose last day is near enough, either way, for a reminder."""
    first = add_months(day, -max(asked.grace_months, 1)) - _MONTH_ENDS
    last = add_months(day, asked.window_months) + _MONTH_ENDS
    return [row["id"] for row in await fetch(_ENDING, version.scheme, first, last)]


def _due(issued: Iterable[Issued], asked: Recertification, day: date) -> dict[UUID, Due]:
    stands = (Status.VALID, Status.SUSPENDED)
    told = {
        each.id: rules.reminder_on(day, each.timeline.valid_until, asked)
        for each in issued
        if standing(each.timeline, day) in stands
    }
    return {certificate: due for certificate, due in told.items() if due is not None}


async def _give(due: dict[UUID, Due], *, connection: Connection, now: datetime) -> int:
    kinds, days = [each.kind.value for each in due.values()], [each.on for each in due.values()]
    rows = await connection.fetch(_GIVE, [uuid4() for _ in due], list(due), kinds, days, now)
    facts = {row["id"]: {"certificate": row["certificate"], "kind": row["kind"]} for row in rows}
    await audit.record_all(Action.REMINDED, facts, actor=_ITSELF, at=now)
    return len(rows)
