"""`registry backup`: the whole registry as one file."""

import asyncio
import os
from pathlib import Path

import click

from config.commands.database import prepared_database
from config.settings import Settings, read_settings


@click.command()
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option(
    "--passphrase-file",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Lock the backup with the first line of this file; then the token keys go along.",
)
def backup(file: Path, passphrase_file: Path | None) -> None:
    """Write everything that the registry keeps to FILE, as of one moment.

    Works while the registry runs. FILE is there whole or not at all, and only you can read it; an earlier FILE is
    replaced. It holds personal data and, locked, also the keys that sign access tokens: keep it elsewhere, locked. Prints
    the SHA-256 of FILE.
    """
    from config.backups.passphrases import read_passphrase  # noqa: PLC0415 - only here

    passphrase = None if passphrase_file is None else read_passphrase(passphrase_file)
    settings = read_settings(os.environ)
    with prepared_database(settings):
        click.echo(asyncio.run(_backed_up(file, settings, passphrase=passphrase)))


async def _backed_up(file: Path, settings: Settings, *, passphrase: str | None) -> str:
    import asyncpg  # noqa: PLC0415 - slow to load

    from config.backups import keys, writing  # noqa: PLC0415 - the database is known only now
    from registry.days import system_now  # noqa: PLC0415 - likewise

    own = {} if passphrase is None else keys.read(settings)
    try:
        made = await writing.write(
            file, url=os.environ["REGISTRY_DATABASE_URL"], keys=own, passphrase=passphrase, now=system_now()
        )
    except OSError as error:
        raise click.ClickException(f"{file} cannot be written: {error.strerror or error}") from error
    except (asyncpg.PostgresError, asyncpg.InterfaceError) as error:
        raise click.ClickException(f"{file} was not made: {str(error).partition(chr(10))[0]}") from error
    locked = f"locked, {'with' if own else 'without'} token keys" if passphrase else "not locked"
    return f"{made.sha256}  {file}\n{made.tables} tables, {made.rows} rows, {made.size} bytes, {locked}"
