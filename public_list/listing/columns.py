"""Certificates in columns, in the order of the list: what may be listed by name, then what is only checked.

Days are counted as `date.toordinal` does. A set of rows is a bitmap: packed bits, in words of 64.
"""

from array import array
from bisect import bisect_left
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeAlias
from uuid import UUID

import numpy as np
from numpy.typing import NDArray

from public_list.listing.availability import Piece
from public_list.listing.rules import Facet, Lived
from registry.people.rules import Name

Days: TypeAlias = NDArray[np.int32]
Rows: TypeAlias = NDArray[np.int32]
Bits: TypeAlias = NDArray[np.uint64]
Flags: TypeAlias = NDArray[np.bool_]

NEVER = date.max.toordinal() + 1
"""A first day that no day reaches."""
BITS = 64
SIGN = "\x1f"


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

    def of(self, row: int) -> Name | None:
        """That of a row."""
        encoded = self.encoded[self.starts[row] : self.starts[row + 1]]
        if not encoded:
            return None
        given, prefix, family = encoded.decode().split(SIGN)
        return Name(given, prefix or None, family)


class Interned(dict[Any, int]):
    """Values that many rows share, each made once of what is read, and kept once; a row has its place."""

    def __init__(self, made: Callable[[Any], Any]) -> None:
        super().__init__()
        self.kept: list[Any] = []
        self._made = made

    def __missing__(self, read: Hashable) -> int:
        self.kept.append(self._made(read))
        place = self[read] = len(self.kept) - 1
        return place


@dataclass(frozen=True, slots=True)
class FacetColumns:
    """Of one facet: its values, the codes of each row in the order in which they were stated, and a bitmap for each value."""

    values: list[str]
    stated: Ragged
    bits: Bits


@dataclass(frozen=True, slots=True)
class Columns:
    """All columns. The first `listed` rows are of who may stand on the list on some day from now on.

    `numbers` are sorted, `by_number` are their rows; `number_of` is that of each row. `high` and `low` are the file of each
    row; `abouts` what many have in common; `more` the runs of listed days beside the first, of the few rows that have some.
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
    employers: Rows
    employer_names: list[str | None]
    lived: Ragged
    lives: list[Lived]
    listed_from: Days
    listed_until: Days
    more: tuple[Rows, Days, Days]
    facets: dict[Facet, FacetColumns]
    available: Ragged
    vocabulary: list[str]
    postings: Ragged
    trigrams: dict[str, NDArray[np.int32]]

    def row_of(self, number: int) -> int | None:
        """The row of a certificate number, as `as_number` writes it."""
        place = int(self.numbers.searchsorted(number))
        return int(self.by_number[place]) if place < len(self.numbers) and self.numbers[place] == number else None

    def rows_of_advisers(self, advisers: Iterable[UUID]) -> Rows:
        """The rows of these files."""
        asked = {each.int for each in advisers}
        high = np.fromiter({each >> BITS for each in asked}, np.uint64)
        near = np.flatnonzero(np.isin(self.high, high))
        return np.array(
            [row for row in near.tolist() if int(self.high[row]) << BITS | int(self.low[row]) in asked], dtype=np.int32
        )


def as_number(written: str) -> int:
    """A certificate number as a number: its ten digits."""
    return int(written[2:10] + written[11:])


def as_written(number: int) -> str:
    """The number as it stands on the certificate."""
    return f"CA{number // 100:08}-{number % 100:02}"


def packed(flags: Flags) -> Bits:
    """A bitmap of the rows that are flagged."""
    octets = np.zeros(-(-len(flags) // BITS) * 8, dtype=np.uint8)
    octets[: -(-len(flags) // 8)] = np.packbits(flags, bitorder="little")
    return octets.view(np.uint64)


def encoded(name: Name) -> bytes:
    """A name as `Names` keeps it."""
    return SIGN.join((name.given, name.prefix or "", name.family)).encode()


def ragged(lists: Iterable[Sequence[int]], kind: type[np.integer[Any]]) -> Ragged:
    """Lists of numbers, one for each row."""
    starts, values = array("I", [0]), array("i")
    for each in lists:
        values.extend(each)
        starts.append(len(values))
    return Ragged(np.frombuffer(starts, dtype=np.uint32).copy(), np.array(values, dtype=kind))


def spread(shared: Ragged, places: Rows) -> Ragged:
    """For each row the numbers that stand at its place."""
    first = shared.starts[places].astype(np.int64)
    counts = shared.starts[places + 1].astype(np.int64) - first
    starts = np.zeros(len(places) + 1, dtype=np.uint32)
    np.cumsum(counts, out=starts[1:], dtype=np.uint32)
    where = np.arange(int(starts[-1]), dtype=np.int64) + np.repeat(first - starts[:-1], counts)
    return Ragged(starts, shared.values[where])


def grouped(groups: NDArray[np.int32], values: NDArray[np.int32], count: int) -> Ragged:
    """For each of so many groups the values that belong to it, in the order in which they stand."""
    starts = np.zeros(count + 1, dtype=np.uint32)
    np.cumsum(np.bincount(groups, minlength=count), out=starts[1:], dtype=np.uint32)
    return Ragged(starts, values[np.argsort(groups, kind="stable")])


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
