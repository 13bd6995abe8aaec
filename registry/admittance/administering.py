"""What an admin does to an account: shutting it and opening it again, and taking away a second factor that was lost."""

from datetime import datetime
from uuid import UUID

import asyncpg

from registry.accounts import endings, links, second_factor
from registry.accounts.errors import LastAdmin
from registry.accounts.purposes import Purpose
from registry.admittance import mailed_links
from registry.admittance.errors import NoSecondFactor
from registry.admittance.schemas import ResetSecondFactor
from registry.audit import service as audit
from registry.audit.actions import Action
from registry.errors import NotAllowed, NotFound
from registry.messages import service as messages
from registry.messages.rules import Kind
from registry.permissions import OPERATOR, Actor, Permission
from registry.personal_data.service import About
from registry.transactions import Connection, transaction

_TAKING_AWAY = frozenset({Purpose.SECOND_FACTOR})
_DISABLE = "UPDATE account SET disabled_at = $2 WHERE id = $1 AND disabled_at IS NULL RETURNING id"
_ENABLE = """
UPDATE account SET disabled_at = NULL FROM person
WHERE account.id = $1 AND person.id = account.person AND person.erased_at IS NULL AND account.disabled_at IS NOT NULL
RETURNING account.id
"""
_IS_THERE = "SELECT 1 FROM account JOIN person ON person.id = account.person WHERE account.id = $1 AND erased_at IS NULL"
_HOLDER = """
SELECT person FROM account WHERE id = $1 AND disabled_at IS NULL
    AND EXISTS (SELECT 1 FROM second_factor WHERE second_factor.account = account.id AND secret IS NOT NULL)
FOR NO KEY UPDATE
"""


async def disable(account: UUID, *, actor: Actor, now: datetime) -> None:
    """Nobody signs in with it, its sessions and links are over, and its keys and tokens fail at their next request.

    Twice is once. Raises LastAdmin, NotFound.
    """
    actor.must(Permission.MANAGE_ACCOUNTS)
    async with transaction() as connection:
        try:
            disabled = await connection.fetchval(_DISABLE, account, now)
        except asyncpg.CheckViolationError as error:
            raise LastAdmin from error
        if disabled is None:
            await _must_be_there(account, connection=connection)
            return
        await endings.end_all(account, besides=None, now=now)
        await links.withdraw(account, frozenset(Purpose), now=now)
        await audit.record(Action.ACCOUNT_DISABLED, account, actor=actor, at=now)


async def enable(account: UUID, *, actor: Actor, now: datetime) -> None:
    """It opens again, with the password and roles it has; twice is once. Raises NotFound, also for who was erased."""
    actor.must(Permission.MANAGE_ACCOUNTS)
    async with transaction() as connection:
        if await connection.fetchval(_ENABLE, account) is None:
            await _must_be_there(account, connection=connection)
            return
        await audit.record(Action.ACCOUNT_ENABLED, account, actor=actor, at=now)


async def end_sessions(account: UUID, *, actor: Actor, now: datetime) -> None:
    """Whoever is signed in with it has to sign in again; raises NotFound."""
    actor.must(Permission.MANAGE_ACCOUNTS)
    async with transaction() as connection:
        await _must_be_there(account, connection=connection)
        await endings.end_all(account, besides=None, now=now)
        await audit.record(Action.SESSIONS_ENDED, account, actor=actor, at=now)


async def ask_to_remove_second_factor(account: UUID, command: ResetSecondFactor, *, actor: Actor, now: datetime) -> None:
    """The holder is mailed a link with which they confirm that they lost it; until then nothing changes.

    Two people are needed: an admin, who says why, and whoever reads the holder's mail. Raises NoSecondFactor, NotFound.
    """
    actor.must(Permission.MANAGE_ACCOUNTS)
    async with transaction() as connection:
        await _must_be_there(account, connection=connection)
        person = await connection.fetchval(_HOLDER, account)
        if person is None:
            raise NoSecondFactor
        await mailed_links.ask(account, Purpose.SECOND_FACTOR, actor=actor, now=now)
        about = About(person, {"reason": command.reason})
        await audit.record(Action.SECOND_FACTOR_RESET_ASKED, account, actor=actor, at=now, personal=about)


async def check_removal(token: str, *, now: datetime) -> None:
    """Whether the link to take away a second factor still works; raises LinkOver."""
    await links.account_of(token, _TAKING_AWAY, now=now)


async def remove_second_factor(token: str, *, now: datetime) -> None:
    """The holder confirms: the second factor and its recovery codes are gone, every session ends. Raises LinkOver."""
    async with transaction():
        account = await links.use(token, _TAKING_AWAY, now=now)
        await second_factor.remove(account, now=now)
        holder = Actor(account=account, person=None, name="", grants=())
        await audit.record(Action.SECOND_FACTOR_REMOVED, account, actor=holder, at=now)
        await messages.tell([account], Kind.SECOND_FACTOR_REMOVED, subject=account, facts={}, path="/werk", at=now)


async def forget_second_factor(account: UUID, *, actor: Actor, now: datetime) -> None:
    """The operator takes it away, where no admin is left who can ask; the holder is told. Raises NoSecondFactor, NotAllowed."""
    if actor is not OPERATOR:
        raise NotAllowed
    async with transaction():
        if not await second_factor.remove(account, now=now):
            raise NoSecondFactor
        await audit.record(Action.SECOND_FACTOR_REMOVED, account, actor=actor, at=now)
        await messages.tell([account], Kind.SECOND_FACTOR_REMOVED, subject=account, facts={}, path="/account", at=now)


async def _must_be_there(account: UUID, *, connection: Connection) -> None:
    if await connection.fetchval(_IS_THERE, account) is None:
        raise NotFound
