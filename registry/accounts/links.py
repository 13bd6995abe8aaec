"""Links that go out for an account: opening one, making its token at the moment it goes out, and using it once.

Nobody but the one to whom it goes has the token: not the inbox, not the outbox, not a backup. A mail that is tried again
carries a new one, and the one before it no longer works.
"""

import hashlib
import re
import secrets
from datetime import datetime
from uuid import UUID, uuid4

from registry.accounts.errors import LinkOver
from registry.accounts.purposes import INVITING, LASTS, Purpose, path_of
from registry.accounts.tables import AccountLink
from registry.permissions import Actor
from registry.transactions import current_connection, fetch, transaction

_TOKEN = re.compile(r"[A-Za-z0-9_-]{43}", re.ASCII)
_LOCK = "SELECT id FROM account WHERE id = $1 FOR NO KEY UPDATE"
_WITHDRAW = """
UPDATE account_link SET withdrawn_at = $2
WHERE account = $1 AND purpose = ANY($3) AND used_at IS NULL AND withdrawn_at IS NULL RETURNING id
"""
_SEND = """
UPDATE account_link SET token_hash = $2, expires_at = $3
WHERE id = $1 AND used_at IS NULL AND withdrawn_at IS NULL RETURNING id
"""
_PURPOSE = "SELECT purpose FROM account_link WHERE id = $1"
_WORKS = """
link.token_hash = $1 AND link.purpose = ANY($2) AND link.used_at IS NULL AND link.withdrawn_at IS NULL AND link.expires_at > $3
    AND account.id = link.account AND account.disabled_at IS NULL
"""
_FIND = f"SELECT link.account FROM account_link AS link, account WHERE {_WORKS}"  # noqa: S608  our own text
_USE = f"UPDATE account_link AS link SET used_at = $3 FROM account WHERE {_WORKS} RETURNING link.account"  # noqa: S608  likewise


async def opened(account: UUID, purpose: Purpose, *, actor: Actor | None, now: datetime) -> UUID:
    """A link without a token yet, inside the caller's transaction, which audits it; returns its id.

    One for the same purpose that was still open is withdrawn. `actor` is who asked, if that is known.
    """
    await current_connection().fetchval(_LOCK, account)
    await withdraw(account, INVITING if purpose in INVITING else frozenset({purpose}), now=now)
    link = AccountLink(
        id=uuid4(),
        account=account,
        purpose=purpose.value,
        asked_by=None if actor is None else actor.account,
        recorded_at=now,
        expires_at=now + LASTS[purpose],
    )
    await AccountLink.insert(link)
    return link.id


async def handed_out(account: UUID, purpose: Purpose, *, actor: Actor, now: datetime) -> str:
    """The path of a link that is given by hand, this once; inside the caller's transaction, which audits it."""
    path = await _sent(await opened(account, purpose, actor=actor, now=now), purpose, now=now)
    assert path is not None  # noqa: S101  it was opened in this transaction
    return path


async def path_for_mail(link: UUID, *, now: datetime) -> str | None:
    """The path of a link as it goes out now, with a token that nobody had before; None for a link that is over."""
    async with transaction() as connection:
        purpose = await connection.fetchval(_PURPOSE, link)
        return await _sent(link, Purpose(purpose), now=now) if purpose is not None else None


async def withdraw(account: UUID, purposes: frozenset[Purpose], *, now: datetime) -> int:
    """Links of the account that were still open no longer work; returns how many. Inside the caller's transaction."""
    rows = await current_connection().fetch(_WITHDRAW, account, now, [each.value for each in purposes])
    return len(rows)


async def account_of(token: str, purposes: frozenset[Purpose], *, now: datetime) -> UUID:
    """The account for which the link with this token still works; raises LinkOver, whatever is wrong with it."""
    rows = await fetch(_FIND, _hash(token), [each.value for each in purposes], now)
    if not rows:
        raise LinkOver
    account: UUID = rows[0]["account"]
    return account


async def use(token: str, purposes: frozenset[Purpose], *, now: datetime) -> UUID:
    """As `account_of`, and from now on it no longer works: of several at once one has it. Inside the caller's transaction."""
    values = (_hash(token), [each.value for each in purposes], now)
    account: UUID | None = await current_connection().fetchval(_USE, *values)
    if account is None:
        raise LinkOver
    return account


async def _sent(link: UUID, purpose: Purpose, *, now: datetime) -> str | None:
    token = secrets.token_urlsafe(32)
    sent = await current_connection().fetchval(_SEND, link, _hash(token), now + LASTS[purpose])
    return path_of(purpose, token) if sent is not None else None


def _hash(token: str) -> bytes:
    """What is looked for; what is no token of ours finds nothing, after the same work."""
    return hashlib.sha256((token if _TOKEN.fullmatch(token) else "").encode()).digest()
