"""The status of every certificate on a day, as it was known at an instant: all of them in one statement.

It says in SQL what `rules.status_on` says of one timeline; a property test keeps the two equal.
"""

from collections.abc import Iterable
from datetime import date, datetime
from uuid import UUID

from registry.certificates.rules import Status
from registry.permissions import Actor, Permission
from registry.schemes import service as schemes
from registry.transactions import fetch

HAPPENED = """
bit_or(CASE WHEN kind = 'voided' THEN 1
    WHEN effective_on > $1::date THEN 0
    WHEN kind = 'withdrawn' THEN 2
    WHEN kind = 'superseded' THEN 4
    WHEN kind = 'replaced' THEN 8
    ELSE 0 END) AS ended,
max(ARRAY[effective_on - DATE '0001-01-01', id, (kind = 'suspended')::integer])
    FILTER (WHERE kind IN ('suspended', 'reinstated') AND effective_on <= $1::date) AS last_pause
"""
"""What the events of one certificate, those that were known, come to on a day ($1); `STATUS` is read from it."""
STATUS = """
CASE
    WHEN happened.ended & 1 > 0 THEN 'void'
    WHEN happened.ended & 2 > 0 THEN 'withdrawn'
    WHEN happened.ended & 4 > 0 THEN 'superseded'
    WHEN happened.ended & 8 > 0 THEN 'replaced'
    WHEN certificate.valid_until < $1::date THEN 'expired'
    WHEN happened.last_pause[3] = 1 THEN 'suspended'
    WHEN $1::date < certificate.valid_from THEN 'not-yet-valid'
    ELSE 'valid' END AS status
"""
"""The status on a day ($1) of a `certificate` to which `HAPPENED` is joined as `happened`."""
STATUSES = f"""
SELECT certificate.id, {STATUS}
FROM certificate
    JOIN certificate_event AS grant_event ON grant_event.certificate = certificate.id AND grant_event.kind = 'granted'
    LEFT JOIN (
        SELECT certificate, {HAPPENED}
        FROM certificate_event WHERE kind <> 'granted' AND recorded_at <= $2::timestamptz
        GROUP BY certificate OFFSET 0) AS happened ON happened.certificate = certificate.id
WHERE grant_event.recorded_at <= $2::timestamptz AND ($3::uuid[] IS NULL OR certificate.scheme_version = ANY($3))
"""  # noqa: S608  our own text
"""Of a day ($1), known at an instant ($2), of certificates of these scheme versions, or of all ($3 null).

Three streams in the order of the certificates, each from an index alone; few certificates have more than their grant.
`OFFSET 0` keeps the planner from asking for the aggregates once for each place where they are named.
"""
COUNTS = f"SELECT status, count(*) AS number FROM ({STATUSES} OFFSET 0) AS standing GROUP BY status"  # noqa: S608  our own text


async def statuses(day: date, known_at: datetime) -> dict[UUID, Status]:
    """The status of each certificate that the registry knew at the instant."""
    return {row["id"]: Status(row["status"]) for row in await fetch(STATUSES, day, known_at, None)}


async def counts(day: date, known_at: datetime, *, actor: Actor) -> dict[Status, int]:
    """How many certificates had each status: of the actor's certification body, and for an auditor of all."""
    actor.must(Permission.READ_CERTIFICATES)
    own = None if actor.sees_everything else await _versions_of(actor.organisations_where(Permission.READ_CERTIFICATES))
    found = {row["status"]: row["number"] for row in await fetch(COUNTS, day, known_at, own)}
    return {status: found.get(status.value, 0) for status in Status}


async def _versions_of(bodies: Iterable[UUID]) -> list[UUID]:
    return [each.id for each in await schemes.versions() if each.certification_body in bodies]
