"""`registry reference`: the packaged reference data."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from config.commands.running import run
from config.settings import Settings

if TYPE_CHECKING:
    from registry.reference_data.municipalities import Difference


@click.group()
def reference() -> None:
    """Reference data: the national list of municipalities."""


@reference.command()
@click.option(
    "--file", type=click.Path(exists=True, dir_okay=False, path_type=Path), help="A newer list than the packaged one."
)
@click.option("--yes", "sure", flag_value="yes", default="", help="Write without asking.")
def load(file: Path | None, sure: str) -> None:
    """Show what the list of municipalities would change, ask, and write it.

    The list is CSV with the columns code, name, province, valid_from, valid_to and successor_codes. A code that the
    list lacks stays in the registry, and is named.
    """

    given = file.read_text("utf-8-sig").splitlines() if file else None

    async def loaded(_: Settings) -> str:
        from registry.days import system_now  # noqa: PLC0415 - the database is known only now
        from registry.permissions import OPERATOR  # noqa: PLC0415 - likewise
        from registry.reference_data import municipalities  # noqa: PLC0415 - likewise

        try:
            rows = municipalities.packaged() if given is None else municipalities.read(given)
        except (KeyError, ValueError) as error:
            raise click.ClickException(f"{file} is not a list of municipalities: {error!r}") from error
        difference = municipalities.compare(await municipalities.standing(), rows)
        if difference.is_empty:
            return "The municipalities are up to date."
        click.echo(_told(difference))
        if not sure:
            click.confirm("Write this?", abort=True)
        await municipalities.load(rows, actor=OPERATOR, now=system_now())
        return "Written."

    run(loaded)


def _told(difference: "Difference") -> str:
    lines = [f"{len(difference.new)} new, {len(difference.changed)} changed, {len(difference.missing)} not in the list"]
    lines += [f"  + {row.code} {row.name}" for row in difference.new[:20]]
    if len(difference.new) > len(lines) - 1:
        lines.append(f"  + … and {len(difference.new) - 20} more")
    lines += [f"  ~ {old.code} {old.name}: {old} becomes {new}" for old, new in difference.changed]
    return "\n".join([*lines, *(f"  ? {code} is not in the list" for code in difference.missing)])
