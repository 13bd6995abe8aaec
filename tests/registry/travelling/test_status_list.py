"""Lists of bits that tell which credentials are revoked: the known answer, the order of the bits, and what is refused."""

import gzip
from base64 import urlsafe_b64encode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.credentials.status_list import PLACES, BadStatusList, bits_of, decoded, encoded, is_set

NOTHING_SET = "uH4sIAAAAAAAAA-3BMQEAAADCoPVPbQwfoAAAAAAAAAAAAAAAAAAAAIC3AYbSVKsAQAAA"


def test_the_known_list_is_what_it_is_elsewhere() -> None:
    """131,072 places of which none is set, as the standard's own example has them."""
    assert encoded(bits_of([])) == NOTHING_SET
    assert decoded(NOTHING_SET) == bytes(PLACES // 8)


def test_the_first_place_is_the_leftmost_bit() -> None:
    """Other lists count from the right; this one does not."""
    bits = bits_of([0, 15])
    assert bits[:2].hex() == "8001"
    assert [place for place in range(20) if is_set(bits, place)] == [0, 15]


@given(st.sets(st.integers(0, PLACES - 1), max_size=50))
def test_what_is_set_comes_back_and_nothing_else(places: set[int]) -> None:
    """Through the text, which is the same each time it is made."""
    text = encoded(bits_of(places))
    assert text == encoded(bits_of(sorted(places, reverse=True)))
    bits = decoded(text)
    assert all(is_set(bits, place) for place in places)
    assert sum(each.bit_count() for each in bits) == len(places)


@pytest.mark.parametrize("place", [-1, PLACES, 10**12])
def test_no_list_has_places_beyond_its_own(place: int) -> None:
    """Neither to set nor to ask: somebody else's bit would answer."""
    with pytest.raises(ValueError, match="has no place"):
        bits_of([place])
    with pytest.raises(BadStatusList, match="has no place"):
        is_set(bits_of([]), place)


def _packed(content: bytes) -> str:
    return "u" + urlsafe_b64encode(content).rstrip(b"=").decode()


@pytest.mark.parametrize(
    "text",
    [
        "",
        "u",
        "z" + NOTHING_SET[1:],
        NOTHING_SET[:-8],
        _packed(b"not compressed"),
        _packed(gzip.compress(bytes(PLACES // 8 - 1), mtime=0)),
        _packed(gzip.compress(bytes(PLACES // 8 + 1), mtime=0)),
        _packed(gzip.compress(bytes(50_000_000), mtime=0)),
        "uü",
    ],
)
def test_what_is_no_list_is_refused(text: str) -> None:
    """Another coding, cut off, too short, too long; a list that swells is not unpacked further than a list goes."""
    with pytest.raises(BadStatusList):
        decoded(text)
