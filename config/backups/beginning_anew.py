"""What a restored registry does before it serves: what others may have ended since the backup is ended, on record.

A restore leaves every row as it was in the backup. What was ended after that is in no backup: a session, a token or a link
that was used up would work again. So all of those end.
"""

from datetime import datetime
from uuid import UUID

import asyncpg
import msgspec

from config.backups import notes
from config.backups.notes import Copied, Notes
from registry.audit import service as audit
from registry.audit.actions import Action
from registry.permissions import OPERATOR
from registry.transactions import Connection, transaction

_WHOLE = UUID("0b7f2c1e-6f0a-4b53-9d0e-2f7a3a5f9c11")
"""The registry as a whole: what the audit trail says was backed up or restored."""
_ENDED = {
    "sessions": "UPDATE session SET ended_at = greatest($1, started_at) WHERE ended_at IS NULL",
    "programs": "UPDATE refresh_family SET ended_at = greatest($1, started_at) WHERE ended_at IS NULL",
    "links": "UPDATE account_link SET withdrawn_at = greatest($1, recorded_at) "
    "WHERE token_hash IS NOT NULL AND used_at IS NULL AND withdrawn_at IS NULL",
}
"""A link that has not gone out is in nobody's hands; it stays."""


async def leave_word(backup: Copied) -> bool:
    """A backup was made; False on a replica, which takes no word, and for who does not own the database."""
    try:
        async with transaction() as connection:
            noted = await notes.read_alone(connection)
            await notes.write(connection, msgspec.structs.replace(noted, backups=[*noted.backups, backup]))
    except (asyncpg.ReadOnlySQLTransactionError, asyncpg.InsufficientPrivilegeError):
        return False
    return True


async def take_up(*, now: datetime) -> Notes:
    """The audit trail hears of the backups made since, and of a restore; after that one sessions, programs and links end.

    By the command line, with rows and SHA-256. Each once, whoever takes it up; returns what was new: on a replica nothing.
    """
    try:
        return await _taken_up(now=now)
    except asyncpg.ReadOnlySQLTransactionError:
        return Notes()


async def _taken_up(*, now: datetime) -> Notes:
    async with transaction() as connection:
        if await notes.read(connection) == Notes():
            return Notes()
        noted = await notes.read_alone(connection)
        for backup in noted.backups:
            await audit.record(Action.BACKUP_MADE, _WHOLE, actor=OPERATOR, at=now, facts=_facts(backup))
        if noted.restored is not None:
            facts = _facts(noted.restored) | {"ended": await _end(connection, now=now)}
            await audit.record(Action.RESTORED, _WHOLE, actor=OPERATOR, at=now, facts=facts)
        if noted != Notes():
            await notes.write(connection, Notes())
    return noted


def _facts(copied: Copied) -> dict[str, object]:
    return {"sha256": copied.sha256, "rows": copied.rows, "made_at": copied.made_at, "locked": copied.locked}


async def _end(connection: Connection, *, now: datetime) -> dict[str, int]:
    """How many of each ended."""
    return {what: int((await connection.execute(each, now)).rpartition(" ")[2]) for what, each in _ENDED.items()}
