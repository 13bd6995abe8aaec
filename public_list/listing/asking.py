"""What an address asks of the list: read once and whole, with every fault at its name, and written again as one would.

People and programs call the same things by different names, in `FOR_PEOPLE` and `FOR_PROGRAMS`. What is no name of these, what
is given twice, and what is no value is refused (400); a value of a facet that nobody has is no fault: its list is empty.
"""

import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import TypeVar
from urllib.parse import parse_qsl, urlencode

from public_list.listing.asked_values import Refused, day_of_people, day_of_programs, one_of, page_of
from public_list.listing.rules import Facet, Order, Wanted
from registry.errors import Fault, Invalid
from registry.exports.answering import ASKED, FileKind
from registry.texts import Text

Value = TypeVar("Value")

LONGEST = 100
"""Characters of one value."""
MOST_VALUES = 50
"""Choices in all facets together."""
_MOST_PARTS = 200

_UNREADABLE = Text("Dit adres is niet te lezen.", "This address cannot be read.")
_TOO_MUCH = Text("Dit adres vraagt te veel tegelijk.", "This address asks too much at once.")
_UNKNOWN = Text(
    "‘{name}’ kennen wij niet. U kunt kiezen uit: {known}.", "We do not know ‘{name}’. You can choose from: {known}."
)
_REPEATED = Text("Dit mag maar één keer in het adres staan.", "This may stand in the address only once.")
_TOO_LONG = Text("Schrijf hooguit {most} tekens.", "Write at most {most} characters.")
_ODD = Text("Hierin staan tekens die niemand typt.", "This holds characters that nobody types.")
_TOO_MANY = Text("Kies hooguit {most} mogelijkheden tegelijk.", "Choose at most {most} options at once.")


