"""The exact interval for a rate: Clopper and Pearson, Biometrika 26 (1934), 404-413, from the binomial distribution itself.

P(X ≥ k) of n at a rate p is the regularised incomplete beta function I_p(k, n-k+1) (NIST Digital Library of Mathematical
Functions, 8.17.5); its continued fraction is 8.17.22, summed by Lentz's method (3.10(iii)).
"""

from functools import lru_cache
from math import exp, lgamma, log, log1p
from typing import NamedTuple

_RELATIVE = 1e-15
_TINY = 1e-300
_MOST_TERMS = 10_000
_MOST_STEPS = 200


class Interval(NamedTuple):
    """The rates, from 0 to 1, that are not at odds with what was counted."""

    lowest: float
    highest: float

    def is_apart_from(self, other: "Interval") -> bool:
        """No rate lies in both."""
        return self.highest < other.lowest or other.highest < self.lowest


@lru_cache(maxsize=4096)
def exact_interval(passed: int, taken: int, *, risk: float = 0.05) -> Interval:
    """Holds the true rate with a probability of at least 1 - `risk`, whatever that rate is; all rates where nothing was taken.

    Raises ValueError where more passed than took part, or the risk is not between 0 and 1.
    """
    if not 0 <= passed <= taken or not 0 < risk < 1:
        raise ValueError((passed, taken, risk))
    return Interval(_lowest(passed, taken, risk / 2), 1 - _lowest(taken - passed, taken, risk / 2))


def _lowest(passed: int, taken: int, tail: float) -> float:
    """The rate at which so many or more pass with probability `tail`: Newton's method, held between bounds."""
    if passed == 0:
        return 0.0
    if passed == taken:
        return exp(log(tail) / taken)
    a, b = passed, taken - passed + 1
    scale = lgamma(a + b) - lgamma(a) - lgamma(b)
    low, high = 0.0, 1.0
    rate = passed / (taken + 1)
    for _ in range(_MOST_STEPS):
        above = at_least(passed, taken, rate) - tail
        low, high = (low, rate) if above > 0 else (rate, high)
        slope = exp(scale + (a - 1) * log(rate) + (b - 1) * log1p(-rate))
        step = above / slope if slope > _TINY else 1.0
        found = rate - step if low < rate - step < high else (low + high) / 2
        if abs(found - rate) <= _RELATIVE * rate:
            return found
        rate = found
    return rate


def at_least(passed: int, taken: int, rate: float) -> float:
    """The probability that of `taken` so many or more pass, each with probability `rate` (0 < rate < 1, passed ≥ 1)."""
    a, b = passed, taken - passed + 1
    front = exp(lgamma(a + b) - lgamma(a) - lgamma(b) + a * log(rate) + b * log1p(-rate))
    if rate < (a + 1) / (a + b + 2):
        return front * _continued_fraction(a, b, rate) / a
    return 1 - front * _continued_fraction(b, a, 1 - rate) / b


def _continued_fraction(a: int, b: int, x: float) -> float:
    value = numerator = 1.0
    denominator = 1 / _away_from_zero(1 - (a + b) * x / (a + 1))
    value = denominator
    for term in range(1, _MOST_TERMS):
        even = term * (b - term) * x / ((a + 2 * term - 1) * (a + 2 * term))
        odd = -(a + term) * (a + b + term) * x / ((a + 2 * term) * (a + 2 * term + 1))
        change = 1.0
        for coefficient in (even, odd):
            denominator = 1 / _away_from_zero(1 + coefficient * denominator)
            numerator = _away_from_zero(1 + coefficient / numerator)
            change = denominator * numerator
            value *= change
        if abs(change - 1) <= _RELATIVE:
            break
    return value


def _away_from_zero(value: float) -> float:
    return value if abs(value) > _TINY else _TINY
