"""Pass rates with their exact intervals, as a table says them and a drawing shows them."""

from dataclasses import dataclass

from exams.integrity.intervals import exact_interval
from exams.integrity.rules import Tally
from exams.integrity.schemas import RateOut
from exams.integrity.wording import percent


@dataclass(frozen=True, slots=True)
class Bar:
    """One line of the drawing; the places are percentages of its width. `supervised` is None for several sittings together."""

    label: str
    rate: RateOut
    lowest_at: str
    rate_at: str
    highest_at: str
    supervised: bool | None


def rate_of(counted: Tally) -> RateOut:
    """The rate and its 95 % interval in whole percents, the interval rounded outwards."""
    found = exact_interval(counted.passed, counted.taken)
    return RateOut(
        passed=counted.passed,
        taken=counted.taken,
        percent=percent(counted),
        lowest_percent=int(100 * found.lowest),
        highest_percent=-int(-100 * found.highest // 1),
    )


def bar_of(label: str, counted: Tally, *, supervised: bool | None = None) -> Bar:
    """The rate as a line from the lowest to the highest of its interval, with a mark where it is."""
    found = exact_interval(counted.passed, counted.taken)
    return Bar(
        label=label,
        rate=rate_of(counted),
        lowest_at=_at(found.lowest),
        rate_at=_at(counted.rate),
        highest_at=_at(found.highest),
        supervised=supervised,
    )


def _at(rate: float) -> str:
    return f"{100 * rate:.2f}%"
