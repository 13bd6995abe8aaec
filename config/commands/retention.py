"""`registry retention`: what is past its term goes."""

import click

from config.commands.running import run
from config.settings import Settings


@click.command()
@click.option("--dry-run", "only_count", is_flag=True, help="Count what would go, and write nothing.")
def retention(*, only_count: bool) -> None:
    """Delete what is past its term: ended sessions, used links, old tries to sign in, files that nobody accepted.

    Prints how many rows of each table. Nothing goes that is append-only, nor anything of the audit trail or of
    certificates. `registry serve` does this every night, into its log.
    """

    async def gone(_: Settings) -> str:
        from registry.days import system_now  # noqa: PLC0415 - the database is known only now
        from registry.permissions import OPERATOR  # noqa: PLC0415 - likewise
        from registry.retention import service  # noqa: PLC0415 - likewise

        now = system_now()
        told = await (service.due(now=now) if only_count else service.run(actor=OPERATOR, now=now))
        for table, rows in told.items():
            click.echo(f"{table}: {rows}")
        return f"{sum(told.values())} rows {'would go' if only_count else 'went'}."

    run(gone)
