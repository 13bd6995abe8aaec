"""What the operator does from the command line: the first admin, and links to choose a new password with."""

import secrets

from config.password_cost import passwords_of
from config.settings import Settings
from registry.accounts import links
from registry.accounts import service as accounts
from registry.accounts.errors import AccountExists
from registry.accounts.purposes import Purpose
from registry.accounts.rules import address_of
from registry.accounts.tables import Account
from registry.admittance import administering, inviting
from registry.admittance.schemas import InvitePerson
from registry.audit import service as audit
from registry.audit.actions import Action
from registry.days import system_now
from registry.organisations import service as organisations
from registry.organisations.schemas import RegisterOrganisation
from registry.organisations.tables import Kind
from registry.people.schemas import RegisterPerson
from registry.permissions import OPERATOR, Role
from registry.transactions import transaction


async def invite_admin(person: RegisterPerson, *, organisation: str, settings: Settings) -> str:
    """A person with an admin's account for the organisation that operates the registry, without a password.

    Returns the address of a link with which they choose one: once, within a day. Raises AccountExists.
    """
    now, email = system_now(), person.work_email or ""
    if await Account.exists().where(Account.email == address_of(email)):
        raise AccountExists
    operating = {each.name: each.id for each in await organisations.listed(Kind.OPERATOR)}
    operator = operating.get(organisation)
    if operator is None:
        command = RegisterOrganisation(kind=Kind.OPERATOR, name=organisation)
        operator = await organisations.register(command, actor=OPERATOR, now=now)
    invitation = InvitePerson(
        email=email,
        role=Role.ADMIN,
        organisation=operator,
        given_name=person.given_name,
        family_prefix=person.family_prefix,
        family_name=person.family_name,
    )
    return settings.base_url + await inviting.begin(invitation, actor=OPERATOR, now=now)


async def reset_password(email: str, *, settings: Settings) -> str:
    """The password of an account opens nothing any more, and its sessions end; raises NotFound.

    Returns the address of a link with which its owner chooses another: once, within an hour. Nobody else knows any.
    """
    account, now = await accounts.account_by_email(email), system_now()
    unknown = secrets.token_urlsafe(32)
    await accounts.set_password(account, unknown, passwords=passwords_of(settings), actor=OPERATOR, now=now)
    async with transaction():
        path = await links.handed_out(account, Purpose.NEW_PASSWORD, actor=OPERATOR, now=now)
        await audit.record(Action.PASSWORD_ASKED, account, actor=OPERATOR, at=now)
    return settings.base_url + path


async def forget_second_factor(email: str) -> None:
    """The account has no second factor any more, its sessions end, and its owner is told; raises NotFound, NoSecondFactor."""
    account = await accounts.account_by_email(email)
    await administering.forget_second_factor(account, actor=OPERATOR, now=system_now())
