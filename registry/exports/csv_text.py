"""A list as CSV: as Dutch Excel reads it, or as programs do. What people wrote is never a formula."""

import csv
import io
from collections.abc import AsyncIterator, Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime

from registry.days import AMSTERDAM
from registry.exports.listing import Batches, Kind, Listing, Value
from registry.texts import Language, written

_BEGINS_A_FORMULA = frozenset("=+-@＝＋－＠")
_SHIELD = "'"
"""By this, Excel takes what follows for text."""


def shielded(text: str) -> str:
    """The text, behind an apostrophe where a spreadsheet would take it for a formula; blanks before it do not hide one."""
    if not text:
        return text
    bare = text.lstrip()
    return _SHIELD + text if bare[:1] in _BEGINS_A_FORMULA or text[0] in "\t\r\n" else text


@dataclass(frozen=True, slots=True)
class Variant:
    """How numbers, days and instants are written, and what stands between cells."""

    mark: bytes
    delimiter: str
    writers: Mapping[Kind, Callable[[Value], str]]
    is_stamped: bool


def _dutch_instant(value: Value) -> str:
    assert isinstance(value, datetime)  # noqa: S101  the kind of the column says so
    return f"{value.astimezone(AMSTERDAM):%d-%m-%Y %H:%M}"


def _instant(value: Value) -> str:
    assert isinstance(value, datetime)  # noqa: S101  likewise
    return f"{value.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"


def _dutch_day(value: Value) -> str:
    assert isinstance(value, date)  # noqa: S101  likewise
    return f"{value.day:02}-{value.month:02}-{value.year:04}"


def _dutch_month(value: Value) -> str:
    assert isinstance(value, date)  # noqa: S101  likewise
    return f"{value.month:02}-{value.year:04}"


def _text(value: Value) -> str:
    return shielded(str(value))


DUTCH = Variant(
    mark=b"\xef\xbb\xbf",
    delimiter=";",
    writers={
        Kind.TEXT: _text,
        Kind.WHOLE: str,
        Kind.DECIMAL: lambda value: f"{value:f}".replace(".", ","),
        Kind.DAY: _dutch_day,
        Kind.MONTH: _dutch_month,
        Kind.INSTANT: _dutch_instant,
        Kind.TRUTH: _text,
    },
    is_stamped=True,
)
"""What Excel opens in Dutch: a byte order mark, `;`, a decimal comma, 05-03-2027, Amsterdam's time; the stamp comes last."""

PLAIN = Variant(
    mark=b"",
    delimiter=",",
    writers={
        Kind.TEXT: _text,
        Kind.WHOLE: str,
        Kind.DECIMAL: lambda value: f"{value:f}",
        Kind.DAY: str,
        Kind.MONTH: lambda value: str(value)[:7],
        Kind.INSTANT: _instant,
        Kind.TRUTH: lambda value: "true" if value else "false",
    },
    is_stamped=False,
)
"""What programs read: `,`, a decimal point, 2027-03-05, UTC; nothing but the table."""


async def pieces(listing: Listing, batches: Batches, *, variant: Variant, language: Language) -> AsyncIterator[bytes]:
    """The file, a batch at a time."""
    yield variant.mark + _lines(variant, [listing.headings(language)])
    writers = [variant.writers[kind] for kind in listing.kinds]
    async for batch in batches:
        cells = (["" if value is None else write(value) for write, value in zip(writers, row, strict=True)] for row in batch)
        yield _lines(variant, cells)
    if variant.is_stamped:
        told = [[shielded(fact.say(language)), shielded(written(value, language))] for fact, value in listing.stamped]
        yield _lines(variant, [[], *told])


def _lines(variant: Variant, rows: Iterable[Sequence[str]]) -> bytes:
    out = io.StringIO()
    csv.writer(out, delimiter=variant.delimiter, lineterminator="\r\n").writerows(rows)
    return out.getvalue().encode(errors="replace")
