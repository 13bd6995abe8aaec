"""Accounts and roles, and who an account is at this moment."""

from datetime import datetime
from uuid import UUID

import asyncpg

from registry.accounts.errors import AccountExists, RoleNeedsOrganisation, RolesClash, WrongCredentials
from registry.accounts.passwords import Passwords
from registry.accounts.schemas import CreateAccount, GrantRole, SignIn
from registry.accounts.tables import Account, Membership
from registry.audit import service as audit
from registry.audit.actions import Action
from registry.errors import NotAuthenticated, NotFound
from registry.organisations.tables import Kind, Organisation
from registry.people.rules import Name
from registry.permissions import Actor, Grant, Permission, Role
from registry.personal_data.service import About
from registry.transactions import transaction

_KINDS: dict[Role, frozenset[Kind]] = {
    Role.PROVIDER: frozenset({Kind.PROVIDER}),
    Role.MUNICIPALITY: frozenset({Kind.MUNICIPALITY}),
    Role.COORDINATOR: frozenset({Kind.COORDINATION}),
    Role.CERTIFIER: frozenset({Kind.CERTIFICATION_BODY}),
    Role.SCHEME_OWNER: frozenset({Kind.SCHEME_OWNER}),
    Role.ADMIN: frozenset({Kind.OPERATOR}),
    Role.AUDITOR: frozenset({Kind.OPERATOR}),
    Role.ADVISER: frozenset(),
}


async def create(command: CreateAccount, *, passwords: Passwords, actor: Actor, now: datetime) -> UUID:
    """An account for a person; raises AccountExists, and Invalid for a poor password."""
    actor.must(Permission.MANAGE_ACCOUNTS)
    account = Account(
        person=command.person,
        email=command.email.lower(),
        password_hash=await passwords.hash(command.password),
        recorded_at=now,
    )
    try:
        async with transaction():
            await Account.insert(account)
            about = About(command.person, {"email": account.email})
            await audit.record(Action.ACCOUNT_CREATED, account.id, actor=actor, at=now, personal=about)
    except asyncpg.UniqueViolationError as error:
        raise AccountExists from error
    except asyncpg.ForeignKeyViolationError as error:
        raise NotFound from error
    return account.id


async def set_password(account: UUID, password: str, *, passwords: Passwords, actor: Actor, now: datetime) -> None:
    """A new password; every session of the account ends. Raises NotFound, and Invalid for a poor password."""
    actor.must(Permission.MANAGE_ACCOUNTS)
    kept = await passwords.hash(password)
    async with transaction() as connection:
        changed = await Account.update({Account.password_hash: kept}).where(Account.id == account).returning(Account.id)
        if not changed:
            raise NotFound
        await connection.execute("UPDATE session SET ended_at = $2 WHERE account = $1 AND ended_at IS NULL", account, now)
        await audit.record(Action.PASSWORD_SET, account, actor=actor, at=now)


async def grant(account: UUID, command: GrantRole, *, actor: Actor, now: datetime) -> None:
    """Give a role; raises RolesClash, RoleNeedsOrganisation, NotFound. One that is held already stays as it is."""
    actor.must(Permission.MANAGE_ACCOUNTS)
    try:
        async with transaction() as connection:
            await _check_kind(command)
            created = await connection.fetch(
                "INSERT INTO membership (id, account, role, organisation, recorded_at) "
                "VALUES (gen_random_uuid(), $1, $2, $3, $4) ON CONFLICT DO NOTHING RETURNING id",
                account,
                command.role.value,
                command.organisation,
                now,
            )
            if created:
                facts = {"role": command.role, "organisation": command.organisation}
                await audit.record(Action.ROLE_GRANTED, account, actor=actor, at=now, facts=facts)
    except asyncpg.CheckViolationError as error:
        if getattr(error, "constraint_name", "") != "membership_roles_go_together":
            raise
        raise RolesClash from error
    except asyncpg.ForeignKeyViolationError as error:
        raise NotFound from error


async def _check_kind(command: GrantRole) -> None:
    kinds = _KINDS[command.role]
    if command.organisation is None:
        if kinds:
            raise RoleNeedsOrganisation
        return
    row = await Organisation.select(Organisation.kind).where(Organisation.id == command.organisation).first()
    if row is None:
        raise NotFound
    if Kind(row["kind"]) not in kinds:
        raise RoleNeedsOrganisation


async def sign_in(command: SignIn, *, passwords: Passwords, now: datetime) -> UUID:
    """The account these credentials open; raises WrongCredentials, after as much work, whatever is wrong."""
    row = (
        await Account.select(Account.id, Account.password_hash, Account.disabled_at)
        .where(
            Account.email == command.email.strip().lower().replace("\x00", ""),
        )
        .first()
    )
    kept = row["password_hash"] if row is not None and row["disabled_at"] is None else None
    if not await passwords.matches(kept, command.password) or row is None:
        raise WrongCredentials
    account: UUID = row["id"]
    renewed = await passwords.hash(command.password) if passwords.is_outdated(row["password_hash"]) else None
    async with transaction():
        if renewed is not None:
            await Account.update({Account.password_hash: renewed}).where(Account.id == account)
        await audit.record(Action.SIGNED_IN, account, actor=await actor_of(account), at=now)
    return account


async def actor_of(account: UUID) -> Actor:
    """Who the account is now: name and roles, read afresh. Raises NotAuthenticated for a disabled or unknown account."""
    rows = await Account.select(
        Account.person,
        Account.person.given_name.as_alias("given_name"),
        Account.person.family_prefix.as_alias("family_prefix"),
        Account.person.family_name.as_alias("family_name"),
    ).where(Account.id == account, Account.disabled_at.is_null())
    if not rows:
        raise NotAuthenticated
    row = rows[0]
    grants = await Membership.select(Membership.role, Membership.organisation).where(
        Membership.account == account,
        Membership.ended_at.is_null(),
    )
    return Actor(
        account=account,
        person=row["person"],
        name=str(Name(row["given_name"] or "", row["family_prefix"], row["family_name"] or "")),
        grants=tuple(Grant(Role(each["role"]), each["organisation"]) for each in grants),
    )


async def account_by_email(email: str) -> UUID:
    """The account with that e-mail address; raises NotFound."""
    row = await Account.select(Account.id).where(Account.email == email.lower()).first()
    if row is None:
        raise NotFound
    account: UUID = row["id"]
    return account
