"""`registry list`: whether what the public sees is what was recorded."""

import click

from config.commands.running import run
from config.settings import Settings


@click.group(name="list")
def public_list() -> None:
    """The public list: whether it is what was recorded."""


@public_list.command()
def verify() -> None:
    """Derive anew, from what was recorded, the public list and the answer to every number; print every difference.

    Apart from what makes the list: statuses, terms, consent and reasons are judged again by other rules. What is personal
    is not repeated. Ends with 1 when there is a difference. `registry serve` does this every night, into its log.
    """

    async def told(_: Settings) -> str:
        from config.rounds import verified_list  # noqa: PLC0415 - the database is known only now

        found = await verified_list()
        for each in found.differences:
            click.echo(f"{each.number}  {each.place} {each.field}".rstrip() + f": {each.found}")
        summary = f"{found.listed} on the list, {found.checked} numbers, {len(found.differences)} differences"
        if found.differences:
            click.echo(summary)
            raise click.exceptions.Exit(1)
        return summary

    run(told)
