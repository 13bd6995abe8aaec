"""`registry serve`: everything that a running registry needs, in one command."""

import asyncio
import os
import secrets
from collections.abc import Iterator
from datetime import datetime

import click

from config.beside import beside
from config.commands.database import prepared_database
from config.embedded import Server
from config.guidance.operator import missing
from config.settings import Mode, Settings, SettingsRefused, read_settings
from public_list.open_data.security_file import ends_soon
from registry.days import system_now


@click.command()
@click.option("--with-demo", "demo", flag_value="load", default="", help="First load the demo story, once.")
def serve(demo: str) -> None:
    """Serve the pages and the API until Ctrl-C.

    Starts or joins the embedded PostgreSQL server (or uses that of REGISTRY_DATABASE_URL), brings its tables up to
    date, listens on REGISTRY_HOST and REGISTRY_PORT and stops everything that it started at the end. The settings
    that matter most are REGISTRY_PORT, REGISTRY_DATA_FOLDER and REGISTRY_MODE; see `registry settings`.
    """
    from config import serving  # noqa: PLC0415 - only here
    from config.second_factor_key import make_second_factor_key_if_absent  # noqa: PLC0415 - only here
    from config.token_key import make_token_key_if_absent  # noqa: PLC0415 - only here
    from registry.seals.files import SealFiles, make_seal_if_absent  # noqa: PLC0415 - only here
    from registry.signing_keys.files import make_passphrase_if_absent  # noqa: PLC0415 - only here

    settings = read_settings(os.environ)
    if demo and settings.mode is Mode.PRODUCTION:
        raise SettingsRefused(["--with-demo would make demo accounts (production)"])
    serving.refuse_taken_port(settings)
    for warning in warnings(settings, now=system_now()):
        click.echo(warning, err=True)
    with prepared_database(settings) as server:
        if settings.mode is Mode.DEVELOPMENT:
            make_token_key_if_absent(settings.token_key_file)
            make_second_factor_key_if_absent(settings.second_factor_key_file)
            make_passphrase_if_absent(settings.signing_passphrase_file, secrets.token_urlsafe(32))
            seal = SealFiles(settings.seal_key_file, settings.seal_certificates_file, settings.signing_passphrase_file)
            make_seal_if_absent(seal, now=system_now())
        asyncio.run(_prepare(settings, demo=demo))
        with beside():
            serving.serve(settings, announce=lambda: click.echo(_announcement(settings, server)))


def warnings(settings: Settings, *, now: datetime) -> Iterator[str]:
    """What whoever runs the registry should mend, though it starts."""
    contact = settings.published_at(settings.base_url).security
    if contact is None and settings.mode is Mode.PRODUCTION:
        yield "REGISTRY_SECURITY_CONTACT is not set: nobody finds where to tell a flaw, there is no /.well-known/security.txt"
    if settings.mode is Mode.PRODUCTION and not settings.seal_key_file.is_file():
        yield "REGISTRY_SEAL_KEY_FILE is not there: PDFs of certificates have no seal and no credential in them"
    if settings.mode is Mode.PRODUCTION and (unfilled := missing(settings.operated())):
        yield f"the statements on the site are not complete: {len(unfilled)} settings, listed by `registry statements`"
    if ends_soon(contact, now):
        yield f"REGISTRY_SECURITY_CONTACT_UNTIL is {settings.security_contact_until}: renew security.txt"


async def _prepare(settings: Settings, *, demo: str) -> None:
    from config.backups.beginning_anew import take_up  # noqa: PLC0415 - the database is known only now
    from config.database import close_pool, migrate, open_pool  # noqa: PLC0415 - likewise

    await migrate()
    await open_pool(settings)
    try:
        await take_up(now=system_now())
        await _seal_second_factors(settings)
        await _begin_to_sign()
        if demo:
            from config import demo as story  # noqa: PLC0415 - only when asked for

            await story.load(settings)
        if settings.mode is Mode.PRODUCTION:
            await _refuse_demo_accounts()
    finally:
        await close_pool()


async def _seal_second_factors(settings: Settings) -> None:
    """None lies in the database as it is; and those that this key does not open are told, with what to do."""
    from config.second_factor_key import what_to_do  # noqa: PLC0415 - only here
    from registry.accounts import resealing  # noqa: PLC0415 - the database is known only now

    await resealing.seal_plain_ones()
    if lost := await resealing.not_ours():
        click.echo(what_to_do(lost, settings.second_factor_key_file), err=True)


async def _begin_to_sign() -> None:
    """The first keys of credentials and of the public log are made by themselves; without a passphrase nothing is signed."""
    from registry.signing_keys.files import SigningKeyRefused  # noqa: PLC0415 - only here
    from registry.signing_keys.rotating import begin  # noqa: PLC0415 - the database is known only now
    from registry.signing_keys.rules import Use  # noqa: PLC0415 - likewise
    from registry.signing_keys.service import active  # noqa: PLC0415 - likewise

    try:
        await begin([Use.CREDENTIAL, Use.LOG], now=system_now())
        await active(Use.CREDENTIAL)
    except SigningKeyRefused as error:
        click.echo(f"certificates are not signed: {error}", err=True)


async def _refuse_demo_accounts() -> None:
    """Production does not start on a database in which anyone can sign in with a demo account."""
    from config import demo as story  # noqa: PLC0415 - only in production

    if names := await story.accounts():
        raise SettingsRefused([f"the database has demo accounts: {', '.join(names)} (production)"])


def _announcement(settings: Settings, server: Server | None) -> str:
    data = f"in {server.data}" if server else "on the server of REGISTRY_DATABASE_URL"
    return f"\n  Adviseursregister: {settings.base_url}\n  The data lies {data}\n  Ctrl-C stops it\n"
