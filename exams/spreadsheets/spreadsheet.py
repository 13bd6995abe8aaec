"""From the bytes of a file to a `Sheet`: the gate, the scan, and only then the reader. Runs in the child process alone."""

import io
import zipfile
from collections.abc import Callable, Iterator
from datetime import date, datetime

from python_calamine import CalamineError, CalamineSheet, PasswordError, load_workbook

from exams.spreadsheets import errors, limits, ods_scan, xlsx_scan
from exams.spreadsheets.csv_text import read_csv
from exams.spreadsheets.gate import Kind, kind_of, open_parts
from exams.spreadsheets.marks import Marks
from exams.spreadsheets.sheet import OWN_SHEETS, Cell, Row, Sheet, address, column_letter, corners

_KEPT = (int, bool, date, datetime, float)


def read_spreadsheet(content: bytes, *, filename: str) -> Sheet:
    """The first visible sheet of a file, every value as it was stored; raises an UploadRefused."""
    kind = kind_of(content, filename=filename)
    if kind is Kind.CSV:
        return read_csv(content)
    with open_parts(content, kind=kind, filename=filename) as parts:
        if kind is Kind.XLSX:
            return _read_xlsx(content, parts)
        return _read_ods(content, parts)


def _read_xlsx(content: bytes, parts: zipfile.ZipFile) -> Sheet:
    book = xlsx_scan.open_book(parts)
    xlsx_scan.check_companions(parts)
    index = next((at for at, (_, _, shown) in enumerate(book.sheets) if shown), 0)
    name, part, _ = book.sheets[index]
    marks = xlsx_scan.scan_sheet(parts, part)
    others = tuple(
        other
        for other, path, _ in book.sheets
        if path != part and other not in OWN_SHEETS and xlsx_scan.has_content(parts, path)
    )
    sheet = _open(content, lambda names: name if name in names else None)
    return _sheet_of(sheet, marks, others=others, dates_from_1904=book.dates_from_1904)


def _read_ods(content: bytes, parts: zipfile.ZipFile) -> Sheet:
    found = ods_scan.scan_tables(parts)
    sheet = _open(content, lambda names: names[found.index] if found.index < len(names) else None)
    return _sheet_of(sheet, found.marks, others=tuple(found.others), dates_from_1904=False)


def _open(content: bytes, choose: Callable[[list[str]], str | None]) -> CalamineSheet:
    try:
        book = load_workbook(io.BytesIO(content))
        name = choose(book.sheet_names)
        if name is None:
            raise errors.NoSheet
        return book.get_sheet_by_name(name)
    except PasswordError as locked:
        raise errors.FileEncrypted from locked
    except (CalamineError, OSError, ValueError) as damage:
        raise errors.FileDamaged from damage


def _sheet_of(sheet: CalamineSheet, marks: Marks, *, others: tuple[str, ...], dates_from_1904: bool) -> Sheet:
    if sheet.start is None or sheet.end is None:
        raise errors.NoSheet
    (_, left), (bottom, right) = sheet.start, sheet.end
    check_reach(bottom, right)
    count = (bottom + 1) * (right + 1)
    if count > limits.CELLS:
        raise errors.TooManyCells(count=count, limit=limits.CELLS)
    check_merged(marks.merged)
    return Sheet(
        name=sheet.name,
        width=right + 1,
        rows=tuple(_rows(sheet, left=left)),
        formulas=frozenset(marks.formulas),
        errors=marks.errors,
        hidden_rows=frozenset(marks.hidden_rows),
        hidden_columns=tuple(marks.hidden_columns),
        merged=tuple(marks.merged),
        other_sheets=others,
        dates_from_1904=dates_from_1904,
    )


def check_reach(bottom: int, right: int) -> None:
    """The last cell, counted from 0, lies within the limits: cells without an address are only counted by the reader."""
    if right >= limits.COLUMNS:
        raise errors.TooManyColumns(cell=address(bottom + 1, right), limit=column_letter(limits.COLUMNS - 1))
    if bottom >= limits.ROWS:
        raise errors.TooManyRows(cell=address(bottom + 1, right), limit=limits.ROWS)


def check_merged(ranges: list[str]) -> None:
    """Merged ranges are addresses, and together cover no more cells than may be read; raises an UploadRefused."""
    covered = 0
    for cells in ranges:
        try:
            top, left, bottom, right = corners(cells)
        except ValueError as odd:
            raise errors.FileDamaged from odd
        covered += max(min(bottom, limits.ROWS) - top + 1, 1) * max(min(right, limits.COLUMNS) - left + 1, 1)
    if covered > limits.CELLS:
        raise errors.TooManyCells(count=covered, limit=limits.CELLS)


def _rows(sheet: CalamineSheet, *, left: int) -> Iterator[Row]:
    """The rows that hold something; the reader leaves out the empty columns before the first filled one."""
    before = (None,) * left
    for number, values in enumerate(sheet.iter_rows(), 1):
        cells = [(value or None) if type(value) is str else _plain(value) for value in values]
        if any(cell is not None for cell in cells):
            yield Row(number, (*before, *cells))


def _plain(value: object) -> Cell:
    """Whole numbers as int, days as date; a bare time or a duration as its text, which no column takes."""
    if type(value) is float:
        return int(value) if value.is_integer() else value
    if type(value) in _KEPT:
        return value  # type: ignore[return-value]  # one of the kinds just named
    return str(value)
