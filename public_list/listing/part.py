"""Certificates in columns, and what is asked of them: which are listed on a day, by which words, with which values."""

from bisect import bisect_left
from collections import OrderedDict
from collections.abc import Sequence
from copy import copy
from dataclasses import dataclass
from datetime import date
from functools import cached_property

import numpy as np

from public_list.listing.bitmaps import Counts
from public_list.listing.columns import STATUSES, Bits, Columns, Flags, Rows, first_beginning, free_from, packed
from public_list.listing.counting import FEW, Counting
from public_list.listing.entries import Made, made
from public_list.listing.guessing import Guessing
from public_list.listing.narrowing import Chosen, narrowed
from public_list.listing.picked import Few, Picked, bitmap, once
from public_list.listing.rules import PAGE, Checked, Entry, Order
from public_list.listing.writing import as_number, as_written

_DAYS_KEPT, _BEGINNINGS_KEPT, _ENTRIES_KEPT = 32, 64, 4_000
_NO_ROWS: Rows = np.zeros(0, dtype=np.int32)


@dataclass(frozen=True, slots=True)
class Listing:
    """The rows on the list of a day, of what may be published on another, as days are counted."""

    days: tuple[int, int]
    flags: Flags
    picked: Picked


class Part:
    """Columns, without the rows that another part has newer."""

    def __init__(self, columns: Columns) -> None:
        self.columns, self.counting, self.guessing = columns, Counting(columns), Guessing(columns)
        self._nobody = Few(_NO_ROWS, columns.listed)
        self._forgotten(frozenset())

    def _forgotten(self, outdated: frozenset[int]) -> None:
        self.outdated = outdated
        self._outdated = np.array(sorted(row for row in outdated if row < self.columns.listed), dtype=np.int32)
        self._standing: OrderedDict[tuple[int, int], Listing] = OrderedDict()
        self._free: OrderedDict[int, Rows] = OrderedDict()
        self._beginnings: OrderedDict[tuple[str, tuple[int, int]], Picked] = OrderedDict()
        self._entries: OrderedDict[int, Made] = OrderedDict()
        self._oddness = (0, self._outdated)

    def without(self, outdated: Rows) -> "Part":
        """The same columns, without these rows."""
        part = copy(self)
        part._forgotten(frozenset(outdated.tolist()))  # noqa: SLF001 - of the same class
        return part

    @property
    def digest(self) -> int:
        """Of all rows, in any order."""
        kept = np.delete(self.columns.digests, sorted(self.outdated))
        return int(np.bitwise_xor.reduce(kept)) if len(kept) else 0

    def listed_on(self, day: date, today: date) -> Listing:
        """The rows on the list of a day, of what may be published today."""
        key = (day.toordinal(), today.toordinal())
        known = self._standing.get(key)
        if known is None:
            flags = self._listed(key[0])
            if day == today:
                flags[self._outdated] = False
            else:
                flags &= self.listed_on(today, today).flags
            known = self._standing[key] = Listing(key, flags, Picked(packed(flags)))
            known.picked.counts = self._counted(flags, *key)
            if len(self._standing) > _DAYS_KEPT:
                self._standing.popitem(last=False)
        return known

    def _listed(self, day: int) -> Flags:
        columns = self.columns
        flags: Flags = columns.listed_from <= day
        flags &= columns.listed_until >= day
        rows, firsts, lasts = columns.more
        flags[rows[(firsts <= day) & (lasts >= day)]] = True
        return flags

    def _counted(self, flags: Flags, day: int, today: int) -> Counts:
        """The rows of a list: those whose first run began, but for the odd ones that are not there all the same."""
        odd, first = self._odd(today), self.columns.listed_from
        if day > today or len(odd) * FEW > self.columns.listed:
            return self.counting.every.counts(packed(flags))
        return self.counting.begun_by(day) - self.counting.of_rows(odd[(first[odd] <= day) & ~flags[odd]])

    def _odd(self, today: int) -> Rows:
        """The rows whose first run of listed days is not all that counts: there are others, it is over, or it is outdated."""
        if self._oddness[0] != today:
            flags = self.columns.listed_until < today
            flags[self.columns.more[0]] = True
            flags[self._outdated] = True
            self._oddness = (today, flags.nonzero()[0].astype(np.int32))
        return self._oddness[1]

    def beginning(self, word: str, listing: Listing) -> Picked:
        """The listed rows with a word that begins so; a beginning that many have is remembered, counted and all."""
        first, last = first_beginning(self.columns.vocabulary, word)
        starts = self.columns.postings.starts
        begin, end = int(starts[first]), int(starts[last])
        if begin == end:
            return self._nobody
        if (end - begin) * FEW <= self.columns.listed:
            return self._few(self.columns.postings.values[begin:end], listing)
        key = (word, listing.days)
        known = self._beginnings.get(key)
        if known is None:
            bits = bitmap(self.columns.postings.values[begin:end], self.columns.listed)
            known = self._beginnings[key] = Picked(bits & listing.picked.bits)
            if len(self._beginnings) > _BEGINNINGS_KEPT:
                self._beginnings.popitem(last=False)
        return known

    def having(self, word: str, listing: Listing) -> Rows:
        """The listed rows with the word."""
        place = self._place(word)
        rows: Rows = _NO_ROWS if place is None else self.columns.postings.of(place)
        return rows[listing.flags[rows]]

    def together(self, found: Sequence[Rows]) -> Picked:
        """The rows that are in any of these."""
        rows = found[0] if len(found) == 1 else once(np.concatenate(found))
        few = len(rows) * FEW <= self.columns.listed
        return Few(rows, self.columns.listed) if few else Picked(bitmap(rows, self.columns.listed))

    def _few(self, rows: Rows, listing: Listing) -> Picked:
        """Those of these rows that are listed; each may be there several times."""
        return Few(once(rows[listing.flags[rows]]), self.columns.listed)

    def _place(self, word: str) -> int | None:
        vocabulary = self.columns.vocabulary
        place = bisect_left(vocabulary, word)
        return place if place < len(vocabulary) and vocabulary[place] == word else None

    def free_by(self, day: date, by: date) -> Bits:
        """The rows of who has time between a day and another, as they stated."""
        asked = day.toordinal()
        free = self._free.get(asked)
        if free is None:
            free = self._free[asked] = free_from(self.columns.available, asked)
            if len(self._free) > _DAYS_KEPT // 4:
                self._free.popitem(last=False)
        return packed(free <= by.toordinal())

    def narrowed(self, base: Picked, chosen: Chosen) -> tuple[Picked, Counts]:
        """What the choices leave of these rows; and of each value how many, beside the choices in other facets."""
        if chosen:
            return narrowed(self.counting, base, chosen)
        if base.counts is None:
            few = len(base) * FEW <= self.columns.listed
            base.counts = self.counting.of_rows(base.rows) if few else self.counting.every.counts(base.bits)
        return base, base.counts

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
        return as_written(self.columns.number_of.item(row))

    def row_of(self, number: str) -> int | None:
        """The row of a certificate number, if this part answers for it."""
        row = self.columns.row_of(as_number(number))
        return None if row in self.outdated else row

    def entries(self, rows: Sequence[int], day: date) -> list[Entry]:
        """The entries of rows that are on the list of the day; those of more than a page are not remembered."""
        asked = day.toordinal()
        if len(rows) > PAGE:
            return [made(self.columns, row, asked)[0] for row in rows]
        kept, found = self._entries, []
        for row in rows:
            known = kept.get(row)
            if known is None or not known[1] <= asked <= known[2]:
                known = kept[row] = made(self.columns, row, asked)
                if len(kept) > _ENTRIES_KEPT:
                    kept.popitem(last=False)
            found.append(known[0])
        return found

    def checked(self, row: int, number: str, day: date, today: date) -> Checked:
        """The answer to the number of a row, as it is written."""
        columns, lives, life = self.columns, self.columns.lives, self.columns.life.item(row)
        scheme, scheme_name, _, taken_over_from = columns.abouts[columns.about.item(row)]
        then = columns.span(life, day.toordinal())
        present = then if day == today else columns.span(life, today.toordinal())
        first = lives.first.item(then)
        return Checked(
            number=number,
            status=STATUSES[lives.status.item(then)],
            since=None if first == date.min.toordinal() else date.fromordinal(first),
            scheme=scheme,
            scheme_name=scheme_name,
            valid_from=date.fromordinal(columns.valid_from.item(row)),
            valid_until=date.fromordinal(columns.valid_until.item(row)),
            day=day,
            name=columns.names.written(row) or None if today.toordinal() <= lives.named_through.item(present) else None,
            reason=lives.reasons[lives.reason.item(then)],
            taken_over_from=taken_over_from,
        )
