"""Secrets of second factors as they lie in the database: sealed with a key that lies elsewhere (ASVS 5.0, 11.2 and 13.3).

AES-256-GCM with a nonce of its own for each, bound to the account: one that was put in another account's row opens nothing.
Who has the database alone, or a backup without the key, has no secret.
"""

import secrets
from collections.abc import Callable, Sequence
from contextlib import suppress
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
    """Where this process has its keys."""

    read: Callable[[], Sequence[bytes]] | None = None


def keep_keys(read: Callable[[], Sequence[bytes]]) -> None:
    """From now on this process seals with the first key that `read` gives, and opens with any of them.

    It is asked each time, and may raise NoKey. There are two while the one is being replaced by the other.
    """
    _Kept.read = read


def seal(secret: bytes, *, account: UUID) -> bytes:
    """The secret as it is kept for an account; raises NoKey."""
    nonce = secrets.token_bytes(_NONCE_BYTES)
    return _FORM + nonce + AESGCM(_keys()[0]).encrypt(nonce, secret, _PURPOSE + account.bytes)


def opened(kept: bytes, *, account: UUID) -> bytes:
    """The secret that was sealed for this account; raises NotOurSeal."""
    return _opened(kept, account)[0]


def is_of_the_first_key(kept: bytes, *, account: UUID) -> bool:
    """Whether it needs no sealing anew once the other keys are gone; raises NotOurSeal."""
    return _opened(kept, account)[1] == 0


def _opened(kept: bytes, account: UUID) -> tuple[bytes, int]:
    """The secret, and which key opened it."""
    if kept[:1] != _FORM or len(kept) <= len(_FORM) + _NONCE_BYTES:
        raise NotOurSeal
    nonce, rest = kept[1 : 1 + _NONCE_BYTES], kept[1 + _NONCE_BYTES :]
    for place, key in enumerate(_keys()):
        with suppress(InvalidTag):
            return AESGCM(key).decrypt(nonce, rest, _PURPOSE + account.bytes), place
    raise NotOurSeal


def _keys() -> Sequence[bytes]:
    if _Kept.read is None:
        raise RuntimeError("this process was given no key for second factors")
    return _Kept.read()
