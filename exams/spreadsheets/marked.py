"""A provider's own workbook with notes at its cells and a sheet that lists them. Runs in the child process alone."""

import io
from collections.abc import Iterator
from datetime import date

from openpyxl import Workbook, load_workbook
from openpyxl.cell import Cell, MergedCell
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.worksheet import Worksheet

from exams.spreadsheets import errors
from exams.spreadsheets.gate import Kind, kind_of
from exams.spreadsheets.sheet import Sheet, address
from exams.spreadsheets.spreadsheet import read_spreadsheet
from exams.spreadsheets.wire import MarkTask, Note

FAULTS_SHEET = "Fouten"
AUTHOR = "Adviseursregister"
_FAULTY = PatternFill("solid", fgColor="FFFFC7CE")
_NONE = PatternFill()
_WIDTHS = (18, 9, 70, 70, 24)
_COMMENT_SIZE = {"width": 360, "height": 120}
_LONGEST_VALUE = 32_767


def mark(task: MarkTask) -> bytes:
    """The workbook of a task, marked: an .xlsx is given back itself, of an .ods or .csv a fresh copy of its first sheet."""
    kind = kind_of(task.content, filename=task.filename)
    sheet = read_spreadsheet(task.content, filename=task.filename)
    book = _own(task.content) if kind is Kind.XLSX else _copy(sheet)
    target = book[sheet.name] if kind is Kind.XLSX else book.worksheets[0]
    _forget_marks(target)
    for note in task.notes:
        _mark_cell(_anchor(target, note.cell), note.comment)
    _list_faults(book, target.title, task)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _own(content: bytes) -> Workbook:
    try:
        return load_workbook(io.BytesIO(content))
    except (KeyError, ValueError, TypeError, AttributeError, IndexError) as odd:
        raise errors.FileDamaged from odd


def _copy(sheet: Sheet) -> Workbook:
    """The same cells under the same addresses; a formula is left empty, for its value is what people must fill in."""
    book = Workbook()
    target = book.worksheets[0]
    target.title = "Uitslagen"
    for row in sheet.rows:
        for column, value in enumerate(row.cells):
            if value is None or (address(row.number, column) in sheet.formulas and not isinstance(value, str)):
                continue
            write_plain(plain_cell(target, row.number, column + 1), value)
    return book


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


def _forget_marks(sheet: Worksheet) -> None:
    """Marks of an earlier round go: whatever is still wrong is marked anew."""
    for cell in _cells_with_comments(sheet):
        if cell.comment is not None and cell.comment.author == AUTHOR:
            cell.comment = None
            cell.fill = _NONE


def _cells_with_comments(sheet: Worksheet) -> Iterator[Cell]:
    for row in sheet.iter_rows():
        for cell in row:
            if isinstance(cell, Cell) and cell.comment is not None:
                yield cell


def _anchor(sheet: Worksheet, where: str) -> Cell:
    """The cell itself, or the first of the merged cells that it is among."""
    cell = sheet[where]
    if isinstance(cell, MergedCell):
        merged = next(each for each in sheet.merged_cells.ranges if where in each)
        return plain_cell(sheet, merged.min_row, merged.min_col)
    return plain_cell(sheet, cell.row, cell.column)


def _mark_cell(cell: Cell, text: str) -> None:
    """Colour the cell and tell why; what people or an earlier note already told there stays above it."""
    earlier = f"{cell.comment.text}\n" if cell.comment is not None else ""
    cell.comment = Comment(f"{earlier}{text}", AUTHOR, **_COMMENT_SIZE)
    cell.fill = _FAULTY


def _list_faults(book: Workbook, marked_sheet: str, task: MarkTask) -> None:
    if FAULTS_SHEET in book.sheetnames:
        del book[FAULTS_SHEET]
    faults = book.create_sheet(FAULTS_SHEET)
    for column, (title, width) in enumerate(zip(task.heading, _WIDTHS, strict=False), 1):
        cell = plain_cell(faults, 1, column)
        write_plain(cell, title)
        cell.font = Font(bold=True)
        faults.column_dimensions[cell.column_letter].width = width
    for row, note in enumerate(task.notes, 2):
        _list_fault(faults, row, note, marked_sheet)
    faults.freeze_panes = "A2"
    faults.auto_filter.ref = faults.dimensions


def _list_fault(faults: Worksheet, row: int, note: Note, marked_sheet: str) -> None:
    for column, value in enumerate((marked_sheet, note.cell, *note.line), 1):
        cell = plain_cell(faults, row, column)
        write_plain(cell, value)
        cell.alignment = Alignment(wrap_text=True, vertical="top")
    quoted = marked_sheet.replace("'", "''")
    faults.cell(row, 2).hyperlink = Hyperlink(ref=f"B{row}", location=f"'{quoted}'!{note.cell}")
