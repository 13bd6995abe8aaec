"""What watches cover, and where that differs from what they last saw: in one statement, however many there are."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from registry.certificates.rules import Status
from registry.certificates.standing import HAPPENED, STATUS
from registry.days import amsterdam_day
from registry.transactions import current_connection, fetch

DIFFERING = f"""
WITH RECURSIVE standing_watch AS MATERIALIZED (
    SELECT id, certificate, adviser FROM watch WHERE ended_at IS NULL AND ($3::uuid[] IS NULL OR id = ANY($3))
), followed (watch, certificate) AS (
    SELECT id, certificate FROM standing_watch WHERE certificate IS NOT NULL
    UNION
    SELECT followed.watch, following.id
    FROM followed JOIN certificate AS following ON following.predecessor = followed.certificate
), covered AS MATERIALIZED (
    SELECT watch, certificate FROM followed
    UNION
    SELECT standing_watch.id, certificate.id
    FROM standing_watch CROSS JOIN LATERAL files_of_same_person(standing_watch.adviser) AS file (id)
        JOIN certificate ON certificate.adviser = file.id
    WHERE standing_watch.adviser IS NOT NULL
), status_now AS (
    SELECT certificate.id, {STATUS}
    FROM (SELECT DISTINCT certificate FROM covered) AS wanted JOIN certificate ON certificate.id = wanted.certificate
        CROSS JOIN LATERAL (
            SELECT bool_or(kind = 'granted') AS granted, {HAPPENED}
            FROM certificate_event
            WHERE certificate_event.certificate = certificate.id AND recorded_at <= $2::timestamptz) AS happened
    WHERE happened.granted
)
SELECT covered.watch, covered.certificate, status_now.status, last.status AS seen
FROM covered
    JOIN standing_watch ON standing_watch.id = covered.watch
    JOIN status_now ON status_now.id = covered.certificate
    JOIN certificate ON certificate.id = covered.certificate
    LEFT JOIN LATERAL (SELECT status FROM watch_notice
        WHERE watch_notice.watch = covered.watch AND watch_notice.certificate = covered.certificate
        ORDER BY id DESC LIMIT 1) AS last ON true
WHERE last.status IS DISTINCT FROM status_now.status
    AND (last.status IS NOT NULL OR covered.certificate = standing_watch.certificate
        OR (EXISTS (SELECT 1 FROM personal_value WHERE personal_value.commitment = certificate.holder)
            AND (SELECT kind FROM consent_event WHERE consent_event.adviser = certificate.adviser AND field = 'name'
                ORDER BY id DESC LIMIT 1) = 'given'))
ORDER BY covered.watch, certificate.recorded_at, certificate.number
"""  # noqa: S608  our own text
"""On a day ($1), known at an instant ($2), of these watches, or of all that stand ($3 null).

A certificate that a watch never saw is there only while its holder lets the public see their name, but for the one that
is followed itself: else a follower would learn by it whose certificates are one person's.
"""
_SEE = """
INSERT INTO watch_notice (watch, certificate, status, day, recorded_at)
SELECT *, $4, $5 FROM unnest($1::uuid[], $2::uuid[], $3::varchar[])
"""


@dataclass(frozen=True, slots=True)
class Difference:
    """A certificate whose status today is not the one that a watch last saw; nothing where it saw none."""

    watch: UUID
    certificate: UUID
    status: Status
    seen: Status | None


async def differences(watches: Sequence[UUID] | None, *, now: datetime) -> list[Difference]:
    """Where what these watches cover, or all that stand, differs from what they last saw."""
    return [
        Difference(row["watch"], row["certificate"], Status(row["status"]), Status(row["seen"]) if row["seen"] else None)
        for row in await fetch(DIFFERING, amsterdam_day(now), now, watches)
    ]


async def see(found: Sequence[Difference], *, now: datetime) -> None:
    """Write down what the watches see now, inside the caller's transaction."""
    watches, certificates = [each.watch for each in found], [each.certificate for each in found]
    statuses = [each.status.value for each in found]
    await current_connection().execute(_SEE, watches, certificates, statuses, amsterdam_day(now), now)
