"""A tree that grew leaf by leaf, with everything that a proof could need of it."""

from registry.public_log.tree import Edge, Node, leaf_hash


def grown(number: int) -> tuple[list[bytes], list[bytes], dict[Node, bytes]]:
    """The leaves of a tree by their hashes, its root at every size from 0 on, and every complete subtree in it."""
    edge = Edge()
    leaves, roots, nodes = [], [edge.root], dict[Node, bytes]()
    for each in range(number):
        leaves.append(leaf_hash(each.to_bytes(4)))
        nodes |= edge.add(leaves[-1])
        roots.append(edge.root)
    return leaves, roots, nodes
