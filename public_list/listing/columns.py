"""Certificates in columns, in the order of the list: what may be listed by name, then what is only checked.

Days are counted as `date.toordinal` does. A set of rows is a bitmap: packed bits, in words of 64.
"""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import chain, pairwise
from typing import Any, TypeAlias
from uuid import UUID

import numpy as np
from numpy.typing import NDArray

from public_list.listing.availability import Piece
from public_list.listing.interned import Interned
from public_list.listing.rules import Facet, Lived
from public_list.listing.writing import SIGN
from registry.certificates.rules import Status
from registry.people.rules import Name
from registry.texts import Text

Days: TypeAlias = NDArray[np.int32]
Rows: TypeAlias = NDArray[np.int32]
Bits: TypeAlias = NDArray[np.uint64]
Flags: TypeAlias = NDArray[np.bool_]

NEVER = date.max.toordinal() + 1
"""A first day that no day reaches."""
BITS = 64
STATUSES = tuple(Status)
_CODE_OF = {status: code for code, status in enumerate(STATUSES)}


@dataclass(frozen=True, slots=True)
class Ragged:
    """Numbers, several or none for each row: those of row `r` stand from `starts[r]` up to `starts[r + 1]`."""

    starts: NDArray[np.uint32]
    values: NDArray[Any]

    def of(self, row: int) -> NDArray[Any]:
        """Those of a row."""
        return self.values[self.starts[row] : self.starts[row + 1]]

    @property
    def rows(self) -> Rows:
        """For each number the row that has it."""
        counts = self.starts[1:] - self.starts[:-1]
        return np.repeat(np.arange(len(counts), dtype=np.int32), counts)


@dataclass(frozen=True, slots=True)
class Names:
    """A name for each row, one after another; nothing where there is none."""

    starts: NDArray[np.uint32]
    encoded: bytes

    @property
    def each(self) -> Iterator[bytes]:
        """That of every row, as it is kept."""
        starts = self.starts.tolist()
        return (self.encoded[first:last] for first, last in pairwise(starts))

    def of(self, row: int) -> Name | None:
        """That of a row."""
        parts = self._encoded(row).split(SIGN)
        return Name(parts[0], parts[1] or None, parts[2]) if len(parts) > 1 else None

    def written(self, row: int) -> str:
        """That of a row in one piece; empty where there is none."""
        return self._encoded(row).replace(SIGN + SIGN, " ").replace(SIGN, " ")

    def _encoded(self, row: int) -> str:
        return self.encoded[self.starts.item(row) : self.starts.item(row + 1)].decode()


@dataclass(frozen=True, slots=True)
class Lives:
    """Spans of days of one status, as `Lived` has them, but for the list; `named_through` is 0 where that says None."""

    first: Days
    last: Days
    status: NDArray[np.uint8]
    named_through: Days
    reason: NDArray[np.uint16]
    reasons: list[Text | None]

    @classmethod
    def packed(cls, spans: Sequence[Lived]) -> "Lives":
        """These, in their order."""
        reasons: Interned = Interned(lambda reason: reason)
        codes = [reasons[span.reason] for span in spans]
        return cls(
            np.array([span.first.toordinal() for span in spans], dtype=np.int32),
            np.array([span.last.toordinal() for span in spans], dtype=np.int32),
            np.array([_CODE_OF[span.status] for span in spans], dtype=np.uint8),
            np.array([span.named_through.toordinal() if span.named_through else 0 for span in spans], dtype=np.int32),
            np.array(codes, dtype=np.uint16),
            reasons.kept,
        )


@dataclass(frozen=True, slots=True)
class FacetColumns:
    """Of one facet: its values, what rows state, in their order, the place in that of each row, and a bitmap for each value."""

    values: list[str]
    stated: list[tuple[str, ...]]
    places: Rows
    bits: Bits


