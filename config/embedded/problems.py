"""What keeps the embedded server from running, in one line that says what to do."""

import click


class ServerProblem(click.ClickException):
    """The embedded server cannot run here; a command shows the line and ends with code 1."""
