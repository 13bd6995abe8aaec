"""The Merkle tree of RFC 6962 (section 2.1): hashes, the right edge, and which subtrees a proof is made of.

A tree never changes but by growing at its right. A complete subtree of 2^level leaves is a `Node`; every other hash follows
from those. Sizes and indexes are numbers of leaves; hashes are the 32 bytes of SHA-256.
"""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

EMPTY = hashlib.sha256(b"").digest()
"""The root of a tree without leaves."""
_HASH = 32


class Node(NamedTuple):
    """A complete subtree: `2^level` leaves, beginning with leaf `number * 2^level`."""

    level: int
    number: int


class Span(NamedTuple):
    """The leaves from `first` up to, without, `end`."""

    first: int
    end: int


def leaf_hash(data: bytes) -> bytes:
    """The hash of a leaf: its data behind a zero byte, so that no leaf passes for a node."""
    return hashlib.sha256(b"\x00" + data).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """The hash over two subtrees."""
    return hashlib.sha256(b"\x01" + left + right).digest()


def parts(span: Span) -> list[Node]:
    """The complete subtrees that together are these leaves, from left to right.

    Spans in proofs begin where a subtree at least as long begins, so each part is smaller than the one before it.
    """
    found, first = [], span.first
    while first < span.end:
        level = (span.end - first).bit_length() - 1
        if first:
            level = min(level, (first & -first).bit_length() - 1)
        found.append(Node(level, first >> level))
        first += 1 << level
    return found


def joined(hashes: Sequence[bytes]) -> bytes:
    """The root over subtrees that become smaller to the right; of none it is `EMPTY`."""
    if not hashes:
        return EMPTY
    root = hashes[-1]
    for left in reversed(hashes[:-1]):
        root = node_hash(left, root)
    return root


class Edge:
    """The complete subtrees at the right edge of a tree, the largest first: all that growing and signing need.

    Adding a leaf costs one hash on average and as many as the tree is high at most, whatever the size.
    """

    def __init__(self, size: int = 0, hashes: Iterable[bytes] = ()) -> None:
        self.size = size
        self.hashes = list(hashes)
        if len(self.hashes) != size.bit_count() or any(len(each) != _HASH for each in self.hashes):
            raise ValueError(f"a tree of {size} leaves has {size.bit_count()} subtrees at its edge, of {_HASH} bytes each")

    def add(self, leaf: bytes) -> list[tuple[Node, bytes]]:
        """One more leaf, by its hash. Returns every subtree that it made complete, the leaf itself first."""
        node, value = Node(0, self.size), leaf
        made = [(node, value)]
        while node.number & 1:
            node, value = Node(node.level + 1, node.number >> 1), node_hash(self.hashes.pop(), value)
            made.append((node, value))
        self.hashes.append(value)
        self.size += 1
        return made

    @property
    def root(self) -> bytes:
        """The hash of the whole tree."""
        return joined(self.hashes)


def inclusion(index: int, size: int) -> list[Span]:
    """Whose roots prove that the leaf is in a tree of that size, from the leaf's neighbour upwards.

    Raises ValueError for a leaf that is not in it.
    """
    if not 0 <= index < size:
        raise ValueError(f"a tree of {size} leaves has no leaf {index}")
    found, span = [], Span(0, size)
    while span.end - span.first > 1:
        middle = _middle(span)
        left, right = Span(span.first, middle), Span(middle, span.end)
        span, beside = (left, right) if index < middle else (right, left)
        found.append(beside)
    return found[::-1]


def consistency(old: int, new: int) -> list[Span]:
    """Whose roots prove that the first `old` of `new` leaves are what they were. Raises ValueError unless 0 < old <= new."""
    if not 0 < old <= new:
        raise ValueError(f"no proof leads from {old} leaves to {new}")
    found, span, is_old_tree = [], Span(0, new), True
    while span.end > old:
        middle = _middle(span)
        if old <= middle:
            found.append(Span(middle, span.end))
            span = Span(span.first, middle)
        else:
            found.append(Span(span.first, middle))
            span, is_old_tree = Span(middle, span.end), False
    if not is_old_tree:
        found.append(span)
    return found[::-1]


def proof(spans: Iterable[Span], hashes: Mapping[Node, bytes]) -> list[bytes]:
    """The roots of these spans, from the hashes of their parts."""
    return [joined([hashes[node] for node in parts(span)]) for span in spans]


def root_by_inclusion(leaf: bytes, *, index: int, size: int, path: Sequence[bytes]) -> bytes:
    """The root that a tree has in which the leaf of this hash stands there. Raises ValueError for a path that does not fit."""
    spans = inclusion(index, size)
    if len(spans) != len(path):
        raise ValueError(f"a proof for leaf {index} of {size} has {len(spans)} hashes, not {len(path)}")
    value = leaf
    for beside, other in zip(spans, path, strict=True):
        value = node_hash(value, other) if beside.first > index else node_hash(other, value)
    return value


def is_consistent(old: tuple[int, bytes], new: tuple[int, bytes], path: Sequence[bytes]) -> bool:
    """Whether a tree of one size and root grew out of another, by this proof; sizes and roots of both are given."""
    (old_size, old_root), (new_size, new_root) = old, new
    if old_size > new_size:
        return False
    if old_size in {0, new_size}:
        return not path and (old_root == EMPTY if old_size == 0 else old_root == new_root)
    spans = consistency(old_size, new_size)
    begins_within = len(parts(Span(0, old_size))) > 1
    if len(path) != len(spans):
        return False
    pairs = list(zip(spans, path, strict=True))
    of_old = of_new = pairs.pop(0)[1] if begins_within else old_root
    for beside, other in pairs:
        if beside.first < old_size:
            of_old = node_hash(other, of_old)
            of_new = node_hash(other, of_new)
        else:
            of_new = node_hash(of_new, other)
    return of_old == old_root and of_new == new_root


def _middle(span: Span) -> int:
    """Where a tree divides: its left half is the largest power of two that is smaller than the whole."""
    return span.first + (1 << ((span.end - span.first - 1).bit_length() - 1))
