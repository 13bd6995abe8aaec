"""A streamed look at a sheet of an .xlsx before the reader: how far it reaches, what its values hide.

The sheet is never parsed as a tree: a few patterns run over its bytes, each only over pieces that hold what it is about.
The patterns are sound because `pieces_of` has refused comments, CDATA and entities, and tags of a second prefix are refused.
"""

import re
from collections.abc import Iterable

from exams.spreadsheets import errors, limits
from exams.spreadsheets.gate import shown
from exams.spreadsheets.marks import Marks, pieces_of
from exams.spreadsheets.parts import Parts
from exams.spreadsheets.sheet import column_letter, place

_REF = re.compile(rb"\br=[\"']([A-Za-z]{1,3}[0-9]{1,7})[\"']")
_NUMBER = re.compile(rb"\br=[\"']([0-9]{1,10})[\"']")
_ROOT = re.compile(rb"<(?:([A-Za-z_][\w.-]*):)?worksheet\b")
_SPACED = re.compile(rb"\s*=\s*(?=[\"'])")
_FAR_AT_ALL = re.compile(rb'r="(?:[A-Za-z]*[0-9]{6}|[A-Za-z]{2})')


class _Patterns:
    """The patterns for one prefix: most writers use none, some write `<x:row>`."""

    def __init__(self, prefix: bytes, *, percent_styles: Iterable[int]) -> None:
        p = prefix + b":" if prefix else b""
        inside = rb"[^<>]*"
        self.prefix = prefix
        self.values = (b"</" + p + b"v>", b"</" + p + b"is>")
        self.formula_start = b"<" + p + b"f"
        self.formula = re.compile(rb"<" + p + rb"f[\s/>]")
        self.formula_cell = re.compile(rb"<" + p + rb"c\b(" + inside + rb")>\s*<" + p + rb"f[\s/>]")
        self.error_cell = re.compile(
            rb"<" + p + rb"c\b(" + inside + rb"\bt=[\"']e[\"']" + inside + rb")>"
            rb"(?:(?:<" + p + rb"f\b" + inside + rb"(?:/>|>[^<]*</" + p + rb"f>))?<" + p + rb"v>([^<]*)<)?"
        )
        self.hidden_row = re.compile(rb"<" + p + rb"row\b(" + inside + rb"\bhidden=[\"'](?:1|true)[\"']" + inside + rb")>")
        self.column = re.compile(rb"<" + p + rb"col\b(" + inside + rb"\bhidden=[\"'](?:1|true)[\"']" + inside + rb")>")
        self.merged = re.compile(rb"<" + p + rb"mergeCell\b" + inside + rb"\bref=[\"']([A-Z0-9:]+)[\"']")
        self.far = re.compile(
            rb"r=[\"']([A-Za-z]{1,3}(?:[0-9]{7,}|[2-9][0-9]{5}|1[5-9][0-9]{4})"
            rb"|(?:[B-Zb-z][M-Zm-z]|[C-Zc-z][A-Za-z]|[A-Za-z]{3})[0-9]+)[\"']" + inside + rb">"
            rb"\s*(</?)(?:" + p + rb")?(\w+)"
        )
        other = (rb"(?!" + p + rb")(?:[\w.-]+:)?") if prefix else rb"[\w.-]+:"
        self.foreign = re.compile(
            rb"<"
            + other
            + rb"(?:c|row|col|mergeCell)[\s/>]|<"
            + p
            + rb"c\b"
            + inside
            + rb">\s*<"
            + other
            + rb"(?:f|v|is)[\s/>]"
        )
        styles = b"|".join(str(style).encode() for style in percent_styles)
        self.percentage = styles and re.compile(
            rb"<" + p + rb"c\b(" + inside + rb"\bs=[\"'](?:" + styles + rb")[\"']" + inside + rb")>\s*<" + p + rb"v>"
        )

    def alone(self, piece: bytes) -> bool:
        """Whether every row and cell in a piece of a sheet is written with this prefix."""
        maybe_not = self.prefix or b":c" in piece or b":f" in piece or b":v" in piece
        return not (maybe_not and self.foreign.search(piece))


