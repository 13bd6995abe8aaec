"""Sealing secrets of second factors that lie open, or that were sealed with a key that is being replaced."""

from datetime import datetime
from uuid import UUID

import asyncpg

from registry.accounts import sealed
from registry.accounts.rules import SECRET_BYTES
from registry.transactions import current_connection, fetch, transaction

_PLAIN = """
SELECT account, secret, offered FROM second_factor WHERE octet_length(secret) = $1 OR octet_length(offered) = $1 FOR UPDATE
"""
_ALL = "SELECT account, secret, offered FROM second_factor ORDER BY account FOR UPDATE"
_KEEP = "UPDATE second_factor SET secret = $2, offered = $3 WHERE account = $1"
_SEALED = "SELECT account, secret FROM second_factor WHERE octet_length(secret) <> $1"
_OPEN = """
SELECT pid, xact_start FROM pg_stat_activity
WHERE datname = current_database() AND backend_type = 'client backend' AND xact_start IS NOT NULL AND pid <> pg_backend_pid()
"""


async def seal_plain_ones() -> int:
    """Secrets from before they were sealed are sealed, for good; returns of how many accounts. Its own transaction.

    A replica can seal nothing, and nobody signs in there: 0.
    """
    try:
        async with transaction() as connection:
            rows = await connection.fetch(_PLAIN, SECRET_BYTES)
            for row in rows:
                kept = [_sealed_if_plain(row[which], row["account"]) for which in ("secret", "offered")]
                await connection.execute(_KEEP, row["account"], *kept)
    except asyncpg.ReadOnlySQLTransactionError:
        return 0
    return len(rows)


async def reseal() -> int:
    """What another key of ours sealed is sealed with the first; returns of how many accounts. In its caller's transaction.

    What no key of ours opens stays as it is.
    """
    connection, done = current_connection(), 0
    for row in await connection.fetch(_ALL):
        was = (row["secret"], row["offered"])
        kept = tuple(_of_the_first_key(each, row["account"]) for each in was)
        if kept != was:
            await connection.execute(_KEEP, row["account"], *kept)
            done += 1
    return done


async def open_transactions() -> frozenset[tuple[int, datetime]]:
    """The transactions of others that are open now: each with its process and the moment it began."""
    return frozenset((row["pid"], row["xact_start"]) for row in await fetch(_OPEN))


async def not_ours() -> int:
    """How many sealed secrets in use this process cannot open: they were sealed with another key, or changed."""
    return sum(not _opens(row["secret"], row["account"]) for row in await fetch(_SEALED, SECRET_BYTES))


def _of_the_first_key(kept: bytes | None, account: UUID) -> bytes | None:
    if kept is None or not _opens(kept, account) or sealed.is_of_the_first_key(kept, account=account):
        return kept
    return sealed.seal(sealed.opened(kept, account=account), account=account)


def _opens(kept: bytes, account: UUID) -> bool:
    try:
        sealed.opened(kept, account=account)
    except sealed.NotOurSeal:
        return False
    return True


def _sealed_if_plain(kept: bytes | None, account: UUID) -> bytes | None:
    return sealed.seal(kept, account=account) if kept is not None and len(kept) == SECRET_BYTES else kept
