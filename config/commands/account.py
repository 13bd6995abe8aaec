"""`registry account`: the first admin, new passwords, and who may do what."""

import click

from config.commands.running import run
from config.settings import Settings


@click.group()
def account() -> None:
    """Accounts: the first admin, new passwords, and who may do what."""


@account.command()
@click.argument("email")
@click.option("--given-name", required=True, help="Given name of the person.")
@click.option("--family-prefix", default=None, help="Prefix of the family name, such as 'van der'.")
@click.option("--family-name", required=True, help="Family name, without its prefix.")
@click.option("--organisation", default="Beheer", show_default=True, help="Who operates the registry; made when new.")
def create(email: str, given_name: str, family_prefix: str | None, family_name: str, organisation: str) -> None:
    """Create an admin's account and print a link, this once, with which its owner chooses a password within a day.

    Admins invite everybody else, on the page of accounts or through the API.
    """

    async def made(settings: Settings) -> str:
        from config import administration  # noqa: PLC0415 - the database is known only now
        from registry.people.schemas import person_from  # noqa: PLC0415 - likewise

        person = person_from(given_name, family_prefix, family_name, email)
        link = await administration.invite_admin(person, organisation=organisation, settings=settings)
        return f"The admin {email} chooses a password here, once, within 24 hours: {link}"

    run(made)


@account.command()
@click.argument("email")
def reset(email: str) -> None:
    """End the password and the sessions of an account, and print a link, this once, to choose another with, within an hour."""

    async def renewed(settings: Settings) -> str:
        from config import administration  # noqa: PLC0415 - the database is known only now

        link = await administration.reset_password(email, settings=settings)
        return f"The old password of {email} is over; a new one is chosen here, once, within an hour: {link}"

    run(renewed)


@account.command("forget-second-factor")
@click.argument("email")
def forget_second_factor(email: str) -> None:
    """Take away the second factor of an account whose owner lost it, and all recovery codes; its sessions end.

    For when no admin can sign in any more: otherwise an admin asks, and the owner confirms by mail.
    """

    async def forgotten(_: Settings) -> str:
        from config import administration  # noqa: PLC0415 - the database is known only now

        await administration.forget_second_factor(email)
        return f"{email} has no second factor any more: its owner sets one up after signing in."

    run(forgotten)


@account.command()
def permissions() -> None:
    """Print who may do what, as docs/permissions.md has it."""
    from registry.admittance.permission_table import as_markdown  # noqa: PLC0415 - as the other commands

    click.echo(as_markdown(), nl=False)
