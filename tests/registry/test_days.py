"""Adding months to a day, and days as people type them."""

from datetime import UTC, date

import pytest
from hypothesis import given
from hypothesis import strategies as some

from registry.days import MONTHS, add_months, read_day, system_now


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


@pytest.mark.parametrize(
    "typed",
    [
        pytest.param("2027-03-05", id="as a date field of a browser sends it"),
        "5-3-2027",
        "05-03-2027",
        "05/03/2027",
        "5.3.2027",
        "5 - 3 - 2027",
        "5 maart 2027",
        " 5  Maart\u00a02027 ",
        "5 mrt. 2027",
        "5-mrt-2027",
        "5 March 2027",
    ],
)
def test_a_day_is_typed_in_many_ways(typed: str) -> None:
    """The day comes first, unless the year does."""
    assert read_day(typed) == date(2027, 3, 5)


@pytest.mark.parametrize(
    "typed", ["", "gisteren", "31-2-2027", "5-3-27", "3-2027", "5 brumaire 2027", "32 maart 2027", "0-0-0000", "٥-٣-٢٠٢٧"]
)
def test_what_is_no_day(typed: str) -> None:
    """Nothing is guessed."""
    assert read_day(typed) is None


@given(some.dates(), some.sampled_from(sorted(MONTHS)))
def test_a_day_is_read_as_it_is_written(day: date, word: str) -> None:
    """In digits and in words, whatever the day."""
    for written in (day.isoformat(), f"{day.day}-{day.month}-{day.year:04}"):
        assert read_day(written) == day
    found = read_day(f"1 {word} {day.year:04}")
    assert found == date(day.year, MONTHS[word], 1)
