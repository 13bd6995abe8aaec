"""What was recorded before there was a log, or past it by hand, is logged later: some at a time, each once.

Its leaf says the hour in which it was logged, not that of the event: the log proves nothing about the time before. The event
that it commits to says when it was recorded.
"""

from datetime import datetime

from registry.public_log import service
from registry.transactions import fetch, transaction

AT_ONCE = 1_000
"""So many certificates are caught up with in a transaction."""
_WAITING = """
SELECT certificate_event.certificate AS id, min(certificate_event.id) AS first FROM certificate_event
JOIN certificate ON certificate.id = certificate_event.certificate
JOIN adviser ON adviser.id = certificate.adviser
JOIN person ON person.id = adviser.person AND person.erased_at IS NULL
LEFT JOIN log_opening ON log_opening.certificate_event = certificate_event.id
WHERE log_opening.id IS NULL
GROUP BY certificate_event.certificate ORDER BY first LIMIT $1
"""


async def round_of_all(*, now: datetime) -> int:
    """Log what is in no log yet, versions of schemes first; returns how many leaves that were."""
    async with transaction():
        logged = await service.log_scheme_versions(at=now)
    while waiting := await fetch(_WAITING, AT_ONCE):
        async with transaction():
            found = await service.log_certificate_events([row["id"] for row in waiting], at=now)
        if not found:
            break
        logged += found
    return logged
