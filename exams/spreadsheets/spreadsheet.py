"""From the bytes of a file to a `Sheet`: the gate, the scan, and only then the reader. Runs in the child process alone."""

import io
import math
from collections.abc import Iterator
from datetime import date, datetime

from python_calamine import CalamineError, CalamineSheet, PasswordError, load_workbook

from exams.spreadsheets import errors, limits, ods_scan, xlsx_book, xlsx_scan
from exams.spreadsheets.csv_text import read_csv
from exams.spreadsheets.gate import Kind, is_text, kind_of_parts, open_parts
from exams.spreadsheets.marks import Marks
from exams.spreadsheets.own_mark import own_mark_of
from exams.spreadsheets.parts import Parts
from exams.spreadsheets.sheet import OWN_SHEETS, Cell, Row, Sheet, address, column_letter, place

_KEPT = (int, bool, date, datetime, float)
_EXACT = 2**53
"""Beyond this a number in a spreadsheet has lost digits."""


def read_spreadsheet(content: bytes, *, filename: str) -> Sheet:
    """The first visible sheet of a file, every value as it was stored; raises an UploadRefused."""
    if is_text(content, filename=filename):
        return read_csv(content)
    with open_parts(content, filename=filename) as parts:
        kind = kind_of_parts(parts, filename=filename)
        sheet = _read_xlsx(content, parts) if kind is Kind.XLSX else _read_ods(content, parts)
        return sheet.marked_for(own_mark_of(parts, kind=kind))


def _read_xlsx(content: bytes, parts: Parts) -> Sheet:
    book = xlsx_book.open_book(parts)
    xlsx_book.check_companions(parts, book)
    first = book.first
    marks = xlsx_scan.scan_sheet(parts, first.part, percent_styles=xlsx_book.percent_styles(parts, book))
    others = tuple(
        sheet.name
        for sheet in book.sheets
        if sheet.part != first.part and sheet.name not in OWN_SHEETS and xlsx_scan.has_content(parts, sheet.part)
    )
    values = _open(content if book.usual else xlsx_book.rebuilt(parts, book), name=first.name)
    return _sheet_of(values, marks, others=others, dates_from_1904=book.dates_from_1904)


def _read_ods(content: bytes, parts: Parts) -> Sheet:
    found = ods_scan.scan_tables(parts)
    values = _open(ods_scan.with_blanks(parts) if found.blanks_lost else content, index=found.index)
    return _sheet_of(values, found.marks, others=tuple(found.others), dates_from_1904=False)


def _open(content: bytes, *, name: str | None = None, index: int = 0) -> CalamineSheet:
    try:
        book = load_workbook(io.BytesIO(content))
        if name not in book.sheet_names if name is not None else index >= len(book.sheet_names):
            raise errors.NoSheet
        return book.get_sheet_by_index(index) if name is None else book.get_sheet_by_name(name)
    except PasswordError as locked:
        raise errors.FileEncrypted from locked
    except (CalamineError, OSError, ValueError) as damage:
        raise errors.FileDamaged from damage


def _sheet_of(values: CalamineSheet, marks: Marks, *, others: tuple[str, ...], dates_from_1904: bool) -> Sheet:
    if values.start is None or values.end is None:
        raise errors.NoSheet
    (_, left), (bottom, right) = values.start, values.end
    check_reach(bottom, right)
    count = (bottom + 1) * (right + 1)
    if count > limits.CELLS:
        raise errors.TooManyCells(count=count, limit=limits.CELLS)
    return Sheet(
        name=values.name,
        width=right + 1,
        rows=tuple(_with_percentages(_rows(values, left=left), marks.percentages)),
        formulas=frozenset(marks.formulas),
        errors=marks.errors,
        hidden_rows=frozenset(row for row in marks.hidden_rows if row <= bottom + 1),
        hidden_columns=tuple(marks.hidden_columns),
        merged=marks.merged_within(bottom + 1, right + 1),
        other_sheets=others,
        dates_from_1904=dates_from_1904,
    )


def check_reach(bottom: int, right: int) -> None:
    """The last cell, counted from 0, lies within the limits: cells without an address are only counted by the reader."""
    if right >= limits.COLUMNS:
        raise errors.TooManyColumns(cell=address(bottom + 1, right), limit=column_letter(limits.COLUMNS - 1))
    if bottom >= limits.ROWS:
        raise errors.TooManyRows(cell=address(bottom + 1, right), limit=limits.ROWS)


class _Plain(dict[object, Cell]):
    """Each stored value as a plain one, made once: equal cells of a sheet share one object."""

    def __missing__(self, value: object) -> Cell:
        plain = self[value] = _plain(value)
        return plain


def _rows(values: CalamineSheet, *, left: int) -> Iterator[Row]:
    """The rows that hold something; the reader leaves out the empty columns before the first filled one."""
    before = (None,) * left
    plain = _Plain()
    for number, cells in enumerate(values.iter_rows(), 1):
        row = [cell if cell.__class__ is bool else plain[cell] for cell in cells]  # True == 1, and is no number
        if row.count(None) < len(row):
            yield Row(number, (*before, *row))


def _plain(value: object) -> Cell:
    """Empty text as nothing, whole numbers as int; a bare time or a duration as its text, which no column takes."""
    if type(value) is str:
        return value or None
    if type(value) is float:
        if not math.isfinite(value):
            return str(value)
        return int(value) if value.is_integer() and abs(value) <= _EXACT else value
    if type(value) in _KEPT:
        return value  # type: ignore[return-value]  # one of the kinds just named
    return str(value)


def _with_percentages(rows: Iterator[Row], cells: set[str]) -> Iterator[Row]:
    """A number that is shown as a percentage is read as people see it: 0.7 is the text 70%."""
    shown: dict[int, set[int]] = {}
    for cell in cells:
        number, column = place(cell)
        shown.setdefault(number, set()).add(column)
    for row in rows:
        columns = shown.get(row.number)
        yield (
            row
            if columns is None
            else Row(row.number, tuple(_percentage(cell) if at in columns else cell for at, cell in enumerate(row.cells)))
        )


def _percentage(cell: Cell) -> Cell:
    return cell if type(cell) not in (int, float) else f"{cell * 100:.10g}%".replace(".", ",")  # type: ignore[operator]
