"""Certificates in columns, and what is asked of them: which are listed on a day, by which words, with which values."""

from bisect import bisect_left
from collections import OrderedDict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from functools import cached_property

import numpy as np

from public_list.listing import words
from public_list.listing.availability import Piece, first_free
from public_list.listing.columns import Bits, Columns, Flags, Rows, as_number, as_written, first_beginning, free_from, packed
from public_list.listing.rules import Checked, Entry, Facet, Lived, Order, lived_on

_DAYS_KEPT = 32
_ENTRIES_KEPT = 2_000
_SPARSE = 64
"""One row in so many, or fewer, are few."""


class Part:
    """Columns, without the rows that another part has newer."""

    def __init__(self, columns: Columns, outdated: Rows | None = None) -> None:
        self.columns = columns
        self.outdated = frozenset(() if outdated is None else outdated.tolist())
        self._standing: OrderedDict[tuple[int, int], tuple[Flags, Bits]] = OrderedDict()
        self._free: OrderedDict[int, Rows] = OrderedDict()
        self._entries: dict[tuple[int, date], Entry] = {}

    def without(self, outdated: Rows) -> "Part":
        """The same columns, without these rows."""
        return Part(self.columns, outdated)

    @property
    def digest(self) -> int:
        """Of all rows, in any order."""
        kept = np.delete(self.columns.digests, sorted(self.outdated))
        return int(np.bitwise_xor.reduce(kept)) if len(kept) else 0

    def listed_on(self, day: date, today: date) -> tuple[Flags, Bits]:
        """The rows on the list of a day, of what may be published today."""
        key = (day.toordinal(), today.toordinal())
        known = self._standing.get(key)
        if known is None:
            flags = self._listed(key[0])
            if day != today:
                flags = flags & self._listed(key[1])
            if self.outdated:
                flags[[row for row in self.outdated if row < self.columns.listed]] = False
            known = self._standing[key] = (flags, packed(flags))
            if len(self._standing) > _DAYS_KEPT:
                self._standing.popitem(last=False)
        return known

    def _listed(self, day: int) -> Flags:
        columns = self.columns
        flags: Flags = (columns.listed_from <= day) & (columns.listed_until >= day)
        rows, firsts, lasts = columns.more
        flags[rows[(firsts <= day) & (lasts >= day)]] = True
        return flags

    def beginning(self, word: str, listed: Flags) -> Rows:
        """The listed rows with a word that begins so; some may be there twice."""
        first, last = first_beginning(self.columns.vocabulary, word)
        starts = self.columns.postings.starts
        rows: Rows = self.columns.postings.values[starts[first] : starts[last]]
        return rows[listed[rows]]

    def having(self, known: Iterable[str], listed: Flags) -> Rows:
        """The listed rows with one of these words; some may be there twice."""
        found = [self.columns.postings.of(place) for word in known if (place := self._place(word)) is not None]
        rows: Rows = np.concatenate(found) if found else np.zeros(0, dtype=np.int32)
        return rows[listed[rows]]

    def _place(self, word: str) -> int | None:
        vocabulary = self.columns.vocabulary
        place = bisect_left(vocabulary, word)
        return place if place < len(vocabulary) and vocabulary[place] == word else None

    def near(self, word: str) -> Iterator[str]:
        """All words that may be taken for a mistyped one, and some others.

        One error spoils four runs of three letters at most (two letters that are swapped), so words with too few of the
        same are none of them.
        """
        if not (errors := words.tolerance(word)):
            return
        whole, beginning = words.trigrams(word), words.beginning_trigrams(word)
        places = self._sharing(whole, max(1, len(whole) - 4 * errors))
        if words.may_be_beginning(word):
            places |= self._sharing(beginning, max(1, len(beginning) - 4))
        least = len(word) - errors
        yield from (known for place in sorted(places) if len(known := self.columns.vocabulary[place]) >= least)

    def _sharing(self, trigrams: Iterable[str], least: int) -> set[int]:
        known = [self.columns.trigrams[each] for each in trigrams if each in self.columns.trigrams]
        if len(known) < least:
            return set()
        places, shared = np.unique(np.concatenate(known), return_counts=True)
        return set(places[shared >= least].tolist())

    def bitmap(self, rows: Rows) -> Bits:
        """These rows as a bitmap."""
        listed = self.columns.listed
        if len(rows) * _SPARSE < listed:
            bits = np.zeros(self.columns.words, dtype=np.uint64)
            np.bitwise_or.at(bits, rows >> 6, np.uint64(1) << (rows & 63).astype(np.uint64))
            return bits
        flags = np.zeros(listed, dtype=np.bool_)
        flags[rows] = True
        return packed(flags)

    def free_by(self, day: date, by: date) -> Bits:
        """The rows of who has time between a day and another, as they stated."""
        asked = day.toordinal()
        free = self._free.get(asked)
        if free is None:
            free = self._free[asked] = free_from(self.columns.available, asked)
            if len(self._free) > _DAYS_KEPT // 4:
                self._free.popitem(last=False)
        return packed(free <= by.toordinal())

    def chosen(self, facet: Facet, values: Iterable[str]) -> Bits:
        """The rows with one of these values."""
        column = self.columns.facets[facet]
        places = [place for place, value in enumerate(column.values) if value in values]
        bits: Bits = np.bitwise_or.reduce(column.bits[places], axis=0)
        return bits

    def counts(self, facet: Facet, bits: Bits) -> Iterator[tuple[str, int]]:
        """Of each value how many of these rows have it, where any has."""
        column = self.columns.facets[facet]
        used = np.flatnonzero(bits)
        both = column.bits[:, used] & bits[used] if len(used) * 4 < len(bits) else column.bits & bits
        for value, count in zip(column.values, np.bitwise_count(both).sum(axis=1, dtype=np.int64).tolist(), strict=True):
            if count:
                yield value, count

    def rows(self, bits: Bits) -> Rows:
        """The rows of a bitmap, by name."""
        used = np.flatnonzero(bits)
        spread = np.unpackbits(bits[used].view(np.uint8), bitorder="little")
        places = np.flatnonzero(spread)
        rows: Rows = ((used[places >> 6] << 6) + (places & 63)).astype(np.int32)
        return rows

    def ordered(self, rows: Rows, order: Order) -> Rows:
        """These rows, which stand by name, in an order."""
        if order is Order.NAME:
            return rows
        if len(rows) * 8 < self.columns.listed:
            found: Rows = rows[np.argsort(self.keys(rows, order), kind="stable")]
            return found
        flags = np.zeros(self.columns.listed, dtype=np.bool_)
        flags[rows] = True
        everyone = self._newest if order is Order.NEWEST else self._ends_last
        return everyone[flags[everyone]]

    def keys(self, rows: Rows, order: Order) -> Rows:
        """By what rows stand in an order before they stand by name."""
        if order is Order.NAME:
            return np.zeros(len(rows), dtype=np.int32)
        column = self.columns.valid_from if order is Order.NEWEST else self.columns.valid_until
        keys: Rows = -column[rows]
        return keys

    @cached_property
    def _newest(self) -> Rows:
        rows: Rows = np.argsort(-self.columns.valid_from[: self.columns.listed], kind="stable").astype(np.int32)
        return rows

    @cached_property
    def _ends_last(self) -> Rows:
        rows: Rows = np.argsort(-self.columns.valid_until[: self.columns.listed], kind="stable").astype(np.int32)
        return rows

    def sort_key(self, row: int) -> tuple[tuple[str, str], str]:
        """By what the rows stand: name, then number."""
        name = self.columns.names.of(row)
        return (name.sort_key if name else ("", ""), self.number(row))

    def number(self, row: int) -> str:
        """The number of the certificate in a row."""
        return as_written(int(self.columns.number_of[row]))

    def row_of(self, number: str) -> int | None:
        """The row of a certificate number, if this part answers for it."""
        row = self.columns.row_of(as_number(number))
        return None if row in self.outdated else row

    def lived(self, row: int) -> Sequence[Lived]:
        """All days of a certificate, by status."""
        lives = self.columns.lives
        return [lives[place] for place in self.columns.lived.of(row).tolist()]

    def entry(self, row: int, day: date) -> Entry:
        """The entry of a row that is on the list of the day."""
        known = self._entries.get((row, day))
        if known is None:
            if len(self._entries) >= _ENTRIES_KEPT:
                self._entries.clear()
            known = self._entries[row, day] = self.made_entry(row, day)
        return known

    def made_entry(self, row: int, day: date) -> Entry:
        """The same, and it is not remembered."""
        columns = self.columns
        scheme, scheme_name, scope, taken_over_from = columns.abouts[columns.about[row]]
        stated = columns.available.of(row).tolist()
        free = first_free((Piece(*stated[place : place + 3]) for place in range(0, len(stated), 3)), day.toordinal())
        values = {facet: self._values(facet, row) for facet in Facet if facet is not Facet.SCHEME}
        return Entry(
            number=self.number(row),
            name=str(columns.names.of(row)),
            employer=columns.employer_names[columns.employers[row]],
            provinces=values[Facet.PROVINCE],
            regions=values[Facet.REGION],
            languages=values[Facet.LANGUAGE],
            competences=values[Facet.COMPETENCE],
            specialisms=values[Facet.SPECIALISM],
            scheme=scheme,
            scheme_name=scheme_name,
            scope=scope,
            valid_from=date.fromordinal(columns.valid_from[row]),
            valid_until=date.fromordinal(columns.valid_until[row]),
            status=lived_on(self.lived(row), day).status,
            available_from=None if free is None else date.fromordinal(free),
            taken_over_from=taken_over_from,
        )

    def _values(self, facet: Facet, row: int) -> tuple[str, ...]:
        column = self.columns.facets[facet]
        return tuple([column.values[place] for place in column.stated.of(row).tolist()])

    def checked(self, row: int, day: date, today: date) -> Checked:
        """The answer to the number of a row."""
        columns = self.columns
        scheme, scheme_name, _, taken_over_from = columns.abouts[columns.about[row]]
        lived = self.lived(row)
        name = columns.names.of(row) if lived_on(lived, today).is_named(today) else None
        then = lived_on(lived, day)
        return Checked(
            number=self.number(row),
            status=then.status,
            since=then.since,
            scheme=scheme,
            scheme_name=scheme_name,
            valid_from=date.fromordinal(columns.valid_from[row]),
            valid_until=date.fromordinal(columns.valid_until[row]),
            day=day,
            name=None if name is None else str(name),
            reason=then.reason,
            taken_over_from=taken_over_from,
        )
