"""`registry audit`: whether the audit trail is what it was."""

import asyncio
import re

import click

from config.commands.running import run
from config.settings import Settings

_HEAD = re.compile(r"([1-9][0-9]{0,17}):([0-9a-f]{64})")


def _noted(told: str) -> tuple[int, bytes]:
    """A link of the chain as it is told: its place and its digest."""
    read = _HEAD.fullmatch(told.strip())
    if read is None:
        raise click.BadParameter(f"{told!r} is not a head as `registry audit head` tells it, place:digest")
    return int(read[1]), bytes.fromhex(read[2])


@click.group()
def audit() -> None:
    """The audit trail: whether it is what it was, and its head."""


@audit.command()
@click.option(
    "--head", "heads", type=_noted, multiple=True, metavar="PLACE:DIGEST", help="A head that was noted earlier; repeatable."
)
def verify(heads: tuple[tuple[int, bytes], ...]) -> None:
    """Find every entry that was altered, removed, swapped or inserted after it was sealed, and name it.

    Ends with 1 when anything is found. With heads that were noted before, from the log or by `registry audit head`, a
    chain that was made anew or cut short shows too.
    """

    async def verified(_: Settings) -> str:
        from registry.audit import verifying  # noqa: PLC0415 - the database is known only now

        told = await verifying.verify(dict(heads))
        for finding in told.findings:
            click.echo(str(finding))
        summary = f"{told.sealed} sealed entries, {told.waiting} that wait for their seal, {len(told.findings)} findings"
        if told.findings:
            click.echo(summary)
            raise click.exceptions.Exit(1)
        return summary

    run(verified)


@audit.command()
def head() -> None:
    """Print the last link of the chain, to be noted elsewhere: place:digest."""

    async def told(_: Settings) -> str:
        from registry.audit import sealing  # noqa: PLC0415 - the database is known only now

        last = await sealing.head()
        if last is None:
            raise click.ClickException("No entry has been sealed yet.")
        return str(last)

    run(told)


@audit.command()
def seal() -> None:
    """Seal what has no seal yet, now; `registry serve` does so by itself within a minute."""

    async def sealed(_: Settings) -> str:
        from registry.audit.sealing import Sealer  # noqa: PLC0415 - the database is known only now
        from registry.days import system_now  # noqa: PLC0415 - likewise

        sealer = Sealer()
        await sealer.round(now=system_now())
        await asyncio.sleep(1)
        return f"{await sealer.round(now=system_now())} entries were sealed."

    run(sealed)
