"""What the audit trail has yet to hear of backups and restores, as a comment on the database: beside all rows.

Neither may change a row, or what is restored would not be equal to what was backed up. So the next program that serves or
works writes the entries, from here.
"""

from collections.abc import Sequence
from datetime import datetime

import msgspec

from registry.transactions import Connection

_FORMAT = "adviseursregister "
_ALONE = "SELECT pg_advisory_xact_lock(hashtext('notes on the registry'))"
_COMMENT = "SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = current_database()"
_COMMENTING = "SELECT format('COMMENT ON DATABASE %I IS %L', current_database(), $1::text)"


class Copied(msgspec.Struct, frozen=True, rename="camel", kw_only=True):
    """A backup: the SHA-256 of its file, its rows, when it was begun, and whether it is locked (unknown of a restored one)."""

    sha256: str
    rows: int
    made_at: datetime
    locked: bool | None = None


class Notes(msgspec.Struct, frozen=True):
    """The backups that were made, and the one from which the registry came back, since the trail last heard."""

    backups: Sequence[Copied] = ()
    restored: Copied | None = None


async def read(connection: Connection) -> Notes:
    """What is noted now; a comment of somebody else is none of ours."""
    comment = await connection.fetchval(_COMMENT)
    if comment is None or not comment.startswith(_FORMAT):
        return Notes()
    try:
        return msgspec.json.decode(comment.removeprefix(_FORMAT), type=Notes)
    except msgspec.DecodeError:
        return Notes()


async def read_alone(connection: Connection) -> Notes:
    """As `read`; nobody else notes anything until the transaction ends."""
    await connection.execute(_ALONE)
    return await read(connection)


async def write(connection: Connection, notes: Notes) -> None:
    """From now on this is noted, in the place of any other comment; in the transaction that is open."""
    text = None if notes == Notes() else _FORMAT + msgspec.json.encode(notes).decode()
    await connection.execute(await connection.fetchval(_COMMENTING, text))
