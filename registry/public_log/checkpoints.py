"""What the log says of itself at a moment, and the file that proves to a stranger that something is in it.

C2SP tlog-checkpoint v1.0.0 and tlog-proof. Nothing here is believed before the note's signatures are.
"""

import binascii
import re
from base64 import b64decode, b64encode
from collections.abc import Sequence
from dataclasses import dataclass

from registry.public_log.notes import BadNote, Note, read_note
from registry.public_log.tree import root_by_inclusion

_HASH = 32
_SIZE = re.compile(r"0|[1-9][0-9]{0,18}", re.ASCII)
_PROOF = "c2sp.org/tlog-proof@v1"
_INDEX, _EXTRA = "index ", "extra "


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """A log by its name, how many leaves it has, and the root over them."""

    origin: str
    size: int
    root: bytes

    def __str__(self) -> str:
        """The text that is signed."""
        return f"{self.origin}\n{self.size}\n{b64encode(self.root).decode()}\n"


def read_checkpoint(note: Note) -> Checkpoint:
    """What a note says of a log; lines after the third are let be. Raises BadNote where it says nothing of a log."""
    lines = note.text.split("\n")[:-1]
    if len(lines) < len(("origin", "size", "root")) or not all(lines) or not _SIZE.fullmatch(lines[1]):
        raise BadNote("a checkpoint is a name, a size and a root, each on a line")
    return Checkpoint(lines[0], int(lines[1]), _read_hash(lines[2]))


@dataclass(frozen=True, slots=True)
class ProofFile:
    """That a leaf stands at a place in a log, for whoever has the leaf and trusts the keys: needs nothing else.

    `extra` is what we say beside it, and proves nothing by itself.
    """

    index: int
    path: Sequence[bytes]
    checkpoint: Note
    extra: bytes = b""

    def __str__(self) -> str:
        hashes = "".join(f"{b64encode(each).decode()}\n" for each in self.path)
        extra = f"{_EXTRA}{b64encode(self.extra).decode()}\n" if self.extra else ""
        return f"{_PROOF}\n{extra}{_INDEX}{self.index}\n{hashes}\n{self.checkpoint}"

    def proves(self, leaf: bytes) -> bool:
        """Whether the leaf of this hash is where the file says, in the tree of its checkpoint.

        The checkpoint's signatures are for the caller to ask.
        """
        found = read_checkpoint(self.checkpoint)
        try:
            return root_by_inclusion(leaf, index=self.index, size=found.size, path=self.path) == found.root
        except ValueError:
            return False


def read_proof(raw: bytes) -> ProofFile:
    """A proof as it came; extra data in it is let be. Raises BadNote for what is none."""
    try:
        head, _, checkpoint = raw.decode().partition("\n\n")
    except UnicodeDecodeError as error:
        raise BadNote("a proof is text in UTF-8") from error
    first, *lines = head.split("\n")
    if lines and lines[0].startswith(_EXTRA):
        lines = lines[1:]
    if first != _PROOF or not lines or not _SIZE.fullmatch(lines[0].removeprefix(_INDEX)) or not lines[0].startswith(_INDEX):
        raise BadNote("a proof says what it is, and at which place of the log")
    return ProofFile(
        int(lines[0].removeprefix(_INDEX)), [_read_hash(line) for line in lines[1:]], read_note(checkpoint.encode())
    )


def _read_hash(line: str) -> bytes:
    try:
        value = b64decode(line, validate=True)
    except (binascii.Error, ValueError) as error:
        raise BadNote("a hash is written in base64") from error
    if len(value) != _HASH or b64encode(value).decode() != line:
        raise BadNote("a hash has 32 bytes")
    return value
