"""Numbers of certificates, names and runs of letters, as columns keep them."""

from hashlib import blake2b

from public_list.listing.spelled import Named

SIGN = "\x1f"
LETTER = 21
"""Bits of a letter."""


def as_number(written: str) -> int:
    """A certificate number as a number: its ten digits."""
    return int(written[2:10] + written[11:])


def as_written(number: int) -> str:
    """The number as it stands on the certificate."""
    digits, check = divmod(number, 100)
    return f"CA{digits:08}-{check:02}"


def as_runs(letters: str) -> set[int]:
    """The runs of three letters that follow one another, each as one number."""
    codes = [*map(ord, letters)]
    return {
        first << 2 * LETTER | second << LETTER | third
        for first, second, third in zip(codes, codes[1:], codes[2:], strict=False)
    }


def encoded(name: Named) -> bytes:
    """A name as `Names` keeps it."""
    return SIGN.join((name.given, name.prefix or "", name.family)).encode()


def digest(told: bytes) -> bytes:
    """Eight octets by which what is told is known: the same in every process."""
    return blake2b(told, digest_size=8).digest()
