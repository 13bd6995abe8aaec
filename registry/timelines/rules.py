"""A certificate on two time axes: in which days it was what, as it was known from one instant to the next."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple

from registry.certificates.rules import Status, Timeline, status_on
from registry.measures.periods import Period, instants, periods


@dataclass(frozen=True, slots=True)
class Known:
    """The life of a certificate as it was known from an instant on, until the next one learned more."""

    since: datetime
    until: datetime | None
    periods: Sequence[Period]


class Answer(NamedTuple):
    """What a certificate was on a day, as it was known at an instant; nothing before it was known at all."""

    day: date
    known_at: datetime
    status: Status | None


def lines(timeline: Timeline) -> list[Known]:
    """What was known since each instant at which the registry learned something, the oldest first."""
    since = instants(timeline)
    return [Known(each, until, periods(timeline, each)) for each, until in zip(since, [*since[1:], None], strict=True)]


def answer_of(timeline: Timeline, day: date, known_at: datetime) -> Answer:
    """The status on the day, from what was known at the instant."""
    return Answer(day, known_at, status_on(timeline, day, known_at))


def is_of(known: Known, at: datetime) -> bool:
    """Whether this is what was known at the instant."""
    return known.since <= at and (known.until is None or at < known.until)


def turns(known: Sequence[Known]) -> list[date]:
    """Every day on which something began, in any version of what was known; in order."""
    return sorted({period.first for each in known for period in each.periods if period.first is not None})
