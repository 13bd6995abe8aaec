"""Proving who one is: a password, and a code where there is a second factor, tried no more often than the limiter allows."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from piccolo.columns.combination import Where

from registry.accounts import limiter, rules, second_factor, service
from registry.accounts.errors import SecondFactorNeeded, WrongCredentials
from registry.accounts.limiter import Try
from registry.accounts.passwords import Passwords
from registry.accounts.schemas import Proof, SignIn
from registry.accounts.tables import Account
from registry.audit import service as audit
from registry.audit.actions import Action
from registry.permissions import Actor
from registry.transactions import current_connection, transaction


@dataclass(frozen=True, slots=True)
class SignedIn:
    """Whose credentials these were, and whether their role needs a second factor that is not set up."""

    account: UUID
    needs_to_set_up: bool


@asynccontextmanager
async def sign_in(command: SignIn, *, passwords: Passwords, source: str, now: datetime) -> AsyncIterator[SignedIn]:
    """The account these credentials open; `source` is the client's address.

    What is begun inside belongs to the transaction in which the account keeps the password that was proved: who changes it at
    that moment ends what was begun as well.

    Raises WrongCredentials, after as much work, for an unknown address, a wrong password, a disabled account and a wrong or
    used code; SecondFactorNeeded for a right password without the code it needs; TooManyTries, whatever was typed.
    """
    tried = await limiter.count(limiter.try_of(command.email, source), now=now)
    row = await credentials_of(Account.email == rules.address_of(command.email))
    if not await passwords.matches(row.password_hash, command.password) or row.account is None:
        raise WrongCredentials
    await expect_code(row.account, command.code, tried, now=now)
    renewed = await passwords.rehash(command.password) if passwords.is_outdated(row.password_hash or "") else None
    async with transaction():
        await hold(row)
        await spend(row.account, command.code, tried, now=now)
        if renewed is not None:
            await Account.update({Account.password_hash: renewed}).where(Account.id == row.account)
        actor = await service.actor_of(row.account)
        await audit.record(Action.SIGNED_IN, row.account, actor=actor, at=now)
        yield SignedIn(row.account, actor.lacks_second_factor)


async def prove_again(command: Proof, *, passwords: Passwords, source: str, actor: Actor, now: datetime) -> None:
    """Whoever is signed in gives password and code again; raises as `sign_in` does."""
    actor.must_be_in_person()
    tried = await limiter.count(limiter.try_of(str(actor.account), source), now=now)
    row = await credentials_of(Account.id == actor.account)
    if not await passwords.matches(row.password_hash, command.password) or row.account is None:
        raise WrongCredentials
    await expect_code(row.account, command.code, tried, now=now)
    async with transaction():
        await hold(row)
        await spend(row.account, command.code, tried, now=now)
        await audit.record(Action.PROVED_AGAIN, row.account, actor=actor, at=now)


@dataclass(frozen=True, slots=True)
class Credentials:
    """Of which account, and the hash of its password; of none where nobody may sign in."""

    account: UUID | None = None
    password_hash: str | None = None


async def credentials_of(which: Where) -> Credentials:
    """The account and its hash, or nothing where there is none or it is disabled."""
    row = await Account.select(Account.id, Account.password_hash).where(which, Account.disabled_at.is_null()).first()
    return Credentials() if row is None else Credentials(row["id"], row["password_hash"])


_HOLD = """
SELECT true FROM account WHERE id = $1 AND password_hash = $2 AND disabled_at IS NULL FOR NO KEY UPDATE
"""


async def hold(proved: Credentials) -> None:
    """The account keeps, until this transaction ends, the password that was proved; raises WrongCredentials if it has another.

    Proving takes a while: who meanwhile chose another password, or was shut out, did not leave the old one a last sign-in.
    """
    if not await current_connection().fetchval(_HOLD, proved.account, proved.password_hash):
        raise WrongCredentials


async def expect_code(account: UUID, code: str | None, tried: Try, *, now: datetime) -> None:
    """After a right password: count the code that an account with a second factor needs, or ask for it."""
    if not await second_factor.is_in_use(account):
        return
    if not code:
        await limiter.give_back(tried, now=now)
        raise SecondFactorNeeded
    await limiter.count_code(tried, now=now)


async def spend(account: UUID, code: str | None, tried: Try, *, now: datetime) -> None:
    """In the transaction of the sign-in: the code, where there must be one, is used; raises WrongCredentials."""
    if await second_factor.is_in_use(account):
        if not await second_factor.use(account, code or "", now=now):
            raise WrongCredentials
        if rules.recovery_code(code or "") is not None:
            await audit.record(Action.RECOVERY_CODE_USED, account, actor=await service.actor_of(account), at=now)
    await limiter.succeeded(tried, now=now)
