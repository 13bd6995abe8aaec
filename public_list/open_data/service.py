"""What changed on the public list of late, of what may be published now."""

from datetime import datetime, timedelta

from public_list.listing import service as listing
from public_list.open_data.rules import Change, changes
from registry.days import amsterdam_day, beginning_of
from registry.transactions import fetch

DAYS = timedelta(days=90)
"""How far back the feed goes: whole days, so that it stays as it is for a day if nothing happens."""
MOST = 500
"""Entries in the feed, at most."""
_CANDIDATES = 2_500
"""Of so many certificates that changed last it is asked whether they may be told of."""

_LATELY = """
SELECT number, max(at) AS at FROM (
    SELECT certificate.number,
        greatest(certificate_event.recorded_at, certificate_event.effective_on::timestamp AT TIME ZONE 'Europe/Amsterdam') AS at
    FROM certificate_event JOIN certificate ON certificate.id = certificate_event.certificate
    WHERE certificate_event.recorded_at >= $1 OR certificate_event.effective_on >= $4::date
    UNION ALL
    SELECT number, (valid_until + 1)::timestamp AT TIME ZONE 'Europe/Amsterdam' FROM certificate
    WHERE valid_until BETWEEN $4::date - 1 AND $5::date
) AS changed
WHERE at >= $1 AND at <= $2
GROUP BY number ORDER BY max(at) DESC, number LIMIT $3
"""
"""A change happens when it takes effect and is known; a certificate expires the day after its last.

The days ($4 and $5) are those of the instants ($1 and $2): they say the same in a way that an index can follow.
"""


async def lately(*, now: datetime) -> list[Change]:
    """The changes of status of the last ninety days that may be told today, the newest first; of a certificate its last."""
    today = amsterdam_day(now)
    first = beginning_of(today - DAYS)
    rows = await fetch(_LATELY, first, now, _CANDIDATES, today - DAYS, today)
    at = {row["number"]: row["at"] for row in rows}
    checked = await listing.check_all(list(at), day=None, now=now)
    return changes(checked.values(), at)[:MOST]
