"""`registry demo`: the demo story, once."""

import click

from config.commands.running import run
from config.settings import Mode, Settings, SettingsRefused


@click.command()
def demo() -> None:
    """Load the demo story into an empty registry.

    Invented people and organisations in real municipalities: a provider uploads results, certifiers decide, advisers
    stand on the public list and a municipality has booked one. Prints the accounts that can sign in, with their
    passwords, this once. A second run changes nothing. Never in production.
    """

    async def told(settings: Settings) -> str:
        from config import demo as story  # noqa: PLC0415 - the database is known only now

        if settings.mode is Mode.PRODUCTION:
            raise SettingsRefused(["registry demo would make demo accounts (production)"])
        return "" if await story.load(settings) else "The demo is there already."

    run(told)
