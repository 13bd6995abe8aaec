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
from operator import add, and_, xor
from typing import TypeAlias
from uuid import UUID

import numpy as np
from numpy.typing import NDArray

from public_list.listing import living, words
from public_list.listing.building import built
from public_list.listing.columns import STATUSES, Rows
from public_list.listing.part import Listing, Part
from public_list.listing.picked import Picked
from public_list.listing.rules import PAGE, Checked, Entry, Facet, Found, Order, Wanted
from public_list.listing.table import Table
from registry.certificates.rules import Status

Hits: TypeAlias = NDArray[np.int32]
"""Rows in the order asked; those of the newer part are counted down from -1."""
_Key: TypeAlias = tuple[str, frozenset[tuple[Facet, str]], date | None, date, Order, date]

_MOST_KEPT = 8 * 1024 * 1024
_BESIDE = 8_192
"""Bytes that an answer takes beside its hits, about."""


@dataclass(frozen=True, slots=True)
class _Answer:
    """What answers a question, before a page of it is asked: the rows of each part; all hits, where they stand not by name."""

    picked: list[Picked]
    hits: Hits | None
    counts: dict[Facet, dict[str, int]]
    taken_for: dict[str, tuple[str, ...]]

    @property
    def total(self) -> int:
        """How many are found."""
        return sum(map(len, self.picked))

    @property
    def nbytes(self) -> int:
        """How much it takes to keep, about."""
        hits = 0 if self.hits is None else self.hits.nbytes
        return hits + sum(each.nbytes for each in self.picked) + _BESIDE


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

    def with_newer(self, advisers: Collection[UUID], table: Table) -> "Model":
        """The same list, but of these advisers what is known now: all who changed since the whole was built."""
        whole = self.parts[0]
        outdated = whole.columns.rows_of_advisers(advisers)
        return Model(whole.without(outdated), Part(built(table)))

    def search(self, wanted: Wanted, today: date) -> Found:
        """The page asked of what is found."""
        day = wanted.day or today
        answer = self._answer(wanted, day, today)
        first = (wanted.page - 1) * PAGE
        entries = self._entries(self._window(answer, first, first + PAGE), day)
        return Found(answer.total, tuple(entries), answer.counts, wanted.page, answer.taken_for)

    def every(self, wanted: Wanted, today: date, *, at_a_time: int) -> Iterator[Sequence[Entry]]:
        """All that is found, some at a time."""
        day = wanted.day or today
        answer = self._answer(wanted, day, today)
        for first in range(0, answer.total, at_a_time):
            yield self._entries(self._window(answer, first, first + at_a_time), day)

    def entry(self, number: str, today: date) -> Entry | None:
        """The entry of a number on today's list."""
        for part in self.parts:
            row = part.row_of(number)
            if row is not None and row < part.columns.listed and part.listed_on(today, today).flags[row]:
                return part.entries([row], today)[0]
        return None

    def checked(self, number: str, day: date, today: date) -> Checked | None:
        """The answer to a number; nothing for one that was never issued."""
        for part in self.parts:
            if (row := part.row_of(number)) is not None:
                return part.checked(row, number, day, today)
        return None

    def statuses_on(self, days: Sequence[date]) -> list[dict[Status, int]]:
        """How many certificates have each status on each of these days: of all, whether the list shows them or not."""
        told = reduce(add, (living.counted(part.columns, part.outdated, days) for part in self.parts))
        return [dict(zip(STATUSES, each, strict=True)) for each in told.tolist()]

    def _entries(self, hits: Hits, day: date) -> list[Entry]:
        rows = hits.tolist()
        if not rows or min(rows) >= 0:
            return self.parts[0].entries(rows, day)
        whole = iter(self.parts[0].entries([row for row in rows if row >= 0], day))
        newer = iter(self.parts[1].entries([-1 - row for row in rows if row < 0], day))
        return [next(whole if row >= 0 else newer) for row in rows]

    def _answer(self, wanted: Wanted, day: date, today: date) -> _Answer:
        key = (wanted.name, frozenset(wanted.chosen), wanted.available_from, day, wanted.order, today)
        known = self._answers.get(key)
        if known is None:
            known = self._answers[key] = self._find(wanted, day, today)
            self._kept += known.nbytes
            while self._kept > _MOST_KEPT and len(self._answers) > 1:
                self._kept -= self._answers.popitem(last=False)[1].nbytes
        else:
            self._answers.move_to_end(key)
        return known

    def _find(self, wanted: Wanted, day: date, today: date) -> _Answer:
        listed = [part.listed_on(day, today) for part in self.parts]
        named, taken_for = self._named(listed, wanted.name)
        counts: dict[Facet, dict[str, int]] = {}
        chosen, picked = _by_facet(wanted), []
        for place, (part, listing) in enumerate(zip(self.parts, listed, strict=True)):
            base = _all_of([each[place] for each in named]) if named else listing.picked
            if wanted.available_from is not None:
                base = Picked(base.bits & part.free_by(day, wanted.available_from))
            left, counted = part.narrowed(base, chosen)
            picked.append(left)
            counts = _added(counts, part.counting.told(counted))
        hits = None
        if wanted.order is not Order.NAME:
            ordered = [part.ordered(each.rows, wanted.order) for part, each in zip(self.parts, picked, strict=True)]
            hits = self._merged(ordered, wanted.order)
        return _Answer(picked, hits, counts, taken_for)

    def _named(self, listed: Sequence[Listing], asked: str) -> tuple[list[list[Picked]], dict[str, tuple[str, ...]]]:
        """For each word that was asked the rows of each part; and which words were taken for others."""
        found, taken_for = [], {}
        for word in words.asked(asked):
            rows = [part.beginning(word, listing) for part, listing in zip(self.parts, listed, strict=True)]
            if not any(map(len, rows)) and (near := self._nearest(word, listed)):
                taken_for[word] = tuple(near)
                rows = [part.together(each) for part, each in zip(self.parts, zip(*near.values(), strict=True), strict=True)]
            found.append(rows)
        return found, taken_for

    def _nearest(self, word: str, listed: Sequence[Listing]) -> dict[str, list[Rows]]:
        """The words of the list for which a mistyped one is taken, with the rows of each part."""
        for errors in range(1, words.tolerance(word) + 1):
            alike = [known for part in self.parts for known in part.guessing.alike(word, errors)]
            if near := self._had(words.within(word, alike, errors), listed):
                return near
        if not words.may_be_beginning(word):
            return {}
        return self._had(words.begun(word, [known for part in self.parts for known in part.guessing.longer(word)]), listed)

    def _had(self, known: Iterable[str], listed: Sequence[Listing]) -> dict[str, list[Rows]]:
        """The rows of each word; a word of nobody on the list of the day is none."""
        parts = list(zip(self.parts, listed, strict=True))
        found = {word: [part.having(word, listing) for part, listing in parts] for word in known}
        return {word: rows for word, rows in found.items() if any(map(len, rows))}

    def _window(self, answer: _Answer, first: int, last: int) -> Hits:
        """What was found from a place, counted from 0, up to another."""
        if answer.hits is not None:
            return answer.hits[first:last]
        whole, *newer = answer.picked
        if not any(map(len, newer)):
            return whole.window(first, last)
        begin = max(0, first - len(newer[0]))
        return self._merged([whole.window(begin, last), newer[0].rows], Order.NAME)[first - begin : last - begin]

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


def _all_of(picked: Sequence[Picked]) -> Picked:
    """The rows that are in all of these."""
    return picked[0] if len(picked) == 1 else Picked(reduce(and_, (each.bits for each in picked)))


def _by_facet(wanted: Wanted) -> dict[Facet, set[str]]:
    chosen: dict[Facet, set[str]] = {}
    for facet, value in wanted.chosen:
        chosen.setdefault(facet, set()).add(value)
    return chosen


def _added(counts: dict[Facet, dict[str, int]], told: dict[Facet, dict[str, int]]) -> dict[Facet, dict[str, int]]:
    """The counts of several parts together."""
    if not counts:
        return told
    return {
        facet: {value: before.get(value, 0) + told[facet].get(value, 0) for value in {**before, **told[facet]}}
        for facet, before in counts.items()
    }
