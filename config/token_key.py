"""The private key that signs access tokens: Ed25519, in a PEM file that its owner alone can read."""

import contextlib
import os
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

_OTHERS = 0o077


class TokenKeyRefused(ValueError):
    """The key file cannot be used; the text ends the sentence `the token key file …`."""


def key_file_fault(file: Path) -> str | None:
    """What keeps this file from being the key, or None."""
    try:
        read_token_key(file)
    except TokenKeyRefused as error:
        return str(error)
    return None


def read_token_key(file: Path) -> "Ed25519PrivateKey":
    """The key in this file. Raises TokenKeyRefused when it is absent, open to others or another kind of key."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey  # noqa: PLC0415 - slow to load
    from cryptography.hazmat.primitives.serialization import load_pem_private_key  # noqa: PLC0415 - slow to load

    try:
        mode, text = file.stat().st_mode, file.read_bytes()
    except OSError as error:
        raise TokenKeyRefused(f"cannot be read: {error.strerror}: {file}") from error
    if mode & _OTHERS:
        raise TokenKeyRefused(f"can be read by others; make it private: chmod 600 {file}")
    try:
        key = load_pem_private_key(text, password=None)
    except (ValueError, TypeError) as error:
        raise TokenKeyRefused(f"is not a private key in PEM: {file}") from error
    if not isinstance(key, Ed25519PrivateKey):
        raise TokenKeyRefused(f"is not an Ed25519 key: {file}")
    return key


def make_token_key_if_absent(file: Path) -> None:
    """Generate the key, whole or not at all; of two that do so at once one wins. For development only."""
    from cryptography.hazmat.primitives import serialization  # noqa: PLC0415 - slow to load
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey  # noqa: PLC0415 - slow to load

    if file.exists():
        return
    file.parent.mkdir(parents=True, exist_ok=True)
    pem = Ed25519PrivateKey.generate().private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    made, fresh = tempfile.mkstemp(dir=file.parent, prefix=f"{file.name}.")
    try:
        with os.fdopen(made, "wb") as written:
            written.write(pem)
        with contextlib.suppress(FileExistsError):
            os.link(fresh, file)
    finally:
        Path(fresh).unlink()
