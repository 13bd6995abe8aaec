"""The passphrase of a backup, out of a file: what stands on a command line can be seen by others."""

from pathlib import Path

from config.backups.refusals import BackupRefused


def read_passphrase(file: Path) -> str:
    """The first line, without its end. Raises BackupRefused when it cannot be read or is empty."""
    try:
        passphrase = file.read_text("utf-8").partition("\n")[0].removesuffix("\r")
    except (OSError, UnicodeDecodeError) as error:
        raise BackupRefused(f"The passphrase in {file} cannot be read.") from error
    if not passphrase.strip():
        raise BackupRefused(f"The first line of {file} is empty, and no passphrase.")
    return passphrase
