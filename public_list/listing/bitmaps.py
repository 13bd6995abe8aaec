"""A bitmap of the same rows for each value by which the list is narrowed down: how many of some rows have which value."""

from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from public_list.listing.columns import Bits, Rows, packed

Counts: TypeAlias = NDArray[np.int64]
"""For each value, in the order of the facets, how many rows have it."""
_RUN = 512
"""Words of a bitmap whose ones are added in 16 bits, which is done fastest: a word has 64 at most."""
ALL = slice(None)


class Bitmaps:
    """The bitmaps of all rows, for one thread at a time: room to count in is taken once."""

    def __init__(self, bits: Bits) -> None:
        self.bits = bits
        self._shared, self._ones = np.empty_like(bits), np.empty(bits.shape, dtype=np.uint8)
        self._runs = np.arange(0, bits.shape[1], _RUN)

    def counts(self, rows: Bits, of: slice = ALL) -> Counts:
        """How many of these rows have each value, or each of some values that follow one another."""
        shared, ones = self._shared[of], self._ones[of]
        np.bitwise_and(self.bits[of], rows, out=shared)
        np.bitwise_count(shared, out=ones)
        counts: Counts = np.add.reduceat(ones, self._runs, axis=1, dtype=np.uint16).sum(axis=1, dtype=np.int64)
        return counts


class Within(Bitmaps):
    """The rows that have one value, and of those alone a bitmap for each value: as much shorter as they are fewer."""

    def __init__(self, rows: Rows, codes: NDArray[np.uint16], times: Rows, values: int) -> None:
        flags = np.zeros((values, len(rows)), dtype=np.bool_)
        flags[codes, np.repeat(np.arange(len(rows)), times)] = True
        super().__init__(np.stack([packed(each) for each in flags]))
        self.rows = rows
        self._octets, self._bit = (rows >> 3).astype(np.intp), np.left_shift(1, rows & 7).astype(np.uint8)

    def of(self, bits: Bits) -> Bits:
        """Which of these rows are in a bitmap of all."""
        return packed(bits.view(np.uint8).take(self._octets) & self._bit != 0)
