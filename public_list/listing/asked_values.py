"""Values as people and programs write them in an address; what is none is refused in words."""

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import TypeVar

from registry.texts import Text

Value = TypeVar("Value")

LAST_PAGE = 1_000_000

_ISO_DAY = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")
_DUTCH_DAY = re.compile(r"([0-9]{1,2})[-/.]([0-9]{1,2})[-/.]([0-9]{4})")

_DAY = Text("Vul een datum in, zoals 05-03-2027.", "Enter a date, such as 05-03-2027.")
_DAY_FOR_PROGRAMS = Text("Vul een datum in, zoals 2027-03-05.", "Enter a date, such as 2027-03-05.")
_PAGE = Text("Vul een getal in van 1 tot en met {last}.", "Enter a number from 1 through {last}.")
_CHOICE = Text("Kies een van deze: {known}.", "Choose one of these: {known}.")


class Refused(Exception):
    """A value that is none; it becomes a fault."""

    def __init__(self, text: Text, **facts: object) -> None:
        super().__init__(text.en)
        self.text, self.facts = text, facts


def page_of(typed: str) -> int:
    """The number of a page; raises Refused."""
    if not re.fullmatch("[0-9]{1,7}", typed) or not 1 <= int(typed) <= LAST_PAGE:
        raise Refused(_PAGE, last=LAST_PAGE)
    return int(typed)


def one_of(known: Mapping[str, Value]) -> Callable[[str], Value]:
    """What reads one of these words, and raises Refused for another."""

    def convert(typed: str) -> Value:
        if typed not in known:
            raise Refused(_CHOICE, known=list(known))
        return known[typed]

    return convert


def day_of_people(typed: str) -> date:
    """A day as a date field of a browser sends it, or as people write it; raises Refused."""
    if found := _DUTCH_DAY.fullmatch(typed):
        day, month, year = found.groups()
        return _date((year, month, day), _DAY)
    if found := _ISO_DAY.fullmatch(typed):
        return _date(found.groups(), _DAY)
    raise Refused(_DAY)


def day_of_programs(typed: str) -> date:
    """A day as ISO 8601 writes it in ten signs; raises Refused."""
    if found := _ISO_DAY.fullmatch(typed):
        return _date(found.groups(), _DAY_FOR_PROGRAMS)
    raise Refused(_DAY_FOR_PROGRAMS)


def _date(written: Iterable[str], wrong: Text) -> date:
    try:
        return date(*map(int, written))
    except ValueError as error:
        raise Refused(wrong) from error
