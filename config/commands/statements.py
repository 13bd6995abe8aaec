"""`registry statements`: what the statements on the site still need from the operator."""

import os

import click

from config.settings import read_settings


@click.command()
def statements() -> None:
    """List for each statement what is not filled in, and by which setting; ends with 1 where something is missing."""
    from config.guidance.operator import ASKED, missing  # noqa: PLC0415 - only here
    from config.guidance.statements import STATEMENTS  # noqa: PLC0415 - only here
    from registry.texts import Language  # noqa: PLC0415 - loads Babel

    unfilled = missing(read_settings(os.environ).operated())
    for statement in STATEMENTS:
        wanted = [field for field in unfilled if field in statement.needs]
        click.echo(f"/{statement.slug}: {'not complete' if wanted else 'complete'}")
        for field in wanted:
            setting, words = ASKED[field]
            click.echo(f"    {setting}: {words.say(Language.EN)}")
    if unfilled:
        raise click.exceptions.Exit(1)
