"""What can be followed, since when a certificate has its status, and what of a new certificate is told."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from enum import StrEnum

from registry.certificates.rules import Status, Timeline, status_on

_DAY = timedelta(days=1)
_COUNTS_OR_WILL = (Status.VALID, Status.SUSPENDED, Status.NOT_YET_VALID)


class Followed(StrEnum):
    """One certificate and what renews or replaces it, or whatever certificates its holder has and gets."""

    CERTIFICATE = "certificate"
    ADVISER = "adviser"


def since(timeline: Timeline, day: date, known_at: datetime) -> date | None:
    """The first day of the status that the certificate has on a day; none where it never was another before."""
    status = status_on(timeline, day, known_at)
    for first in _turns(timeline, day):
        if status_on(timeline, first, known_at) is not status:
            return None
        if status_on(timeline, first - _DAY, known_at) is not status:
            return first
    return None


def _turns(timeline: Timeline, day: date) -> Sequence[date]:
    """The days, up to this one, on which a status can begin; the last first."""
    begun = {timeline.valid_from, timeline.valid_until + _DAY, *(event.effective_on for event in timeline.events)}
    return sorted((each for each in begun if each <= day), reverse=True)


def is_news(status: Status, seen: Status | None) -> bool:
    """Every change is; of a certificate that was never seen before only that it counts, or will."""
    return status is not seen if seen is not None else status in _COUNTS_OR_WILL
