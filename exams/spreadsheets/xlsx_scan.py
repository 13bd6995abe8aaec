"""A streamed look at an .xlsx before the reader: which sheet counts, how far it reaches, what its values hide.

The sheet is never parsed as a tree: a few patterns run over its bytes, and only what is out of the ordinary is looked at
closely. The patterns are sound because `pieces_of` has refused comments, CDATA and entities.
"""

import re
import zipfile
from dataclasses import dataclass
from posixpath import join, normpath
from xml.etree.ElementTree import Element, ParseError

from defusedxml.common import DefusedXmlException  # type: ignore[import-untyped]  # it has no stubs
from defusedxml.ElementTree import fromstring  # type: ignore[import-untyped]  # likewise

from exams.spreadsheets import errors, limits
from exams.spreadsheets.gate import shown
from exams.spreadsheets.marks import Marks, check_xml, pieces_of
from exams.spreadsheets.sheet import column_letter, place

_WORKBOOK = "xl/workbook.xml"
_TRUE = ("1", "true")
_REF = re.compile(rb"\br=[\"']([A-Za-z]{1,3}[0-9]{1,7})[\"']")
_NUMBER = re.compile(rb"\br=[\"']([0-9]{1,10})[\"']")
_ROOT = re.compile(rb"<(?:([A-Za-z_][\w.-]*):)?worksheet\b")


@dataclass(frozen=True, slots=True)
class Book:
    """The sheets of a workbook in order: name, part and whether it is shown; and its calendar."""

    sheets: tuple[tuple[str, str, bool], ...]
    dates_from_1904: bool


class _Patterns:
    """The patterns for one prefix: most writers use none, some write `<x:row>`."""

    def __init__(self, prefix: bytes) -> None:
        p = prefix + b":" if prefix else b""
        inside = rb"[^<>]*"
        self.cell_start = b"<" + p + b"c"
        self.values = (b"</" + p + b"v>", b"</" + p + b"is>")
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


def open_book(parts: zipfile.ZipFile) -> Book:
    """The sheets and the calendar; raises ExternalLinks when a sheet lies outside the file."""
    book, links = _tree(parts, _WORKBOOK), _tree(parts, "xl/_rels/workbook.xml.rels")
    targets = {}
    for link in links:
        if link.get("TargetMode") == "External":
            raise errors.ExternalLinks
        if link.get("Type", "").endswith("/worksheet"):
            targets[link.get("Id")] = normpath(join("/xl", link.get("Target", ""))).lstrip("/")
    sheets = []
    for sheet in _all(book, "sheet"):
        link_id = next((value for name, value in sheet.items() if name.endswith("}id")), None)
        if link_id in targets:
            sheets.append((sheet.get("name", ""), targets[link_id], sheet.get("state", "visible") == "visible"))
    old = any(each.get("date1904", "").lower() in _TRUE for each in _all(book, "workbookPr"))
    if not sheets:
        raise errors.NoSheet
    return Book(tuple(sheets), old)


def check_companions(parts: zipfile.ZipFile) -> None:
    """The parts that the reader takes along with a sheet are plain XML too."""
    for name in ("xl/sharedStrings.xml", "xl/styles.xml"):
        if name in parts.namelist():
            check_xml(parts, name)


def scan_sheet(parts: zipfile.ZipFile, name: str) -> Marks:
    """Everything in one sheet that its values do not tell; raises when it reaches too far or is built oddly."""
    marks, patterns = Marks(), None
    if name not in parts.namelist():
        raise errors.FileDamaged
    for piece in pieces_of(parts, name, until=(b"<c", b":c", b"<")):
        if patterns is None:
            root = _ROOT.search(piece)
            patterns = _Patterns((root and root[1]) or b"")
        _scan_piece(piece, patterns=patterns, marks=marks, part=name)
    return marks


def has_content(parts: zipfile.ZipFile, name: str) -> bool:
    """Whether a sheet that is not read holds any value or formula."""
    return name in parts.namelist() and any(
        b"<v>" in piece or b":v>" in piece or b"</is>" in piece or b":is>" in piece for piece in pieces_of(parts, name)
    )


def _scan_piece(piece: bytes, *, patterns: _Patterns, marks: Marks, part: str) -> None:
    marks.fill(sum(piece.count(value) for value in patterns.values))
    for far in patterns.far.finditer(piece):
        if far[2] == b"<" and far[3] in (b"v", b"is", b"f"):
            _refuse_far(far[1].decode().upper())
    formulas = sum(1 for _ in patterns.formula.finditer(piece))
    if formulas:
        cells = patterns.formula_cell.findall(piece)
        if len(cells) != formulas:
            raise errors.UnsafeXml(part=shown(part))
        marks.formulas.update(_ref(attributes, part) for attributes in cells)
    for error in patterns.error_cell.finditer(piece):
        marks.errors[_ref(error[1], part)] = (error[2] or b"").decode("utf-8", "replace") or "#"
    for row in patterns.hidden_row.finditer(piece):
        number = _NUMBER.search(row[1])
        if number is None:
            raise errors.UnsafeXml(part=shown(part))
        marks.hidden_rows.add(int(number[1]))
    for column in patterns.column.finditer(piece):
        first, last = (re.search(rb"\b" + side + rb"=[\"']([0-9]{1,6})[\"']", column[1]) for side in (b"min", b"max"))
        if first and last:
            marks.hide_columns(int(first[1]) - 1, int(last[1]) - 1)
    marks.merged += [cells.decode() for cells in patterns.merged.findall(piece)]


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


def _tree(parts: zipfile.ZipFile, name: str) -> Element:
    if name not in parts.namelist():
        raise errors.NoSheet
    text = b"".join(pieces_of(parts, name))
    try:
        tree: Element = fromstring(text)
    except (ParseError, DefusedXmlException, ValueError) as odd:
        raise errors.UnsafeXml(part=shown(name)) from odd
    return tree


def _all(tree: Element, name: str) -> list[Element]:
    return [each for each in tree.iter() if each.tag.rpartition("}")[2] == name]
