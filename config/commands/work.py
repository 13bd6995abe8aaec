"""`registry work`: the background work of a running registry, in a process of its own."""

import asyncio
import os

import click

from config.commands.database import prepared_database
from config.settings import read_settings


@click.command()
@click.option("--with-parent", "parent", type=int, default=None, hidden=True, help="End when that process ends.")
def work(parent: int | None) -> None:
    """Do the background work until Ctrl-C: long files of results and the like.

    `registry serve` does so by itself; this is for more of it, on this machine or on another one with
    REGISTRY_DATABASE_URL.
    """
    from config.serving import die_with  # noqa: PLC0415 - only here

    if parent is not None:
        die_with(parent)
    settings = read_settings(os.environ)
    with prepared_database(settings):
        asyncio.run(_work())


async def _work() -> None:
    from config.background import work_until_told  # noqa: PLC0415 - the database is known only now
    from config.database import migrate  # noqa: PLC0415 - likewise

    await migrate()
    await work_until_told(read_settings(os.environ))
