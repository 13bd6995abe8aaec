"""A database for a command to work on."""

import asyncio
import contextlib
import os
from collections.abc import Iterator
from urllib.parse import urlsplit

import click

from config.embedded import Server, start
from config.settings import Settings


class DatabaseOutOfReach(click.ClickException):
    """The server that REGISTRY_DATABASE_URL names does not let us in."""


@contextlib.contextmanager
def prepared_database(settings: Settings) -> Iterator[Server | None]:
    """Inside, Piccolo finds the database: that of REGISTRY_DATABASE_URL, or the embedded server, which is yielded.

    To be entered before Piccolo is imported. Afterwards the embedded server stops unless others use it.
    """
    os.environ["PICCOLO_CONF"] = "config.piccolo_conf"
    if settings.database_url is not None:
        asyncio.run(_refuse_out_of_reach(settings.database_url))
        os.environ["REGISTRY_DATABASE_URL"] = settings.database_url
        yield None
        return
    server = start(settings.data_folder)
    try:
        os.environ["REGISTRY_DATABASE_URL"] = server.url
        yield server
    finally:
        del os.environ["REGISTRY_DATABASE_URL"]
        server.release()


async def _refuse_out_of_reach(url: str) -> None:
    """Raise DatabaseOutOfReach with the host and the database, and without the password."""
    import asyncpg  # noqa: PLC0415 - slow to load

    parts = urlsplit(url)
    try:
        connection = await asyncpg.connect(url, timeout=10)
    except (OSError, ValueError, asyncpg.PostgresError, asyncpg.InterfaceError) as error:
        reason = str(error).splitlines()[0] if str(error) else type(error).__name__
        raise DatabaseOutOfReach(
            f"The database {parts.path.lstrip('/')} on {parts.hostname or 'this machine'} is out of reach: {reason}"
        ) from error
    await connection.close()