def scan_sheet(parts: Parts, name: str, *, percent_styles: Iterable[int] = ()) -> Marks:
    """Everything in one sheet that its values do not tell; raises when it reaches too far or is built oddly."""
    marks, patterns = Marks(), None
    if name not in parts:
        raise errors.FileDamaged
    for piece in pieces_of(parts, name, until=(b"<c", b":c", b"<")):
        if patterns is None:
            root = _ROOT.search(piece)
            patterns = _Patterns((root and root[1]) or b"", percent_styles=percent_styles)
        _scan_piece(_tightened(piece), patterns=patterns, marks=marks, part=name)
    return marks


def has_content(parts: Parts, name: str) -> bool:
    """Whether a sheet that is not read holds any value or formula."""
    return name in parts and any(
        b"<v>" in piece or b":v>" in piece or b"</is>" in piece or b":is>" in piece for piece in pieces_of(parts, name)
    )


def _tightened(piece: bytes) -> bytes:
    """The piece with every attribute written as `r="A1"`: blanks around the sign are allowed, and rare."""
    if piece.count(b"=") == piece.count(b'="'):
        return piece
    return _SPACED.sub(b"=", piece).replace(b"='", b'="')


def _scan_piece(piece: bytes, *, patterns: _Patterns, marks: Marks, part: str) -> None:
    if not patterns.alone(piece):
        raise errors.UnsafeXml(part=shown(part))
    marks.fill(sum(piece.count(value) for value in patterns.values))
    if _FAR_AT_ALL.search(piece):
        for far in patterns.far.finditer(piece):
            if far[2] == b"<" and far[3] in (b"v", b"is", b"f"):
                _refuse_far(far[1].decode().upper())
    _scan_cells(piece, patterns=patterns, marks=marks, part=part)
    if b"hidden=" in piece:
        _scan_hidden(piece, patterns=patterns, marks=marks, part=part)
    if b"mergeCell" in piece:
        marks.merged += [cells.decode() for cells in patterns.merged.findall(piece)]


def _scan_cells(piece: bytes, *, patterns: _Patterns, marks: Marks, part: str) -> None:
    if patterns.formula_start in piece and (formulas := sum(1 for _ in patterns.formula.finditer(piece))):
        cells = patterns.formula_cell.findall(piece)
        if len(cells) != formulas:
            raise errors.UnsafeXml(part=shown(part))
        marks.calculated(_ref(attributes, part) for attributes in cells)
    if b't="e' in piece:
        for error in patterns.error_cell.finditer(piece):
            marks.broken((_ref(error[1], part),), (error[2] or b"").decode("utf-8", "replace") or "#")
    if patterns.percentage:
        marks.percentages.update(_ref(attributes, part) for attributes in patterns.percentage.findall(piece))


def _scan_hidden(piece: bytes, *, patterns: _Patterns, marks: Marks, part: str) -> None:
    for row in patterns.hidden_row.finditer(piece):
        number = _NUMBER.search(row[1])
        if number is None:
            raise errors.UnsafeXml(part=shown(part))
        marks.hidden_rows.add(int(number[1]))
    for column in patterns.column.finditer(piece):
        first, last = (re.search(rb"\b" + side + rb"=[\"']([0-9]{1,6})[\"']", column[1]) for side in (b"min", b"max"))
        if first and last:
            marks.hide_columns(int(first[1]) - 1, int(last[1]) - 1)


def _refuse_far(cell: str) -> None:
    row, column = place(cell) if len(cell) < 11 else (limits.ROWS + 1, 0)  # noqa: PLR2004 — longer than any address
    if column >= limits.COLUMNS:
        raise errors.TooManyColumns(cell=cell, limit=column_letter(limits.COLUMNS - 1))
    if row > limits.ROWS:
        raise errors.TooManyRows(cell=cell, limit=limits.ROWS)


def _ref(attributes: bytes, part: str) -> str:
    found = _REF.search(attributes)
    if found is None:
        raise errors.UnsafeXml(part=shown(part))
    return found[1].decode().upper()
