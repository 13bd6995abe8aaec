"""Seeking through a list that was read whole: what is in it of what somebody may see, in which order, a page at a time.

A sieve only leaves out and puts in order: it never adds a row to those that its reader was given.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any, Generic, TypeVar

from registry.days import amsterdam_day
from registry.exports.outline import ALL
from registry.people.rules import folded
from registry.sieves.choosing import Choice
from registry.texts import Language, Text

T = TypeVar("T")
PAGE = 50
"""Rows on a page."""
STATE, WORDS, ORDERED = Text("Stand", "State"), Text("Zoekwoorden", "Words"), Text("Volgorde", "Order")
FROM, THROUGH = Text("Vanaf", "From day"), Text("Tot en met", "Through day")


@dataclass(frozen=True, slots=True)
class Stand(Generic[T]):
    """How rows can stand, and which of them do."""

    words: Text
    holds: Callable[[T], bool]


EVERYTHING: Stand[Any] = Stand(Text("Alles", "Everything"), lambda _: True)


@dataclass(frozen=True, slots=True)
class Order(Generic[T]):
    """By which value of a row a list is put in order; rows without it come last."""

    words: Text
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
class Page(Generic[T]):
    """Some rows of a list in its order: which page they are, how many pages there are, and how many rows in all."""

    rows: Sequence[T]
    number: int
    pages: int
    count: int


@dataclass(frozen=True, slots=True)
class Sifted(Generic[T]):
    """What came through, for a file and for a page: every row, those of the page that is shown, and all to choose again."""

    chosen: Choice
    rows: Sequence[T]
    shown: Sequence[T]
    count: int
    number: int
    pages: int
    order: str
    which: Sequence[tuple[str, str]]
    orders: Sequence[tuple[str, str]]
    usual: str
    usual_order: str
    has_period: bool
    stamped: Sequence[tuple[Text, object]]

    @property
    def is_chosen(self) -> bool:
        """Something was left out on purpose."""
        return any(value for name, value in self.chosen.given.items() if name != "volgorde")


@dataclass(frozen=True, slots=True)
class Sieve(Generic[T]):
    """How one list can be sought through.

    `words` are the texts of a row in which words are sought, or none where the reader has sought them already; `day` is when
    a row was; the first of `orders` and the stand under `""`, where there is one, hold when nobody chose.
    """

    words: Callable[[T], Iterable[str | None]] | None
    orders: Mapping[str, Order[T]]
    stands: Mapping[str, Stand[T]] = field(default_factory=dict)
    day: Callable[[T], date | datetime | None] | None = None
    whole: Text = ALL

    def sift(self, rows: Iterable[T], choice: Choice, language: Language) -> Sifted[T]:
        """The rows that were chosen, in the order that was."""
        known = self.known(choice)
        found = self.orders[self.order(known)].of(row for row in rows if self._fits(row, known))
        pages = pages_of(len(found), PAGE)
        number = min(choice.page, pages)
        shown = found[PAGE * (number - 1) : PAGE * number]
        return replace(self.around(Page(shown, number, pages, len(found)), known, language), rows=found)

    def around(self, page: Page[T], choice: Choice, language: Language) -> Sifted[T]:
        """A page that its reader has sought already; it has no more rows than are shown."""
        known, usual = self.known(choice), next(iter(self.orders))
        return Sifted(
            chosen=known,
            rows=page.rows,
            shown=page.rows,
            count=page.count,
            number=page.number,
            pages=page.pages,
            order=self.order(known),
            which=[(code, stand.words.say(language)) for code, stand in self.stands.items() if code],
            orders=[(code, each.words.say(language)) for code, each in self.orders.items() if code != usual],
            usual=self._usual.say(language),
            usual_order=self.orders[usual].words.say(language),
            has_period=self.has_period,
            stamped=self.stamped(known),
        )

    def known(self, choice: Choice) -> Choice:
        """The choice without a stand, day or order that is none."""
        return replace(
            choice,
            stand=choice.stand if choice.stand in self.stands else "",
            since=choice.since if self.has_period and choice.first_day else "",
            until=choice.until if self.has_period and choice.last_day else "",
            order=choice.order if choice.order in self.orders else "",
        )

    def order(self, choice: Choice) -> str:
        """The order that was chosen, or the usual one."""
        return choice.order if choice.order in self.orders else next(iter(self.orders))

    def stamped(self, choice: Choice) -> list[tuple[Text, object]]:
        """What a file says of what was chosen."""
        known = self.known(choice)
        standing = [(STATE, self.stands[known.stand].words if known.stand else self._usual)] if self.stands else []
        period = [(FROM, known.first_day or ALL), (THROUGH, known.last_day or ALL)] if self.has_period else []
        return [*standing, (WORDS, known.words or ALL), *period, (ORDERED, self.orders[self.order(known)].words)]

    @property
    def has_period(self) -> bool:
        """Rows have a day, so that a period can be chosen."""
        return self.day is not None

    @property
    def _usual(self) -> Text:
        return self.stands[""].words if "" in self.stands else self.whole

    def _fits(self, row: T, choice: Choice) -> bool:
        stand = self.stands.get(choice.stand)
        if stand is not None and not stand.holds(row):
            return False
        if choice.words and self.words is not None and not found_in(self.words(row), choice.words):
            return False
        return self.day is None or within(self.day(row), choice)


def pages_of(count: int, size: int) -> int:
    """How many pages so many rows make: one at least."""
    return max(1, -(-count // size))


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
