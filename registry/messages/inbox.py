"""The inbox of an account: what it was told, newest first, and what it has read."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec

from registry.errors import NotFound
from registry.messages.rules import Kind
from registry.messages.wording import text_of, title_of
from registry.permissions import Actor
from registry.texts import Language
from registry.transactions import fetch, transaction

PAGE = 25
"""Messages on a page."""
MOST_NUMBER = 2**63 - 1
"""No message has a higher number: the database could not keep it."""

_LISTED = """
SELECT id, kind, facts::text AS facts, path, recorded_at, read_at FROM message
WHERE account = $1 ORDER BY id DESC LIMIT $2 OFFSET $3
"""
_COUNTS = "SELECT count(*) AS number, count(*) FILTER (WHERE read_at IS NULL) AS unread FROM message WHERE account = $1"
_READ_ONE = """
WITH found AS (SELECT id, path FROM message WHERE id = $1 AND account = $2),
    marked AS (UPDATE message SET read_at = $3 FROM found WHERE message.id = found.id AND message.read_at IS NULL)
SELECT path FROM found
"""
_READ_ALL = "UPDATE message SET read_at = $2 WHERE account = $1 AND read_at IS NULL AND id <= $3"


@dataclass(frozen=True, slots=True)
class Told:
    """A message as its reader sees it. `path` is where it is dealt with."""

    id: int
    kind: Kind
    facts: Mapping[str, Any]
    path: str
    told_at: datetime
    read_at: datetime | None

    def title(self, language: Language) -> str:
        """What it is about."""
        return title_of(self.kind, language)

    def text(self, language: Language) -> str:
        """What it says."""
        return text_of(self.kind, self.facts, language)


@dataclass(frozen=True, slots=True)
class Counts:
    """How many messages an account has, and how many of them are unread."""

    number: int
    unread: int


async def listed(actor: Actor, *, page: int) -> list[Told]:
    """One page of the actor's own messages, newest first; pages count from 1."""
    rows = await fetch(_LISTED, own(actor), PAGE, PAGE * (page - 1))
    return [told(row) for row in rows]


def told(row: Any) -> Told:  # noqa: ANN401  a row of asyncpg
    """A row of the list."""
    return Told(
        id=row["id"],
        kind=Kind(row["kind"]),
        facts=msgspec.json.decode(row["facts"]),
        path=row["path"],
        told_at=row["recorded_at"],
        read_at=row["read_at"],
    )


async def counts(actor: Actor) -> Counts:
    """How many messages the actor has."""
    [row] = await fetch(_COUNTS, own(actor))
    return Counts(row["number"], row["unread"])


async def read(message: int, *, actor: Actor, now: datetime) -> str:
    """The actor read one of their messages; returns the page where it is dealt with. Raises NotFound for another's."""
    if message > MOST_NUMBER:
        raise NotFound
    async with transaction() as connection:
        path: str | None = await connection.fetchval(_READ_ONE, message, own(actor), now)
    if path is None:
        raise NotFound
    return path


async def read_all(through: int, *, actor: Actor, now: datetime) -> None:
    """The actor has read everything up to and including this message: not what came while they looked."""
    async with transaction() as connection:
        await connection.execute(_READ_ALL, own(actor), now, min(through, MOST_NUMBER))


def own(actor: Actor) -> UUID:
    """Whose inbox it is; raises NotFound for who has none."""
    actor.must_be_in_person()
    if actor.account is None:
        raise NotFound
    return actor.account
