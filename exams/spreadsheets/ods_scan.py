"""A streamed look at an .ods before the reader: how far its first table reaches and what its values hide.

Rows and cells carry no addresses here, only repeats; so every row and cell tag is walked over, in order.
"""

import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field

from exams.spreadsheets import errors, limits
from exams.spreadsheets.marks import Marks, pieces_of
from exams.spreadsheets.parts import Parts
from exams.spreadsheets.sheet import OWN_SHEETS, address, column_letter

_TAG = re.compile(
    rb"<table:(table-row|table-cell|covered-table-cell|table-column)((?:\s[^<>]*?)?)(/?)>"
    rb"|<(/?)table:(table)(?=[\s>])([^<>]*)>"
    rb"|<(text):p"
)
_NAME = re.compile(rb"\btable:name=[\"']([^\"']*)[\"']")
_REPEATS = re.compile(rb"\btable:number-(?:rows|columns)-repeated=[\"']([0-9]{1,18})[\"']")
_SPAN = re.compile(rb"\btable:number-(columns|rows)-spanned=[\"']([0-9]{1,9})[\"']")
_FORMULA = re.compile(rb"\btable:formula\s*=")
_ERROR = re.compile(rb"\bvalue-type\s*=\s*[\"']error[\"']")
_PERCENTAGE = re.compile(rb"\bvalue-type\s*=\s*[\"']percentage[\"']")
_HIDDEN = re.compile(rb"\btable:visibility=[\"'](?:collapse|filter)[\"']")
_TABLE_STYLE = re.compile(rb"\btable:style-name=[\"']([^\"']*)[\"']")
_HIDDEN_STYLE = re.compile(
    rb"<style:style\b[^<>]*\bstyle:name=[\"']([^\"']*)[\"'][^<>]*\bstyle:family=[\"']table[\"'][^<>]*>"
    rb"\s*<style:table-properties\b[^<>]*\btable:display=[\"']false[\"']"
)
_LINKS = (b"<table:table-source", b"<table:cell-range-source", b"'file:")
_LIVE_LINKS = (b"<office:dde-source", b"<table:dde-link")
_ROW, _CELL = b"<table:table-row", b"<table:table-cell"
_NOT_PLAIN = (
    b"table:formula",
    b"error",
    b"percentage",
    b"-spanned=",
    b"covered-",
    b"visibility=",
    b"table:table>",
    b"table:table ",
    b"table:table-column",
)
"""What makes a row worth a closer look; where it stands in a text, the row is looked at for nothing."""
_BLANK = re.compile(rb"<text:(?:tab|line-break)\b[^<>]*(?:/>|></text:(?:tab|line-break)>)")
_LOST_BLANKS = (b"<text:tab", b"<text:line-break")


@dataclass(slots=True)
class Tables:
    """What the scan keeps: the marks of the first shown table, its place, and the other tables with content."""

    marks: Marks = field(default_factory=Marks)
    index: int = -1
    others: list[str] = field(default_factory=list)
    blanks_lost: bool = False
    """It holds tabs or line ends within a text, which the reader leaves out."""


class _Walk:
    """Where the scan is: table, row (from 1) and column (from 0)."""

    def __init__(self) -> None:
        self.found = Tables()
        self.hidden_styles: set[bytes] = set()
        self.table = -1
        self.depth = 0
        self.name = ""
        self.chosen = False
        self.row = self.rows = self.column = self.columns = 0

    def start_table(self, attributes: bytes) -> None:
        self.depth += 1
        if self.depth > 1:
            return
        self.table += 1
        name, style = _NAME.search(attributes), _TABLE_STYLE.search(attributes)
        self.name = name[1].decode("utf-8", "replace") if name else ""
        shown = style is None or style[1] not in self.hidden_styles
        self.chosen = shown and self.found.index < 0
        if self.chosen:
            self.found.index = self.table
        self.row = self.rows = self.columns = 0

    def start_row(self, attributes: bytes) -> None:
        self.row, self.rows, self.column = self.row + self.rows, _repeats(attributes), 0
        if self.row == 0:
            self.row = 1
        if _HIDDEN.search(attributes) and self.row <= limits.ROWS:
            self.found.marks.hidden_rows.update(range(self.row, min(self.row + self.rows, limits.ROWS + 1)))

    def cell(self, attributes: bytes) -> None:
        count, marks = _repeats(attributes), self.found.marks
        if b":value-type" in attributes:
            self.reach(count, filled=count)
        here = address(self.row, self.column) if self.column < limits.COLUMNS else ""
        if _FORMULA.search(attributes):
            marks.calculated(self._cells(count))
        if _ERROR.search(attributes):
            marks.broken(self._cells(count), "#")
        if _PERCENTAGE.search(attributes):
            marks.percentages.update(self._cells(count))
        spans = {side: int(size) for side, size in _SPAN.findall(attributes)}
        wide, high = spans.get(b"columns", 1), spans.get(b"rows", 1)
        if here and wide * high > 1:
            end = address(min(self.row + high - 1, limits.ROWS), min(self.column + wide - 1, limits.COLUMNS - 1))
            marks.merged.append(f"{here}:{end}")
        self.column += count

    def _cells(self, count: int) -> Iterator[str]:
        """The addresses of a cell that is repeated across, in a row that may be repeated down; none too far to be read."""
        for row in range(self.row, min(self.row + self.rows, limits.ROWS + 1)):
            for column in range(self.column, min(self.column + count, limits.COLUMNS)):
                yield address(row, column)

    def reach(self, count: int, *, filled: int) -> None:
        """So many cells from here on, so many of them filled, as often as the row is repeated, stay within the limits."""
        if self.column + count > limits.COLUMNS:
            cell = address(self.row, self.column + count - 1)
            raise errors.TooManyColumns(cell=cell, limit=column_letter(limits.COLUMNS - 1))
        if self.row + self.rows - 1 > limits.ROWS:
            raise errors.TooManyRows(cell=address(self.row + self.rows - 1, self.column), limit=limits.ROWS)
        self.found.marks.fill(filled * self.rows)

    def column_tag(self, attributes: bytes) -> None:
        count = _repeats(attributes)
        if _HIDDEN.search(attributes):
            self.found.marks.hide_columns(self.columns, self.columns + count - 1)
        self.columns += count


