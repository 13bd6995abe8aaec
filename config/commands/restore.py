"""`registry restore`: the whole registry back from one file."""

import asyncio
import os
from pathlib import Path
from typing import TYPE_CHECKING

import click

from config.commands.database import prepared_database
from config.settings import Settings, read_settings

if TYPE_CHECKING:
    from config.backups.proving import Proven

_AFTERWARDS = """\
When it first serves, every session, every program's refresh token and every mailed link ends, and the audit trail says so.
What was done after {:%Y-%m-%d %H:%M:%S} UTC is not in it. Before it serves, by your own list of that time:
  erase again who was erased; enter again which consent was withdrawn: the public list shows it again otherwise;
  revoke again the API keys, end the roles and disable the accounts that were; renew passwords and recovery codes that leaked;
  expect that mail which waited then goes out once more;
  keep the file public-log-checkpoint of that place in the data folder here: it says what the public log signed last, and is
    never in a backup. With it the next log begins by itself where one has to; if it is lost: registry log begin-next."""


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--passphrase-file",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="The backup is locked with the first line of this file.",
)
def restore(file: Path, passphrase_file: Path | None) -> None:
    """Fill an empty database with what FILE, made by `registry backup`, holds.

    FILE is first read to its end: a changed byte is refused before anything is touched. The database must be new. One
    of an older version is brought up to date. A restore that is cut off leaves a database that does not serve until it is
    restored again.
    """
    from config.backups.passphrases import read_passphrase  # noqa: PLC0415 - only here
    from config.backups.proving import proven  # noqa: PLC0415 - only here
    from config.backups.refusals import BackupRefused  # noqa: PLC0415 - only here

    passphrase = None if passphrase_file is None else read_passphrase(passphrase_file)
    settings = read_settings(os.environ)
    try:
        with proven(file, passphrase=passphrase) as found, prepared_database(settings):
            click.echo(asyncio.run(_restored(found, settings)))
    except BackupRefused as error:
        raise click.ClickException(f"{file}: {error.message}") from error


async def _restored(found: "Proven", settings: Settings) -> str:
    import asyncpg  # noqa: PLC0415 - slow to load

    from config import database  # noqa: PLC0415 - the database is known only now
    from config.backups import keys, restoring  # noqa: PLC0415 - likewise
    from config.backups.refusals import BackupRefused  # noqa: PLC0415 - likewise
    from config.second_factor_key import what_to_do  # noqa: PLC0415 - likewise
    from registry.accounts import resealing  # noqa: PLC0415 - likewise

    await database.open_pool(settings)
    try:
        await restoring.restore(found)
        newer = await database.migrate()
        await restoring.settle()
        about_keys = keys.put_back(found.keys, settings)
        if lost := await resealing.not_ours():
            about_keys.append(what_to_do(lost, settings.second_factor_key_file))
    except (OSError, asyncpg.PostgresError, asyncpg.InterfaceError) as error:
        reason = str(error).partition("\n")[0]
        raise BackupRefused(f"The restore did not end ({reason}); the database does not serve: restore again.") from error
    finally:
        await database.close_pool()
    rows = sum(table.rows for table in found.manifest.tables)
    told = [f"{len(found.manifest.tables)} tables, {rows} rows, as of {found.about.made_at:%Y-%m-%d %H:%M:%S} UTC"]
    if newer:
        told.append(f"{len(newer)} newer migrations have brought it up to date.")
    return "\n".join([*told, _AFTERWARDS.format(found.about.made_at), *about_keys])
