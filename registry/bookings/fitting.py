"""Whether days fit: in the working time of an adviser, and in what they may work in a year (DESIGN §7 "Booking").

What must be done wholly within a stretch is never more than the stretch has room for: for stretches of days or years that
follow on each other this is the same as that everything can be planned.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property

from registry.bookings.holidays import on_weekdays
from registry.days import day_after
from registry.quarters import QUARTERS_PER_DAY

_WEEK = 7
_FRIDAY = 4
_WHOLE_DAYS = (QUARTERS_PER_DAY,) * (_FRIDAY + 1)


@dataclass(frozen=True, slots=True)
class Stretch:
    """So many quarters are to be worked from the first through the last: days, or years."""

    first: int
    last: int
    quarters: int


def room_for(first: int, last: int, *, others: Sequence[Stretch], space: Callable[[int, int], int]) -> int:
    """How many quarters still fit from the first through the last, beside the others; below zero when it is overfull.

    `space` tells what can be worked in a stretch when there is nothing else to do.
    """
    by_last = sorted(others, key=lambda each: each.last)
    found = None
    for start in {first, *(each.first for each in others if each.first < first)}:
        within = [each for each in by_last if each.first >= start]
        load = sum(each.quarters for each in within if each.last <= last)
        room = space(start, last) - load
        for each in within[bisect_right(within, last, key=lambda each: each.last) :]:
            load += each.quarters
            room = min(room, space(start, each.last) - load)
        found = room if found is None else min(found, room)
    return found or 0


@dataclass(frozen=True)
class Availability:
    """The quarters an adviser can work on Monday to Friday, from a first day, through a last day where one is set."""

    first_day: date
    last_day: date | None
    weekdays: tuple[int, ...]

    def covers(self, day: date) -> bool:
        """It says something of this day."""
        return self.first_day <= day and (self.last_day is None or day <= self.last_day)


@dataclass(frozen=True)
class WorkingTime:
    """When an adviser can work: the latest stated availability that covers a day, else whole working days, but for holidays.

    `stated` is in the order of recording; `worked` are the quarters of days that were entered, which are taken.
    """

    stated: Sequence[Availability] = ()
    worked: Mapping[date, int] = field(default_factory=dict)

    def quarters(self, first: date, last: date) -> int:
        """What can be worked from the first through the last day, in quarters."""
        found = 0
        for begin, end in self._alike(first, last):
            pattern = self._pattern(begin)
            found += _of_weekdays(begin, end, pattern) - sum(pattern[day.weekday()] for day in _holidays(begin, end))
        return found - sum(taken for day, taken in self._taken if first <= day <= last)

    @cached_property
    def _turns(self) -> tuple[date, ...]:
        """The days on which another statement begins to count."""
        begins = {each.first_day for each in self.stated}
        return tuple(sorted(begins | {day_after(each.last_day) for each in self.stated if each.last_day is not None}))

    @cached_property
    def _taken(self) -> tuple[tuple[date, int], ...]:
        """What the days that were entered take of the time there was."""
        return tuple((day, min(quarters, self._on(day))) for day, quarters in self.worked.items())

    def _on(self, day: date) -> int:
        if day.weekday() > _FRIDAY or day in on_weekdays(day.year):
            return 0
        return self._pattern(day)[day.weekday()]

    def _pattern(self, day: date) -> tuple[int, ...]:
        return next((each.weekdays for each in reversed(self.stated) if each.covers(day)), _WHOLE_DAYS)

    def _alike(self, first: date, last: date) -> list[tuple[date, date]]:
        """The period in pieces in which one statement counts."""
        inside = self._turns[bisect_right(self._turns, first) : bisect_right(self._turns, last)]
        return list(zip((first, *inside), (*(turn - timedelta(days=1) for turn in inside), last), strict=True))


def _of_weekdays(first: date, last: date, pattern: Sequence[int]) -> int:
    """The sum of a week's pattern over a period."""
    weeks, rest = divmod((last - first).days + 1, _WEEK)
    tail = ((first.weekday() + offset) % _WEEK for offset in range(rest))
    return weeks * sum(pattern) + sum(pattern[weekday] for weekday in tail if weekday <= _FRIDAY)


def _holidays(first: date, last: date) -> list[date]:
    """The holidays of a period that fall on a Monday to Friday."""
    found: list[date] = []
    for year in range(first.year, last.year + 1):
        of_year = on_weekdays(year)
        found += of_year[bisect_left(of_year, first) : bisect_right(of_year, last)]
    return found