def scan_tables(parts: Parts) -> Tables:
    """The marks of the first shown table of content.xml; raises when it reaches too far, takes from other files, or is odd."""
    walk = _Walk()
    for piece in pieces_of(parts, "content.xml", until=(_ROW, b"<")):
        if any(link in piece for link in _LINKS):
            raise errors.ExternalLinks
        if any(link in piece for link in _LIVE_LINKS):
            raise errors.LiveLinks
        walk.found.blanks_lost = walk.found.blanks_lost or any(blank in piece for blank in _LOST_BLANKS)
        walk.hidden_styles.update(style[1] for style in _HIDDEN_STYLE.finditer(piece))
        before, *rows = piece.split(_ROW)
        _walk_tags(walk, before)
        for row in rows:
            if not (walk.chosen and walk.depth == 1 and _is_plain(row)):
                _walk_tags(walk, _ROW + row)
            else:
                walk.start_row(row[: row.index(b">")])
                if filled := row.count(b"office:value-type="):
                    walk.reach(row.count(_CELL), filled=filled)
    if walk.found.index < 0:
        raise errors.NoSheet
    return walk.found


def _is_plain(row: bytes) -> bool:
    """Whether a row, from behind the name of its tag to the next row, holds nothing but plain cells, each written once.

    Many rows end in one empty cell that is repeated to the last column: that one does not matter.
    """
    if row[:1] not in (b" ", b">") or any(mark in row for mark in _NOT_PLAIN) or row.count(_CELL) > limits.COLUMNS:
        return False
    repeated = row.find(b"-repeated=")
    if repeated < 0:
        return True
    start = row.rfind(_CELL, 0, repeated)
    return start > 0 and b":value-type" not in row[start:] and row.find(_CELL, repeated) < 0


def _walk_tags(walk: _Walk, text: bytes) -> None:
    for tag in _TAG.finditer(text):
        _step(walk, tag)


def _step(walk: _Walk, tag: re.Match[bytes]) -> None:
    kind = tag[1]
    if kind is None:
        _step_table(walk, tag)
    elif walk.chosen and walk.depth == 1:
        if kind == b"table-cell":
            walk.cell(tag[2])
        elif kind == b"table-row":
            walk.start_row(tag[2])
        elif kind == b"covered-table-cell":
            walk.column += _repeats(tag[2])
        else:
            walk.column_tag(tag[2])


def _step_table(walk: _Walk, tag: re.Match[bytes]) -> None:
    if tag[7]:
        others = walk.found.others
        if walk.depth and not walk.chosen and walk.name not in others and walk.name not in OWN_SHEETS:
            others.append(walk.name)
    elif not tag[4]:
        if not tag[6].endswith(b"/"):
            walk.start_table(tag[6])
    else:
        walk.depth -= 1
        walk.chosen = walk.chosen and walk.depth > 0


def _repeats(attributes: bytes) -> int:
    found = _REPEATS.search(attributes) if b"-repeated=" in attributes else None
    return max(int(found[1]), 1) if found else 1


def with_blanks(parts: Parts) -> bytes:
    """The file for the reader alone, its tabs and line ends within a text written as blanks, which the reader does take."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as file:
        file.writestr("mimetype", parts.start_of("mimetype"))
        file.writestr("META-INF/manifest.xml", parts.start_of("META-INF/manifest.xml"))
        file.writestr("content.xml", b"".join(_BLANK.sub(b"<text:s/>", piece) for piece in pieces_of(parts, "content.xml")))
    return out.getvalue()
