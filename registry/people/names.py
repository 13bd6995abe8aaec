"""The names of people, and the person behind a file."""

from collections.abc import Iterable
from uuid import UUID

from registry.people.rules import Name
from registry.personal_data import access
from registry.transactions import fetch

_NAMES = """
SELECT id, given_name, family_prefix, family_name FROM person WHERE id = ANY($1) AND erased_at IS NULL
"""


async def names_of(persons: Iterable[UUID]) -> dict[UUID, Name]:
    """The names of these persons; who was erased has none."""
    wanted = list(set(persons))
    rows = await fetch(_NAMES, wanted) if wanted else []
    access.noted(row["id"] for row in rows)
    return {row["id"]: Name(row["given_name"], row["family_prefix"], row["family_name"]) for row in rows}


async def persons_of(advisers: Iterable[UUID]) -> dict[UUID, UUID]:
    """The person behind each adviser's file."""
    wanted = list(set(advisers))
    rows = await fetch("SELECT id, person FROM adviser WHERE id = ANY($1)", wanted) if wanted else []
    return {row["id"]: row["person"] for row in rows}
