"""Rows that were picked, as a bitmap: how many, all of them, and some in the middle without the rest."""

from functools import cached_property

import numpy as np

from public_list.listing.columns import Bits, Rows


class Picked:
    """The rows of a bitmap, in their order."""

    def __init__(self, bits: Bits) -> None:
        self.bits = bits
        self._through: Rows = np.bitwise_count(bits).cumsum(dtype=np.int32)
        self._total = int(self._through[-1]) if len(bits) else 0

    def __len__(self) -> int:
        """How many there are."""
        return self._total

    @property
    def nbytes(self) -> int:
        """How much memory the bitmap takes, and all rows with it."""
        return self.bits.nbytes * 2 + self._total * 4

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
        begin = int(self._through.searchsorted(first, "right"))
        end = int(self._through.searchsorted(min(last, self._total), "left")) + 1
        skipped = first - (int(self._through[begin - 1]) if begin else 0)
        spread = np.unpackbits(self.bits[begin:end].view(np.uint8), bitorder="little").view(np.bool_)
        rows: Rows = (spread.nonzero()[0][skipped : skipped + last - first] + (begin << 6)).astype(np.int32)
        return rows
