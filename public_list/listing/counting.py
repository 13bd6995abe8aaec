"""How many rows have each value by which the list is narrowed down; all values of all facets stand in one table.

Many rows are counted with bitmaps, a few by their own codes, and those whose list began on a day or before it are known. Of the
values that are asked most the rows that have them are kept with bitmaps of their own.
"""

from collections import OrderedDict

import numpy as np
from numpy.typing import NDArray

from public_list.listing.bitmaps import Bitmaps, Counts, Within
from public_list.listing.columns import Columns, Rows, coded
from public_list.listing.rules import Facet

FEW = 64
"""One row in so many, or fewer, are counted sooner by their own codes than with bitmaps."""
_WITHIN_KEPT = 32


class Counting:
    """Counts rows of these columns."""

    def __init__(self, columns: Columns) -> None:
        facets = [columns.facets[facet] for facet in Facet]
        ends = np.cumsum([len(each.values) for each in facets]).tolist()
        self.slices = {facet: slice(end - len(each.values), end) for facet, each, end in zip(Facet, facets, ends, strict=True)}
        self._values = [(facet, value) for facet, each in zip(Facet, facets, strict=True) for value in each.values]
        self.code_of = {
            facet: {value: own.start + place for place, value in enumerate(each.values)}
            for (facet, own), each in zip(self.slices.items(), facets, strict=True)
        }
        self.every = Bitmaps(np.concatenate([each.bits for each in facets]))
        self.listed = columns.listed
        self._starts, self._codes = self._by_row(columns)
        self.having = np.bincount(self._codes, minlength=len(self._values))
        self._days, self._begun = self._by_first_day(columns)
        self._within: OrderedDict[int, Within] = OrderedDict()

    def _by_row(self, columns: Columns) -> tuple[Rows, NDArray[np.uint16]]:
        """The codes of each row, of all facets, each once."""
        found = []
        for facet, column in columns.facets.items():
            stated = coded(column.values, column.stated, column.places)
            found.append(stated.rows.astype(np.int64) * len(self._values) + stated.values + self.slices[facet].start)
        told = np.sort(np.concatenate(found))
        rows, codes = np.divmod(told[np.diff(told, prepend=-1) > 0], max(1, len(self._values)))
        starts = np.zeros(self.listed + 1, dtype=np.int32)
        starts[1:] = np.cumsum(np.bincount(rows, minlength=self.listed))
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
        return np.bincount(self._codes_of(rows)[0], minlength=len(self._values))

    def _codes_of(self, rows: Rows) -> tuple[NDArray[np.uint16], Rows]:
        """The codes of these rows, one after another, and how many each has."""
        first = self._starts[rows]
        lengths = self._starts[rows + 1] - first
        ends = lengths.cumsum()
        total = int(ends[-1]) if len(ends) else 0
        places = np.repeat(first - ends + lengths, lengths) + np.arange(total)
        return self._codes[places], lengths

    def within(self, code: int) -> Within:
        """The rows that have a value."""
        known = self._within.get(code)
        if known is None:
            flags = np.unpackbits(self.every.bits[code].view(np.uint8), bitorder="little")
            rows = flags.nonzero()[0].astype(np.int32)
            known = self._within[code] = Within(rows, *self._codes_of(rows), len(self._values))
            if len(self._within) > _WITHIN_KEPT:
                self._within.popitem(last=False)
        else:
            self._within.move_to_end(code)
        return known

    def told(self, counts: Counts) -> dict[Facet, dict[str, int]]:
        """Counts by value, for each facet, where any row has it."""
        had = counts.nonzero()[0]
        if len(had) == len(counts):
            every = counts.tolist()
            return {facet: dict(zip(own, every[self.slices[facet]], strict=True)) for facet, own in self.code_of.items()}
        told: dict[Facet, dict[str, int]] = {facet: {} for facet in self.slices}
        for code, count in zip(had.tolist(), counts[had].tolist(), strict=True):
            facet, value = self._values[code]
            told[facet][value] = count
        return told
