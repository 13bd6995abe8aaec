"""The key that seals the secrets of second factors: 32 random bytes as base64, in one file that its owner alone can read.

While it is being replaced the file has two, each on its line: the first seals, either opens.
"""

import base64
import binascii
import contextlib
import secrets
from collections.abc import Iterator, Sequence
from pathlib import Path

from registry import private_files

_KEY_BYTES = 32


class SecondFactorKeyRefused(ValueError):
    """The key file cannot be used; the text ends the sentence `the second factor key file …`."""


def second_factor_key_fault(file: Path) -> str | None:
    """What keeps this file from being the key, or None."""
    try:
        read_second_factor_keys(file)
    except SecondFactorKeyRefused as error:
        return str(error)
    return None


def read_second_factor_keys(file: Path) -> Sequence[bytes]:
    """The keys in this file. Raises SecondFactorKeyRefused when it is absent, open to others or something else."""
    try:
        text = private_files.read(file)
    except private_files.Refused as error:
        raise SecondFactorKeyRefused(str(error)) from error
    return [_key(line, file) for line in text.split()] or [_key(b"", file)]


def _key(line: bytes, file: Path) -> bytes:
    try:
        key = base64.b64decode(line, validate=True)
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
    private_files.make_if_absent(file, lambda: _text([_fresh()]))


@contextlib.contextmanager
def replaced(file: Path) -> Iterator[None]:
    """Inside, a new key seals and the old one opens as well; afterwards the new one is alone. One at a time.

    Broken off inside, both stay, and the next to replace it goes on with the same two. Raises SecondFactorKeyRefused.
    """
    with contextlib.ExitStack() as stack:
        try:
            stack.enter_context(private_files.alone(file))
        except OSError as error:
            raise SecondFactorKeyRefused(f"cannot be read: {error.strerror}: {file}") from error
        keys = read_second_factor_keys(file)
        if len(keys) == 1:
            keys = [_fresh(), *keys]
            _write(file, keys)
        yield
        _write(file, keys[:1])


def _fresh() -> bytes:
    return secrets.token_bytes(_KEY_BYTES)


def _text(keys: Sequence[bytes]) -> bytes:
    return b"".join(base64.b64encode(key) + b"\n" for key in keys)


def _write(file: Path, keys: Sequence[bytes]) -> None:
    try:
        private_files.replace(file, _text(keys))
    except OSError as error:
        raise SecondFactorKeyRefused(f"cannot be written: {error.strerror}: {file}") from error
