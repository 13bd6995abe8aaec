"""The exact interval: published values, its definition in whole numbers, and what must hold of any such interval."""

from fractions import Fraction
from math import comb

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exams.integrity.intervals import Interval, at_least, exact_interval

NEWCOMBE = [(81, 263, 0.2527, 0.3676), (15, 148, 0.0578, 0.1617), (0, 20, 0.0, 0.1684), (1, 29, 0.0009, 0.1776)]
"""R. G. Newcombe, Statistics in Medicine 17 (1998), 857-872, table I, method 5 (Clopper-Pearson, 95 %)."""
COUNTS = st.integers(1, 400).flatmap(lambda taken: st.tuples(st.integers(0, taken), st.just(taken)))
RISKS = st.floats(1e-9, 0.5)


@pytest.mark.parametrize(("passed", "taken", "lowest", "highest"), NEWCOMBE)
def test_published_values(passed: int, taken: int, lowest: float, highest: float) -> None:
    """The four examples that the literature gives come out to their four decimals."""
    found = exact_interval(passed, taken)
    assert (round(found.lowest, 4), round(found.highest, 4)) == (lowest, highest)


def exactly_at_least(passed: int, taken: int, rate: float) -> float:
    """The binomial tail in whole numbers, rounded once."""
    p = Fraction(rate)
    tail = sum(comb(taken, k) * p**k * (1 - p) ** (taken - k) for k in range(passed, taken + 1))
    return float(tail)


@given(COUNTS.filter(lambda counts: counts[0] > 0 and counts[1] <= 60), st.floats(0.001, 0.999))
def test_the_tail_is_the_binomial_one(counts: tuple[int, int], rate: float) -> None:
    """The continued fraction gives what adding up the binomial terms in fractions gives."""
    assert at_least(*counts, rate) == pytest.approx(exactly_at_least(*counts, rate), rel=1e-9, abs=1e-13)


@given(COUNTS, RISKS)
def test_the_ends_are_where_each_tail_is_half_the_risk(counts: tuple[int, int], risk: float) -> None:
    """That is the definition: at the lowest rate so many or more, at the highest so many or fewer, are that unlikely."""
    passed, taken = counts
    found = exact_interval(passed, taken, risk=risk)
    if passed > 0:
        assert at_least(passed, taken, found.lowest) == pytest.approx(risk / 2, rel=1e-6)
    if passed < taken:
        assert at_least(taken - passed, taken, 1 - found.highest) == pytest.approx(risk / 2, rel=1e-5)


@given(COUNTS, RISKS)
def test_it_holds_the_rate_that_was_counted(counts: tuple[int, int], risk: float) -> None:
    """And lies between nothing and everything."""
    passed, taken = counts
    found = exact_interval(passed, taken, risk=risk)
    assert 0 <= found.lowest <= passed / taken <= found.highest <= 1


@given(COUNTS, RISKS)
def test_failing_mirrors_passing(counts: tuple[int, int], risk: float) -> None:
    """The interval of who failed is that of who passed, seen from the other side."""
    passed, taken = counts
    found, mirrored = exact_interval(passed, taken, risk=risk), exact_interval(taken - passed, taken, risk=risk)
    assert (mirrored.lowest, mirrored.highest) == pytest.approx((1 - found.highest, 1 - found.lowest), abs=1e-12)


@given(COUNTS, RISKS, RISKS)
def test_less_risk_is_wider(counts: tuple[int, int], one: float, other: float) -> None:
    """Being surer never makes the interval smaller."""
    wide, narrow = (exact_interval(*counts, risk=risk) for risk in sorted((one, other)))
    assert wide.lowest <= narrow.lowest + 1e-12
    assert narrow.highest <= wide.highest + 1e-12


@given(COUNTS.filter(lambda counts: counts[0] < counts[1]), RISKS)
def test_one_more_pass_moves_it_up(counts: tuple[int, int], risk: float) -> None:
    """Both ends rise."""
    passed, taken = counts
    before, after = exact_interval(passed, taken, risk=risk), exact_interval(passed + 1, taken, risk=risk)
    assert before.lowest < after.lowest
    assert before.highest < after.highest


@pytest.mark.parametrize("rate", [0.05, 0.3, 0.5, 0.81])
def test_it_covers_the_true_rate_often_enough(rate: float) -> None:
    """Over everything that could be counted of 30, at least 95 in 100 intervals hold the true rate."""
    chance = [comb(30, passed) * rate**passed * (1 - rate) ** (30 - passed) for passed in range(31)]
    held = [exact_interval(passed, 30) for passed in range(31)]
    assert sum(share for share, found in zip(chance, held, strict=True) if found.lowest <= rate <= found.highest) >= 0.95


def test_nobody_and_everybody() -> None:
    """Of nobody every rate is possible; where all or none passed the ends are those of the formula in closed form."""
    assert exact_interval(0, 0) == Interval(0, 1)
    assert exact_interval(0, 10).highest == pytest.approx(1 - 0.025**0.1)
    assert exact_interval(10, 10) == pytest.approx((0.025**0.1, 1))


def test_large_counts() -> None:
    """Of a hundred thousand the interval is that of the normal curve, to four decimals."""
    found = exact_interval(70_000, 100_000)
    half = 1.959964 * (0.7 * 0.3 / 100_000) ** 0.5
    assert found == pytest.approx((0.7 - half, 0.7 + half), abs=2e-5)


@pytest.mark.parametrize(("passed", "taken", "risk"), [(-1, 5, 0.05), (6, 5, 0.05), (1, 5, 0.0), (1, 5, 1.0)])
def test_what_cannot_be(passed: int, taken: int, risk: float) -> None:
    """More passed than took part, or a risk that is none, is refused."""
    with pytest.raises(ValueError, match=r"\("):
        exact_interval(passed, taken, risk=risk)


def test_apart() -> None:
    """Two intervals are apart when no rate lies in both; touching is not apart."""
    assert Interval(0.1, 0.2).is_apart_from(Interval(0.3, 0.4))
    assert Interval(0.3, 0.4).is_apart_from(Interval(0.1, 0.2))
    assert not Interval(0.1, 0.3).is_apart_from(Interval(0.3, 0.4))
