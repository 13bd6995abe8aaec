"""A line of time: every stretch shows, and a day lies in the stretch that it belongs to."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from registry.pictures.drawing import Paint
from registry.pictures.line_of_time import Axis

FIRST, NEXT, LAST = date(2026, 11, 19), date(2026, 11, 20), date(2029, 11, 19)
AXIS = Axis.of([LAST, FIRST, NEXT, FIRST])


def test_each_stretch_is_equally_wide() -> None:
    """One day shows as three years do; open ends run to the edges."""
    stretches = [(None, FIRST), (FIRST, NEXT), (NEXT, LAST), (LAST, None)]
    spans = [AXIS.span(Paint.FULL, begun, None if ends is None else ends - timedelta(days=1), "") for begun, ends in stretches]
    assert [(span.at, span.wide) for span in spans] == [(f"{25 * place}.00%", "25.00%") for place in range(4)]


def test_a_name_stands_where_it_fits() -> None:
    """A long name has no room in a quarter of a phone."""
    names = [AXIS.span(Paint.FULL, FIRST, FIRST, name).name for name in ("Geldig", "Nog niet geldig")]
    assert names == ["Geldig", ""]


def test_labels_do_not_run_into_each_other() -> None:
    """The second row takes what has no room in the first; one too many has no words."""
    crowded = Axis.of([FIRST + timedelta(days=day) for day in range(12)])
    ticks = crowded.ticks(["19 nov 2026"] * 12)
    assert {tick.row for tick in ticks} == {0, 1}
    assert 0 < sum(not tick.label for tick in ticks) < 12


@given(
    st.lists(st.dates(date(2000, 1, 1), date(2040, 1, 1)), min_size=1, max_size=12),
    st.dates(date(1990, 1, 1), date(2050, 1, 1)),
)
def test_a_day_is_pointed_at_in_its_own_stretch(turns: list[date], day: date) -> None:
    """Between the turn on or before it and the next one, and clear of both."""
    axis = Axis.of(turns)
    before = sum(turn <= day for turn in axis.turns)
    wide = 100 / (len(axis.turns) + 1)
    at = float(axis.at(day)[:-1])
    assert wide * (before + 0.12) <= at <= wide * (before + 0.88)


def test_without_any_turn_there_is_one_stretch() -> None:
    """Nothing ever happened: the day lies in the middle."""
    assert Axis.of([]).at(FIRST) == "50.00%"
