"""Lists of bits that tell strangers which credentials are revoked (W3C Bitstring Status List v1.0).

A list has 131,072 places, the first being the leftmost bit. A place is drawn at random and never given again; a bit of a
revocation list goes from 0 to 1 and never back.
"""

import zlib
from collections.abc import Iterable
from enum import StrEnum

from registry import base64url

PLACES = 131_072
"""Enough that a place tells nothing of whose it is (section 7.4)."""
FULL = PLACES // 2
"""A new list begins when so many places are given: free ones stay easy to draw."""
_BYTES = PLACES // 8
_MULTIBASE = "u"
_HEADER = bytes.fromhex("1f8b0800 00000000 0003")
"""Of gzip, without a time: Python's own differs from version to version."""


class Purpose(StrEnum):
    """What a set bit says."""

    REVOCATION = "revocation"
    SUSPENSION = "suspension"


class BadStatusList(ValueError):
    """What is no list of bits; the text says why."""


def bits_of(places: Iterable[int]) -> bytes:
    """The list in which these places are set. Raises ValueError for a place that it does not have."""
    bits = bytearray(_BYTES)
    for place in places:
        if not 0 <= place < PLACES:
            raise ValueError(f"a list has no place {place}")
        bits[place >> 3] |= 0x80 >> (place & 7)
    return bytes(bits)


def is_set(bits: bytes, place: int) -> bool:
    """Whether the bit at this place is set. Raises BadStatusList for a place that the list does not have."""
    if not 0 <= place < len(bits) * 8:
        raise BadStatusList(f"the list has no place {place}")
    return bool(bits[place >> 3] & 0x80 >> (place & 7))


def encoded(bits: bytes) -> str:
    """The bits as they stand in a credential: compressed, the same bytes each time, in multibase."""
    squeezing = zlib.compressobj(level=9, wbits=-zlib.MAX_WBITS)
    body = squeezing.compress(bits) + squeezing.flush()
    end = zlib.crc32(bits).to_bytes(4, "little") + len(bits).to_bytes(4, "little")
    return _MULTIBASE + base64url.encoded(_HEADER + body + end)


def decoded(text: str) -> bytes:
    """The bits of a list. Raises BadStatusList for what is none, is shorter than the standard asks, or swells beyond ours."""
    if not text.startswith(_MULTIBASE):
        raise BadStatusList("the list is not in base64url")
    try:
        packed = base64url.decoded(text[1:])
        unpacking = zlib.decompressobj(wbits=zlib.MAX_WBITS | 16)
        bits = unpacking.decompress(packed, _BYTES + 1)
    except (ValueError, zlib.error) as error:
        raise BadStatusList("the list is not compressed as it should be") from error
    if len(bits) != _BYTES or not unpacking.eof:
        raise BadStatusList(f"the list does not have {PLACES} places")
    return bits
