"""What is refused of backups, in one line that says what to do."""

import click


class BackupRefused(click.ClickException):
    """It cannot be backed up or restored; a command shows the line and ends with code 1."""
