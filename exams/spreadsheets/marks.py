"""What a scan of a sheet's own XML finds and the values alone do not tell; and the streaming that each scan shares."""

import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field

from exams.spreadsheets import errors, limits
from exams.spreadsheets.gate import DAMAGE, shown
from exams.spreadsheets.sheet import column_letter

_PIECE = 1_000_000


@dataclass(slots=True)
class Marks:
    """Addresses and numbers found in one sheet; `rows` and `columns` are the filled rectangle where it is known."""

    formulas: set[str] = field(default_factory=set)
    errors: dict[str, str] = field(default_factory=dict)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: list[str] = field(default_factory=list)
    merged: list[str] = field(default_factory=list)
    filled: int = 0

    def hide_columns(self, first: int, last: int) -> None:
        """Columns counted from 0, both included; beyond the last column that is read it does not matter."""
        self.hidden_columns += [column_letter(index) for index in range(first, min(last + 1, limits.COLUMNS))]

    def fill(self, count: int) -> None:
        """So many more cells hold something; raises TooManyCells."""
        self.filled += count
        if self.filled > limits.CELLS:
            raise errors.TooManyCells(count=self.filled, limit=limits.CELLS)


def pieces_of(parts: zipfile.ZipFile, name: str, *, until: tuple[bytes, ...] = (b"<",)) -> Iterator[bytes]:
    """A part in pieces that end just before one of `until`, so that no tag is ever cut in two.

    Raises FileDamaged where it cannot be unpacked, UnsafeXml for declarations, comments and other encodings.
    """
    rest = b""
    try:
        with parts.open(name) as part:
            while piece := part.read(_PIECE):
                rest = (rest + piece) if rest else piece
                cut = next((rest.rfind(b"<", 0, at + 1) for mark in until if (at := rest.rfind(mark)) > 0), 0)
                if cut <= 0 and len(rest) > limits.TAG_BYTES:
                    raise errors.UnsafeXml(part=shown(name))
                if cut > 0:
                    yield _checked(rest[:cut], name)
                    rest = rest[cut:]
    except DAMAGE as damage:
        raise errors.FileDamaged from damage
    yield _checked(rest, name)


def check_xml(parts: zipfile.ZipFile, name: str) -> None:
    """A part that is read by others holds plain XML in UTF-8; raises UnsafeXml or FileDamaged."""
    for _ in pieces_of(parts, name):
        pass


def _checked(piece: bytes, name: str) -> bytes:
    if b"<!" in piece or b"\x00" in piece:
        raise errors.UnsafeXml(part=shown(name))
    if piece.startswith(b"<?xml") and b"encoding" in (head := piece[: piece.find(b"?>")].lower()):
        encoding = head.partition(b"encoding")[2].strip(b" \t\r\n=").strip(b"\"'")
        if not encoding.startswith((b"utf-8", b"us-ascii")):
            raise errors.UnsafeXml(part=shown(name))
    return piece
