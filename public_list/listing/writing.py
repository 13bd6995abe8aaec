"""Numbers of certificates, names and runs of letters, as columns keep them."""

from registry.people.rules import Name

SIGN = "\x1f"
LETTER = 21
"""Bits of a letter."""


def as_number(written: str) -> int:
    """A certificate number as a number: its ten digits."""
    return int(written[2:10] + written[11:])


def as_written(number: int) -> str:
    """The number as it stands on the certificate."""
    digits = f"{number:010}"
    return f"CA{digits[:8]}-{digits[8:]}"


def as_run(letters: str) -> int:
    """Three letters as one number."""
    first, second, third = map(ord, letters)
    return first << 2 * LETTER | second << LETTER | third


def encoded(name: Name) -> bytes:
    """A name as `Names` keeps it."""
    return SIGN.join((name.given, name.prefix or "", name.family)).encode()
