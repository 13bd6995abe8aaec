"""`registry ledger`: whether days were conserved."""

import click

from config.commands.running import run
from config.settings import Settings


@click.group()
def ledger() -> None:
    """The ledger of days: whether every day that was granted is still somewhere."""


@ledger.command()
def verify() -> None:
    """Prove that days were conserved, over every allotment and booking; print each one that is off.

    Balances are made anew from the postings; granted + received = available + reserved + used + expired + sent for each
    allotment, sent = received over all; of each open booking is reserved what is not worked yet, of each closed one
    nothing; used are its approved worked days. Ends with 1 when anything is off. `registry serve` does this every night,
    into its log.
    """

    async def verified(_: Settings) -> str:
        from registry.allotments import verifying  # noqa: PLC0415 - the database is known only now

        told = await verifying.verify(lambda found: click.echo(str(found)))
        off = sum(told.found.values())
        summary = f"{told.allotments} allotments, {told.postings} postings, {off} discrepancies"
        if off:
            click.echo(summary)
            raise click.exceptions.Exit(1)
        return summary

    run(verified)
