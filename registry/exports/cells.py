"""Cells of a worksheet: real numbers and days, and text that is nothing but text."""

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime
from functools import lru_cache

from registry.days import AMSTERDAM
from registry.exports.listing import Kind, Value

EMPTY = "<c/>"
MOST_CHARACTERS = 32_767
"""What a cell holds (ECMA-376, 18.18.93), counted in units of UTF-16."""

HEADING_STYLE, DAY_STYLE, INSTANT_STYLE, DECIMAL_STYLE, MONTH_STYLE, PROSE_STYLE = 1, 2, 3, 4, 5, 6
"""Styles of cells: their places in the style sheet of the workbook."""

_ILLEGAL = re.compile("[\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]|_(?=x[0-9A-Fa-f]{4}_)")
_FIRST_DAY = date(1899, 12, 30).toordinal()
_FIRST_RELIABLE = date(1900, 3, 1)
"""Before it, spreadsheets differ about what day a number is."""
_SECONDS = 86_400


def escaped(text: str) -> str:
    """The text as XML holds it; what XML cannot hold is written `_x0001_` (ECMA-376, 22.9.2.19)."""
    if not text.isprintable() or "_x" in text:
        text = _ILLEGAL.sub(lambda found: f"_x{ord(found[0]):04X}_", text)
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def text(value: Value) -> str:
    """An inline string: never a formula, whatever it begins with. What no cell can hold is cut off, and ends in `…`."""
    return f'<c t="inlineStr"><is>{_stated(str(value))}</is></c>'


def heading(words: str) -> str:
    """Words in bold."""
    return f'<c s="{HEADING_STYLE}" t="inlineStr"><is><t>{escaped(words)}</t></is></c>'


def prose(words: str) -> str:
    """Text that goes on upon the next line where the cell ends."""
    return f'<c s="{PROSE_STYLE}" t="inlineStr"><is>{_stated(words)}</is></c>'


def _stated(said: str) -> str:
    """The text of a cell; only where blanks stand outside, or lines break, must it be said that they count."""
    opening = '<t xml:space="preserve">' if said != said.strip() or "\n" in said else "<t>"
    return f"{opening}{escaped(_fitting(said))}</t>"


def _fitting(said: str) -> str:
    if len(said) > MOST_CHARACTERS // 2 and len(said.encode("utf-16-le", "surrogatepass")) > MOST_CHARACTERS * 2:
        kept = said.encode("utf-16-le", "surrogatepass")[: (MOST_CHARACTERS - 1) * 2]
        return kept.decode("utf-16-le", "ignore") + "…"
    return said


def _number(value: Value) -> str:
    return f"<c><v>{value}</v></c>"


def _decimal(value: Value) -> str:
    return f'<c s="{DECIMAL_STYLE}"><v>{value:f}</v></c>'


@lru_cache(maxsize=4_096)
def _dated(value: date, style: int) -> str:
    if value < _FIRST_RELIABLE:
        return text(value)
    return f'<c s="{style}"><v>{value.toordinal() - _FIRST_DAY}</v></c>'


def _day(value: Value) -> str:
    assert isinstance(value, date)  # noqa: S101  the kind of the column says so
    return _dated(value, DAY_STYLE)


def _month(value: Value) -> str:
    assert isinstance(value, date)  # noqa: S101  likewise
    return _dated(value, MONTH_STYLE)


def _instant(value: Value) -> str:
    assert isinstance(value, datetime)  # noqa: S101  likewise
    here = value.astimezone(AMSTERDAM)
    day = here.date()
    if day < _FIRST_RELIABLE:
        return text(value)
    second = here.hour * 3_600 + here.minute * 60 + here.second
    return f'<c s="{INSTANT_STYLE}"><v>{day.toordinal() - _FIRST_DAY + second / _SECONDS:.10f}</v></c>'


WRITERS: Mapping[Kind, Callable[[Value], str]] = {
    Kind.TEXT: text,
    Kind.WHOLE: _number,
    Kind.DECIMAL: _decimal,
    Kind.DAY: _day,
    Kind.MONTH: _month,
    Kind.INSTANT: _instant,
    Kind.TRUTH: text,
}
"""How a value of each kind is written; instants are in Amsterdam's time, as people here read them."""
