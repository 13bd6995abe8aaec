"""What a scan of a sheet's own XML finds and the values alone do not tell; and the streaming that each scan shares."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from exams.spreadsheets import errors, limits
from exams.spreadsheets.gate import shown
from exams.spreadsheets.parts import DAMAGE, Parts
from exams.spreadsheets.sheet import address, column_letter, corners

_PIECE = 1_000_000
_BYTE_ORDER_MARK = b"\xef\xbb\xbf"


@dataclass(slots=True)
class Marks:
    """Addresses and numbers found in one sheet; `filled` counts the cells that hold something.

    `percentages` are cells with a number that is shown as a percentage.
    """

    formulas: set[str] = field(default_factory=set)
    errors: dict[str, str] = field(default_factory=dict)
    percentages: set[str] = field(default_factory=set)
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

    def calculated(self, cells: Iterable[str]) -> None:
        """These cells hold a formula; raises TooManyFormulas."""
        self.formulas.update(cells)
        self._check_formulas()

    def broken(self, cells: Iterable[str], value: str) -> None:
        """These cells hold an error value; raises TooManyFormulas."""
        self.errors.update(dict.fromkeys(cells, value))
        self._check_formulas()

    def _check_formulas(self) -> None:
        count = len(self.formulas) + len(self.errors)
        if count > limits.MARKS:
            raise errors.TooManyFormulas(count=count, limit=limits.MARKS)

    def merged_within(self, bottom: int, right: int) -> tuple[str, ...]:
        """The merged ranges as far as they lie within so many rows and columns; raises FileDamaged, TooManyMerged."""
        inside, covered = [], 0
        for cells in self.merged:
            try:
                top, left, low, far = corners(cells)
            except ValueError as odd:
                raise errors.FileDamaged from odd
            low, far = min(low, bottom), min(far, right - 1)
            if top > low or left > far:
                continue
            inside.append(f"{address(top, left)}:{address(low, far)}")
            covered += (low - top + 1) * (far - left + 1)
            if covered > limits.MARKS:
                raise errors.TooManyMerged(count=covered, limit=limits.MARKS)
        return tuple(inside)


def pieces_of(parts: Parts, name: str, *, until: tuple[bytes, ...] = (b"<",)) -> Iterator[bytes]:
    """A part in pieces that end just before one of `until`, so that no tag is ever cut in two.

    Raises FileDamaged where it cannot be unpacked, UnsafeXml for declarations, comments and other encodings.
    """
    rest = b""
    try:
        with parts.open(name) as part:
            while piece := part.read(_PIECE):
                rest = (rest + piece) if rest else piece.removeprefix(_BYTE_ORDER_MARK)
                cut = next((rest.rfind(b"<", 0, at + 1) for mark in until if (at := rest.rfind(mark)) > 0), 0)
                if cut <= 0 and len(rest) > limits.TAG_BYTES:
                    raise errors.UnsafeXml(part=shown(name))
                if cut > 0:
                    yield _checked(rest[:cut], name)
                    rest = rest[cut:]
    except DAMAGE as damage:
        raise errors.FileDamaged from damage
    yield _checked(rest, name)


def check_xml(parts: Parts, name: str) -> None:
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
