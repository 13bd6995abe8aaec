"""`registry sbom`: what this software is made of."""

from importlib import metadata
from pathlib import Path

import click

_LOCKED = Path(__file__).resolve().parents[2] / "requirements" / "run.txt"


@click.command()
@click.option(
    "--locked",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    default=_LOCKED,
    help="The locked requirements that were installed; without it those of the checkout.",
)
def sbom(locked: Path) -> None:
    """Print a CycloneDX 1.6 bill of materials (JSON): every locked library with version, licence, purl and hashes.

    The same installation prints the same document. Run it where the registry is installed: licences are what the
    installed libraries say.
    """
    from config.sbom import NAME, bill  # noqa: PLC0415 - only here

    try:
        click.echo(bill(locked.read_text("utf-8"), version=metadata.version(NAME)), nl=False)
    except ValueError as error:
        raise click.ClickException(f"{locked}: {error}") from error
