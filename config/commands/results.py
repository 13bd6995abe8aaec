"""`registry results`: the template in which a provider fills in results."""

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID

import click

from config.commands.running import run
from config.settings import Settings

if TYPE_CHECKING:
    from registry.organisations.schemas import OrganisationOut


@click.group()
def results() -> None:
    """Results of exams: the template to fill in."""


@results.command()
@click.option("--provider", required=True, help="Name or id of the training provider.")
@click.option("--track", required=True, help="Code of the training track.")
@click.option(
    "--sitting", type=click.UUID, default=None, help="Id of one exam sitting of the provider, for its candidates alone."
)
@click.option("--out", "file", required=True, type=click.Path(dir_okay=False, path_type=Path), help="The .xlsx to write.")
def template(provider: str, track: str, sitting: UUID | None, file: Path) -> None:
    """Write the Excel file in which a provider fills in results.

    Candidates are filled in, parts, examiners and outcomes are there to choose from. A file that is there already is
    left alone: it may have been filled in.
    """
    if file.exists():
        raise click.ClickException(f"{file} is there already. Choose another name, or remove it first.")

    async def written(_: Settings) -> str:
        from dataclasses import replace  # noqa: PLC0415 - with what follows

        from exams.results import workbooks  # noqa: PLC0415 - the database is known only now
        from registry.days import system_now  # noqa: PLC0415 - likewise
        from registry.organisations import service as organisations  # noqa: PLC0415 - likewise
        from registry.organisations.tables import Kind  # noqa: PLC0415 - likewise
        from registry.permissions import OPERATOR, Grant, Role  # noqa: PLC0415 - likewise

        found = _named(provider, await organisations.listed(Kind.PROVIDER))
        acting = replace(OPERATOR, grants=(Grant(Role.PROVIDER, found.id),))
        content = await workbooks.template(found.id, track, sitting=sitting, actor=acting, now=system_now())
        await asyncio.to_thread(file.write_bytes, content)
        return f"{file} is the template of {found.name}."

    run(written)


def _named(wanted: str, providers: "list[OrganisationOut]") -> "OrganisationOut":
    """The provider of that name, whatever its case, or of that id."""
    for each in providers:
        if wanted.strip().casefold() in (each.name.casefold(), str(each.id)):
            return each
    known = ", ".join(each.name for each in providers) or "none"
    raise click.ClickException(f"There is no training provider {wanted!r}. Known: {known}")
