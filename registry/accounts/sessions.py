"""Sessions of the browser: a random token in a cookie, its hash in the table (ASVS 5.0, 7.2 and 7.3)."""

import hashlib
import hmac
import secrets
from datetime import datetime, timedelta
from uuid import UUID

from registry.accounts.service import actor_of
from registry.accounts.tables import Session
from registry.audit import service as audit
from registry.audit.actions import Action
from registry.errors import NotAuthenticated
from registry.permissions import Actor
from registry.transactions import transaction

IDLE = timedelta(minutes=30)
ABSOLUTE = timedelta(hours=12)
_SEEN_EVERY = timedelta(minutes=1)
_MOST_TOKEN = 100


async def start(account: UUID, *, now: datetime) -> str:
    """A new session; returns the token for the cookie, which is kept nowhere."""
    token = secrets.token_urlsafe(32)
    await Session.insert(
        Session(token_hash=_hash(token), account=account, started_at=now, last_seen_at=now),
    )
    return token


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
    return actor


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
