"""Renewing access tokens: a refresh token gives one new pair, once (RFC 9700, 4.14.2).

Those that follow from one sign-in are a family, which lasts 30 days at most. A token that comes a second time was stolen, or
its owner was robbed of the first use: nobody can tell which, so the family renews nothing from then on, not even the newest
token. No grace is given, not for a moment. An access token that was given before that lasts its ten minutes; it ends at once
when the family is ended: by its owner, by a new password or second factor, or by an admin.

A renewal has no entry of its own in the audit trail: its row says when. What ends a family has.
"""

import hashlib
import secrets
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from registry.accounts import api_keys
from registry.accounts.service import actor_of
from registry.accounts.tables import RefreshFamily, RefreshToken
from registry.accounts.tokens import Held, Tokens
from registry.audit import service as audit
from registry.audit.actions import Action
from registry.errors import NotAuthenticated, NotFound
from registry.permissions import Actor
from registry.transactions import Connection, fetch, transaction

LASTS = timedelta(days=30)
_USE = "UPDATE refresh_token SET used_at = $2 WHERE token_hash = $1 AND used_at IS NULL RETURNING id, family"
_RENEWING = """
SELECT account, proved_at FROM refresh_family
WHERE id = $1 AND expires_at > $2 AND ended_at IS NULL AND reused_at IS NULL FOR UPDATE
"""
_REUSED = """
UPDATE refresh_family SET reused_at = $2
WHERE id = (SELECT family FROM refresh_token WHERE token_hash = $1) AND reused_at IS NULL AND ended_at IS NULL
RETURNING id, account
"""
_END = """
UPDATE refresh_family SET ended_at = $2
WHERE id = (SELECT family FROM refresh_token WHERE token_hash = $1) AND ended_at IS NULL
RETURNING id, account
"""
_OPEN = """
SELECT f.id, f.started_at, f.expires_at, f.reused_at, max(t.issued_at) AS renewed_at
FROM refresh_family f JOIN refresh_token t ON t.family = f.id
WHERE f.account = $1 AND f.ended_at IS NULL AND f.expires_at > $2 GROUP BY f.id ORDER BY renewed_at DESC, f.id
"""
_END_OWN = "UPDATE refresh_family SET ended_at = $3 WHERE id = $1 AND account = $2 AND ended_at IS NULL RETURNING id"
_IS_OWN = "SELECT 1 FROM refresh_family WHERE id = $1 AND account = $2"
_IS_OPEN = "SELECT 1 FROM refresh_family WHERE id = $1 AND account = $2 AND ended_at IS NULL"


@dataclass(frozen=True, slots=True)
class Given:
    """A new pair; nobody will see the refresh token again."""

    access: str = field(repr=False)
    refresh: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class SignedIn:
    """A program's sign-in as its owner sees it; `reused_at` is when one of its tokens came twice, so that it renews no more."""

    id: UUID
    started_at: datetime
    renewed_at: datetime
    expires_at: datetime
    reused_at: datetime | None


async def begin(account: UUID, *, tokens: Tokens, now: datetime) -> Given:
    """The first pair of a family, for an account whose owner has just proved who they are; inside the caller's transaction."""
    family = uuid4()
    row = RefreshFamily(id=family, account=account, started_at=now, proved_at=now, expires_at=now + LASTS)
    await RefreshFamily.insert(row)
    refresh = await _next(family, parent=None, now=now)
    return Given(tokens.issue(account, now=now, proved_at=now, family=family), refresh)


async def renew(token: str, *, tokens: Tokens, now: datetime) -> Given:
    """A new pair for a refresh token, which is used up by it; of many at once one gets a pair.

    Raises NotAuthenticated, whatever is wrong: unknown, used before (which ends the renewing of its family), of a
    family that is over, of an account that is disabled.
    """
    kept = _hash(token)
    async with transaction() as connection:
        given = await _renewed(connection, kept, tokens=tokens, now=now)
        if given is None:
            await _suspect(connection, kept, now=now)
    if given is None:
        raise NotAuthenticated
    return given


async def end(token: str, *, now: datetime) -> None:
    """The family of this token is over, and its access tokens with it (RFC 7009); any other text ends nothing."""
    async with transaction() as connection:
        for row in await connection.fetch(_END, _hash(token), now):
            owner = Actor(account=row["account"], person=None, name="", grants=())
            await audit.record(Action.RENEWING_ENDED, row["id"], actor=owner, at=now)


async def open_ones(*, actor: Actor, now: datetime) -> list[SignedIn]:
    """The programs that are signed in with the actor's password, last renewed first; raises NotAllowed for a program."""
    actor.must_be_in_person()
    return [SignedIn(**row) for row in await fetch(_OPEN, actor.account, now)]


async def end_own(family: UUID, *, actor: Actor, now: datetime) -> None:
    """One of them is over, and its access tokens with it; twice is once. Raises NotFound for somebody else's."""
    actor.must_be_in_person()
    async with transaction() as connection:
        if await connection.fetchval(_END_OWN, family, actor.account, now):
            await audit.record(Action.RENEWING_ENDED, family, actor=actor, at=now)
        elif not await connection.fetchval(_IS_OWN, family, actor.account):
            raise NotFound


async def actor_of_token(held: Held, *, now: datetime) -> Actor:
    """Whom an access token acts for, with the rights of this moment.

    Raises NotAuthenticated when the account is disabled, the family is ended, or the key it was given for opens nothing.
    """
    if held.api_key is not None:
        return await api_keys.actor_of_key(held.api_key, held.account, now=now)
    if held.family is not None and not await fetch(_IS_OPEN, held.family, held.account):
        raise NotAuthenticated
    return replace(await actor_of(held.account), proved_at=held.proved_at)


async def _renewed(connection: Connection, kept: bytes, *, tokens: Tokens, now: datetime) -> Given | None:
    """A new pair for the one who uses the token up; None for who comes later."""
    used = await connection.fetchrow(_USE, kept, now)
    if used is None:
        return None
    family = await connection.fetchrow(_RENEWING, used["family"], now)
    if family is None:
        raise NotAuthenticated
    await actor_of(family["account"])
    refresh = await _next(used["family"], parent=used["id"], now=now)
    access = tokens.issue(family["account"], now=now, proved_at=family["proved_at"], family=used["family"])
    return Given(access, refresh)


async def _suspect(connection: Connection, kept: bytes, *, now: datetime) -> None:
    """If there is such a token it was used before: its family renews nothing any more."""
    for row in await connection.fetch(_REUSED, kept, now):
        nobody_known = Actor(account=None, person=None, name="", grants=())
        facts = {"account": row["account"]}
        await audit.record(Action.REFRESH_TOKEN_REUSED, row["id"], actor=nobody_known, at=now, facts=facts)


async def _next(family: UUID, *, parent: UUID | None, now: datetime) -> str:
    token = f"rt_{secrets.token_urlsafe(32)}"
    await RefreshToken.insert(RefreshToken(family=family, token_hash=_hash(token), parent=parent, issued_at=now))
    return token


def _hash(token: str) -> bytes:
    return hashlib.sha256(token.encode("utf-8", "replace")).digest()
