"""Sessions of the browser: a random token in a cookie, its hash in the table (ASVS 5.0, 7.2 and 7.3)."""

import hashlib
import hmac
import secrets
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import UUID

from registry.accounts import endings
from registry.accounts.service import actor_of
from registry.accounts.tables import Session
from registry.audit import service as audit
from registry.audit.actions import Action
from registry.errors import NotAuthenticated, NotFound
from registry.permissions import Actor
from registry.transactions import transaction

IDLE = timedelta(minutes=30)
ABSOLUTE = timedelta(hours=12)
_SEEN_EVERY = timedelta(minutes=1)
_MOST_TOKEN = 100


@dataclass(frozen=True, slots=True)
class Open:
    """A session as its owner sees it."""

    id: UUID
    started_at: datetime
    last_seen_at: datetime


async def start(account: UUID, *, now: datetime) -> str:
    """A new session of someone who has just proved who they are; returns the token for the cookie, which is kept nowhere."""
    token = secrets.token_urlsafe(32)
    await Session.insert(
        Session(token_hash=_hash(token), account=account, started_at=now, last_seen_at=now, proved_at=now),
    )
    return token


async def renew(token: str, *, now: datetime) -> str:
    """The session goes on under a new token, proved at this moment; raises NotAuthenticated when it ended meanwhile."""
    renewed = secrets.token_urlsafe(32)
    changed = (
        await Session.update({Session.token_hash: _hash(renewed), Session.proved_at: now, Session.last_seen_at: now})
        .where(Session.token_hash == _hash(token), Session.ended_at.is_null())
        .returning(Session.id)
    )
    if not changed:
        raise NotAuthenticated
    return renewed


async def actor_by(token: str, *, now: datetime) -> Actor:
    """Whose session this is; raises NotAuthenticated when it ended, was idle for 30 minutes or is 12 hours old."""
    if len(token) > _MOST_TOKEN:
        raise NotAuthenticated
    session = await Session.select().where(Session.token_hash == _hash(token)).first()
    if session is None or session["ended_at"] is not None:
        raise NotAuthenticated
    if now - session["last_seen_at"] > IDLE or now - session["started_at"] > ABSOLUTE:
        raise NotAuthenticated
    actor = await actor_of(session["account"])
    if now - session["last_seen_at"] > _SEEN_EVERY:
        await Session.update({Session.last_seen_at: now}).where(Session.id == session["id"])
    return replace(actor, proved_at=session["proved_at"])


async def id_of(token: str) -> UUID | None:
    """Which session a token opens; nothing for any other text."""
    row = await Session.select(Session.id).where(Session.token_hash == _hash(token)).first()
    return None if row is None else row["id"]


async def open_ones(*, actor: Actor, now: datetime) -> list[Open]:
    """Where the actor is signed in now, last used first."""
    actor.must_be_in_person()
    rows = (
        await Session.select(Session.id, Session.started_at, Session.last_seen_at)
        .where(
            Session.account == actor.account,
            Session.ended_at.is_null(),
            Session.last_seen_at >= now - IDLE,
            Session.started_at >= now - ABSOLUTE,
        )
        .order_by(Session.last_seen_at, ascending=False)
        .order_by(Session.id)
    )
    return [Open(**row) for row in rows]


async def end_own(session: UUID, *, actor: Actor, now: datetime) -> None:
    """One of the actor's sessions is over; twice is once. Raises NotFound for somebody else's."""
    actor.must_be_in_person()
    mine = (Session.id == session) & (Session.account == actor.account)
    async with transaction():
        ended = await Session.update({Session.ended_at: now}).where(mine, Session.ended_at.is_null()).returning(Session.id)
        if ended:
            await audit.record(Action.SIGNED_OUT, _account(actor), actor=actor, at=now)
        elif not await Session.exists().where(mine):
            raise NotFound


async def end_others(*, besides: UUID | None, actor: Actor, now: datetime) -> None:
    """Every other session of the actor is over, and what programs went on with."""
    actor.must_be_in_person()
    async with transaction():
        await endings.end_all(_account(actor), besides=besides, now=now)
        await audit.record(Action.SESSIONS_ENDED, _account(actor), actor=actor, at=now)


def _account(actor: Actor) -> UUID:
    if actor.account is None:
        raise NotFound
    return actor.account


async def end(token: str, *, actor: Actor, now: datetime) -> None:
    """The session is over, wherever its cookie still is."""
    async with transaction():
        ended = (
            await Session.update({Session.ended_at: now})
            .where(
                Session.token_hash == _hash(token),
                Session.ended_at.is_null(),
            )
            .returning(Session.account)
        )
        if ended:
            await audit.record(Action.SIGNED_OUT, ended[0]["account"], actor=actor, at=now)


def form_token(token: str) -> str:
    """What a form must carry to show that it came from a page of this session."""
    return hmac.new(token.encode(), b"form", hashlib.sha256).hexdigest()


def is_form_token(token: str, sent: str) -> bool:
    """Compared in constant time; any text may be sent."""
    return hmac.compare_digest(form_token(token).encode(), sent.encode("utf-8", "replace"))


def _hash(token: str) -> bytes:
    return hashlib.sha256(token.encode("utf-8", "replace")).digest()
