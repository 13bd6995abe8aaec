"""The files of the tree: their addresses, one way to write each, and what is in them."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.public_log.tiles import LONGEST, WIDTH, Tile, leaves_as_bytes, leaves_in, read_address, tiles_of


@pytest.mark.parametrize(
    ("tile", "address"),
    [
        (Tile(0, 0), "0/000"),
        (Tile(1, 67, 17), "1/067.p/17"),
        (Tile(0, 1_234_067), "0/x001/x234/067"),
        (Tile(None, 1_000), "entries/x001/000"),
        (Tile(63, 999, 1), "63/999.p/1"),
    ],
)
def test_addresses_are_those_of_the_standard(tile: Tile, address: str) -> None:
    """Numbers in groups of three, all but the last behind an x."""
    assert tile.address == address
    assert read_address(address) == tile


@given(st.one_of(st.none(), st.integers(0, 63)), st.integers(0, 10**12), st.integers(1, WIDTH))
def test_every_tile_has_one_address(level: int | None, number: int, width: int) -> None:
    """Which leads back to it."""
    tile = Tile(level, number, width)
    assert read_address(tile.address) == tile


@pytest.mark.parametrize(
    "address",
    [
        "",
        "0",
        "0/0",
        "0/00",
        "0/0000",
        "00/000",
        "64/000",
        "0/x000/001",
        "0/001/002",
        "0/000.p/0",
        "0/000.p/01",
        "0/000.p/256",
        "0/000.p/999",
        "0/000.p/",
        "entries/x1/000",
        "leaves/000",
        "-1/000",
        "0/٠٠٠",
        "0/000\n",
        "0/../000",
        f"0/{'x001/' * 7}001",
        f"0/{'x001/' * 1500}001",
    ],
)
def test_no_tile_has_another_address(address: str) -> None:
    """What is written otherwise is not there: each file is kept once, everywhere on its way."""
    assert read_address(address) is None


def test_a_tree_has_the_tiles_that_the_standard_counts() -> None:
    """70,000 leaves, 256, and none."""
    counted = Counter((tile.level, tile.width) for tile in tiles_of(70_000))
    assert counted == {(0, 256): 273, (0, 112): 1, (1, 256): 1, (1, 17): 1, (2, 1): 1}
    assert list(tiles_of(256)) == [Tile(0, 0), Tile(1, 0, 1)]
    assert list(tiles_of(0)) == []


@given(st.integers(1, 200_000))
def test_a_tree_has_its_own_tiles_and_no_wider_ones(size: int) -> None:
    """One leaf less, and the last of them is not in it yet."""
    for tile in tiles_of(size):
        assert tile.is_in(size)
        assert tile.width == WIDTH or not Tile(tile.level, tile.number, tile.width + 1).is_in(size)


def test_leaves_come_back_from_their_bundle() -> None:
    """Also empty ones and the longest; a longer one is refused, and so is half a bundle."""
    leaves = [b"", b"a", b"b" * LONGEST]
    assert list(leaves_in(leaves_as_bytes(leaves))) == leaves
    with pytest.raises(OverflowError):
        leaves_as_bytes([b"c" * (LONGEST + 1)])
    whole = leaves_as_bytes([b"one", b"two"])
    for end in set(range(len(whole))) - {0, 5}:
        with pytest.raises(ValueError, match="in the middle"):
            leaves_in(whole[:end])
