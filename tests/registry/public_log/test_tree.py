"""The Merkle tree of RFC 6962: known roots, growing, and proofs that hold for what they are of and for nothing else."""

import hashlib
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.public_log.tree import (
    EMPTY,
    Edge,
    Span,
    consistency,
    inclusion,
    is_consistent,
    joined,
    leaf_hash,
    node_hash,
    parts,
    proof,
    root_by_inclusion,
)
from tests.registry.public_log.trees import grown

LEAVES = [
    bytes.fromhex(each)
    for each in (
        "",
        "00",
        "10",
        "2021",
        "3031",
        "40414243",
        "5051525354555657",
        "606162636465666768696a6b6c6d6e6f",
    )
]
ROOTS = [
    bytes.fromhex(each)
    for each in (
        "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
        "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
        "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
        "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
        "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
        "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
        "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
    )
]
"""Of the first 1 to 8 leaves, as Certificate Transparency's own tests have them."""


def by_the_standard(leaves: list[bytes]) -> bytes:
    """The root as RFC 6962 defines it, without any of our shortcuts."""
    if len(leaves) < 2:
        return leaves[0] if leaves else hashlib.sha256(b"").digest()
    half = 1
    while half * 2 < len(leaves):
        half *= 2
    return hashlib.sha256(b"\x01" + by_the_standard(leaves[:half]) + by_the_standard(leaves[half:])).digest()


def test_known_hashes() -> None:
    """Of nothing, of two leaves, and of a node."""
    assert EMPTY.hex() == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    assert leaf_hash(b"L123456").hex() == "395aa064aa4c29f7010acfe3f25db9485bbd4b91897b6ad7ad547639252b4d56"
    assert node_hash(b"N123", b"N456").hex() == "aa217fe888e47007fa15edab33c2b492a722cb106c64667fc2b044444de66bbb"


def test_a_growing_tree_has_the_known_roots() -> None:
    """At every size; kept and taken up again in between."""
    edge = Edge()
    assert edge.root == EMPTY
    for leaf, root in zip(LEAVES, ROOTS, strict=True):
        edge = Edge(edge.size, edge.hashes)
        edge.add(leaf_hash(leaf))
        assert edge.root == root


def test_an_edge_that_does_not_belong_to_its_size_is_refused() -> None:
    """Too few subtrees, too many, or something that is no hash."""
    for size, hashes in ((1, []), (0, [EMPTY]), (3, [EMPTY]), (1, [b"short"])):
        with pytest.raises(ValueError, match="subtrees at its edge"):
            Edge(size, hashes)


@pytest.mark.parametrize("size", [*range(1, 34), 255, 256, 257, 300])
def test_every_leaf_is_proved_in_every_tree(size: int) -> None:
    """The root follows from the leaf and its path, and equals the standard's definition."""
    leaves, roots, nodes = grown(size)
    assert roots[size] == by_the_standard(leaves)
    for index in range(size) if size < 64 else (0, 1, 127, 254, size - 1):
        path = proof(inclusion(index, size), nodes)
        assert root_by_inclusion(leaves[index], index=index, size=size, path=path) == roots[size]


@pytest.mark.parametrize("new", [*range(1, 20), 31, 32, 33, 257])
def test_every_tree_grew_out_of_every_smaller_one(new: int) -> None:
    """And no proof shows that for another root, old or new."""
    _, roots, nodes = grown(new)
    for old in range(1, new + 1):
        path = proof(consistency(old, new), nodes) if old < new else []
        assert is_consistent((old, roots[old]), (new, roots[new]), path)
        assert not is_consistent((old, EMPTY), (new, roots[new]), path)
        assert not is_consistent((old, roots[old]), (new, EMPTY), path)
        assert not is_consistent((old, roots[old]), (new, roots[new]), [*path, EMPTY])
        if path:
            assert not is_consistent((old, roots[old]), (new, roots[new]), path[:-1])
    assert is_consistent((0, EMPTY), (new, roots[new]), [])
    assert not is_consistent((0, roots[1]), (new, roots[new]), [])


def test_a_tree_never_grew_out_of_a_larger_one() -> None:
    """A log that became shorter shows itself."""
    _, roots, _ = grown(9)
    assert not is_consistent((9, roots[9]), (5, roots[5]), [])


@given(st.integers(2, 200), st.data())
def test_a_path_proves_no_other_leaf_and_no_other_place(size: int, data: st.DataObject) -> None:
    """One hash changed, left out or added, another leaf, another place: another root, or refused."""
    leaves, roots, nodes = grown(size)
    index = data.draw(st.integers(0, size - 1))
    path = proof(inclusion(index, size), nodes)
    at = data.draw(st.integers(0, len(path) - 1))
    changed = [*path[:at], leaf_hash(b"another"), *path[at + 1 :]]
    other = data.draw(st.integers(0, size - 1).filter(lambda each: each != index))
    assert root_by_inclusion(leaves[index], index=index, size=size, path=changed) != roots[size]
    assert root_by_inclusion(leaves[other], index=index, size=size, path=path) != roots[size]
    if len(inclusion(other, size)) == len(path):
        assert root_by_inclusion(leaves[index], index=other, size=size, path=path) != roots[size]
    for wrong in (path[1:], [*path, EMPTY]):
        with pytest.raises(ValueError, match="a proof for leaf"):
            root_by_inclusion(leaves[index], index=index, size=size, path=wrong)


def test_what_has_no_proof_is_refused() -> None:
    """A leaf outside the tree, and a tree that is empty or larger than the other."""
    for index, size in ((0, 0), (3, 3), (-1, 3)):
        with pytest.raises(ValueError, match="has no leaf"):
            inclusion(index, size)
    for old, new in ((0, 3), (4, 3)):
        with pytest.raises(ValueError, match="no proof leads"):
            consistency(old, new)


@given(st.integers(0, 2**40), st.integers(1, 2**20))
def test_the_parts_of_leaves_are_those_leaves(number: int, length: int) -> None:
    """Complete subtrees, side by side, from the first leaf up to the end."""
    first = number << length.bit_length()
    found = parts(Span(first, first + length))
    begins = [each.number << each.level for each in found]
    ends = [(each.number + 1) << each.level for each in found]
    assert (begins[0], ends[-1]) == (first, first + length)
    assert begins[1:] == ends[:-1]
    assert all(before.level > after.level for before, after in pairwise(found))
    assert joined([]) == EMPTY
