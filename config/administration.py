"""What the operator does from the command line: the first admin, and new passwords."""

from config.password_cost import passwords_of
from config.settings import Settings
from registry.accounts import service as accounts
from registry.accounts.errors import AccountExists
from registry.accounts.schemas import CreateAccount, GrantRole
from registry.accounts.tables import Account
from registry.days import system_now
from registry.organisations import service as organisations
from registry.organisations.schemas import RegisterOrganisation
from registry.organisations.tables import Kind
from registry.people import service as people
from registry.people.schemas import RegisterPerson
from registry.permissions import OPERATOR, Role


async def create_admin(person: RegisterPerson, password: str, *, organisation: str, settings: Settings) -> None:
    """A person with an admin's account for the organisation that operates the registry; raises AccountExists, Invalid."""
    now, email = system_now(), person.work_email or ""
    if await Account.exists().where(Account.email == email.lower()):
        raise AccountExists
    operating = {each.name: each.id for each in await organisations.listed(Kind.OPERATOR)}
    operator = operating.get(organisation)
    if operator is None:
        command = RegisterOrganisation(kind=Kind.OPERATOR, name=organisation)
        operator = await organisations.register(command, actor=OPERATOR, now=now)
    registered = await people.register(person, actor=OPERATOR, now=now)
    create = CreateAccount(person=registered, email=email, password=password)
    account = await accounts.create(create, passwords=passwords_of(settings), actor=OPERATOR, now=now)
    await accounts.grant(account, GrantRole(role=Role.ADMIN, organisation=operator), actor=OPERATOR, now=now)


async def reset_password(email: str, password: str, *, settings: Settings) -> None:
    """A new password for an account, whose sessions end; raises NotFound."""
    account = await accounts.account_by_email(email)
    await accounts.set_password(account, password, passwords=passwords_of(settings), actor=OPERATOR, now=system_now())
