"""The read model of the public list: all certificates in columns, with what changed since beside them (DESIGN §4).

It answers exactly as `rules.entries`, `finding.found` and `rules.checked` do. A model never changes: a newer one takes its
place.
"""

from bisect import bisect_left
from collections import OrderedDict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property, reduce
from operator import and_, xor
from typing import TypeAlias
from uuid import UUID

import numpy as np
from numpy.typing import NDArray

from public_list.listing import words
from public_list.listing.building import built
from public_list.listing.columns import Bits, Flags
from public_list.listing.part import Part
from public_list.listing.rules import PAGE, Checked, Entry, Facet, Found, Holding, Order, Wanted

Hits: TypeAlias = NDArray[np.int32]
"""Rows in the order asked; those of the newer part are counted down from -1."""
_Key: TypeAlias = tuple[str, frozenset[tuple[Facet, str]], date | None, date, Order, date]

_MOST_KEPT = 8 * 1024 * 1024
_BESIDE = 8_192
"""Bytes that an answer takes beside its hits, about."""


@dataclass(frozen=True, slots=True)
class _Answer:
    """What answers a question, before a page of it is asked."""

    hits: Hits
    counts: dict[Facet, dict[str, int]]
    taken_for: dict[str, tuple[str, ...]]


class Model:
    """The whole, and beside it the advisers who changed since: what is found is one list."""

    def __init__(self, whole: Part, newer: Part | None = None) -> None:
        self.parts: tuple[Part, ...] = (whole,) if newer is None else (whole, newer)
        self._answers: OrderedDict[_Key, _Answer] = OrderedDict()
        self._kept = 0

    @cached_property
    def digest(self) -> int:
        """Of all that may be shown: equal in every process that shows the same."""
        return reduce(xor, (part.digest for part in self.parts))

    def with_newer(self, advisers: Collection[UUID], holdings: Iterable[Holding], today: date) -> "Model":
        """The same list, but of these advisers what is known now: all who changed since the whole was built."""
        whole = self.parts[0]
        outdated = whole.columns.rows_of_advisers(advisers)
        return Model(whole.without(outdated), Part(built(holdings, today)))

    def search(self, wanted: Wanted, today: date) -> Found:
        """The page asked of what is found."""
        day = wanted.day or today
        answer = self._answer(wanted, day, today)
        first = (wanted.page - 1) * PAGE
        entries = self._entries(answer.hits[first : first + PAGE], day)
        return Found(len(answer.hits), tuple(entries), answer.counts, wanted.page, answer.taken_for)

    def every(self, wanted: Wanted, today: date, *, at_a_time: int) -> Iterator[Sequence[Entry]]:
        """All that is found, some at a time."""
        day = wanted.day or today
        hits = self._answer(wanted, day, today).hits
        for first in range(0, len(hits), at_a_time):
            some = map(self._of, hits[first : first + at_a_time].tolist())
            yield [part.made_entry(row, day) for part, row in some]

    def entry(self, number: str, today: date) -> Entry | None:
        """The entry of a number on today's list."""
        for part in self.parts:
            row = part.row_of(number)
            if row is not None and row < part.columns.listed and part.listed_on(today, today)[0][row]:
                return part.entry(row, today)
        return None

    def checked(self, number: str, day: date, today: date) -> Checked | None:
        """The answer to a number; nothing for one that was never issued."""
        for part in self.parts:
            if (row := part.row_of(number)) is not None:
                return part.checked(row, day, today)
        return None

    def _entries(self, hits: Hits, day: date) -> Iterator[Entry]:
        for hit in hits.tolist():
            part, row = self._of(hit)
            yield part.entry(row, day)

    def _of(self, hit: int) -> tuple[Part, int]:
        return (self.parts[0], hit) if hit >= 0 else (self.parts[1], -1 - hit)

    def _answer(self, wanted: Wanted, day: date, today: date) -> _Answer:
        key = (wanted.name, frozenset(wanted.chosen), wanted.available_from, day, wanted.order, today)
        known = self._answers.get(key)
        if known is None:
            known = self._answers[key] = self._find(wanted, day, today)
            self._kept += known.hits.nbytes + _BESIDE
            while self._kept > _MOST_KEPT and len(self._answers) > 1:
                self._kept -= self._answers.popitem(last=False)[1].hits.nbytes + _BESIDE
        else:
            self._answers.move_to_end(key)
        return known

    def _find(self, wanted: Wanted, day: date, today: date) -> _Answer:
        listed = [part.listed_on(day, today) for part in self.parts]
        named, taken_for = self._named([flags for flags, _ in listed], wanted.name)
        counts: dict[Facet, dict[str, int]] = {facet: {} for facet in Facet}
        rows = []
        for place, part in enumerate(self.parts):
            base = reduce(and_, (part.bitmap(each[place]) for each in named), listed[place][1])
            if wanted.available_from is not None:
                base = base & part.free_by(day, wanted.available_from)
            bits = _narrowed(part, base, wanted, counts)
            rows.append(part.ordered(part.rows(bits), wanted.order))
        return _Answer(self._merged(rows, wanted.order), counts, taken_for)

    def _named(self, listed: Sequence[Flags], asked: str) -> tuple[list[list[Hits]], dict[str, tuple[str, ...]]]:
        """For each word that was asked the rows of each part; and which words were taken for others."""
        found, taken_for = [], {}
        for word in words.asked(asked):
            rows = [part.beginning(word, flags) for part, flags in zip(self.parts, listed, strict=True)]
            if not any(map(len, rows)) and (near := self._nearest(word, listed)):
                taken_for[word] = near
                rows = [part.having(near, flags) for part, flags in zip(self.parts, listed, strict=True)]
            found.append(rows)
        return found, taken_for

    def _nearest(self, word: str, listed: Sequence[Flags]) -> tuple[str, ...]:
        """The words of the list for which a mistyped one is taken; those of nobody on the list of the day are none."""
        candidates = {known for part in self.parts for known in part.near(word)}
        while near := words.nearest(word, candidates):
            absent = {each for each in near if not self._stands(each, listed)}
            if not absent:
                return near
            candidates -= absent
        return ()

    def _stands(self, word: str, listed: Sequence[Flags]) -> bool:
        return any(len(part.having([word], flags)) for part, flags in zip(self.parts, listed, strict=True))

    def _merged(self, rows: Sequence[Hits], order: Order) -> Hits:
        if len(rows) == 1 or not len(rows[1]):
            return rows[0]
        whole, newer = self.parts
        before = (whole.keys(rows[0], order).astype(np.int64) << 32) + rows[0]
        beside = (newer.keys(rows[1], order).astype(np.int64) << 32) + self._places[rows[1]]
        merged: Hits = np.insert(rows[0], np.searchsorted(before, beside), -1 - rows[1])
        return merged

    @cached_property
    def _places(self) -> Hits:
        """Of each row of the newer part the row of the whole before which it stands."""
        whole, newer = self.parts
        everyone = range(whole.columns.listed)
        return np.array(
            [bisect_left(everyone, newer.sort_key(row), key=whole.sort_key) for row in range(newer.columns.listed)], np.int32
        )


def _narrowed(part: Part, base: Bits, wanted: Wanted, counts: dict[Facet, dict[str, int]]) -> Bits:
    """What all choices leave; and, added to the counts, what each value would leave beside those of other facets."""
    chosen: dict[Facet, set[str]] = {}
    for facet, value in wanted.chosen:
        chosen.setdefault(facet, set()).add(value)
    bits = {facet: part.chosen(facet, values) for facet, values in chosen.items()}
    left = reduce(and_, bits.values(), base)
    for facet in Facet:
        others = reduce(and_, (each for other, each in bits.items() if other is not facet), base) if facet in bits else left
        for value, count in part.counts(facet, others):
            counts[facet][value] = counts[facet].get(value, 0) + count
    return left
