"""Secrets of second factors as they lie in the database: sealed with a key that lies elsewhere (ASVS 5.0, 11.2 and 13.3).

AES-256-GCM with a nonce of its own for each, bound to the account: one that was put in another account's row opens nothing.
Who has the database alone, or a backup without the key, has no secret.
"""

import secrets
from collections.abc import Callable
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

KEY_BYTES = 32
_FORM = b"\x01"
_NONCE_BYTES = 12
_PURPOSE = b"second factor of "


class NotOurSeal(Exception):
    """It was not sealed with this key for this account, or was changed since, or never was sealed."""


class NoKey(NotOurSeal):
    """The key itself cannot be had; the text says why."""


class _Kept:
    """Where this process has its key."""

    read: Callable[[], bytes] | None = None


def keep_key(read: Callable[[], bytes]) -> None:
    """From now on this process seals and opens with the key that `read` gives; it is asked each time, and may raise NoKey."""
    _Kept.read = read


def seal(secret: bytes, *, account: UUID) -> bytes:
    """The secret as it is kept for an account; raises NoKey."""
    nonce = secrets.token_bytes(_NONCE_BYTES)
    return _FORM + nonce + _cipher().encrypt(nonce, secret, _PURPOSE + account.bytes)


def opened(kept: bytes, *, account: UUID) -> bytes:
    """The secret that was sealed for this account; raises NotOurSeal."""
    if kept[:1] != _FORM or len(kept) <= len(_FORM) + _NONCE_BYTES:
        raise NotOurSeal
    nonce, rest = kept[1 : 1 + _NONCE_BYTES], kept[1 + _NONCE_BYTES :]
    try:
        return _cipher().decrypt(nonce, rest, _PURPOSE + account.bytes)
    except InvalidTag as error:
        raise NotOurSeal from error


def _cipher() -> AESGCM:
    if _Kept.read is None:
        raise RuntimeError("this process was given no key for second factors")
    return AESGCM(_Kept.read())
