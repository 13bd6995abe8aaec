"""The addresses and bytes of the files in which the tree is published (C2SP tlog-tiles v0.1.0)."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

HEIGHT = 8
WIDTH = 1 << HEIGHT
"""So many hashes, or leaves, make a full tile."""
LONGEST = 0xFFFF
"""So many bytes a leaf has at most."""
_HIGHEST = 63
_ADDRESS = re.compile(
    r"(?P<level>0|[1-9][0-9]?|entries)/(?P<number>(?:x[0-9]{3}/){0,6}[0-9]{3})(?:\.p/(?P<width>[1-9][0-9]{0,2}))?", re.ASCII
)


@dataclass(frozen=True, slots=True)
class Tile:
    """The hashes `number * 256` onwards at a level, or the leaves themselves where there is no level; `width` of them."""

    level: int | None
    number: int
    width: int = WIDTH

    @property
    def address(self) -> str:
        """Where it is, below `tile/`: number 1234067 is `x001/x234/067`, and a partial tile says how wide it is."""
        digits = str(self.number)
        groups = [digits[max(0, end - 3) : end].zfill(3) for end in range(len(digits), 0, -3)][::-1]
        path = "/".join([*(f"x{group}" for group in groups[:-1]), groups[-1]])
        partial = "" if self.width == WIDTH else f".p/{self.width}"
        return f"{'entries' if self.level is None else self.level}/{path}{partial}"

    @property
    def first(self) -> int:
        """The place of its first hash at its level."""
        return self.number * WIDTH

    def is_in(self, size: int) -> bool:
        """Whether a tree of that size has it: every hash in it is of a complete subtree."""
        return (self.first + self.width) << (HEIGHT * (self.level or 0)) <= size


def read_address(address: str) -> Tile | None:
    """The tile at an address below `tile/`; none where it is written in any other way than `Tile.address` does."""
    found = _ADDRESS.fullmatch(address)
    if found is None:
        return None
    level = None if found["level"] == "entries" else int(found["level"])
    width = int(found["width"] or WIDTH)
    tile = Tile(level, int(found["number"].replace("x", "").replace("/", "")), width)
    return tile if tile.address == address and (level or 0) <= _HIGHEST and width <= WIDTH else None


def tiles_of(size: int) -> Iterator[Tile]:
    """Every tile of the hashes of a tree of that size, the full ones of a level before the partial one."""
    level = 0
    while count := size >> (HEIGHT * level):
        yield from (Tile(level, number) for number in range(count // WIDTH))
        if count % WIDTH:
            yield Tile(level, count // WIDTH, count % WIDTH)
        level += 1


def hashes_as_bytes(hashes: Iterable[bytes]) -> bytes:
    """A tile of hashes."""
    return b"".join(hashes)


def leaves_as_bytes(leaves: Iterable[bytes]) -> bytes:
    """A bundle of leaves, each behind its length in two bytes. Raises OverflowError for one longer than `LONGEST`."""
    return b"".join(len(leaf).to_bytes(2) + leaf for leaf in leaves)


def leaves_in(bundle: bytes) -> Sequence[bytes]:
    """The leaves of a bundle. Raises ValueError for one that ends halfway."""
    found, at = [], 0
    while at < len(bundle):
        begin, end = at + 2, at + 2 + int.from_bytes(bundle[at : at + 2])
        if begin > len(bundle) or end > len(bundle):
            raise ValueError("the bundle ends in the middle of a leaf")
        found.append(bundle[begin:end])
        at = end
    return found
