"""`registry list`: whether what the public sees is what was recorded."""

from pathlib import Path

import click

from config.commands.running import run
from config.settings import Mode, Settings


@click.group(name="list")
def public_list() -> None:
    """The public list: whether it is what was recorded."""


@public_list.command()
@click.option(
    "--folder",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="Also compare, file by file, what `registry publish` wrote to this folder with what would be written now.",
)
def verify(folder: Path | None) -> None:
    """Derive anew, from what was recorded, the public list and the answer to every number; print every difference.

    Apart from what makes the list: statuses, terms, consent and reasons are judged again by other rules. What is personal
    is not repeated. Ends with 1 when there is a difference. `registry serve` does this every night, into its log.
    """

    async def told(settings: Settings) -> str:
        from config.rounds import verified_list  # noqa: PLC0415 - the database is known only now

        found = await verified_list()
        for each in found.differences:
            click.echo(f"{each.number}  {each.place} {each.field}".rstrip() + f": {each.found}")
        summary = f"{found.listed} on the list, {found.checked} numbers, {len(found.differences)} differences"
        differs = bool(found.differences)
        if folder is not None:
            files, number = await _told_of_folder(folder, settings)
            summary, differs = f"{summary}\n{folder / 'site'}: {files} files, {number} differences", differs or number > 0
        if differs:
            click.echo(summary)
            raise click.exceptions.Exit(1)
        return summary

    run(told)


async def _told_of_folder(folder: Path, settings: Settings) -> tuple[int, int]:
    """How many files there are, and how many differences, each of which is printed."""
    from config.publishing import verified  # noqa: PLC0415 - the database is known only now
    from config.token_key import make_token_key_if_absent  # noqa: PLC0415 - likewise
    from public_list.publishing.verifying import NothingPublished  # noqa: PLC0415 - likewise

    if settings.mode is Mode.DEVELOPMENT:
        make_token_key_if_absent(settings.token_key_file)
    try:
        files, differences = await verified(folder, settings)
    except NothingPublished as error:
        raise click.ClickException(f"{error}: nothing is published there") from error
    for each in differences:
        click.echo(f"{folder / 'site' / each.file}: {each.found}")
    return files, len(differences)
