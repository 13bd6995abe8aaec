"""Running one act of a command on a database that is ready for it."""

import asyncio
import os
from collections.abc import Awaitable, Callable

import click

from config.commands.database import prepared_database
from config.settings import Settings, read_settings


def run(act: Callable[[Settings], Awaitable[str]]) -> None:
    """Start or join the database, bring its tables up to date, do the act and print what it says."""
    settings = read_settings(os.environ)

    async def inside() -> str:
        from config.database import close_pool, migrate, open_pool  # noqa: PLC0415 - the database is known only now

        await migrate()
        await open_pool(settings)
        try:
            return await act(settings)
        finally:
            await close_pool()

    with prepared_database(settings):
        told = asyncio.run(inside())
    if told:
        click.echo(told)
