"""Keeping personal values apart and erasable, and finding them again."""

import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec

from registry.canonical import canonical_json
from registry.personal_data import access
from registry.personal_data.rules import SALT_BYTES, commitment
from registry.transactions import current_connection, fetch

_COLUMNS = ("commitment", "person", "salt", "value", "recorded_at")


@dataclass(frozen=True, slots=True)
class About:
    """A value about a person, to be kept where it can be erased."""

    person: UUID
    value: object


Row = tuple[bytes, UUID, bytes, str, datetime]
"""A value as it is kept, its commitment first."""


async def keep(values: Sequence[About], *, at: datetime) -> list[bytes]:
    """Keep the values, each under a fresh salt; returns their commitments in the same order.

    To be called inside the caller's transaction; many go in as fast as one.
    """
    rows = committed(values, at=at)
    await keep_committed(rows)
    return [row[0] for row in rows]


def committed(values: Sequence[About], *, at: datetime) -> list[Row]:
    """The values as they are to be kept, for who makes many ready beforehand.

    A value that several have in common, as one object, is written out once.
    """
    salts = secrets.token_bytes(SALT_BYTES * len(values))
    distinct = {id(about.value): about.value for about in values}
    written = {which: canonical_json(value) for which, value in distinct.items()}
    rows = []
    for place, about in enumerate(values):
        salt, value = salts[place * SALT_BYTES : (place + 1) * SALT_BYTES], written[id(about.value)]
        rows.append((commitment(salt, value), about.person, salt, value, at))
    return rows


async def keep_committed(rows: Sequence[Row]) -> None:
    """Keep what was made ready; inside the caller's transaction."""
    await current_connection().copy_records_to_table("personal_value", columns=_COLUMNS, records=rows)


async def reveal(commitments: Iterable[bytes]) -> dict[bytes, Any]:
    """The values that are still there, by commitment; one that is missing was erased."""
    wanted = list(set(commitments))
    if not wanted:
        return {}
    rows = await fetch("SELECT commitment, person, value FROM personal_value WHERE commitment = ANY($1)", wanted)
    access.noted(row["person"] for row in rows)
    return {row["commitment"]: msgspec.json.decode(row["value"]) for row in rows}
