"""Seeking through a list that was read whole: what is in it of what somebody may see, in which order, a page at a time.

A sieve only leaves out and puts in order: it never adds a row to those that its reader was given.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any, Generic, TypeVar

from registry.days import amsterdam_day
from registry.exports.outline import ALL
from registry.exports.paging import Page, pages_of
from registry.folding import folded
from registry.sieves.choosing import Choice
from registry.sieves.offer import Offer, Option, Sifted
from registry.texts import Language, Text

__all__ = ["EVERYTHING", "PAGE", "Order", "Sieve", "Sifted", "Stand", "as_read", "found_in", "within"]

T = TypeVar("T")
PAGE = 50
"""Rows on a page."""


@dataclass(frozen=True, slots=True)
class Stand(Option, Generic[T]):
    """How rows can stand, and which of them do."""

    holds: Callable[[T], bool]


EVERYTHING: Stand[Any] = Stand(Text("Alles", "Everything"), lambda _: True)


@dataclass(frozen=True, slots=True)
class Order(Option, Generic[T]):
    """By which value of a row a list is put in order; rows without it come last."""

    key: Callable[[T], Any]
    descending: bool = False

    def of(self, rows: Iterable[T]) -> list[T]:
        """The rows in this order; equal ones stay in the order in which they were read."""
        keyed = [(self.key(row), row) for row in rows]
        there = [(folded(key) if isinstance(key, str) else key, row) for key, row in keyed if key is not None]
        there.sort(key=lambda each: each[0], reverse=self.descending)
        return [row for _, row in there] + [row for key, row in keyed if key is None]


def as_read(words: Text) -> Order[Any]:
    """The order in which the reader of a list gives it."""
    return Order(words, lambda _: 0)


@dataclass(frozen=True, slots=True)
class Sieve(Generic[T]):
    """How one list can be sought through.

    `words` are the texts of a row in which words are sought, or none where the reader has sought them already; `day` is when
    a row was; of `orders` and `stands` those hold when nobody chose that hold in an offer.
    """

    words: Callable[[T], Iterable[str | None]] | None
    orders: Mapping[str, Order[T]]
    stands: Mapping[str, Stand[T]] = field(default_factory=dict)
    day: Callable[[T], date | datetime | None] | None = None
    whole: Text = ALL

    @property
    def offer(self) -> Offer[Order[T]]:
        """What can be chosen of the list."""
        return Offer(self.orders, self.stands, self.day is not None, self.whole)

    def sift(self, rows: Iterable[T], choice: Choice, language: Language) -> Sifted[T]:
        """The rows that were chosen, in the order that was."""
        known = self.offer.known(choice)
        found = [] if known.faults else self.offer.ordered(known).of(row for row in rows if self._fits(row, known))
        pages = pages_of(len(found), PAGE)
        number = min(choice.page, pages)
        shown = found[PAGE * (number - 1) : PAGE * number]
        return replace(self.offer.around(Page(shown, number, pages, len(found)), known, language), rows=found)

    def _fits(self, row: T, choice: Choice) -> bool:
        stand = self.stands.get(choice.stand)
        if stand is not None and not stand.holds(row):
            return False
        if choice.words and self.words is not None and not found_in(self.words(row), choice.words):
            return False
        return self.day is None or within(self.day(row), choice)


def found_in(texts: Iterable[str | None], words: str) -> bool:
    """These letters are in one of the texts: without regard to accents, case and doubled blanks."""
    wanted = folded(words)
    return any(wanted in folded(text) for text in texts if text)


def within(when: date | datetime | None, choice: Choice) -> bool:
    """The day, an instant's being Amsterdam's, is in the period that was chosen; what has no day is in none."""
    first, last = choice.first_day, choice.last_day
    if first is None and last is None:
        return True
    if when is None:
        return False
    day = amsterdam_day(when) if isinstance(when, datetime) else when
    return (first is None or first <= day) and (last is None or day <= last)
