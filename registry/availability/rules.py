"""Taking back what an adviser stated last of their time: what counted before for the same days, where one statement says it."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Protocol

_WHOLE_WEEK = (Decimal(1),) * 5


class Stated(Protocol):
    """A statement: how much of each weekday, from a first day on, through a last day where there is one."""

    @property
    def first_day(self) -> date:
        """Its first day."""

    @property
    def last_day(self) -> date | None:
        """Its last day, or none."""

    @property
    def days(self) -> tuple[Decimal, ...]:
        """The parts of Monday to Friday."""


def before_the_last(stated: Sequence[Stated]) -> tuple[Decimal, ...] | None:
    """What counted on the days of the first of these, the last statement, before it was made; these stand the last first.

    Whole days, where nothing was stated for any of its days. None where several things counted: one statement cannot say that.
    """
    last, *earlier = stated
    touching = next((each for each in earlier if _ends(each) >= last.first_day and each.first_day <= _ends(last)), None)
    if touching is None:
        return _WHOLE_WEEK
    covers = touching.first_day <= last.first_day and _ends(touching) >= _ends(last)
    return touching.days if covers else None


def _ends(stated: Stated) -> date:
    return stated.last_day or date.max
