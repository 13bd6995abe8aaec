"""Adding months to a day."""

from datetime import UTC, date

import pytest
from hypothesis import given
from hypothesis import strategies as some

from registry.days import add_months, system_now


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2028, 1, 31), 1, date(2028, 2, 29)),
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2024, 2, 29), 48, date(2028, 2, 29)),
        (date(2026, 12, 31), 2, date(2027, 2, 28)),
        (date(2026, 5, 31), -3, date(2026, 2, 28)),
        (date(2026, 10, 31), 1, date(2026, 11, 30)),
    ],
)
def test_the_last_day_where_a_month_is_shorter(day: date, months: int, expected: date) -> None:
    """The same day of the month, or its last."""
    assert add_months(day, months) == expected


@given(some.dates(date(2000, 1, 1), date(2100, 1, 1)), some.integers(0, 240))
def test_months_are_calendar_months(day: date, months: int) -> None:
    """The month is so many months later, and the day is the same unless the month has no such day."""
    later = add_months(day, months)
    assert (later.year * 12 + later.month) - (day.year * 12 + day.month) == months
    assert later.day == day.day or (later.day < day.day and add_months(later, 1).day == later.day >= 28)


def test_the_clock_is_aware_and_utc() -> None:
    """The one place that reads the system's clock."""
    assert system_now().tzinfo is UTC
