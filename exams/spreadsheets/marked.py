"""A provider's own workbook with notes at its cells and a sheet that lists them. Runs in the child process alone."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from xml.sax.saxutils import quoteattr

from openpyxl.cell import Cell, MergedCell
from openpyxl.worksheet.worksheet import Worksheet

from exams.spreadsheets.gate import is_text, open_parts
from exams.spreadsheets.marked_comments import COMMENTS_TYPE, DRAWING_TYPE, NO_COMMENTS, NO_DRAWING, Comments
from exams.spreadsheets.marked_copy import copy_of
from exams.spreadsheets.marked_faults import FROZEN, SHEET_TYPE, faults_sheet
from exams.spreadsheets.marked_package import RELATED, Package, Unusual, attribute, inserted, tags
from exams.spreadsheets.marked_sheet import restyled, with_notes
from exams.spreadsheets.marked_styles import Styles
from exams.spreadsheets.sheet import address, corners
from exams.spreadsheets.spreadsheet import read_spreadsheet
from exams.spreadsheets.wire import MarkTask, Note
from exams.spreadsheets.xlsx_book import WORKBOOK, Book, open_book

FAULTS_SHEET = "Fouten"
_MAIN = b'="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
_START = 4_000
_LONGEST_VALUE = 32_767


def mark(task: MarkTask) -> bytes:
    """The workbook of a task, marked: an .xlsx is given back itself, of an .ods, a .csv or an unusual .xlsx a fresh copy.

    The copy holds the values of the first sheet, each at its address.
    """
    sheet = read_spreadsheet(task.content, filename=task.filename)
    if not is_text(task.content, filename=task.filename):
        try:
            return _marked(task.content, task, merged=sheet.merged)
        except Unusual:
            pass
    return _marked(copy_of(sheet), task, merged=())


def _marked(content: bytes, task: MarkTask, *, merged: Iterable[str]) -> bytes:
    with open_parts(content, filename="uitslagen.xlsx") as parts:
        if WORKBOOK not in parts:
            raise Unusual(WORKBOOK)
        book = open_book(parts)
        package = Package(parts)
        part = book.first.part
        if not book.usual or book.styles is None or _MAIN not in package.bytes_of(part)[:_START]:
            raise Unusual(part)
        styles = Styles(package.text_of(book.styles))
        told = _told(task.notes, merged)
        forgotten = _write_comments(package, part, told)
        package.put(part, restyled(package.bytes_of(part), marked=told, cleared=forgotten - told.keys(), styles=styles))
        _write_faults(package, book, task, styles)
        package.put(book.styles, styles.written())
        package.put_own_mark(task.mark)
        return package.written()


def _told(notes: Sequence[Note], merged: Iterable[str]) -> dict[str, str]:
    """What is to be told at each cell; of merged cells at the first."""
    anchors = {}
    for cells in merged:
        top, left, bottom, right = corners(cells)
        for row in range(top, bottom + 1):
            anchors.update(dict.fromkeys((address(row, column) for column in range(left, right + 1)), address(top, left)))
    told: dict[str, str] = {}
    for note in notes:
        cell = anchors.get(note.cell, note.cell)
        told[cell] = f"{told[cell]}\n{note.comment}" if cell in told else note.comment
    return told


def _write_comments(package: Package, sheet: str, told: Mapping[str, str]) -> set[str]:
    """Comments and their drawing, new or with ours anew; returns the cells that an earlier round had marked."""
    comments = package.linked(sheet, "comments")
    drawing = package.linked(sheet, "vmlDrawing")
    if comments is None and not told:
        return set()
    written = Comments(
        package.text_of(comments) if comments else NO_COMMENTS, package.text_of(drawing) if drawing else NO_DRAWING
    )
    written.tell(told)
    comments, drawing = comments or package.free("xl/comments{}.xml"), drawing or package.free("xl/drawings/vmlDrawing{}.vml")
    package.put(comments, written.written())
    package.put(drawing, written.drawn())
    package.declare(comments, COMMENTS_TYPE)
    package.declare_suffix("vml", DRAWING_TYPE)
    package.link(sheet, "comments", comments)
    package.put(sheet, with_notes(package.bytes_of(sheet), package.link(sheet, "vmlDrawing", drawing)))
    return written.forgotten


def _write_faults(package: Package, book: Book, task: MarkTask, styles: Styles) -> None:
    """The sheet of faults, in place of an earlier one or behind the last."""
    earlier = next((sheet.part for sheet in book.sheets if sheet.name == FAULTS_SHEET), None)
    part = earlier or package.free("xl/worksheets/fouten{}.xml")
    workbook = package.text_of(WORKBOOK)
    faults = faults_sheet(task.heading, task.notes, sheet=book.first.name, bold=styles.heading, wrapped=styles.wrapped)
    package.put(part, faults if "<bookViews" in workbook else faults.replace(FROZEN, ""))
    if earlier is not None:
        return
    number = max((int(attribute(tag, "sheetId") or 0) for tag in tags(workbook, "sheet")), default=0) + 1
    package.declare(part, SHEET_TYPE)
    link = package.link(WORKBOOK, "worksheet", part)
    sheet = f'<sheet xmlns:r="{RELATED}" name={quoteattr(FAULTS_SHEET)} sheetId="{number}" r:id="{link}"/>'
    package.put(WORKBOOK, inserted(workbook, "</sheets>", sheet))


def plain_cell(sheet: Worksheet, row: int, column: int) -> Cell:
    """A cell by row and column, both from 1; only the first of merged cells is one."""
    cell = sheet.cell(row, column)
    if isinstance(cell, MergedCell):
        raise TypeError(f"{cell.coordinate} is inside merged cells")
    return cell


def write_plain(cell: Cell, value: object) -> None:
    """Put a value into a cell as what it is: text of people never becomes a formula, a day is shown as one."""
    if isinstance(value, str):
        text = "".join(letter for letter in value if letter.isprintable() or letter in "\n\t")
        cell.value = text[:_LONGEST_VALUE]
        cell.data_type = "s"
        return
    cell.value = value  # type: ignore[assignment]  # one of the plain kinds a sheet holds
    if isinstance(value, date):
        cell.number_format = "DD-MM-YYYY"
