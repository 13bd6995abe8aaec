"""What can be chosen of a list, and what a page and a file tell of what was."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Generic, TypeVar

from registry.errors import Fault, Invalid
from registry.exports.outline import ALL
from registry.exports.paging import Page
from registry.sieves.choosing import Choice
from registry.texts import Language, Text

STATE, WORDS, ORDERED = Text("Stand", "State"), Text("Zoekwoorden", "Words"), Text("Volgorde", "Order")
FROM, THROUGH = Text("Vanaf", "From day"), Text("Tot en met", "Through day")


@dataclass(frozen=True, slots=True)
class Option:
    """Something that can be chosen of a list, in words."""

    words: Text


@dataclass(frozen=True, slots=True)
class Columns(Option):
    """An order of a list that the database seeks: by these columns, the last of which no two rows share."""

    columns: str


T = TypeVar("T")
By = TypeVar("By", bound=Option)


@dataclass(frozen=True, slots=True)
class Sifted(Generic[T]):
    """What came through, for a file and for a page: every row, those of the page that is shown, and all to choose again.

    Nothing does of a choice with a fault; `wrong` says at which field what is wrong.
    """

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
    faults: Sequence[Fault]
    wrong: Mapping[str, str]
    stamps: Sequence[tuple[Text, object]]

    @property
    def stamped(self) -> Sequence[tuple[Text, object]]:
        """What a file says of what was chosen; raises Invalid, for no file is made of a choice with a fault."""
        if self.faults:
            raise Invalid(self.faults)
        return self.stamps

    @property
    def is_chosen(self) -> bool:
        """Something was left out on purpose."""
        return any(value for name, value in self.chosen.given.items() if name != "volgorde")


@dataclass(frozen=True, slots=True)
class Offer(Generic[By]):
    """What can be chosen of one list: how its rows stand, words, a period where they have a day, and an order.

    The first of `orders` and the stand under `""`, where there is one, hold when nobody chose. `state` and `sought` are what
    its files call the stand and the words.
    """

    orders: Mapping[str, By]
    stands: Mapping[str, Option] = field(default_factory=dict)
    has_period: bool = False
    whole: Text = ALL
    state: Text = STATE
    sought: Text = WORDS

    def known(self, choice: Choice) -> Choice:
        """The choice without a stand or order that is none, nor days where rows have none; each day as a browser sends it."""
        return replace(
            choice,
            stand=choice.stand if choice.stand in self.stands else "",
            since=_as_sent(choice.first_day, choice.since) if self.has_period else "",
            until=_as_sent(choice.last_day, choice.until) if self.has_period else "",
            order=choice.order if choice.order in self.orders else "",
        )

    def ordered(self, choice: Choice) -> By:
        """The order that was chosen, or the usual one."""
        return self.orders[self._order(choice)]

    def around(self, page: Page[T], choice: Choice, language: Language) -> Sifted[T]:
        """A page that its reader has sought already; it has no more rows than are shown."""
        known, usual = self.known(choice), next(iter(self.orders))
        faults = known.faults
        page = page if not faults else Page([], 1, 1, 0)
        return Sifted(
            chosen=known,
            rows=page.rows,
            shown=page.rows,
            count=page.count,
            number=page.number,
            pages=page.pages,
            order=self._order(known),
            which=[(code, stand.words.say(language)) for code, stand in self.stands.items() if code],
            orders=[(code, each.words.say(language)) for code, each in self.orders.items() if code != usual],
            usual=self._usual.say(language),
            usual_order=self.orders[usual].words.say(language),
            has_period=self.has_period,
            faults=faults,
            wrong={fault.field: fault.say(language) for fault in faults},
            stamps=self._stamps(known),
        )

    def stamped(self, choice: Choice) -> list[tuple[Text, object]]:
        """What a file says of what was chosen; raises Invalid, for no file is made of a choice with a fault."""
        known = self.known(choice)
        if known.faults:
            raise Invalid(known.faults)
        return self._stamps(known)

    def _stamps(self, known: Choice) -> list[tuple[Text, object]]:
        standing = [(self.state, self.stands[known.stand].words if known.stand else self._usual)] if self.stands else []
        period = [(FROM, known.first_day or ALL), (THROUGH, known.last_day or ALL)] if self.has_period else []
        return [*standing, (self.sought, known.words or ALL), *period, (ORDERED, self.ordered(known).words)]

    def _order(self, choice: Choice) -> str:
        return choice.order if choice.order in self.orders else next(iter(self.orders))

    @property
    def _usual(self) -> Text:
        return self.stands[""].words if "" in self.stands else self.whole


def _as_sent(day: date | None, typed: str) -> str:
    return typed if day is None else day.isoformat()
