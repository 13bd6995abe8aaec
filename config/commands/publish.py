"""`registry publish`: the public site as plain files."""

from pathlib import Path

import click

from config.commands.running import run
from config.settings import Mode, Settings


@click.command()
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
def publish(folder: Path) -> None:
    """Write the public site and its data to FOLDER/site, for any web server to give.

    Pages in both languages, the list as files, the catalogue, the feed, and the check of every number. Run it again
    whenever something changed: only that is written, what may be seen no more is gone, and readers see the folder before
    or after, never something in between.
    """

    async def written(settings: Settings) -> str:
        from config.publishing import published  # noqa: PLC0415 - the database is known only now
        from config.token_key import make_token_key_if_absent  # noqa: PLC0415 - likewise

        if settings.mode is Mode.DEVELOPMENT:
            make_token_key_if_absent(settings.token_key_file)
        made = await published(folder, settings)
        return f"{folder / 'site'}: {made.written} files written, {made.kept} as they were"

    run(written)
