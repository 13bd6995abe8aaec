"""One way to write a value down, so that equal values have equal bytes and equal hashes."""

import hashlib
import json
from collections.abc import Mapping
from datetime import UTC, date, datetime
from enum import Enum
from uuid import UUID

import msgspec


def canonical_json(value: object) -> str:
    """JSON with sorted keys, no blanks and text as it is: RFC 8785 for objects of text, integers, booleans and null.

    Structs, dates, instants, enums and UUIDs are written as text first. Raises ValueError on a float: numbers here are whole.
    """
    return json.dumps(_plain(value), ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)


def sha256(text: str) -> bytes:
    """SHA-256 of the text's UTF-8 bytes."""
    return hashlib.sha256(text.encode()).digest()


def _plain(value: object) -> object:  # noqa: PLR0911  one line for each kind of value
    match value:
        case None | bool() | int() | str() if not isinstance(value, Enum):
            return value
        case Enum():
            return value.value
        case datetime():
            if value.tzinfo is None:
                raise ValueError("an instant needs a time zone")
            return msgspec.to_builtins(value.astimezone(UTC))
        case UUID() | date():
            return msgspec.to_builtins(value)
        case Mapping():
            return {str(_plain(key)): _plain(each) for key, each in value.items()}
        case list() | tuple():
            return [_plain(each) for each in value]
        case set() | frozenset():
            return sorted(_plain(each) for each in value)  # type: ignore[type-var]
        case msgspec.Struct():
            return {field.encode_name: _plain(getattr(value, field.name)) for field in msgspec.structs.fields(value)}
    raise ValueError(f"{type(value).__name__} has no canonical form")