@dataclass(frozen=True, slots=True)
class Columns:
    """All columns. The first `listed` rows are of who may stand on the list on some day from now on.

    `numbers` are sorted, `by_number` are their rows; `number_of` is that of each row. `high` and `low` are the file of each
    row; `abouts` what many have in common; `life` the place of its life in `lived`, which has places of spans in `lives`;
    `more` the runs of listed days beside the first, of the few rows that have some. `runs` are the runs of three letters in
    words, sorted, as `as_runs` counts them, and `one_error` has buckets of words. `cells` has side by side what an entry is
    made of, for each that may be listed: about, life, first and last day, employer, and of each facet its place in `stated`.
    """

    listed: int
    number_of: NDArray[np.int64]
    numbers: NDArray[np.int64]
    by_number: Rows
    high: NDArray[np.uint64]
    low: NDArray[np.uint64]
    digests: NDArray[np.uint64]
    about: Rows
    abouts: list[tuple[Any, ...]]
    valid_from: Days
    valid_until: Days
    names: Names
    cells: Rows
    employer_names: list[str | None]
    life: Rows
    lived: Ragged
    lives: Lives
    listed_from: Days
    listed_until: Days
    more: tuple[Rows, Days, Days]
    facets: dict[Facet, FacetColumns]
    available: Ragged
    vocabulary: list[str]
    postings: Ragged
    runs: NDArray[np.int64]
    words_of_runs: Ragged
    one_error: Ragged
    stated: tuple[list[tuple[str, ...]], ...]

    def row_of(self, number: int) -> int | None:
        """The row of a certificate number, as `as_number` writes it."""
        place = int(self.numbers.searchsorted(number))
        return self.by_number.item(place) if place < len(self.numbers) and self.numbers.item(place) == number else None

    def span(self, life: int, day: int) -> int:
        """The place in `lives` of the span of a life in which a day lies."""
        first, spans = self.lives.first, self.lived.values
        place = self.lived.starts.item(life + 1) - 1
        while first.item(span := spans.item(place)) > day:
            place -= 1
        return int(span)

    def rows_of_advisers(self, advisers: Iterable[UUID]) -> Rows:
        """The rows of these files."""
        asked = {each.int for each in advisers}
        high = np.fromiter({each >> BITS for each in asked}, np.uint64)
        near = np.flatnonzero(np.isin(self.high, high))
        return np.array(
            [row for row in near.tolist() if int(self.high[row]) << BITS | int(self.low[row]) in asked], dtype=np.int32
        )


def packed(flags: Flags) -> Bits:
    """A bitmap of the rows that are flagged."""
    octets = np.zeros(-(-len(flags) // BITS) * 8, dtype=np.uint8)
    octets[: -(-len(flags) // 8)] = np.packbits(flags, bitorder="little")
    return octets.view(np.uint64)


def ragged(lists: Iterable[Sequence[int]], kind: type[np.integer[Any]]) -> Ragged:
    """Lists of numbers, one for each row."""
    every = list(lists)
    starts = np.zeros(len(every) + 1, dtype=np.uint32)
    np.cumsum(np.fromiter(map(len, every), dtype=np.uint32, count=len(every)), out=starts[1:])
    return Ragged(starts, np.fromiter(chain.from_iterable(every), dtype=kind, count=int(starts[-1])))


def coded(values: Sequence[str], stated: Iterable[Sequence[str]], places: Rows) -> Ragged:
    """For each row the places of the values that it states."""
    code = {value: place for place, value in enumerate(values)}
    return spread(ragged(([code[value] for value in each] for each in stated), np.uint16), places)


def spread(shared: Ragged, places: Rows) -> Ragged:
    """For each row the numbers that stand at its place."""
    first = shared.starts[places].astype(np.int64)
    counts = shared.starts[places + 1].astype(np.int64) - first
    starts = np.zeros(len(places) + 1, dtype=np.uint32)
    np.cumsum(counts, out=starts[1:], dtype=np.uint32)
    where = np.arange(int(starts[-1]), dtype=np.int64) + np.repeat(first - starts[:-1], counts)
    return Ragged(starts, shared.values[where])


def first_beginning(vocabulary: Sequence[str], beginning: str) -> tuple[int, int]:
    """From where up to where words with this beginning stand."""
    return bisect_left(vocabulary, beginning), bisect_left(vocabulary, beginning + "\U0010ffff")


def free_from(available: Ragged, day: int) -> Days:
    """For each row the first day from this one on with time; NEVER where none was stated."""
    table = available.values.reshape(-1, len(Piece._fields))
    pieces = available.rows[:: len(Piece._fields)]
    start = np.maximum(table[:, 0], day)
    free = start + _AHEAD[table[:, 2], (start - 1) % _WEEK]
    found = np.full(len(available.starts) - 1, NEVER, dtype=np.int32)
    useful = free <= table[:, 1]
    np.minimum.at(found, pieces[useful], free[useful])
    return found


_WEEK = 7
_AHEAD = np.array(
    [
        [next((ahead for ahead in range(_WEEK) if mask >> (weekday + ahead) % _WEEK & 1), NEVER) for weekday in range(_WEEK)]
        for mask in range(32)
    ],
    dtype=np.int32,
)
"""For the weekdays of a piece, and the weekday on which one begins to look: how many days ahead the first of them is."""
