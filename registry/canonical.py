"""One way to write a value down, so that equal values have equal bytes and equal hashes."""

import hashlib
import json
from collections.abc import Mapping
from datetime import UTC, date, datetime
from enum import Enum
from uuid import UUID

import msgspec

_WRITER = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)
_AS_THEY_ARE = frozenset({str, int, bool, type(None)})


def canonical_json(value: object) -> str:
    """JSON with sorted keys, no blanks and text as it is: RFC 8785 for objects of text, integers, booleans and null.

    Structs, dates, instants, enums and UUIDs are written as text first; a struct with `omit_defaults` is written without the
    fields that have their default. Raises ValueError on a float: numbers here are whole.
    """
    return _WRITER.encode(_plain(value))


def sha256(text: str) -> bytes:
    """SHA-256 of the text's UTF-8 bytes."""
    return hashlib.sha256(text.encode()).digest()


def _plain(value: object) -> object:
    return value if type(value) in _AS_THEY_ARE else _made_plain(value)


def _made_plain(value: object) -> object:  # noqa: PLR0911  one line for each kind of value
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
            names = zip(value.__struct_encode_fields__, value.__struct_fields__, strict=True)
            left_out = _left_out(value) if value.__struct_config__.omit_defaults else frozenset()
            return {written: _plain(getattr(value, name)) for written, name in names if name not in left_out}
    raise ValueError(f"{type(value).__name__} has no canonical form")


def _left_out(value: msgspec.Struct) -> frozenset[str]:
    """The fields that have their default, of a struct that is to be written without them."""
    defaults = dict(zip(reversed(value.__struct_fields__), reversed(value.__struct_defaults__), strict=False))
    return frozenset(name for name, default in defaults.items() if getattr(value, name) == default)
