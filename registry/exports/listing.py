"""A list as it goes out in a file: its columns, what is said of it, and its rows in batches."""

import re
from collections.abc import AsyncIterable, AsyncIterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import TypeAlias

from registry.texts import Language, Text

Value: TypeAlias = str | int | Decimal | date | datetime | None
Row: TypeAlias = Sequence[Value]
Batches: TypeAlias = AsyncIterable[Sequence[Row]]
"""The rows, some at a time: a list of any length is never whole in memory."""

_NAME = re.compile(r"[a-z]{3,}(?:-[a-z]+)*")
_IN_A_BATCH = 1_000


class Kind(StrEnum):
    """What a column holds: `str`, `int`, `Decimal`, `date`, a month as its first day, or an aware `datetime`; or nothing."""

    TEXT = "text"
    WHOLE = "whole"
    DECIMAL = "decimal"
    DAY = "day"
    MONTH = "month"
    INSTANT = "instant"


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its heading, what it holds, and how many characters wide it is where the kind does not say."""

    heading: Text
    kind: Kind = Kind.TEXT
    width: int | None = None


@dataclass(frozen=True, slots=True)
class Listing:
    """What the file is called, its columns, and the facts stamped in it: the filter, the day, by what rules.

    `name` is of small letters and hyphens (`dagen-per-maand`): files and the table in a workbook are named after it. Raises
    ValueError for another name, or headings that are not all different.
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

    def headings(self, language: Language) -> list[str]:
        """The headings in a language, in the order of the columns."""
        return [column.heading.say(language) for column in self.columns]

    @property
    def kinds(self) -> list[Kind]:
        """What the columns hold, in their order."""
        return [column.kind for column in self.columns]


async def at_hand(rows: Sequence[Row]) -> AsyncIterator[Sequence[Row]]:
    """The batches of a list that is short enough to be in memory."""
    for first in range(0, len(rows), _IN_A_BATCH):
        yield rows[first : first + _IN_A_BATCH]
