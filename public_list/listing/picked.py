"""Rows that were picked: how many, all of them, and some in the middle without the rest.

Many are a bitmap, and become rows where those are asked; a few are rows, and become a bitmap where that is asked.
"""

from functools import cached_property
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from public_list.listing.bitmaps import Counts, Within
from public_list.listing.columns import Bits, Flags, Rows, packed


class Picked:
    """The rows of a bitmap, in their order; and of each value how many of them have it, once they were counted."""

    counts: Counts | None

    def __init__(self, bits: Bits) -> None:
        self.bits, self.counts = bits, None
        self._inside: dict[int, Bits] = {}
        self._through: Rows = np.bitwise_count(bits).cumsum(dtype=np.int32)
        self._total = int(self._through[-1]) if len(bits) else 0

    def __len__(self) -> int:
        """How many there are."""
        return self._total

    @property
    def nbytes(self) -> int:
        """How much memory the bitmap takes, and all rows with it."""
        return self.bits.nbytes * 2 + self._total * 4

    def inside(self, code: int, within: Within) -> Bits:
        """Which of the rows that have a value are among these."""
        known = self._inside.get(code)
        if known is None:
            known = self._inside[code] = within.of(self.bits)
        return known

    @cached_property
    def rows(self) -> Rows:
        """All of them."""
        used = self.bits.nonzero()[0]
        spread = np.unpackbits(self.bits[used].view(np.uint8), bitorder="little").view(np.bool_)
        places = spread.nonzero()[0]
        rows: Rows = ((used[places >> 6] << 6) + (places & 63)).astype(np.int32)
        return rows

    def window(self, first: int, last: int) -> Rows:
        """Those from a place, counted from 0, up to another."""
        if first >= self._total:
            return np.zeros(0, dtype=np.int32)
        if "rows" in self.__dict__:
            return self.rows[first:last]
        begin = int(self._through.searchsorted(first, "right"))
        end = int(self._through.searchsorted(min(last, self._total), "left")) + 1
        skipped = first - (int(self._through[begin - 1]) if begin else 0)
        spread = np.unpackbits(self.bits[begin:end].view(np.uint8), bitorder="little").view(np.bool_)
        rows: Rows = (spread.nonzero()[0][skipped : skipped + last - first] + (begin << 6)).astype(np.int32)
        return rows


class Few(Picked):
    """Rows that are so few that no bitmap is made of them before it is asked, in their order and each once."""

    def __init__(self, rows: Rows, count: int) -> None:
        self.rows, self.counts, self._inside = rows, None, {}
        self._count, self._total = count, len(rows)

    @property
    def nbytes(self) -> int:
        """How much memory the rows take, and their bitmap with them."""
        return self._count // 8 + self.rows.nbytes

    @cached_property
    def bits(self) -> Bits:  # type: ignore[override]
        """The same as a bitmap of so many rows as there are in all."""
        return bitmap(self.rows, self._count)


class Inside(Few):
    """Rows among those that have a value: these are counted with a bitmap of those."""

    def __init__(self, within: Within, bits: Bits, count: int) -> None:
        self.counts, self._inside, self._count = None, {}, count
        self._within, self._among = within, Picked(bits)
        self._total = len(self._among)

    @cached_property
    def rows(self) -> Rows:
        """All of them."""
        rows: Rows = self._within.rows[self._among.rows]
        return rows

    @property
    def nbytes(self) -> int:
        """How much memory the bitmap takes, and all rows with both."""
        return self._among.nbytes + self._count // 8 + self._total * 4

    def window(self, first: int, last: int) -> Rows:
        """Those from a place, counted from 0, up to another."""
        rows: Rows = self._within.rows[self._among.window(first, last)]
        return rows


_Number = TypeVar("_Number", np.int32, np.int64)


def once(numbers: NDArray[_Number]) -> NDArray[_Number]:
    """These numbers in their order, each once."""
    return distinct(np.sort(numbers))


def distinct(ordered: NDArray[_Number]) -> NDArray[_Number]:
    """Each of these once, which stand in their order."""
    new = np.ones(len(ordered), dtype=np.bool_)
    np.not_equal(ordered[1:], ordered[:-1], out=new[1:])
    return ordered[new]


def bitmap(rows: Rows, count: int) -> Bits:
    """These rows as a bitmap of so many."""
    flags: Flags = np.zeros(count, dtype=np.bool_)
    flags[rows] = True
    return packed(flags)
