"""A sheet of a workbook with the style of some cells changed, as text: all else in it stays byte by byte."""

import re
from collections.abc import Collection, Iterator

from exams.spreadsheets.marked_package import RELATED, Unusual
from exams.spreadsheets.marked_styles import Styles
from exams.spreadsheets.sheet import column_index, place

Wanted = dict[int, dict[bytes, bool]]
"""By row the cells to change: whether there is a fault, or none any more."""

_ROW = re.compile(rb"<row\b[^<>]*>")
_NUMBER = re.compile(rb"\br=[\"']([0-9]{1,7})[\"']")
_CELL = re.compile(rb"<c\b[^<>]*/>|<c\b[^<>]*>.*?</c>", re.DOTALL)
_REF = re.compile(rb"\br=[\"']([A-Z]{1,3})([0-9]{1,7})[\"']")
_STYLE = re.compile(rb"\ss=[\"']([0-9]{1,6})[\"']")
_SPANS = re.compile(rb"\sspans=[\"'][^\"']*[\"']")
_TAG = re.compile(rb"<(/?)([A-Za-z_][\w.:-]*)[^<>]*?(/?)>")
_AFTER_NOTES = frozenset(
    {b"legacyDrawingHF", b"drawingHF", b"picture", b"oleObjects", b"controls", b"webPublishItems", b"tableParts", b"extLst"}
)


def restyled(sheet: bytes, *, marked: Collection[str], cleared: Collection[str], styles: Styles) -> bytes:
    """The sheet with some cells coloured and some cleared; a cell or row that is not there is made. Raises Unusual."""
    wanted: dict[int, dict[bytes, bool]] = {}
    for cells, faulty in ((cleared, False), (marked, True)):
        for cell in cells:
            wanted.setdefault(place(cell)[0], {})[cell.encode()] = faulty
    start, end = _data(sheet)
    return b"".join((sheet[:start], *_rows(sheet[start:end], wanted, styles), sheet[end:]))


def _data(sheet: bytes) -> tuple[int, int]:
    """Where the rows begin and end."""
    start, end = sheet.find(b"<sheetData>"), sheet.rfind(b"</sheetData>")
    if start < 0 or end < 0:
        raise Unusual("sheetData")
    return start + len(b"<sheetData>"), end


def _rows(data: bytes, wanted: Wanted, styles: Styles) -> Iterator[bytes]:
    """The rows in order; between them, those that had no cell yet."""
    waiting = sorted(wanted)
    done, last = 0, 0
    for tag in _ROW.finditer(data):
        number = _NUMBER.search(tag[0])
        if number is None or int(number[1]) <= last:
            raise Unusual("row")
        last = int(number[1])
        while waiting and waiting[0] < last:
            yield data[done : tag.start()]
            done = tag.start()
            row = waiting.pop(0)
            yield _row(b"", b'<row r="%d"/>' % row, wanted[row], styles)
        if waiting and waiting[0] == last:
            row = waiting.pop(0)
            end = tag.end() if tag[0].endswith(b"/>") else data.index(b"</row>", tag.end()) + len(b"</row>")
            yield data[done : tag.start()]
            yield _row(data[tag.end() : end], tag[0], wanted[row], styles)
            done = end
    yield data[done:]
    for row in waiting:
        yield _row(b"", b'<row r="%d"/>' % row, wanted[row], styles)


def _row(inside: bytes, tag: bytes, wanted: dict[bytes, bool], styles: Styles) -> bytes:
    opened = _SPANS.sub(b"", tag).removesuffix(b">").removesuffix(b"/") + b">"
    cells: dict[bytes, bytes] = {}
    for cell in _CELL.findall(inside):
        ref = _REF.search(cell.partition(b">")[0])
        if ref is None:
            raise Unusual("c")
        cells[ref[1] + ref[2]] = cell
    for name, faulty in wanted.items():
        cells[name] = _changed(cells.get(name, b'<c r="%s"/>' % name), styles, faulty=faulty)
    in_order = sorted(cells, key=lambda name: column_index(name.rstrip(b"0123456789").decode()))
    return opened + b"".join(cells[name] for name in in_order) + b"</row>"


def _changed(cell: bytes, styles: Styles, *, faulty: bool) -> bytes:
    tag, end, rest = cell.partition(b">")
    found = _STYLE.search(tag)
    style = int(found[1]) if found else 0
    style = styles.faulty(style) if faulty else styles.clean(style)
    bare = _STYLE.sub(b"", tag)
    closed = b"/" if bare.endswith(b"/") else b""
    return bare.removesuffix(b"/") + b' s="%d"' % style + closed + end + rest


def with_notes(sheet: bytes, link: str) -> bytes:
    """The sheet with its drawing of notes named, where the order of its elements wants it; once is enough."""
    _, end = _data(sheet)
    tail = end + len(b"</sheetData>")
    at, depth = None, 0
    for tag in _TAG.finditer(sheet, tail):
        closing, name, closed = tag.groups()
        if depth == 0 and (closing or name in _AFTER_NOTES):
            at = tag.start()
            break
        if depth == 0 and name == b"legacyDrawing":
            return sheet
        depth += -1 if closing else 0 if closed else 1
    if at is None:
        raise Unusual("worksheet")
    drawing = f'<legacyDrawing xmlns:r="{RELATED}" r:id="{link}"/>'.encode()
    return sheet[:at] + drawing + sheet[at:]
