"""A certificate's life in spans of days of one status, as it was known at an instant. Pure."""

from bisect import bisect_right
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import NamedTuple

from registry.certificates.rules import Event, EventKind, Status, Timeline, status_on
from registry.days import day_after

_DAY = timedelta(days=1)
_CAUSES = {
    Status.VOID: EventKind.VOIDED,
    Status.WITHDRAWN: EventKind.WITHDRAWN,
    Status.SUPERSEDED: EventKind.SUPERSEDED,
    Status.REPLACED: EventKind.REPLACED,
    Status.SUSPENDED: EventKind.SUSPENDED,
}


class Span(NamedTuple):
    """Days from `first` through `last` without a change of status.

    `cause`: the place in the timeline of the event that brought the status; none where time alone did.
    """

    first: date
    last: date
    status: Status
    cause: int | None

    @property
    def since(self) -> date | None:
        """The first day of the status; none where it never was another."""
        return None if self.first == date.min else self.first


def spans(timeline: Timeline, known_at: datetime) -> tuple[Span, ...]:
    """Every day there is, in order, each in one span; nothing of a certificate that nobody knew at the instant."""
    known = [(place, event) for place, event in enumerate(timeline.events) if event.recorded_at <= known_at]
    turns = {timeline.valid_from, day_after(timeline.valid_until), *[event.effective_on for _, event in known]}
    begins = [date.min, *sorted(turns - {date.min})]
    runs: list[tuple[date, Status]] = []
    for day in begins:
        status = status_on(timeline, day, known_at)
        if status is None:
            return ()
        if not runs or runs[-1][1] is not status:
            runs.append((day, status))
    lasts = [first - _DAY for first, _ in runs[1:]] + [date.max]
    return tuple(
        [Span(first, last, status, _cause(known, first, status)) for (first, status), last in zip(runs, lasts, strict=True)]
    )


def span_on(lived: Sequence[Span], day: date) -> Span:
    """The span in which a day lies."""
    return lived[bisect_right(lived, day, key=lambda span: span.first) - 1]


def _cause(known: Sequence[tuple[int, Event]], first: date, status: Status) -> int | None:
    """Of several that may have brought it, that of the earliest day, and of these the first that stands there."""
    kind = _CAUSES.get(status)
    if kind is None:
        return None
    causes = [
        (event.effective_on, place) for place, event in known if event.kind is kind and first in (date.min, event.effective_on)
    ]
    return min(causes)[1] if causes else None
