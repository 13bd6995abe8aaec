"""The private keys that sign access tokens: Ed25519, in one PEM file that its owner alone can read.

Each key may have a line `Signs-From: 2026-11-22T19:30:00+00:00` before it (RFC 7468 lets text stand there); without one it
signs since ever. A file with a single key, as any tool makes it, is one key that signs. `registry keys` changes the file.
"""

import contextlib
import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import structlog

from registry import private_files

if TYPE_CHECKING:
    from registry.accounts.signing_keys import KeyRing, SigningKey

LEAD = timedelta(seconds=30)
"""A new key is known for so long before it signs, so that every process and every reader of the public keys has it by then."""
_KEY = re.compile(rb"-----BEGIN [^\n]*PRIVATE KEY-----.*?-----END [^\n]*PRIVATE KEY-----", re.DOTALL)
_SIGNS_FROM = re.compile(rb"^Signs-From: *([^\r\n]*)", re.MULTILINE)

_log = structlog.get_logger("token keys")


class TokenKeyRefused(ValueError):
    """The key file cannot be used; the text ends the sentence `the token key file …`."""


class TokenKeyFile:
    """The keys in a file, as they are at each moment: a changed file is read at the next request, in every process.

    Raises TokenKeyRefused when the file cannot be used at first. A file that becomes so later is told in the log, and the
    keys that were read last stay in use.
    """

    def __init__(self, file: Path) -> None:
        self._file = file
        self._seen = private_files.seen(file)
        self._ring = read_token_keys(file)

    def __call__(self) -> "KeyRing":
        """The keys now."""
        seen = private_files.seen(self._file)
        if seen != self._seen:
            self._seen = seen
            try:
                self._ring = read_token_keys(self._file)
            except TokenKeyRefused as error:
                _log.error("the token key file is refused; the keys read before stay in use", reason=str(error))
        return self._ring


def key_file_fault(file: Path) -> str | None:
    """What keeps this file from being the keys, or None."""
    try:
        read_token_keys(file)
    except TokenKeyRefused as error:
        return str(error)
    return None


def read_token_keys(file: Path) -> "KeyRing":
    """The keys in this file. Raises TokenKeyRefused when it is absent, open to others or has another kind of key."""
    from registry.accounts.signing_keys import KeyRing  # noqa: PLC0415 - slow to load

    try:
        text = private_files.read(file)
    except private_files.Refused as error:
        raise TokenKeyRefused(str(error)) from error
    keys, before = [], 0
    for found in _KEY.finditer(text):
        keys.append(_key(found[0], text[before : found.start()], file))
        before = found.end()
    if not keys:
        raise TokenKeyRefused(f"is not a private key in PEM: {file}")
    return KeyRing(keys)


def make_token_key_if_absent(file: Path) -> None:
    """Generate the key, whole or not at all; of two that do so at once one wins. For development only."""
    private_files.make_if_absent(file, lambda: _pem(_fresh(None)))


def rotate(file: Path, *, now: datetime) -> "SigningKey":
    """Add a key that signs 30 seconds from now; the one before it is known until its last token ended.

    Keys that are over leave the file. Raises TokenKeyRefused.
    """
    with _alone(file) as ring:
        key = _fresh(now + LEAD)
        _replace(file, [*ring.known(now), key])
    return key


def start_anew(file: Path, *, now: datetime) -> "SigningKey":
    """A key that signs at once, and no other: every token given before is refused. Raises TokenKeyRefused."""
    with _alone(file):
        key = _fresh(now)
        _replace(file, [key])
    return key


def _key(pem: bytes, before: bytes, file: Path) -> "SigningKey":
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey  # noqa: PLC0415 - slow to load
    from cryptography.hazmat.primitives.serialization import load_pem_private_key  # noqa: PLC0415 - slow to load

    from registry.accounts.signing_keys import SINCE_EVER, SigningKey  # noqa: PLC0415 - slow to load

    try:
        key = load_pem_private_key(pem, password=None)
    except (ValueError, TypeError) as error:
        raise TokenKeyRefused(f"is not a private key in PEM: {file}") from error
    if not isinstance(key, Ed25519PrivateKey):
        raise TokenKeyRefused(f"is not an Ed25519 key: {file}")
    said = _SIGNS_FROM.search(before)
    try:
        signs_from = SINCE_EVER if said is None else datetime.fromisoformat(said[1].decode())
    except ValueError as error:
        raise TokenKeyRefused(f"has a line Signs-From that is no moment: {file}") from error
    if signs_from.tzinfo is None:
        raise TokenKeyRefused(f"has a line Signs-From without an offset from UTC: {file}")
    return SigningKey(key, signs_from)


def _fresh(signs_from: datetime | None) -> "SigningKey":
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey  # noqa: PLC0415 - slow to load

    from registry.accounts.signing_keys import SINCE_EVER, SigningKey  # noqa: PLC0415 - slow to load

    return SigningKey(Ed25519PrivateKey.generate(), signs_from or SINCE_EVER)


def _pem(key: "SigningKey") -> bytes:
    from cryptography.hazmat.primitives import serialization  # noqa: PLC0415 - slow to load

    from registry.accounts.signing_keys import SINCE_EVER  # noqa: PLC0415 - slow to load

    said = b"" if key.signs_from == SINCE_EVER else f"Signs-From: {key.signs_from.isoformat()}\n".encode()
    return said + key.private.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )


@contextlib.contextmanager
def _alone(file: Path) -> Iterator["KeyRing"]:
    """The keys in the file, which nobody else changes meanwhile."""
    with contextlib.ExitStack() as stack:
        try:
            stack.enter_context(private_files.alone(file))
        except OSError as error:
            raise TokenKeyRefused(f"cannot be read: {error.strerror}: {file}") from error
        yield read_token_keys(file)


def _replace(file: Path, keys: "list[SigningKey]") -> None:
    try:
        private_files.replace(file, b"".join(_pem(key) for key in keys))
    except OSError as error:
        raise TokenKeyRefused(f"cannot be written: {error.strerror}: {file}") from error
