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
    help="Lock the backup with the first line of this file; then the keys go along.",
)
def backup(file: Path, passphrase_file: Path | None) -> None:
    """Write everything that the registry keeps to FILE, as of one moment.

    Works while the registry runs. FILE is there whole or not at all, and only you can read it; an earlier FILE is
    replaced. It holds personal data and, locked, also the keys, those that sign and the one that seals second factors: keep
    it elsewhere, locked. Not locked it has no keys: keep a copy of that last one apart, for no code of an app works without
    it. Prints the SHA-256 of FILE; the audit trail has it too, once the registry serves.
    """
    from config.backups.passphrases import read_passphrase  # noqa: PLC0415 - only here

    passphrase = None if passphrase_file is None else read_passphrase(passphrase_file)
    settings = read_settings(os.environ)
    with prepared_database(settings):
        click.echo(asyncio.run(_backed_up(file, settings, passphrase=passphrase)))


async def _backed_up(file: Path, settings: Settings, *, passphrase: str | None) -> str:
    import asyncpg  # noqa: PLC0415 - slow to load

    from config import database  # noqa: PLC0415 - the database is known only now
    from config.backups import beginning_anew, keys, writing  # noqa: PLC0415 - likewise
    from config.backups.notes import Copied  # noqa: PLC0415 - likewise
    from registry.days import system_now  # noqa: PLC0415 - likewise

    own = {} if passphrase is None else keys.read(settings)
    now = system_now()
    try:
        made = await writing.write(file, url=os.environ["REGISTRY_DATABASE_URL"], keys=own, passphrase=passphrase, now=now)
        copied = Copied(sha256=made.sha256, rows=made.rows, made_at=now, locked=passphrase is not None)
        await database.open_pool(settings)
        try:
            is_told = await beginning_anew.leave_word(copied)
        finally:
            await database.close_pool()
    except OSError as error:
        raise click.ClickException(f"{file} cannot be written: {error.strerror or error}") from error
    except (asyncpg.PostgresError, asyncpg.InterfaceError) as error:
        raise click.ClickException(f"{file} was not made: {str(error).partition(chr(10))[0]}") from error
    locked = f"locked, with key files: {len(own)}" if passphrase else "not locked, without key files"
    locked += "" if is_told else "; the audit trail cannot be told from here"
    return f"{made.sha256}  {file}\n{made.tables} tables, {made.rows} rows, {made.size} bytes, {locked}"
