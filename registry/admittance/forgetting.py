"""Choosing a password by a link: after an invitation, or because it was forgotten.

Who forgot it is asked for an address, and whatever they type the answer is the same and so is the work: a hash is written
down. Whose it is, is looked up afterwards, beside the server; nobody can tell from an answer or its time who has an account.
"""

import hashlib
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from registry.accounts import changes, endings, links
from registry.accounts.changes import Change
from registry.accounts.passwords import Passwords
from registry.accounts.purposes import INVITING, Purpose
from registry.accounts.rules import address_of
from registry.accounts.service import about, actor_of
from registry.accounts.tables import Account
from registry.admittance import mailed_links
from registry.audit import service as audit
from registry.audit.actions import Action
from registry.permissions import Actor
from registry.transactions import fetch, transaction

KEPT = timedelta(minutes=15)
"""For an address that was typed again within this time no further mail goes out."""
_ANYBODY = Actor(account=None, person=None, name="public", grants=())
_DELETED_AT_ONCE = 1000
_FORGET = """
DELETE FROM password_request WHERE id IN (
    SELECT id FROM password_request WHERE asked_at <= $1 LIMIT $2 FOR UPDATE SKIP LOCKED
)
"""
_ASK = """
INSERT INTO password_request (id, address_hash, asked_at) VALUES ($1, $2, $3) ON CONFLICT (address_hash) DO NOTHING
"""
_ANSWER = "UPDATE password_request SET answered_at = $1 WHERE answered_at IS NULL AND asked_at > $2 RETURNING address_hash"
_WHOSE = """
SELECT id FROM account WHERE sha256(convert_to(email, 'UTF8')) = ANY($1) AND disabled_at IS NULL AND password_hash <> ''
ORDER BY id
"""


async def ask(email: str, *, now: datetime) -> None:
    """Somebody forgot the password of this address, if anybody has it; the same is done for every address."""
    address = hashlib.sha256(address_of(email).encode("utf-8", "replace")).digest()
    async with transaction() as connection:
        await connection.execute(_FORGET, now - KEPT, _DELETED_AT_ONCE)
        await connection.execute(_ASK, uuid4(), address, now)


async def answer_asked(*, now: datetime) -> int:
    """Mail a link to each account for which a password was asked since the last round; returns how many.

    Several processes may do this at once: each request is answered once. Who was invited and chose no password yet, or whose
    account is disabled, gets none.
    """
    async with transaction() as connection:
        await connection.execute(_FORGET, now - KEPT, _DELETED_AT_ONCE)
        asked = [row["address_hash"] for row in await connection.fetch(_ANSWER, now, now - KEPT)]
        accounts = [row["id"] for row in await connection.fetch(_WHOSE, asked)] if asked else []
        for account in accounts:
            await mailed_links.ask(account, Purpose.NEW_PASSWORD, actor=None, now=now)
            await audit.record(Action.PASSWORD_ASKED, account, actor=_ANYBODY, at=now)
    return len(accounts)


async def check(token: str, purposes: frozenset[Purpose], *, now: datetime) -> str:
    """The e-mail address of the account for which a password may be chosen with this link; raises LinkOver."""
    account = await links.account_of(token, purposes, now=now)
    rows = await fetch("SELECT email FROM account WHERE id = $1", account)
    email: str = rows[0]["email"]
    return email


async def choose(token: str, password: str, purposes: frozenset[Purpose], *, passwords: Passwords, now: datetime) -> None:
    """The account has this password, every session of it ends, and the link no longer works.

    A second factor stays as it is. Raises LinkOver, and Invalid for a poor password, after which the link still works.
    """
    account = await links.account_of(token, purposes, now=now)
    kept = await passwords.hash(password, about=await about(account))
    async with transaction():
        await links.use(token, purposes, now=now)
        await _set(account, kept, is_new=purposes == INVITING, now=now)


async def _set(account: UUID, kept: str, *, is_new: bool, now: datetime) -> None:
    await Account.update({Account.password_hash: kept}).where(Account.id == account)
    await endings.end_all(account, besides=None, now=now)
    await audit.record(Action.PASSWORD_SET, account, actor=await actor_of(account), at=now)
    if not is_new:
        await changes.tell(account, Change.PASSWORD, at=now)
