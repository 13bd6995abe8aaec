"""Since when a certificate has its status, and what of a new certificate is news."""

from datetime import UTC, date, datetime, timedelta

import pytest

from registry.certificates.rules import Event, EventKind, Status, Timeline
from registry.watches.rules import is_news, since

FIRST, LAST = date(2026, 3, 1), date(2029, 2, 28)
KNOWN = datetime(2026, 3, 1, 9, 0, tzinfo=UTC)
ONE_DAY = timedelta(days=1)


def a_timeline(*events: tuple[EventKind, date]) -> Timeline:
    """Granted, and then what happened."""
    return Timeline(FIRST, LAST, [Event(kind, day, KNOWN) for kind, day in ((EventKind.GRANTED, FIRST), *events)])


@pytest.mark.parametrize(
    ("timeline", "day", "expected"),
    [
        pytest.param(a_timeline(), FIRST, FIRST, id="valid since its first day"),
        pytest.param(a_timeline(), LAST, FIRST, id="through its last"),
        pytest.param(a_timeline(), LAST + ONE_DAY, LAST + ONE_DAY, id="expired since the day after"),
        pytest.param(a_timeline(), FIRST - ONE_DAY, None, id="not yet valid ever before"),
        pytest.param(a_timeline((EventKind.VOIDED, FIRST)), LAST, None, id="void on every day"),
        pytest.param(
            a_timeline((EventKind.SUSPENDED, date(2026, 5, 1)), (EventKind.REINSTATED, date(2026, 6, 1))),
            date(2026, 7, 1),
            date(2026, 6, 1),
            id="valid again since reinstated",
        ),
        pytest.param(
            a_timeline((EventKind.SUSPENDED, date(2026, 5, 1)), (EventKind.SUSPENDED, date(2026, 6, 1))),
            date(2026, 7, 1),
            date(2026, 5, 1),
            id="suspended since the first of two",
        ),
        pytest.param(
            a_timeline((EventKind.WITHDRAWN, date(2026, 5, 1))), LAST + ONE_DAY, date(2026, 5, 1), id="withdrawn, not expired"
        ),
        pytest.param(
            a_timeline((EventKind.SUSPENDED, date(2026, 5, 1))), LAST + ONE_DAY, LAST + ONE_DAY, id="expired while suspended"
        ),
    ],
)
def test_since(timeline: Timeline, day: date, expected: date | None) -> None:
    """The first day of the status that holds on a day; none where it never was another."""
    assert since(timeline, day, KNOWN) == expected


def test_every_change_is_news_and_of_a_new_certificate_that_it_counts() -> None:
    """Nobody is told that a certificate which they never saw has ended."""
    assert is_news(Status.EXPIRED, Status.VALID)
    assert not is_news(Status.VALID, Status.VALID)
    assert [each for each in Status if is_news(each, None)] == [Status.SUSPENDED, Status.NOT_YET_VALID, Status.VALID]
