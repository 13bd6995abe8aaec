"""Accounts and roles, and who an account is at this moment."""

from datetime import datetime
from uuid import UUID

import asyncpg

from registry.accounts import changes, endings, links, roles, rules, second_factor
from registry.accounts.changes import Change
from registry.accounts.errors import AccountExists
from registry.accounts.passwords import Passwords
from registry.accounts.purposes import CHOOSING
from registry.accounts.schemas import CreateAccount, GrantRole
from registry.accounts.tables import Account, Membership
from registry.audit import service as audit
from registry.audit.actions import Action
from registry.errors import NotAuthenticated, NotFound
from registry.people.rules import Name
from registry.permissions import Actor, Grant, Permission, Role
from registry.personal_data.service import About
from registry.transactions import transaction


async def create(command: CreateAccount, *, passwords: Passwords, actor: Actor, now: datetime) -> UUID:
    """An account for a person; raises AccountExists, and Invalid for a poor password."""
    actor.must(Permission.MANAGE_ACCOUNTS)
    account = Account(
        person=command.person,
        email=rules.address_of(command.email),
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
    """A new password; sessions of the account end, links to choose one no longer work, and its owner is told.

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
        await changes.tell(account, Change.PASSWORD, at=now)


async def grant(account: UUID, command: GrantRole, *, actor: Actor, now: datetime) -> None:
    """Give a role; raises RolesClash, RoleNeedsOrganisation, NotFound. One that is held already stays as it is."""
    actor.must(Permission.MANAGE_ACCOUNTS)
    async with transaction():
        await roles.give(account, command, actor=actor, now=now)


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
    row = await Account.select(Account.id).where(Account.email == rules.address_of(email)).first()
    if row is None:
        raise NotFound
    account: UUID = row["id"]
    return account
