"""A list as it goes out in a file: its columns, what is said of it, and its rows in batches."""

import re
from collections.abc import AsyncIterable, AsyncIterator, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any, TypeAlias

from registry.texts import Language, Text

Value: TypeAlias = str | bool | int | Decimal | date | datetime | None
Row: TypeAlias = Sequence[Value]
Batches: TypeAlias = AsyncIterable[Sequence[Row]]
"""The rows, some at a time: a list of any length is never whole in memory."""

_TRUTHS = {True: Text("Ja", "Yes"), False: Text("Nee", "No")}
_NAME = re.compile(r"[a-z]{3,}(?:-[a-z]+)*")
_WORD = re.compile("[A-Za-z0-9]+")
IN_A_BATCH = 1_000
"""How many rows are in memory at a time."""


class Kind(StrEnum):
    """What a column holds: `str`, `int`, `Decimal`, `date`, a month by its first day, an aware `datetime`, `bool`; or none."""

    TEXT = "text"
    WHOLE = "whole"
    DECIMAL = "decimal"
    DAY = "day"
    MONTH = "month"
    INSTANT = "instant"
    TRUTH = "truth"


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its heading, what it holds, and how many characters wide it is where the kind does not say.

    A text that is a code has its `words`: people read these, programs the code.
    """

    heading: Text
    kind: Kind = Kind.TEXT
    width: int | None = None
    words: Mapping[Any, Text] | None = None

    def reader(self, language: Language) -> "Callable[[Value], Value] | None":
        """What makes words of a value that people would not read as it is; nothing where they would."""
        if self.kind is Kind.TRUTH:
            said = {each: words.say(language) for each, words in _TRUTHS.items()}
            return lambda value: None if value is None else said[bool(value)]
        if self.words:
            told = {str(code): words.say(language) for code, words in self.words.items()}
            return lambda value: None if value is None else told.get(str(value), str(value))
        return None


@dataclass(frozen=True, slots=True)
class Listing:
    """What the file is called, its columns, and the facts stamped in it: the filter, the day, by what rules.

    `name` is of small letters and hyphens (`dagen-per-maand`): files and the table in a workbook are named after it. Raises
    ValueError for another name, or headings or stamped facts that are not all different.
    """

    name: str
    title: Text
    columns: Sequence[Column]
    stamped: Sequence[tuple[Text, object]]

    def __post_init__(self) -> None:
        if not _NAME.fullmatch(self.name):
            raise ValueError(f"{self.name!r} names no list")
        for language in Language:
            headings = {heading.casefold() for heading in self.headings(language)}
            if len(headings) != len(self.columns):
                raise ValueError(f"two columns of {self.name} have one heading")
        for keys in (self.keys, self.stamp_keys):
            if len(set(keys)) != len(keys):
                raise ValueError(f"two columns or two facts of {self.name} have one key")

    def headings(self, language: Language) -> list[str]:
        """The headings in a language, in the order of the columns."""
        return [column.heading.say(language) for column in self.columns]

    @property
    def keys(self) -> list[str]:
        """What programs call the columns, in their order: `firstDay`, after the English heading."""
        return [_key(column.heading) for column in self.columns]

    @property
    def stamp_keys(self) -> list[str]:
        """What programs call the stamped facts, in their order."""
        return [_key(fact) for fact, _ in self.stamped]

    @property
    def kinds(self) -> list[Kind]:
        """What the columns hold, in their order."""
        return [column.kind for column in self.columns]


def _key(heading: Text) -> str:
    """The English words as one, in camel case: `First day` is `firstDay`."""
    words: list[str] = _WORD.findall(heading.en.replace("’", ""))
    first, *others = [word.lower() for word in words] or [""]
    return first + "".join(word.capitalize() for word in others)


@dataclass(frozen=True, slots=True)
class Exported:
    """A list that can go out: what it is, how many rows it has, the rows, and on which day it is made."""

    listing: Listing
    total: int
    batches: Batches
    day: date


async def in_words(listing: Listing, batches: Batches, language: Language) -> AsyncIterator[Sequence[Row]]:
    """The rows as people read them: words for codes."""
    readers = [(place, read) for place, column in enumerate(listing.columns) if (read := column.reader(language))]
    async for batch in batches:
        yield [_read(row, readers) for row in batch] if readers else batch


def _read(row: Row, readers: Sequence[tuple[int, Callable[[Value], Value]]]) -> Row:
    cells = list(row)
    for place, read in readers:
        cells[place] = read(cells[place])
    return cells


async def at_hand(rows: Sequence[Row]) -> AsyncIterator[Sequence[Row]]:
    """The batches of a list that is short enough to be in memory."""
    for first in range(0, len(rows), IN_A_BATCH):
        yield rows[first : first + IN_A_BATCH]
