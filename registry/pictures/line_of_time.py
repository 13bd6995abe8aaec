"""A line of time as a drawing. Each stretch between two turns is equally wide, so that a day shows beside three years."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from registry.pictures.drawing import Paint

_LETTER = 2.5
"""Percentages of the width that a letter takes at most, on the narrowest phone."""
_ROWS = 2


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of a line of time, with its name where that fits."""

    paint: Paint
    at: str
    wide: str
    name: str


@dataclass(frozen=True, slots=True)
class Tick:
    """A day on the axis; its words stand on its `start`, `middle` or `end`, in one of two rows, where there is room."""

    at: str
    anchor: str
    row: int
    label: str


@dataclass(frozen=True, slots=True)
class Axis:
    """The days on which something turned, in order: before the first and after the last time goes on."""

    turns: tuple[date, ...]

    @classmethod
    def of(cls, days: Iterable[date]) -> "Axis":
        """The axis of these turns."""
        return cls(tuple(sorted(set(days))))

    @property
    def _stretch(self) -> float:
        return 100 / (len(self.turns) + 1)

    def place(self, day: date) -> float:
        """Where the beginning of a day lies: on its turn, or as far between two as it is in days; halfway an open end."""
        before = [turn for turn in self.turns if turn <= day]
        if not before:
            return self._stretch / 2
        if before[-1] == day:
            return self._stretch * len(before)
        if len(before) == len(self.turns):
            return self._stretch * (len(before) + 0.5)
        begun, ends = before[-1], self.turns[len(before)]
        return self._stretch * (len(before) + (day - begun) / (ends - begun))

    def span(self, paint: Paint, first: date | None, last: date | None, name: str) -> Span:
        """From the beginning of a first through the end of a last day; without one to the edge of the axis."""
        at = 0.0 if first is None else self.place(first)
        end = 100.0 if last is None else self.place(last + timedelta(days=1))
        return Span(paint, _percent(at), _percent(end - at), name if end - at >= _LETTER * len(name) else "")

    def ticks(self, labels: Sequence[str]) -> list[Tick]:
        """A tick for each turn, with its label in the first row where it has room; one too many has none."""
        found, free = [], [0.0] * _ROWS
        for place, label in enumerate(labels, start=1):
            at, wide = self._stretch * place, _LETTER * len(label)
            anchor = "start" if at < wide / 2 else "end" if at > 100 - wide / 2 else "middle"
            begins = at - {"start": 0, "middle": wide / 2, "end": wide}[anchor]
            row = next((each for each in range(_ROWS) if free[each] <= begins), None)
            found.append(Tick(_percent(at), anchor, row or 0, "" if row is None else label))
            if row is not None:
                free[row] = begins + wide
        return found

    def at(self, day: date) -> str:
        """Where a day is pointed at: never so near a turn that it seems to lie in another stretch than its own."""
        edge, begins = self._stretch / 8, self._stretch * sum(turn <= day for turn in self.turns)
        return _percent(min(max(self.place(day), begins + edge), begins + self._stretch - edge))


def _percent(place: float) -> str:
    return f"{place:.2f}%"