@dataclass(frozen=True, slots=True)
class Words:
    """What each part of a question is called in an address, what orders and files are called, and how days are written."""

    name: str
    municipality: str
    available_from: str
    day: str
    order: str
    page: str
    file: str | None
    facets: Mapping[Facet, str]
    orders: Mapping[Order, str]
    files: tuple[str, ...]
    day_of: Callable[[str], date]

    @property
    def single(self) -> tuple[str, ...]:
        """What is given once."""
        named = (self.name, self.municipality, self.available_from, self.day, self.order, self.page)
        return (*named, self.file) if self.file else named

    @property
    def known(self) -> tuple[str, ...]:
        """All that may stand in an address."""
        return (*self.single, *self.facets.values())


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked of the list; empty asks nothing. `municipality` is as typed; `file` is a kind of file, or nothing."""

    name: str = ""
    chosen: tuple[tuple[Facet, str], ...] = ()
    municipality: str = ""
    available_from: date | None = None
    day: date | None = None
    order: Order = Order.NAME
    page: int = 1
    file: str = ""

    @property
    def narrows(self) -> bool:
        """Whether it leaves anyone out who would be on the list of its day."""
        return bool(self.name or self.chosen or self.municipality or self.available_from)

    def wanted(self, beside: Iterable[tuple[Facet, str]] = ()) -> Wanted:
        """What is wanted of the list itself, with these choices beside those of the visitor."""
        chosen = tuple(dict.fromkeys((*self.chosen, *beside)))
        return Wanted(self.name, chosen, self.available_from, self.day, self.order, self.page)

    def without(self, facet: Facet, value: str) -> "Question":
        """The same question with one choice less, from its first page."""
        return replace(self, chosen=tuple(each for each in self.chosen if each != (facet, value)), page=1)

    def address(self, words: Words) -> str:
        """The question as it stands after the `?` of an address, in one way only; nothing for the whole list of today."""
        return urlencode(list(self._parts(words)))

    def _parts(self, words: Words) -> Iterator[tuple[str, str]]:
        if self.name:
            yield words.name, self.name
        if self.municipality:
            yield words.municipality, self.municipality
        for facet, word in words.facets.items():
            yield from ((word, value) for chosen, value in self.chosen if chosen is facet)
        for word, day in ((words.available_from, self.available_from), (words.day, self.day)):
            if day:
                yield word, day.isoformat()
        if self.order is not Order.NAME:
            yield words.order, words.orders[self.order]
        if self.page != 1:
            yield words.page, str(self.page)
        if self.file and words.file:
            yield words.file, self.file


@dataclass(frozen=True, slots=True)
class Reading:
    """An address as it was read: the question of what is right in it, what was typed at each name, and every fault."""

    question: Question
    typed: Mapping[str, str]
    faults: tuple[Fault, ...] = ()

    def right(self) -> Question:
        """The question of an address without a fault; raises Invalid with every fault."""
        if self.faults:
            raise Invalid(self.faults)
        return self.question


def read(query: bytes, words: Words) -> Reading:
    """What stands after the `?` of an address."""
    try:
        pairs = parse_qsl(query.decode(), keep_blank_values=True, errors="strict", max_num_fields=_MOST_PARTS)
    except UnicodeError:
        return Reading(Question(), {}, (Fault("", _UNREADABLE),))
    except ValueError:
        return Reading(Question(), {}, (Fault("", _TOO_MUCH),))
    return _Reader(words).read(pairs)


class _Reader:
    """Reads one address: keeps what is right, and what is wrong with the rest."""

    def __init__(self, words: Words) -> None:
        self._words = words
        self._facets = {word: facet for facet, word in words.facets.items()}
        self._typed: dict[str, str] = {}
        self._chosen: dict[tuple[Facet, str], None] = {}
        self._faults: dict[str, Fault] = {}

    def read(self, pairs: Iterable[tuple[str, str]]) -> Reading:
        for name, value in pairs:
            self._take(name, value.strip())
        words = self._words
        question = Question(
            name=self._value(words.name, str, ""),
            chosen=tuple(self._chosen),
            municipality=self._value(words.municipality, str, ""),
            available_from=self._value(words.available_from, words.day_of, None),
            day=self._value(words.day, words.day_of, None),
            order=self._value(words.order, one_of({word: order for order, word in words.orders.items()}), Order.NAME),
            page=self._value(words.page, page_of, 1),
            file=self._value(words.file, one_of({each: each for each in words.files}), "") if words.file else "",
        )
        return Reading(question, self._typed, tuple(self._faults.values()))

    def _take(self, name: str, value: str) -> None:
        try:
            self._check(name, value)
        except Refused as refused:
            self._faults.setdefault(name[:LONGEST], Fault(name[:LONGEST], refused.text, refused.facts))
            return
        if name in self._facets:
            if value:
                self._chosen[self._facets[name], value] = None
        else:
            self._typed[name] = value

    def _check(self, name: str, value: str) -> None:
        if name not in self._words.known:
            raise Refused(_UNKNOWN, name=_shown(name), known=list(self._words.known))
        if name in self._typed:
            raise Refused(_REPEATED)
        if len(value) > LONGEST:
            raise Refused(_TOO_LONG, most=LONGEST)
        if any(unicodedata.category(each) in {"Cc", "Cs", "Co"} for each in value):
            raise Refused(_ODD)
        if name in self._facets and value and len(self._chosen) == MOST_VALUES:
            raise Refused(_TOO_MANY, most=MOST_VALUES)

    def _value(self, name: str, convert: Callable[[str], Value], default: Value) -> Value:
        typed = self._typed.get(name, "")
        if not typed or name in self._faults:
            return default
        try:
            return convert(typed)
        except Refused as refused:
            self._faults[name] = Fault(name, refused.text, refused.facts)
            return default


def _shown(name: str) -> str:
    """A name that is no name of ours, as it may stand in a sentence."""
    return "".join(each if each.isprintable() else "?" for each in name[:40])


FOR_PEOPLE = Words(
    name="naam",
    municipality="gemeente",
    available_from="beschikbaar",
    day="dag",
    order="volgorde",
    page="pagina",
    file=ASKED,
    facets={
        Facet.PROVINCE: "provincie",
        Facet.REGION: "regio",
        Facet.COMPETENCE: "competentie",
        Facet.SPECIALISM: "vakgebied",
        Facet.SCHEME: "schema",
        Facet.LANGUAGE: "taal",
    },
    orders={Order.NAME: "naam", Order.NEWEST: "nieuwste", Order.ENDS_LAST: "langst-geldig"},
    files=tuple(FileKind),
    day_of=day_of_people,
)
"""In the addresses of pages."""

FOR_PROGRAMS = Words(
    name="name",
    municipality="municipality",
    available_from="availableFrom",
    day="validOn",
    order="order",
    page="page",
    file=None,
    facets={facet: facet.value for facet in Facet},
    orders={order: order.value for order in Order},
    files=(),
    day_of=day_of_programs,
)
"""In the addresses of the API."""
