"""`registry account`: the first admin, and new passwords."""

import secrets

import click

from config.commands.running import run
from config.settings import Settings


@click.group()
def account() -> None:
    """Accounts: the first admin, and new passwords."""


@account.command()
@click.argument("email")
@click.option("--given-name", required=True, help="Given name of the person.")
@click.option("--family-prefix", default=None, help="Prefix of the family name, such as 'van der'.")
@click.option("--family-name", required=True, help="Family name, without its prefix.")
@click.option("--organisation", default="Beheer", show_default=True, help="Who operates the registry; made when new.")
def create(email: str, given_name: str, family_prefix: str | None, family_name: str, organisation: str) -> None:
    """Create an admin's account and print its password, this once.

    Admins make all further accounts and roles, through the API in this version.
    """

    async def made(settings: Settings) -> str:
        from config import administration  # noqa: PLC0415 - the database is known only now
        from registry.people.schemas import person_from  # noqa: PLC0415 - likewise

        person = person_from(given_name, family_prefix, family_name, email)
        password = new_password()
        await administration.create_admin(person, password, organisation=organisation, settings=settings)
        return f"The admin {email} has password: {password}"

    run(made)


@account.command()
@click.argument("email")
def reset(email: str) -> None:
    """Give an account a new password and print it, this once; its sessions end."""

    async def renewed(settings: Settings) -> str:
        from config import administration  # noqa: PLC0415 - the database is known only now

        password = new_password()
        await administration.reset_password(email, password, settings=settings)
        return f"{email} has a new password: {password}"

    run(renewed)


def new_password() -> str:
    """Sixteen random hexadecimal digits in four groups: easy to copy, 64 bits."""
    return "-".join(secrets.token_hex(2) for _ in range(4))
