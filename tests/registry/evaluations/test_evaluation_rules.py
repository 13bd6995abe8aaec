"""How many evaluations are shown, what they come to, and when a trend is worth a look."""

from decimal import Decimal
from itertools import combinations
from math import comb

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.evaluations.rules import Outcome, Scores, Trend, averages, shown, trend_of
from registry.reference_data.competences import Competence

SUMS = st.integers(4, 20)


@pytest.mark.parametrize(("given_ones", "number"), [(0, 0), (1, 0), (4, 0), (5, 5), (6, 5), (9, 5), (10, 10), (14, 10)])
def test_shown_by_five(given_ones: int, number: int) -> None:
    """Nothing below five; and no evaluation is added alone, so that no difference tells what one municipality said."""
    assert list(shown(range(given_ones))) == list(range(number))


def test_averages_are_rounded_to_tenths() -> None:
    """Of each competence by itself; halves go up."""
    evaluations = [
        Scores((5, 4, 3, 2), Outcome.REACHED, again=True),
        Scores((4, 4, 3, 1), Outcome.PARTLY, again=True),
        Scores((5, 4, 3, 1), Outcome.REACHED, again=False),
        Scores((5, 4, 2, 1), Outcome.NOT_REACHED, again=True),
    ]
    found = averages(evaluations)
    assert found.number == 4
    assert list(found.competences.items()) == [
        (Competence.MUNICIPAL_PROCESSES, Decimal("4.8")),
        (Competence.INFORMATION_MANAGEMENT, Decimal("4.0")),
        (Competence.ORGANISATION_ADVICE, Decimal("2.8")),
        (Competence.CHANGE_MANAGEMENT, Decimal("1.3")),
    ]
    assert found.outcomes == {Outcome.REACHED: 2, Outcome.PARTLY: 1, Outcome.NOT_REACHED: 1}
    assert found.again == 3


@pytest.mark.parametrize(
    ("sums", "trend"),
    [
        pytest.param([9, 9, 9, 9, 20], Trend.LOW, id="four of five below 2.5"),
        pytest.param([9, 9, 9, 10, 20], None, id="three of five; 2.5 itself is enough"),
        pytest.param([4, 4, 4, 4], None, id="fewer than five say nothing"),
        pytest.param([4, 4, 4, 4, 4, 20], None, id="a group is looked at once, when it is whole"),
        pytest.param([4, 4, 4, 4, 4, 16, 16, 16, 16, 16], None, id="what was low before is over"),
        pytest.param([20] * 5 + [16] * 5, Trend.FALLING, id="every one a whole point lower"),
        pytest.param([20] * 5 + [17] * 5, None, id="lower by less than a point"),
        pytest.param([20, 20, 20, 20, 15, 16, 11, 11, 11, 11], None, id="one as high as one before"),
        pytest.param([20, 20, 20, 20, 16, 15, 11, 11, 11, 11], Trend.FALLING, id="all below all before"),
        pytest.param([4] * 5 + [20] * 5 + [15] * 5, Trend.FALLING, id="against the five just before"),
    ],
)
def test_trend(sums: list[int], trend: Trend | None) -> None:
    """Sums of four competences, the oldest first."""
    assert trend_of(sums) is trend


@given(st.lists(SUMS, max_size=23))
def test_no_trend_outside_whole_groups(sums: list[int]) -> None:
    """Between two groups nothing is looked at: looking at every evaluation would multiply false alarms."""
    if len(sums) % 5:
        assert trend_of(sums) is None


@given(st.lists(st.integers(10, 20), min_size=10, max_size=10, unique=True))
def test_falling_is_a_false_alarm_at_most_once_in_252(sums: list[int]) -> None:
    """Of all ways to split ten evaluations into five before and five after, where nothing changed, at most one alarms."""
    alarms = 0
    for after in combinations(sums, 5):
        before = [each for each in sums if each not in after]
        alarms += trend_of([*before, *after]) is Trend.FALLING
    assert comb(10, 5) == 252
    assert alarms <= 1


def test_low_is_a_false_alarm_once_in_2174() -> None:
    """Where one evaluation in ten is low by bad luck: the chances of all 32 patterns that alarm, added up."""
    chance = 0.0
    for pattern in range(32):
        low = [bool(pattern >> place & 1) for place in range(5)]
        if trend_of([9 if each else 16 for each in low]) is Trend.LOW:
            chance += 0.1 ** sum(low) * 0.9 ** (5 - sum(low))
    assert 1 / chance == pytest.approx(2174, abs=1)
