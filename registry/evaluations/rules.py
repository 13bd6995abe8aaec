"""What an evaluation may say, how many are shown, and when a trend is worth a look (DESIGN §1, §7)."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum
from typing import TypeVar

from registry.reference_data.competences import Competence


class Outcome(StrEnum):
    """Whether the engagement brought what it was for."""

    REACHED = "reached"
    PARTLY = "partly"
    NOT_REACHED = "not-reached"


class Trend(StrEnum):
    """What puts the certificates of an adviser up for review."""

    LOW = "low"
    FALLING = "falling"


@dataclass(frozen=True, slots=True)
class Scores:
    """The four competences of one evaluation, and what else was chosen."""

    competences: tuple[int, int, int, int]
    outcome: Outcome
    again: bool

    @property
    def sum(self) -> int:
        """Of the four competences together: 4 to 20."""
        return sum(self.competences)


@dataclass(frozen=True, slots=True)
class Averages:
    """What several evaluations came to: of how many, per competence, and how many gave each outcome and would again."""

    number: int
    competences: dict[Competence, Decimal]
    outcomes: dict[Outcome, int]
    again: int


TOGETHER = 5
"""Evaluations are shown and looked at by so many at a time."""
_INSUFFICIENT = 10
"""Below it, the sum of four competences is on average less than 2.5."""
_MOSTLY = 4
_A_WHOLE_POINT = 4 * TOGETHER
"""By how much the sums of five evaluations differ when each competence is on average one point lower."""

Item = TypeVar("Item")


def shown(in_order: Sequence[Item]) -> Sequence[Item]:
    """Those that may be shown: whole groups of five, the oldest first; of fewer than five none.

    Were each added to the averages as it came, the difference with the day before would tell what one municipality said.
    """
    return in_order[: len(in_order) - len(in_order) % TOGETHER]


def completes_a_group(number: int) -> bool:
    """Whether so many evaluations are whole groups of five: with the last of them, five more are shown and looked at."""
    return number > 0 and number % TOGETHER == 0


def averages(evaluations: Sequence[Scores]) -> Averages:
    """What these evaluations came to, rounded to tenths; there is at least one."""
    number = len(evaluations)
    columns = zip(*(each.competences for each in evaluations), strict=True)
    return Averages(
        number=number,
        competences={each: _rounded(sum(scores), number) for each, scores in zip(Competence, columns, strict=True)},
        outcomes={each: sum(found.outcome is each for found in evaluations) for each in Outcome},
        again=sum(each.again for each in evaluations),
    )


def _rounded(total: int, number: int) -> Decimal:
    return (Decimal(total) / number).quantize(Decimal("0.1"), rounding=ROUND_HALF_UP)


def trend_of(sums: Sequence[int]) -> Trend | None:
    """Whether the last five evaluations are worth a look by a certifier; asked once for each whole group of five.

    Each is the sum of four competences, the oldest first. LOW: at least four of the last five are on average below 2.5.
    FALLING: each of the last five is lower than every one of the five before, and on average they are at least a whole
    point lower.

    How often this is a false alarm, whatever the scores of an adviser are spread like: where one evaluation in ten is that
    low, by bad luck alone, a group is LOW once in 2,174 (5 × 0.1⁴ × 0.9 + 0.1⁵). Where nothing changed, every order of
    ten evaluations is as likely, so that a group is FALLING at most once in 252 (ten over five). Each group is looked at once,
    so that looking often does not add up.
    """
    if not completes_a_group(len(sums)):
        return None
    last, before = sums[-TOGETHER:], sums[-2 * TOGETHER : -TOGETHER]
    if sum(each < _INSUFFICIENT for each in last) >= _MOSTLY:
        return Trend.LOW
    if before and max(last) < min(before) and sum(before) - sum(last) >= _A_WHOLE_POINT:
        return Trend.FALLING
    return None
