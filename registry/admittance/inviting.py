"""Letting somebody in: an account without a password, and a link by mail with which they choose one; no admin knows it."""

from datetime import datetime
from uuid import UUID, uuid4

import asyncpg

from registry.accounts import links
from registry.accounts.errors import AccountExists
from registry.accounts.purposes import INVITING, Purpose
from registry.accounts.roles import give
from registry.accounts.rules import address_of
from registry.accounts.schemas import GrantRole
from registry.accounts.tables import Account
from registry.admittance import mailed_links
from registry.admittance.errors import NothingToInvite
from registry.admittance.schemas import InvitePerson
from registry.audit import service as audit
from registry.audit.actions import Action
from registry.errors import Fault, Invalid, NotFound
from registry.people import service as people
from registry.people.schemas import RegisterPerson
from registry.permissions import Actor, Permission
from registry.personal_data.service import About
from registry.texts import Text
from registry.transactions import Connection, current_connection, fetch, transaction

NO_PASSWORD = ""
"""What stands in place of a hash until a password was chosen; no password fits it."""
_WHO = Text("Vul de naam in, of kies iemand die al bekend is.", "Fill in the name, or choose somebody who is known.")
_NOT_BOTH = Text("Vul een naam in of kies iemand, niet allebei.", "Fill in a name or choose somebody, not both.")
_WAITING = "SELECT id FROM account WHERE id = $1 AND password_hash = '' AND disabled_at IS NULL FOR NO KEY UPDATE"
_OF_NUMBER = """
SELECT person.id FROM adviser JOIN person ON person.id = adviser.person
WHERE candidate_number = upper($1) AND person.erased_at IS NULL
"""
_NOBODY = Text("Niemand heeft dit kandidaatnummer.", "Nobody has this candidate number.")


async def invite(command: InvitePerson, *, actor: Actor, now: datetime) -> UUID:
    """A person gets an account with a role, and the mail to enter it; returns the account.

    Raises AccountExists for a person or address that has one, RoleNeedsOrganisation, NotFound for a person or organisation
    that is not there, Invalid for neither a name nor a person, or both.
    """
    actor.must(Permission.MANAGE_ACCOUNTS)
    _check(command)
    try:
        async with transaction():
            account = await _made(command, actor=actor, now=now)
            await mailed_links.ask(account, Purpose.INVITATION, actor=actor, now=now)
            await audit.record(Action.INVITED, account, actor=actor, at=now)
    except asyncpg.UniqueViolationError as error:
        raise AccountExists from error
    return account


async def begin(command: InvitePerson, *, actor: Actor, now: datetime) -> str:
    """As `invite`, but nothing is mailed: returns the path of the link, told this once, to be used within a day.

    This is how the first admin comes in, before there is anybody to invite them.
    """
    actor.must(Permission.MANAGE_ACCOUNTS)
    _check(command)
    try:
        async with transaction():
            account = await _made(command, actor=actor, now=now)
            await audit.record(Action.INVITED, account, actor=actor, at=now)
            return await links.handed_out(account, Purpose.FIRST_ADMIN, actor=actor, now=now)
    except asyncpg.UniqueViolationError as error:
        raise AccountExists from error


async def invite_again(account: UUID, *, actor: Actor, now: datetime) -> None:
    """Another mail; the link before it no longer works. Raises NothingToInvite, NotFound."""
    actor.must(Permission.MANAGE_ACCOUNTS)
    async with transaction() as connection:
        await _must_be_waiting(account, connection=connection)
        await mailed_links.ask(account, Purpose.INVITATION, actor=actor, now=now)
        await audit.record(Action.INVITED, account, actor=actor, at=now)


async def withdraw(account: UUID, *, actor: Actor, now: datetime) -> None:
    """The invitation opens nothing any more; raises NothingToInvite for an account that has none open, NotFound."""
    actor.must(Permission.MANAGE_ACCOUNTS)
    async with transaction() as connection:
        await _must_be_waiting(account, connection=connection)
        if not await links.withdraw(account, INVITING, now=now):
            raise NothingToInvite
        await audit.record(Action.INVITATION_WITHDRAWN, account, actor=actor, at=now)


async def person_of_number(candidate_number: str, *, actor: Actor) -> UUID:
    """The person with this candidate number; raises Invalid where nobody has it."""
    actor.must(Permission.MANAGE_ACCOUNTS)
    rows = await fetch(_OF_NUMBER, candidate_number.strip())
    if not rows:
        raise Invalid([Fault("candidateNumber", _NOBODY)])
    person: UUID = rows[0]["id"]
    return person


def _check(command: InvitePerson) -> None:
    named = command.given_name is not None and command.family_name is not None
    if command.person is None and not named:
        missing = [
            name for name, value in (("givenName", command.given_name), ("familyName", command.family_name)) if not value
        ]
        raise Invalid([Fault(name, _WHO) for name in missing])
    if command.person is not None and (command.given_name or command.family_name or command.family_prefix):
        raise Invalid([Fault("person", _NOT_BOTH)])


async def _made(command: InvitePerson, *, actor: Actor, now: datetime) -> UUID:
    person = await _person(command, actor=actor, now=now)
    account = Account(id=uuid4(), person=person, email=address_of(command.email), password_hash=NO_PASSWORD, recorded_at=now)
    await Account.insert(account)
    about = About(person, {"email": account.email})
    await audit.record(Action.ACCOUNT_CREATED, account.id, actor=actor, at=now, personal=about)
    await give(account.id, GrantRole(role=command.role, organisation=command.organisation), actor=actor, now=now)
    return account.id


async def _person(command: InvitePerson, *, actor: Actor, now: datetime) -> UUID:
    """Somebody new, or who is known; raises NotFound for nobody, and for who was erased."""
    if command.given_name is not None and command.family_name is not None:
        new = RegisterPerson(
            given_name=command.given_name,
            family_prefix=command.family_prefix,
            family_name=command.family_name,
            work_email=command.email,
        )
        return await people.add(new, actor=actor, now=now)
    known = "SELECT id FROM person WHERE id = $1 AND erased_at IS NULL FOR NO KEY UPDATE"
    found: UUID | None = await current_connection().fetchval(known, command.person)
    if found is None:
        raise NotFound
    return found


async def _must_be_waiting(account: UUID, *, connection: Connection) -> None:
    if await connection.fetchval(_WAITING, account) is None:
        if await Account.exists().where(Account.id == account):
            raise NothingToInvite
        raise NotFound
