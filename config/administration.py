"""What the operator does from the command line: the first admin, and new passwords."""

from config.password_cost import passwords_of
from config.settings import Settings
from registry.accounts import service as accounts
from registry.accounts.errors import AccountExists
from registry.accounts.tables import Account
from registry.admittance import inviting
from registry.admittance.schemas import InvitePerson
from registry.days import system_now
from registry.organisations import service as organisations
from registry.organisations.schemas import RegisterOrganisation
from registry.organisations.tables import Kind
from registry.people.schemas import RegisterPerson
from registry.permissions import OPERATOR, Role


async def invite_admin(person: RegisterPerson, *, organisation: str, settings: Settings) -> str:
    """A person with an admin's account for the organisation that operates the registry, without a password.

    Returns the address of a link with which they choose one: once, within a day. Raises AccountExists.
    """
    now, email = system_now(), person.work_email or ""
    if await Account.exists().where(Account.email == email.lower()):
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


async def reset_password(email: str, password: str, *, settings: Settings) -> None:
    """A new password for an account, whose sessions end; raises NotFound."""
    account = await accounts.account_by_email(email)
    await accounts.set_password(account, password, passwords=passwords_of(settings), actor=OPERATOR, now=system_now())
