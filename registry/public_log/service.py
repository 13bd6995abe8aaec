"""Writing into the public log, inside the transaction of what is logged: a leaf is there if, and only if, that is.

Leaves about certificates are salted commitments to what happened; the opening, event and salt, is kept apart and goes when
the person is erased. Everything else is logged in the clear. Whoever appends holds the head until they commit, so it is the
last thing that a transaction does.
"""

import hashlib
import secrets
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from uuid import UUID

from registry import base64url
from registry.canonical import canonical_json
from registry.public_log import openings
from registry.public_log.openings import Happened, Opening
from registry.public_log.tiles import LONGEST
from registry.public_log.tree import leaf_hash
from registry.transactions import Connection, current_connection

_VERSION = 1
_COLUMNS = ("place", "data", "leaf_hash")
_OPENING_COLUMNS = ("leaf", "certificate", "certificate_event", "salt", "event")
_SCHEMES = """
SELECT code, scheme_version.number, scheme_version.effective_from, content_hash FROM scheme_version
JOIN scheme ON scheme.id = scheme_version.scheme
WHERE (SELECT count(*) FROM scheme_signature WHERE scheme_signature.scheme_version = scheme_version.id) = 2
    AND encode(content_hash, 'hex') NOT IN (
        SELECT convert_from(data, 'UTF8')::json ->> 'sha256' FROM log_leaf
        WHERE position('"k":"scheme"'::bytea IN data) > 0)
ORDER BY scheme_version.recorded_at, scheme_version.id
"""
_HEAD = "SELECT number, first, size FROM log_head ORDER BY number DESC LIMIT 1 FOR UPDATE"


class Kind(StrEnum):
    """What a leaf is about, as it is written in it."""

    CERTIFICATE = "cert"
    LIST = "list"
    KEY = "key"
    SCHEME = "scheme"
    LOG = "log"


class LeafTooLong(ValueError):
    """A leaf that no bundle has room for."""


@dataclass(frozen=True, slots=True)
class Leaf:
    """Something to log in the clear: its kind, and what it says of it, without personal data."""

    kind: Kind
    says: Mapping[str, str | int | None]


@dataclass(frozen=True, slots=True)
class Head:
    """The newest log: its number, the place of its first leaf among those of all logs, and how many it has."""

    number: int
    first: int
    size: int


async def append(leaves: Sequence[Leaf], *, at: datetime) -> list[int]:
    """Log these inside the open transaction; returns the index of each in the log. Raises LeafTooLong, NoTransaction."""
    if not leaves:
        return []
    connection = current_connection()
    head = await hold_head(connection)
    await _write(head, [written(each, at=at) for each in leaves], connection=connection)
    return list(range(head.size, head.size + len(leaves)))


async def log_certificate_events(certificates: Collection[UUID], *, at: datetime) -> int:
    """Log what happened to these certificates and is not logged yet, inside the open transaction; returns how much that was.

    The same number of questions however many they are. Nothing is logged of a person who was erased: nobody could open it.
    """
    if not certificates:
        return 0
    connection = current_connection()
    head = await hold_head(connection)
    happened = await openings.not_logged(certificates, first=head.first, connection=connection)
    if happened:
        opened = _opened(happened, head)
        data = [written(Leaf(Kind.CERTIFICATE, {"c": commitment(each)}), at=at) for each in opened]
        await _write(head, data, connection=connection)
        rows = [
            (head.first + head.size + place, each.certificate, each.event, opening.salt, opening.text)
            for place, (each, opening) in enumerate(zip(happened, opened, strict=True))
        ]
        await connection.copy_records_to_table("log_opening", columns=_OPENING_COLUMNS, records=rows)
    return len(happened)


async def log_scheme_versions(*, at: datetime) -> int:
    """Log every version of a scheme that both parties have signed and that is not logged yet, inside the open transaction.

    Returns how many those were.
    """
    connection = current_connection()
    head = await hold_head(connection)
    rows = await connection.fetch(_SCHEMES)
    data = [
        written(
            Leaf(
                Kind.SCHEME,
                {
                    "scheme": row["code"],
                    "version": row["number"],
                    "from": row["effective_from"].isoformat(),
                    "sha256": row["content_hash"].hex(),
                },
            ),
            at=at,
        )
        for row in rows
    ]
    if data:
        await _write(head, data, connection=connection)
    return len(data)


def commitment(opening: Opening) -> str:
    """What a leaf says of an event: SHA-256 over the salt and the event, in base64url without padding."""
    return base64url.encoded(hashlib.sha256(opening.salt + opening.text.encode()).digest())


def _opened(happened: Sequence[Happened], head: Head) -> list[Opening]:
    """The opening of each, the event before it being the last of the same certificate in this log."""
    found, before = [], {each.certificate: each.before for each in reversed(happened)}
    for index, each in enumerate(happened, start=head.size):
        found.append(Opening(secrets.token_bytes(openings.SALT), canonical_json(each.said(before[each.certificate]))))
        before[each.certificate] = index
    return found


def written(leaf: Leaf, *, at: datetime) -> bytes:
    """The bytes of a leaf: canonical JSON, with the hour (UTC) in which it was logged. Raises LeafTooLong."""
    hour = at.astimezone(UTC).strftime("%Y-%m-%dT%H")
    data = canonical_json({**leaf.says, "v": _VERSION, "k": leaf.kind, "t": hour}).encode()
    if len(data) > LONGEST:
        raise LeafTooLong(f"a leaf has at most {LONGEST} bytes")
    return data


async def hold_head(connection: Connection) -> Head:
    """The newest log, held until the transaction ends; the first log begins here."""
    row = await connection.fetchrow(_HEAD)
    if row is None:
        await connection.execute("INSERT INTO log_head (number, first, size) VALUES (1, 0, 0) ON CONFLICT DO NOTHING")
        row = await connection.fetchrow(_HEAD)
    assert row is not None  # noqa: S101  it was made a moment ago, and never goes
    return Head(row["number"], row["first"], row["size"])


async def _write(head: Head, data: Sequence[bytes], *, connection: Connection) -> None:
    begin = head.first + head.size
    rows = [(place, each, leaf_hash(each)) for place, each in enumerate(data, start=begin)]
    await connection.copy_records_to_table("log_leaf", columns=_COLUMNS, records=rows)
    await connection.execute("UPDATE log_head SET size = size + $2 WHERE number = $1", head.number, len(rows))
