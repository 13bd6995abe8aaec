"""A certificate on two time axes: in which periods it was what, as the registry knew it at an instant."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from registry.certificates.rules import Status, Timeline, status_on
from registry.days import day_after


@dataclass(frozen=True, slots=True)
class Period:
    """A status from a day through another; without a first day since ever, without a last day for ever."""

    status: Status
    first: date | None
    last: date | None


def periods(timeline: Timeline, known_at: datetime) -> list[Period]:
    """The whole life of a certificate as it was known at an instant, oldest first; empty before it was known at all.

    Neighbouring periods differ in status, and every day lies in exactly one of them.
    """
    known = {event.effective_on for event in timeline.events if event.recorded_at <= known_at}
    turns = sorted(known | {timeline.valid_from, day_after(timeline.valid_until)})
    found: list[Period] = []
    for first in [None, *turns]:
        status = status_on(timeline, turns[0] - timedelta(days=1) if first is None else first, known_at)
        if status is None:
            return []
        if found and found[-1].status is status:
            continue
        if found and first is not None:
            found[-1] = Period(found[-1].status, found[-1].first, first - timedelta(days=1))
        found.append(Period(status, first, None))
    return found


def instants(timeline: Timeline) -> list[datetime]:
    """When the registry learned something about the certificate, oldest first."""
    return sorted({event.recorded_at for event in timeline.events})
