"""Sessions of the browser: 30 minutes idle, 12 hours at most, over when they end."""

from datetime import timedelta
from uuid import UUID

import pytest

from registry.accounts import sessions
from registry.accounts.sessions import ABSOLUTE, IDLE
from registry.accounts.tables import Session
from registry.audit.actions import Action
from registry.audit.tables import AuditEntry
from registry.errors import NotAuthenticated
from registry.permissions import Role
from tests.registry import making
from tests.registry.making import NOW

SECOND = timedelta(seconds=1)


async def account() -> UUID:
    """Someone to sign in."""
    made = (await making.account(await making.person(), Role.ADVISER)).account
    assert made is not None
    return made


async def test_a_session_is_who_started_it(database: None) -> None:
    """Its token opens it; only the token's hash is kept; two sessions differ."""
    who = await account()
    token, other = await sessions.start(who, now=NOW), await sessions.start(who, now=NOW)
    assert token != other
    assert (await sessions.actor_by(token, now=NOW)).account == who
    kept = str(await Session.select())
    assert token not in kept


async def test_a_session_ends_when_idle(database: None) -> None:
    """After 30 minutes without a request; each request within them keeps it."""
    token = await sessions.start(await account(), now=NOW)
    later = NOW
    for _ in range(4):
        later += IDLE
        await sessions.actor_by(token, now=later)
    with pytest.raises(NotAuthenticated):
        await sessions.actor_by(token, now=later + IDLE + SECOND)


async def test_a_session_ends_after_twelve_hours(database: None) -> None:
    """However busy it was."""
    token = await sessions.start(await account(), now=NOW)
    for minutes in range(20, 12 * 60 + 1, 20):
        await sessions.actor_by(token, now=NOW + timedelta(minutes=minutes))
    with pytest.raises(NotAuthenticated):
        await sessions.actor_by(token, now=NOW + ABSOLUTE + SECOND)


async def test_a_session_that_was_ended_is_over(database: None) -> None:
    """Whoever still has the cookie; ending it twice is audited once, and other sessions go on."""
    who = await account()
    token, other = await sessions.start(who, now=NOW), await sessions.start(who, now=NOW)
    actor = await sessions.actor_by(token, now=NOW)
    for _ in range(2):
        await sessions.end(token, actor=actor, now=NOW)
    with pytest.raises(NotAuthenticated):
        await sessions.actor_by(token, now=NOW)
    await sessions.actor_by(other, now=NOW)
    assert await AuditEntry.count().where(AuditEntry.action == Action.SIGNED_OUT.value) == 1


@pytest.mark.parametrize("token", ["", "x", "x" * 100, "x" * 10_000, "é\x00", "\ud800"])
async def test_what_is_no_token(database: None, token: str) -> None:
    """Anything else opens nothing."""
    with pytest.raises(NotAuthenticated):
        await sessions.actor_by(token, now=NOW)


def test_a_form_belongs_to_its_session() -> None:
    """A form's token fits the session it was made for, and no other; any text may be sent."""
    assert sessions.is_form_token("one", sessions.form_token("one"))
    for sent in (sessions.form_token("two"), "", "é", "\ud800", sessions.form_token("one") + "0"):
        assert not sessions.is_form_token("one", sent)
