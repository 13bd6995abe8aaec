"""Accounts and roles, and who an account is at this moment."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import asyncpg
from piccolo.columns.combination import Where

from registry.accounts import changes, endings, limiter, links, roles, rules, second_factor
from registry.accounts.changes import Change
from registry.accounts.errors import (
    AccountExists,
    SecondFactorNeeded,
    WrongCode,
    WrongCredentials,
)
from registry.accounts.limiter import Try
from registry.accounts.passwords import Passwords
from registry.accounts.purposes import CHOOSING
from registry.accounts.schemas import ChangePassword, CreateAccount, GrantRole, Proof, SignIn
from registry.accounts.tables import Account, Membership
from registry.audit import service as audit
from registry.audit.actions import Action
from registry.errors import Fault, Invalid, NotAuthenticated, NotFound
from registry.people.rules import Name
from registry.permissions import Actor, Grant, Permission, Role
from registry.personal_data.service import About
from registry.texts import Text
from registry.transactions import current_connection, transaction

_NOT_YOURS = Text("Dit is niet uw wachtwoord van nu.", "This is not your present password.")
_CODE_TOO = Text(
    "Vul ook de code uit uw app in, of een herstelcode.", "Enter the code from your app as well, or a recovery code."
)


async def create(command: CreateAccount, *, passwords: Passwords, actor: Actor, now: datetime) -> UUID:
    """An account for a person; raises AccountExists, and Invalid for a poor password."""
    actor.must(Permission.MANAGE_ACCOUNTS)
    account = Account(
        person=command.person,
        email=command.email.lower(),
        password_hash=await passwords.hash(command.password, about=(command.email,)),
        recorded_at=now,
    )
    try:
        async with transaction():
            await Account.insert(account)
            address = About(command.person, {"email": account.email})
            await audit.record(Action.ACCOUNT_CREATED, account.id, actor=actor, at=now, personal=address)
    except asyncpg.UniqueViolationError as error:
        raise AccountExists from error
    except asyncpg.ForeignKeyViolationError as error:
        raise NotFound from error
    return account.id


async def set_password(account: UUID, password: str, *, passwords: Passwords, actor: Actor, now: datetime) -> None:
    """A new password; sessions of the account end, and links to choose one no longer work.

    Raises NotFound, and Invalid for a poor password.
    """
    actor.must(Permission.MANAGE_ACCOUNTS)
    kept = await passwords.hash(password, about=await about(account))
    async with transaction():
        changed = await Account.update({Account.password_hash: kept}).where(Account.id == account).returning(Account.id)
        if not changed:
            raise NotFound
        await endings.end_all(account, besides=None, now=now)
        await links.withdraw(account, CHOOSING, now=now)
        await audit.record(Action.PASSWORD_SET, account, actor=actor, at=now)


async def grant(account: UUID, command: GrantRole, *, actor: Actor, now: datetime) -> None:
    """Give a role; raises RolesClash, RoleNeedsOrganisation, NotFound. One that is held already stays as it is."""
    actor.must(Permission.MANAGE_ACCOUNTS)
    async with transaction():
        await roles.give(account, command, actor=actor, now=now)


@dataclass(frozen=True, slots=True)
class SignedIn:
    """Whose credentials these were, and whether their role needs a second factor that is not set up."""

    account: UUID
    needs_to_set_up: bool


async def sign_in(command: SignIn, *, passwords: Passwords, source: str, now: datetime) -> SignedIn:
    """The account these credentials open; `source` is the client's address.

    Raises WrongCredentials, after as much work, for an unknown address, a wrong password, a disabled account and a wrong or
    used code; SecondFactorNeeded for a right password without the code it needs; TooManyTries, whatever was typed.
    """
    tried = await limiter.count(limiter.try_of(command.email, source), now=now)
    row = await _credentials(Account.email == rules.address_of(command.email))
    if not await passwords.matches(row.password_hash, command.password) or row.account is None:
        raise WrongCredentials
    await _expect_code(row.account, command.code, tried, now=now)
    renewed = await passwords.rehash(command.password) if passwords.is_outdated(row.password_hash or "") else None
    async with transaction():
        await _hold(row)
        await _spend(row.account, command.code, tried, now=now)
        if renewed is not None:
            await Account.update({Account.password_hash: renewed}).where(Account.id == row.account)
        actor = await actor_of(row.account)
        await audit.record(Action.SIGNED_IN, row.account, actor=actor, at=now)
    return SignedIn(row.account, actor.lacks_second_factor)


async def prove_again(command: Proof, *, passwords: Passwords, source: str, actor: Actor, now: datetime) -> None:
    """Whoever is signed in gives password and code again; raises as `sign_in` does."""
    actor.must_be_in_person()
    tried = await limiter.count(limiter.try_of(str(actor.account), source), now=now)
    row = await _credentials(Account.id == actor.account)
    if not await passwords.matches(row.password_hash, command.password) or row.account is None:
        raise WrongCredentials
    await _expect_code(row.account, command.code, tried, now=now)
    async with transaction():
        await _hold(row)
        await _spend(row.account, command.code, tried, now=now)
        await audit.record(Action.PROVED_AGAIN, row.account, actor=actor, at=now)


@dataclass(frozen=True, slots=True)
class _Credentials:
    account: UUID | None = None
    password_hash: str | None = None


async def _credentials(which: Where) -> _Credentials:
    """The account and its hash, or nothing where there is none or it is disabled."""
    row = await Account.select(Account.id, Account.password_hash).where(which, Account.disabled_at.is_null()).first()
    return _Credentials() if row is None else _Credentials(row["id"], row["password_hash"])


_HOLD = """
SELECT true FROM account WHERE id = $1 AND password_hash = $2 AND disabled_at IS NULL FOR NO KEY UPDATE
"""


async def _hold(proved: _Credentials) -> None:
    """The account keeps, until this transaction ends, the password that was proved; raises WrongCredentials if it has another.

    Proving takes a while: who meanwhile chose another password, or was shut out, did not leave the old one a last sign-in.
    """
    if not await current_connection().fetchval(_HOLD, proved.account, proved.password_hash):
        raise WrongCredentials


async def _expect_code(account: UUID, code: str | None, tried: Try, *, now: datetime) -> None:
    """After a right password: count the code that an account with a second factor needs, or ask for it."""
    if not await second_factor.is_in_use(account):
        return
    if not code:
        await limiter.give_back(tried, now=now)
        raise SecondFactorNeeded
    await limiter.count_code(tried, now=now)


async def _spend(account: UUID, code: str | None, tried: Try, *, now: datetime) -> None:
    """In the transaction of the sign-in: the code, where there must be one, is used; raises WrongCredentials."""
    if await second_factor.is_in_use(account):
        if not await second_factor.use(account, code or "", now=now):
            raise WrongCredentials
        if rules.recovery_code(code or "") is not None:
            await audit.record(Action.RECOVERY_CODE_USED, account, actor=await actor_of(account), at=now)
    await limiter.succeeded(tried, now=now)


async def change_password(
    command: ChangePassword, *, passwords: Passwords, source: str, session: UUID | None, actor: Actor, now: datetime
) -> None:
    """A new password in place of one's own, with a code where there is a second factor; other sessions end, and one is told.

    Raises Invalid for a wrong old password, a missing or wrong code and a poor new one, TooManyTries, NotAllowed for a program.
    """
    actor.must_be_in_person()
    tried = await limiter.count(limiter.try_of(str(actor.account), source), now=now)
    row = await _credentials(Account.id == actor.account)
    if not await passwords.matches(row.password_hash, command.old_password) or row.account is None:
        raise Invalid([Fault("oldPassword", _NOT_YOURS)])
    try:
        await _expect_code(row.account, command.code, tried, now=now)
    except SecondFactorNeeded as error:
        raise Invalid([Fault("code", _CODE_TOO)]) from error
    try:
        kept = await passwords.hash(command.new_password, about=await about(row.account))
    except Invalid:
        await limiter.give_back(tried, now=now)
        raise
    async with transaction():
        await _spend_on_form(row, command.code, tried, now=now)
        await Account.update({Account.password_hash: kept}).where(Account.id == row.account)
        await endings.end_all(row.account, besides=session, now=now)
        await links.withdraw(row.account, CHOOSING, now=now)
        await audit.record(Action.PASSWORD_SET, row.account, actor=actor, at=now)
        await changes.tell(row.account, Change.PASSWORD, at=now)


async def _spend_on_form(proved: _Credentials, code: str | None, tried: Try, *, now: datetime) -> None:
    """As for a sign-in; what is wrong is told at its field. Raises Invalid."""
    if proved.account is None:
        raise NotAuthenticated
    try:
        await _hold(proved)
    except WrongCredentials as error:
        raise Invalid([Fault("oldPassword", _NOT_YOURS)]) from error
    try:
        await _spend(proved.account, code, tried, now=now)
    except WrongCredentials as error:
        raise Invalid([Fault("code", WrongCode.detail)]) from error


async def about(account: UUID) -> tuple[str, ...]:
    """What a password of this account may not be: the address and the names of its person; raises NotFound."""
    row = (
        await Account.select(Account.email, Account.person.given_name, Account.person.family_name)
        .where(Account.id == account)
        .first()
    )
    if row is None:
        raise NotFound
    return tuple(each for each in row.values() if each)


async def actor_of(account: UUID) -> Actor:
    """Who the account is now: name and roles, read afresh; no roles while it lacks the second factor that one of them needs.

    Raises NotAuthenticated for a disabled or unknown account.
    """
    rows = await Account.select(
        Account.person,
        Account.person.given_name.as_alias("given_name"),
        Account.person.family_prefix.as_alias("family_prefix"),
        Account.person.family_name.as_alias("family_name"),
    ).where(Account.id == account, Account.disabled_at.is_null())
    if not rows:
        raise NotAuthenticated
    row = rows[0]
    held = await Membership.select(Membership.role, Membership.organisation).where(
        Membership.account == account,
        Membership.ended_at.is_null(),
    )
    grants = tuple(Grant(Role(each["role"]), each["organisation"]) for each in held)
    lacks = rules.needs_second_factor(grant.role for grant in grants) and not await second_factor.is_in_use(account)
    return Actor(
        account=account,
        person=row["person"],
        name=str(Name(row["given_name"] or "", row["family_prefix"], row["family_name"] or "")),
        grants=() if lacks else grants,
        lacks_second_factor=lacks,
    )


async def account_by_email(email: str) -> UUID:
    """The account with that e-mail address; raises NotFound."""
    row = await Account.select(Account.id).where(Account.email == email.lower()).first()
    if row is None:
        raise NotFound
    account: UUID = row["id"]
    return account
