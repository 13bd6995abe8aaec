"""The key that seals the secrets of second factors: 32 random bytes as base64, in one file that its owner alone can read."""

import base64
import binascii
import contextlib
import os
import secrets
import tempfile
from pathlib import Path

_OTHERS = 0o077
_KEY_BYTES = 32


class SecondFactorKeyRefused(ValueError):
    """The key file cannot be used; the text ends the sentence `the second factor key file …`."""


def second_factor_key_fault(file: Path) -> str | None:
    """What keeps this file from being the key, or None."""
    try:
        read_second_factor_key(file)
    except SecondFactorKeyRefused as error:
        return str(error)
    return None


def read_second_factor_key(file: Path) -> bytes:
    """The key in this file. Raises SecondFactorKeyRefused when it is absent, open to others or something else."""
    try:
        mode, text = file.stat().st_mode, file.read_bytes()
    except OSError as error:
        raise SecondFactorKeyRefused(f"cannot be read: {error.strerror}: {file}") from error
    if mode & _OTHERS:
        raise SecondFactorKeyRefused(f"can be read by others; make it private: chmod 600 {file}")
    try:
        key = base64.b64decode(text.strip(), validate=True)
    except (binascii.Error, ValueError) as error:
        raise SecondFactorKeyRefused(f"is not {_KEY_BYTES} bytes in base64: {file}") from error
    if len(key) != _KEY_BYTES:
        raise SecondFactorKeyRefused(f"is not {_KEY_BYTES} bytes in base64: {file}")
    return key


def what_to_do(lost: int, file: Path) -> str:
    """What is told when so many second factors do not open with the key in this file."""
    return (
        f"{lost} second factors do not open with the key in {file} (REGISTRY_SECOND_FACTOR_KEY_FILE): before anyone signs in, "
        "put back there the key they were sealed with. If it is lost, their owners sign in with a recovery code, or an admin "
        "has their second factor taken away; of an admin without recovery codes: registry account forget-second-factor EMAIL"
    )


def make_second_factor_key_if_absent(file: Path) -> None:
    """Generate the key, whole or not at all; of two that do so at once one wins. For development only."""
    if file.exists():
        return
    file.parent.mkdir(parents=True, exist_ok=True)
    made, name = tempfile.mkstemp(dir=file.parent, prefix=f"{file.name}.")
    fresh = Path(name)
    try:
        with os.fdopen(made, "wb") as written:
            written.write(base64.b64encode(secrets.token_bytes(_KEY_BYTES)) + b"\n")
            written.flush()
            os.fsync(written.fileno())
        with contextlib.suppress(FileExistsError):
            os.link(fresh, file)
    finally:
        fresh.unlink(missing_ok=True)
