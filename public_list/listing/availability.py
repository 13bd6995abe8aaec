"""The first day on which an adviser has time, by what they stated. Pure."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import NamedTuple

LAST = date.max.toordinal()
"""The last day there is, as days are counted."""
_WEEK = 7


class Stated(NamedTuple):
    """The quarters on Monday to Friday that an adviser stated, from a first day, through a last one where there is one."""

    first_day: date
    last_day: date | None
    weekdays: tuple[int, ...]


class Piece(NamedTuple):
    """Days, as they are counted, on which one statement counts; bit 0 of `weekdays` is Monday."""

    first: int
    last: int
    weekdays: int


def pieces(stated: Sequence[Stated]) -> tuple[Piece, ...]:
    """What counts on each day, in order, where there is any time: of the statements on a day the one recorded last."""
    bare = [Piece(each.first_day.toordinal(), _last(each), _mask(each.weekdays)) for each in stated]
    if len(bare) <= 1:
        return tuple(each for each in bare if each.weekdays)
    begins = sorted({each.first for each in bare} | {each.last + 1 for each in bare if each.last < LAST})
    ends = [begin - 1 for begin in begins[1:]] + [LAST]
    found: list[Piece] = []
    for first, last in zip(begins, ends, strict=True):
        counts = next((each for each in reversed(bare) if each.first <= first <= each.last), None)
        if counts is not None and counts.weekdays:
            found.append(Piece(first, last, counts.weekdays))
    return tuple(found)


def first_free(known: Iterable[Piece], day: int) -> int | None:
    """The first day from this one on with time, as days are counted; none where none was stated."""
    for piece in known:
        start = max(piece.first, day)
        for ahead in range(min(_WEEK, piece.last - start + 1)):
            if piece.weekdays >> ((start + ahead - 1) % _WEEK) & 1:
                return start + ahead
    return None


def available_from(stated: Sequence[Stated], day: date) -> date | None:
    """The first day from this one on which the adviser states to have time; none where none was stated.

    Statements stand in the order in which they were recorded.
    """
    found = first_free(pieces(stated), day.toordinal())
    return None if found is None else date.fromordinal(found)


def _last(stated: Stated) -> int:
    return LAST if stated.last_day is None else stated.last_day.toordinal()


def _mask(weekdays: Iterable[int]) -> int:
    return sum(1 << place for place, quarters in enumerate(weekdays) if quarters)
