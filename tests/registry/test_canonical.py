"""One way to write a value down, and commitments to personal values."""

import json
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from typing import Any
from uuid import UUID

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as some

from registry.canonical import canonical_json, sha256
from registry.people.schemas import RegisterPerson
from registry.permissions import Role
from registry.personal_data.rules import SALT_BYTES, commitment

plain = some.recursive(
    some.none() | some.booleans() | some.integers() | some.text(some.characters(exclude_categories=["Cs"])),
    lambda inner: some.lists(inner) | some.dictionaries(some.text(some.characters(exclude_categories=["Cs"])), inner),
    max_leaves=12,
)


@given(plain)
def test_what_is_written_is_read_back(value: Any) -> None:
    """The canonical form is JSON, and means the value."""
    assert json.loads(canonical_json(value)) == value


@given(some.dictionaries(some.text(max_size=5), some.integers()))
def test_the_order_of_keys_makes_no_difference(value: dict[str, int]) -> None:
    """Equal objects have equal bytes, however they were put together."""
    assert canonical_json(dict(reversed(value.items()))) == canonical_json(value)


class Outer(msgspec.Struct, rename="camel"):
    """A struct in a struct."""

    first_day: date
    by: RegisterPerson
    at: datetime


class Sparing(msgspec.Struct, rename="camel", omit_defaults=True):
    """A struct that grew, and is written as before where it has nothing new to say."""

    name: str
    added_later: tuple[int, ...] = ()
    added_last: date | None = None


AT = datetime(2026, 11, 22, 12, 0, 0, 5, tzinfo=UTC)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ({"b": 1, "a": [True, None, "é"]}, '{"a":[true,null,"é"],"b":1}'),
        (date(2026, 11, 22), '"2026-11-22"'),
        (AT, '"2026-11-22T12:00:00.000005Z"'),
        (AT.astimezone(timezone(timedelta(hours=1))), '"2026-11-22T12:00:00.000005Z"'),
        (UUID(int=1), '"00000000-0000-0000-0000-000000000001"'),
        (Role.ADMIN, '"admin"'),
        ({Role.PROVIDER: {Role.ADMIN}}, '{"provider":["admin"]}'),
        (frozenset({"b", "a"}), '["a","b"]'),
        (("x", ()), '["x",[]]'),
        ("\u007f\n\u0001€", '"\u007f\\n\\u0001€"'),
        (
            Outer(date(2026, 1, 1), RegisterPerson(given_name="Elif", family_name="Öztürk"), AT),
            (
                '{"at":"2026-11-22T12:00:00.000005Z","by":{"familyName":"Öztürk","familyPrefix":null,"givenName":"Elif",'
                '"workEmail":null},"firstDay":"2026-01-01"}'
            ),
        ),
        (Sparing("a"), '{"name":"a"}'),
        (Sparing("a", (1,), date(2026, 1, 1)), '{"addedLast":"2026-01-01","addedLater":[1],"name":"a"}'),
    ],
    ids=[f"form {place}" for place in range(13)],
)
def test_canonical_forms(value: object, expected: str) -> None:
    """Sorted keys, no blanks, text as it is; equal instants are written alike, in UTC."""
    assert canonical_json(value) == expected


@pytest.mark.parametrize(
    "value",
    [1.5, float("nan"), Decimal("1.5"), b"bytes", object(), [1, {"a": 0.1}], datetime(2026, 1, 1)],  # noqa: DTZ001  naive
    ids=["float", "nan", "decimal", "bytes", "object", "float inside", "naive instant"],
)
def test_what_has_no_canonical_form(value: object) -> None:
    """Floats, bytes, instants without a zone and anything unknown are refused rather than guessed at."""
    with pytest.raises(ValueError, match=r"canonical form|time zone"):
        canonical_json(value)


def test_sha256_is_of_the_utf_8_bytes() -> None:
    """As anyone can compute it."""
    assert sha256("é").hex() == "4a99557e4033c3539de2eb65472017cad5f9557f7a0625a09f1c3f6e2ba69c4c"


@given(some.binary(min_size=SALT_BYTES, max_size=SALT_BYTES), some.text(max_size=20))
def test_a_commitment_proves_the_value_and_hides_it(salt: bytes, value: str) -> None:
    """The same salt and value give the same commitment; another value or salt another one."""
    try:
        value.encode()
    except UnicodeEncodeError:
        return
    kept = commitment(salt, value)
    assert commitment(salt, value) == kept
    assert commitment(salt, value + "x") != kept
    assert commitment(bytes(byte ^ 1 for byte in salt), value) != kept


@pytest.mark.parametrize("length", [0, SALT_BYTES - 1, SALT_BYTES + 1])
def test_a_salt_has_its_length(length: int) -> None:
    """A short salt could be guessed, and with another length two values could be confused."""
    with pytest.raises(ValueError, match="salt"):
        commitment(b"x" * length, "value")
