"""`registry migrate`: bring the tables up to date."""

import asyncio
import os

import click

from config.commands.database import prepared_database
from config.settings import read_settings


@click.command()
def migrate() -> None:
    """Bring the tables of the database up to date.

    Runs the migrations that have not run yet, in order; a second run changes nothing. `registry serve` does the same
    before it serves.
    """
    with prepared_database(read_settings(os.environ)):
        from config.database import migrate as run_all  # noqa: PLC0415 - the database is known only now

        done = asyncio.run(run_all())
        click.echo("\n".join(done) if done else "The tables are up to date.")
