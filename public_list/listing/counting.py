"""How many rows have each value by which the list is narrowed down; all values of all facets stand in one table.

Many rows are counted with bitmaps, a few by their own codes, and those whose list began on a day or before it are known.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from public_list.listing.columns import Bits, Columns, Rows, coded
from public_list.listing.rules import Facet

Counts: TypeAlias = NDArray[np.int64]
"""For each value, in the order of the facets, how many rows have it."""
FEW = 64
"""One row in so many, or fewer, are counted sooner by their own codes than with bitmaps."""
_RUN = 512
"""Words of a bitmap whose ones are added in 16 bits, which is done fastest: a word has 64 at most."""
_NONE_APART: Mapping[Facet, Bits] = MappingProxyType({})


class Counting:
    """Counts rows of these columns, in one thread at a time: room to count in is taken once."""

    def __init__(self, columns: Columns) -> None:
        facets = [columns.facets[facet] for facet in Facet]
        ends = np.cumsum([len(each.values) for each in facets]).tolist()
        self.slices = {facet: slice(end - len(each.values), end) for facet, each, end in zip(Facet, facets, ends, strict=True)}
        self._values = [(facet, value) for facet, each in zip(Facet, facets, strict=True) for value in each.values]
        self._bits = np.concatenate([each.bits for each in facets])
        self._shared, self._ones = np.empty_like(self._bits), np.empty(self._bits.shape, dtype=np.uint8)
        self._runs = np.arange(0, self._bits.shape[1], _RUN)
        self._listed = columns.listed
        self._starts, self._codes = self._by_row(columns)
        self._days, self._begun = self._by_first_day(columns)

    def _by_row(self, columns: Columns) -> tuple[Rows, NDArray[np.uint16]]:
        """The codes of each row, of all facets, each once."""
        found = []
        for facet, column in columns.facets.items():
            stated = coded(column.values, column.stated, column.places)
            found.append(stated.rows.astype(np.int64) * len(self._values) + stated.values + self.slices[facet].start)
        told = np.sort(np.concatenate(found))
        rows, codes = np.divmod(told[np.diff(told, prepend=-1) > 0], max(1, len(self._values)))
        starts = np.zeros(self._listed + 1, dtype=np.int32)
        starts[1:] = np.cumsum(np.bincount(rows, minlength=self._listed))
        return starts, codes.astype(np.uint16)

    def _by_first_day(self, columns: Columns) -> tuple[Rows, NDArray[np.int32]]:
        """For each first day there is how many rows began on it or before it; first of all nothing."""
        days, places = np.unique(columns.listed_from, return_inverse=True)
        width = len(self._values)
        began = np.repeat(places, self._starts[1:] - self._starts[:-1]) * width + self._codes
        table = np.zeros((len(days) + 1, width), dtype=np.int32)
        np.cumsum(np.bincount(began, minlength=len(days) * width).reshape(len(days), width), axis=0, out=table[1:])
        return days, table

    def begun_by(self, day: int) -> Counts:
        """Of the rows whose first run of listed days began on this day or before it."""
        counts: Counts = self._begun[self._days.searchsorted(day, "right")].astype(np.int64)
        return counts

    def of_rows(self, rows: Rows) -> Counts:
        """Of these rows, each there once."""
        first = self._starts[rows]
        lengths = self._starts[rows + 1] - first
        ends = lengths.cumsum()
        total = int(ends[-1]) if len(ends) else 0
        places = np.repeat(first - ends + lengths, lengths) + np.arange(total)
        return np.bincount(self._codes[places], minlength=len(self._values))

    def of_bits(self, bits: Bits, apart: Mapping[Facet, Bits] = _NONE_APART) -> Counts:
        """Of the rows in a bitmap; for the values of some facets of those in another one."""
        if apart:
            for facet, own in self.slices.items():
                np.bitwise_and(self._bits[own], apart.get(facet, bits), out=self._shared[own])
        else:
            np.bitwise_and(self._bits, bits, out=self._shared)
        np.bitwise_count(self._shared, out=self._ones)
        counts: Counts = np.add.reduceat(self._ones, self._runs, axis=1, dtype=np.uint16).sum(axis=1, dtype=np.int64)
        return counts

    def told(self, counts: Counts) -> dict[Facet, dict[str, int]]:
        """Counts by value, for each facet, where any row has it."""
        told: dict[Facet, dict[str, int]] = {facet: {} for facet in self.slices}
        had = counts.nonzero()[0]
        for place, count in zip(had.tolist(), counts[had].tolist(), strict=True):
            facet, value = self._values[place]
            told[facet][value] = count
        return told
