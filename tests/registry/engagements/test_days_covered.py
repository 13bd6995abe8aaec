"""Counting working days, and finding the first day without a valid certificate, against counting day by day."""

from datetime import UTC, date, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as some

from registry.certificates.rules import Event, EventKind, Status, Timeline, status_on
from registry.engagements.rules import first_day_uncovered, working_days

BEGIN = date(2027, 1, 1)
ASKED_AT = datetime(2027, 6, 1, tzinfo=UTC)
days = some.integers(0, 60).map(lambda offset: BEGIN + timedelta(days=offset))
instants = some.integers(-3, 1).map(lambda hours: ASKED_AT + timedelta(hours=hours))


@some.composite
def timelines(draw: some.DrawFn) -> Timeline:
    """Any certificate around these days, and anything that can happen to it; some of it not known yet."""
    first, last = sorted((draw(days), draw(days)))
    kinds = [kind for kind in EventKind if kind not in (EventKind.GRANTED, EventKind.VOIDED)]
    often = some.sampled_from([EventKind.SUSPENDED, EventKind.REINSTATED, *kinds, EventKind.VOIDED])
    happened = draw(some.lists(some.builds(Event, often, days, instants), max_size=3))
    granted = Event(EventKind.GRANTED, first, ASKED_AT - timedelta(days=1))
    return Timeline(first, last, [granted, *sorted(happened, key=lambda event: event.recorded_at)])


@settings(max_examples=400, deadline=None)
@given(some.lists(timelines(), max_size=3), days, days)
def test_the_first_day_uncovered(held: list[Timeline], one: date, other: date) -> None:
    """It is the first of all days of the period on which none of the certificates is valid."""
    first, last = sorted((one, other))
    every_day = [first + timedelta(days=offset) for offset in range((last - first).days + 1)]
    bare = [day for day in every_day if all(status_on(each, day, ASKED_AT) is not Status.VALID for each in held)]
    assert first_day_uncovered(held, first, last, ASKED_AT) == (bare[0] if bare else None)


def test_renewals_join() -> None:
    """A renewal that starts the day after covers on; a day between the two is uncovered."""
    known = ASKED_AT - timedelta(days=1)

    def certificate(first: date, last: date) -> Timeline:
        return Timeline(first, last, [Event(EventKind.GRANTED, first, known)])

    old = certificate(date(2026, 1, 1), date(2027, 1, 31))
    joined, late = certificate(date(2027, 2, 1), date(2028, 1, 31)), certificate(date(2027, 2, 2), date(2028, 1, 31))
    assert first_day_uncovered([old, joined], BEGIN, date(2027, 12, 31), ASKED_AT) is None
    assert first_day_uncovered([old, late], BEGIN, date(2027, 12, 31), ASKED_AT) == date(2027, 2, 1)


@given(days, some.integers(0, 400))
def test_working_days(first: date, length: int) -> None:
    """Mondays to Fridays, first and last day counted in."""
    every_day = [first + timedelta(days=offset) for offset in range(length + 1)]
    assert working_days(every_day[0], every_day[-1]) == sum(day.isoweekday() <= 5 for day in every_day)
