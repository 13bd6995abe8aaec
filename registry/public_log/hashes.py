"""The hashes of a log as they are kept: of its leaves, and of every 256th subtree. All others follow from at most 255 of them.

So the right edge, a proof or a tile costs as many rows as the tree is high, however many leaves it has.
"""

from collections import defaultdict
from collections.abc import AsyncIterator, Iterable, Sequence

from registry.public_log.service import Head
from registry.public_log.tiles import HEIGHT
from registry.public_log.tree import Edge, Node, Span, node_hash, parts, proof
from registry.transactions import Connection, fetch

AT_ONCE = 10_000
"""So many leaves are read at a time."""
_LEAVES = "SELECT place - $1::bigint AS number, leaf_hash AS hash FROM log_leaf WHERE place = ANY($2::bigint[])"
_NODES = "SELECT number, hash FROM log_node WHERE log = $1 AND level = $2 AND number = ANY($3::bigint[])"


async def kept(log: Head, level: int, numbers: Sequence[int]) -> dict[int, bytes]:
    """The roots of these subtrees of 256^level leaves, as far as they are kept."""
    if level == 0:
        rows = await fetch(_LEAVES, log.first, [log.first + number for number in numbers])
    else:
        rows = await fetch(_NODES, log.number, level, list(numbers))
    return {row["number"]: row["hash"] for row in rows}


async def of_nodes(log: Head, nodes: Iterable[Node]) -> dict[Node, bytes]:
    """The hashes of complete subtrees, all of them of what was signed. Raises KeyError for one that is not."""
    wanted: dict[int, list[Node]] = defaultdict(list)
    for node in nodes:
        wanted[node.level // HEIGHT].append(node)
    found: dict[Node, bytes] = {}
    for level, those in wanted.items():
        below = {node: range(node.number << node.level % HEIGHT, (node.number + 1) << node.level % HEIGHT) for node in those}
        hashes = await kept(log, level, [number for numbers in below.values() for number in numbers])
        found |= {node: _root([hashes[number] for number in numbers]) for node, numbers in below.items()}
    return found


def _root(hashes: Sequence[bytes]) -> bytes:
    """Over a power of two of them."""
    while len(hashes) > 1:
        hashes = [node_hash(hashes[at], hashes[at + 1]) for at in range(0, len(hashes), 2)]
    return hashes[0]


async def edge_at(log: Head, size: int) -> Edge:
    """The right edge that the log had at a size up to which it was signed. Raises KeyError for another."""
    nodes = parts(Span(0, size))
    hashes = await of_nodes(log, nodes)
    return Edge(size, [hashes[node] for node in nodes])


async def path(log: Head, spans: Sequence[Span]) -> list[bytes]:
    """The hashes of a proof. Raises KeyError for one of what was not signed."""
    return proof(spans, await of_nodes(log, (node for span in spans for node in parts(span))))


async def leaves_from(log: Head, begin: int, end: int, *, connection: Connection) -> AsyncIterator[Sequence[bytes]]:
    """The hashes of the leaves from one up to another, some thousands at a time."""
    for at in range(begin, end, AT_ONCE):
        upto = min(end, at + AT_ONCE)
        rows = await connection.fetch(
            "SELECT leaf_hash FROM log_leaf WHERE place >= $1 AND place < $2 ORDER BY place", log.first + at, log.first + upto
        )
        yield [row["leaf_hash"] for row in rows]
