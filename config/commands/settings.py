"""`registry settings`: every setting, its present value and its meaning."""

import os
import textwrap

import click

from config.settings import SETTINGS, read_settings, shown_value, variable


@click.command()
def settings() -> None:
    """List every setting with its value and meaning.

    Secrets are only shown to be set. What is wrong with the settings is said instead of the list.
    """
    present = read_settings(os.environ)
    for field, setting in SETTINGS.items():
        default = setting.otherwise if setting.default is None else setting.default or "(none)"
        click.echo(f"{variable(field)} = {shown_value(present, field) or '(none)'}")
        click.echo(textwrap.indent(f"{setting.meaning}\ndefault: {default}", "    "))
