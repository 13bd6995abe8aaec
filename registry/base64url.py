"""Bytes as text for addresses and tokens: base64url without padding, as RFC 7515 writes it."""

import binascii
from base64 import urlsafe_b64decode, urlsafe_b64encode


def encoded(value: bytes) -> str:
    """The one way to write it."""
    return urlsafe_b64encode(value).rstrip(b"=").decode()


def decoded(text: str) -> bytes:
    """What is written. Raises ValueError for padding, blanks and any other way to write it than that one."""
    if not text.isascii() or "=" in text:
        raise binascii.Error("this is not base64url without padding")
    value = urlsafe_b64decode(text + "=" * (-len(text) % 4))
    if encoded(value) != text:
        raise binascii.Error("there is another way to write this in base64url")
    return value
