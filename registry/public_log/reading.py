"""The log as everybody reads it: the checkpoint with who saw it, tiles of hashes, bundles of leaves, and proofs.

Only what was signed is given. At most one tile or bundle is held in memory.
"""

from base64 import b64encode
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

import msgspec

from registry.canonical import canonical_json
from registry.public_log import hashes, openings
from registry.public_log.checkpoints import Checkpoint, ProofFile, read_checkpoint
from registry.public_log.notes import Note, NoteKey, read_key, read_note
from registry.public_log.service import Head
from registry.public_log.tiles import Tile, hashes_as_bytes, leaves_as_bytes
from registry.public_log.tree import inclusion
from registry.public_log.witness import Witness
from registry.transactions import fetch

_HEAD = """
SELECT number, first, CASE WHEN NOT EXISTS (SELECT 1 FROM log_head AS later WHERE later.number > $1) THEN size
    ELSE LEAST(size, coalesce((SELECT max(own.size) FROM log_checkpoint AS own WHERE log = $1 AND signed_at IS DISTINCT FROM (
        SELECT later.signed_at FROM log_checkpoint AS later WHERE later.log > $1 ORDER BY later.id LIMIT 1)), 0)) END AS size
FROM log_head WHERE number = $1
"""
"""Of a log that another followed, what this database itself signed: the last note, which was kept outside it, is added to the
old log at the very moment at which the next one is signed, and speaks of leaves that are gone."""
_NEWEST = "SELECT id, note, key, signed_at FROM log_checkpoint WHERE log = $1 ORDER BY id DESC LIMIT 1"
_COVERING = """
SELECT id, note, key, signed_at FROM log_checkpoint WHERE log = $1 AND size > $2 AND size <= $3
ORDER BY EXISTS (SELECT 1 FROM log_cosignature WHERE checkpoint = log_checkpoint.id) DESC, id DESC LIMIT 1
"""
_SEEN = "SELECT line FROM log_cosignature WHERE checkpoint = $1 ORDER BY id"
_WATCH = """
SELECT DISTINCT ON (witness) witness, size, seen_at FROM log_cosignature
JOIN log_checkpoint ON log_checkpoint.id = checkpoint WHERE log = $1 ORDER BY witness, log_cosignature.id DESC
"""
_LEAVES = "SELECT data FROM log_leaf WHERE place >= $1 AND place < $2 ORDER BY place"


@dataclass(frozen=True, slots=True)
class Signed:
    """A checkpoint that was signed: its note with the lines of witnesses, the key that signed it, and when."""

    id: int
    note: Note
    key: NoteKey
    signed_at: datetime

    @property
    def said(self) -> Checkpoint:
        """What the note says of the log."""
        return read_checkpoint(self.note)


@dataclass(frozen=True, slots=True)
class Seen:
    """A witness by name: what it saw last of a log, and when; nothing yet where it never signed."""

    name: str
    size: int | None = None
    seen_at: datetime | None = None


async def watch(number: int, witnesses: Iterable[Witness]) -> list[Seen]:
    """Who saw a log, and who was asked and never did, by name."""
    rows = await fetch(_WATCH, number)
    found = {row["witness"]: Seen(row["witness"], row["size"], row["seen_at"]) for row in rows}
    return [found.get(name) or Seen(name) for name in sorted({*found, *(each.key.name for each in witnesses)})]


async def head_of(number: int) -> Head | None:
    """The log of that number, as far as its leaves are those that were signed; none where it never began."""
    rows = await fetch(_HEAD, number)
    return Head(rows[0]["number"], rows[0]["first"], rows[0]["size"]) if rows else None


async def ended(before: int) -> list[Signed]:
    """What every log before that one said last, the newest first: each ended where a backup was put back."""
    found = [await newest_signed(number) for number in range(before - 1, 0, -1)]
    return [each for each in found if each is not None]


async def newest_signed(number: int) -> Signed | None:
    """The newest checkpoint of a log; none before it was signed."""
    return await _signed(_NEWEST, number)


async def _signed(query: str, *values: int) -> Signed | None:
    rows = await fetch(query, *values)
    if not rows:
        return None
    row = rows[0]
    seen = "".join(each["line"] for each in await fetch(_SEEN, row["id"]))
    return Signed(row["id"], read_note((row["note"] + seen).encode()), read_key(row["key"]), row["signed_at"])


async def tile(number: int, wanted: Tile) -> bytes | None:
    """The bytes of a tile or a bundle; none for one that was not signed, or was lost when the log began anew."""
    head = await head_of(number)
    signed = await newest_signed(number)
    if head is None or signed is None or not wanted.is_in(min(signed.said.size, head.size)):
        return None
    end = wanted.first + wanted.width
    if wanted.level is None:
        rows = await fetch(_LEAVES, head.first + wanted.first, head.first + end)
        return leaves_as_bytes(row["data"] for row in rows) if len(rows) == wanted.width else None
    found = await hashes.kept(head, wanted.level, range(wanted.first, end))
    return hashes_as_bytes(found[each] for each in sorted(found)) if len(found) == wanted.width else None


async def proof_of(number: int, index: int) -> ProofFile | None:
    """That a leaf stands in a log, by its newest checkpoint that witnesses saw, else the newest; none before it was signed."""
    head = await head_of(number)
    signed = None if head is None else await _signed(_COVERING, number, index, head.size)
    if head is None or signed is None:
        return None
    return ProofFile(index, await hashes.path(head, inclusion(index, signed.said.size)), signed.note)


async def proof_file(certificate: UUID) -> bytes | None:
    """The proof that a certificate's first event was logged, with the leaf and what opens it beside it, as C2SP tlog-proof.

    None before it was signed, and for who was erased.
    """
    opened = await openings.of_certificate(certificate)
    found = await proof_of(opened[0].log, opened[0].index) if opened else None
    if found is None:
        return None
    first = opened[0]
    opening = {
        "leaf": first.data.decode(),
        "salt": b64encode(first.opening.salt).decode(),
        "event": msgspec.json.decode(first.opening.text),
    }
    return str(replace(found, extra=canonical_json(opening).encode())).encode()
