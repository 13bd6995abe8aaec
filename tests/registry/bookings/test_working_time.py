"""What fits in the working time of an adviser and in years, against planning it day by day."""

from collections.abc import Sequence
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from registry.bookings.fitting import Availability, Stretch, WorkingTime, room_for
from registry.bookings.holidays import on_weekdays

BEGIN = date(2027, 3, 20)
days = some.integers(0, 60).map(lambda offset: BEGIN + timedelta(days=offset))
patterns = some.tuples(*[some.integers(0, 4)] * 5)


@some.composite
def stated(draw: some.DrawFn) -> Availability:
    """What an adviser says of a period, or from a day on."""
    first, last = sorted((draw(days), draw(days)))
    return Availability(first, draw(some.sampled_from([None, last])), draw(patterns))


def on(day: date, statements: Sequence[Availability], worked: dict[date, int]) -> int:
    """The quarters that can be worked on one day."""
    if day.isoweekday() > 5 or day in on_weekdays(day.year):
        return 0
    said = [each for each in statements if each.covers(day)]
    whole = said[-1].weekdays[day.weekday()] if said else 4
    return max(0, whole - worked.get(day, 0))


@settings(max_examples=400, deadline=None)
@given(some.lists(stated(), max_size=4), some.dictionaries(days, some.integers(1, 4), max_size=9), days, days)
def test_working_time_is_the_sum_of_its_days(
    statements: list[Availability], worked: dict[date, int], one: date, other: date
) -> None:
    """The latest statement that covers a day counts, holidays and weekends are free, and what was entered is taken."""
    first, last = sorted((one, other))
    every_day = [first + timedelta(days=offset) for offset in range((last - first).days + 1)]
    expected = sum(on(day, statements, worked) for day in every_day)
    assert WorkingTime(statements, worked).quarters(first, last) == expected


def test_holidays_are_those_of_the_netherlands() -> None:
    """The public ones and Good Friday and Liberation Day, as far as they fall on a Monday to Friday."""
    assert on_weekdays(2027) == (
        date(2027, 1, 1),
        date(2027, 3, 26),
        date(2027, 3, 29),
        date(2027, 4, 27),
        date(2027, 5, 5),
        date(2027, 5, 6),
        date(2027, 5, 17),
    )
    assert WorkingTime().quarters(date(2027, 3, 22), date(2027, 4, 2)) == 8 * 4


@pytest.mark.parametrize("year", [1, 1800, 2500, 9999])
def test_years_that_no_calendar_knows_have_working_days_all_the_same(year: int) -> None:
    """Nothing that is asked of far away days breaks the count."""
    assert 1_000 <= WorkingTime().quarters(date(year, 1, 1), date(year, 12, 31)) <= 1_048


stretches = some.builds(
    lambda one, other, quarters: Stretch(min(one, other), max(one, other), quarters),
    some.integers(0, 7),
    some.integers(0, 7),
    some.integers(0, 9),
)


def can_be_planned(asked: Sequence[Stretch], spaces: Sequence[int]) -> bool:
    """Earliest deadline first finds a plan if there is one."""
    left = [[each, each.quarters] for each in sorted(asked, key=lambda each: each.last)]
    for place, space in enumerate(spaces):
        free = space
        for entry in left:
            each, quarters = entry
            assert isinstance(each, Stretch)
            if each.first <= place <= each.last and free:
                done = min(free, int(quarters))  # type: ignore[call-overload]  # a number beside its stretch
                free -= done
                entry[1] = int(quarters) - done  # type: ignore[call-overload]  # likewise
    return not any(quarters for _, quarters in left)


@settings(max_examples=600, deadline=None)
@given(some.lists(stretches, max_size=4), stretches, some.lists(some.integers(0, 4), min_size=8, max_size=8))
def test_what_fits_can_be_planned_and_a_quarter_more_cannot(others: list[Stretch], asked: Stretch, spaces: list[int]) -> None:
    """Room is exactly what can be planned beside the others, where those can be planned themselves."""
    room = room_for(asked.first, asked.last, others=others, space=lambda first, last: sum(spaces[first : last + 1]))
    if not can_be_planned(others, spaces):
        return
    assert room >= 0
    assert can_be_planned([*others, Stretch(asked.first, asked.last, room)], spaces)
    assert not can_be_planned([*others, Stretch(asked.first, asked.last, room + 1)], spaces)


def test_an_overfull_stretch_counts_in_every_stretch_around_it() -> None:
    """Bookings that no longer fit, by less availability since, are still to be worked: nothing is added around them."""
    others = [Stretch(0, 1, 9)]
    assert room_for(5, 6, others=others, space=lambda first, last: 4 * (last - first + 1)) == 8
    assert room_for(1, 1, others=others, space=lambda first, last: 4 * (last - first + 1)) == -1
