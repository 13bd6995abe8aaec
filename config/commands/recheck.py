"""`registry recheck`: whether every certificate was allowed."""

import click

from config.commands.running import run
from config.settings import Settings


@click.command()
def recheck() -> None:
    """Derive anew, from what was stored, whether every certificate was allowed; print every difference.

    Apart from what decides: evidence, scheme version, steps, persons and relations are judged again as they were known
    at the time. Ends with 1 when there is a difference. `registry serve` does this every night, into its log.
    """

    async def told(_: Settings) -> str:
        from config.rounds import rechecked  # noqa: PLC0415 - the database is known only now

        found = await rechecked()
        for number, difference in found.differences:
            click.echo(f"{number}  {difference.rule}: {difference.found}")
        summary = f"{found.certificates} certificates, {found.erased} of erased persons, {len(found.differences)} differences"
        if found.differences:
            click.echo(summary)
            raise click.exceptions.Exit(1)
        return summary

    run(told)
