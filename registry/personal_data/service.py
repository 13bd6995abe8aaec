"""Keeping personal values apart and erasable, and finding them again."""

import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec

from registry.canonical import canonical_json
from registry.personal_data.rules import SALT_BYTES, commitment
from registry.personal_data.tables import PersonalValue

_ROWS_PER_INSERT = 5_000


@dataclass(frozen=True, slots=True)
class About:
    """A value about a person, to be kept where it can be erased."""

    person: UUID
    value: object


async def keep(values: Sequence[About], *, at: datetime) -> list[bytes]:
    """Keep the values, each under a fresh salt; returns their commitments in the same order."""
    rows = []
    for about in values:
        salt, value = secrets.token_bytes(SALT_BYTES), canonical_json(about.value)
        rows.append(
            PersonalValue(
                commitment=commitment(salt, value),
                person=about.person,
                salt=salt,
                value=value,
                recorded_at=at,
            ),
        )
    for start in range(0, len(rows), _ROWS_PER_INSERT):
        await PersonalValue.insert(*rows[start : start + _ROWS_PER_INSERT])
    return [row.commitment for row in rows]


async def reveal(commitments: Iterable[bytes]) -> dict[bytes, Any]:
    """The values that are still there, by commitment; one that is missing was erased."""
    wanted = list(set(commitments))
    if not wanted:
        return {}
    rows = await PersonalValue.select(PersonalValue.commitment, PersonalValue.value).where(
        PersonalValue.commitment.is_in(wanted),
    )
    return {row["commitment"]: msgspec.json.decode(row["value"]) for row in rows}
