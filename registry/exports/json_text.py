"""A list as JSON: an object with the stamp, the columns and the rows, one row to a line."""

from collections.abc import AsyncIterator, Callable, Mapping
from datetime import UTC, date, datetime
from decimal import Decimal

import msgspec

from registry.exports.listing import Batches, Kind, Listing, Value
from registry.texts import Language, Text

_encode = msgspec.json.Encoder(decimal_format="number").encode


async def pieces(listing: Listing, batches: Batches, *, language: Language) -> AsyncIterator[bytes]:
    """The file, a batch at a time: `{"name", "title", "stamp", "columns", "rows", "total"}`.

    A row is an object under the keys of the columns, which are the same in every language. Days are ISO 8601, months `2026-11`,
    instants UTC, decimals numbers; what is empty is null. `total` comes last, so that a file that was cut off is no JSON.
    """
    yield _opening(listing, language)
    keys = listing.keys
    writers = [_WRITERS[kind] for kind in listing.kinds]
    total, comma = 0, b""
    async for batch in batches:
        rows = (
            {key: None if value is None else write(value) for key, write, value in zip(keys, writers, row, strict=True)}
            for row in batch
        )
        if written := b",\n".join(map(_encode, rows)):
            yield comma + written
            comma = b",\n"
        total += len(batch)
    yield b'\n],"total":%d}\n' % total


def _opening(listing: Listing, language: Language) -> bytes:
    columns = [
        {"key": key, "heading": heading, "kind": kind.value}
        for key, heading, kind in zip(listing.keys, listing.headings(language), listing.kinds, strict=True)
    ]
    stamp = {key: _fact(value, language) for key, (_, value) in zip(listing.stamp_keys, listing.stamped, strict=True)}
    told = {"name": listing.name, "title": listing.title.say(language), "stamp": stamp, "columns": columns}
    return _encode(told)[:-1] + b',"rows":[\n'


def _fact(value: object, language: Language) -> object:
    """A fact of the stamp with its own type; words in the language of who asks."""
    match value:
        case Text():
            return value.say(language)
        case datetime():
            return _instant(value)
        case None | bool() | int() | Decimal() | date():
            return value
        case list() | tuple():
            return [_fact(each, language) for each in value]
        case _:
            return _text(str(value))


def _text(value: Value) -> str:
    said = str(value)
    return said if said.isascii() else said.encode(errors="replace").decode()


def _month(value: Value) -> str:
    return str(value)[:7]


def _instant(value: Value) -> str:
    assert isinstance(value, datetime)  # noqa: S101  the kind of the column says so
    return f"{value.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"


def _as_it_is(value: Value) -> Value:
    return value


_WRITERS: Mapping[Kind, Callable[[Value], Value]] = {
    Kind.TEXT: _text,
    Kind.WHOLE: _as_it_is,
    Kind.DECIMAL: _as_it_is,
    Kind.DAY: _as_it_is,
    Kind.MONTH: _month,
    Kind.INSTANT: _instant,
    Kind.TRUTH: _as_it_is,
}
