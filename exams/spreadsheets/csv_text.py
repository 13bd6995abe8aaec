"""Text files as spreadsheets save them: their letters, their separator, their rows."""

import csv
import io
import re
from itertools import islice

from exams.spreadsheets import errors, limits
from exams.spreadsheets.sheet import Row, Sheet, address, column_letter

SHEET_NAME = "CSV"
_RARE = ";\t|"
_SEPARATORS = f"{_RARE},"
_SAMPLE_ROWS = 50
_NAMED = re.compile(r"sep=([^\w\r\n\"])(?=[\r\n]|\Z)", re.IGNORECASE)
_TEXT_AS_FORMULA = re.compile(r'="([^"]*)"')
_UTF16 = (b"\xff\xfe", b"\xfe\xff")


def read_csv(content: bytes) -> Sheet:
    """A text file as a sheet in which every value is text; a value that begins with = counts as a formula.

    Only `="00123"`, with which programs keep Excel from taking a text for a number, is the text itself.
    """
    text = decoded(content)
    named = _NAMED.match(text)
    rows = _rows(text, separator=named[1] if named else separator_of(text))
    if named:
        rows[0] = []
    width = _width(rows)
    formulas: set[str] = set()
    filled = []
    for number, cells in enumerate(rows, 1):
        if any(cells):
            plain = [_plain(cell, at, formulas, number) if cell[:1] == "=" else cell or None for at, cell in enumerate(cells)]
            filled.append(Row(number, (*plain[:width], *(None,) * (width - len(plain)))))
    if not filled:
        raise errors.NoSheet
    if len(formulas) > limits.MARKS:
        raise errors.TooManyFormulas(count=len(formulas), limit=limits.MARKS)
    return Sheet(name=SHEET_NAME, width=width, rows=tuple(filled), formulas=frozenset(formulas))


def _plain(cell: str, column: int, formulas: set[str], row: int) -> str:
    text = _TEXT_AS_FORMULA.fullmatch(cell)
    if text is None:
        formulas.add(address(row, column))
    return cell if text is None else text[1]


def _width(rows: list[list[str]]) -> int:
    """The last column in which anything stands, as a count; raises an UploadRefused when that or the whole is too much."""
    width, row = max(((len(cells), -number) for number, cells in enumerate(rows, 1)), default=(0, -1))
    if width > limits.COLUMNS:
        width, row = max((_filled(cells), -number) for number, cells in enumerate(rows, 1))
    if width > limits.COLUMNS:
        raise errors.TooManyColumns(cell=address(-row, width - 1), limit=column_letter(limits.COLUMNS - 1))
    if width * len(rows) > limits.CELLS:
        raise errors.TooManyCells(count=width * len(rows), limit=limits.CELLS)
    return width


def _filled(cells: list[str]) -> int:
    return next((at for at in range(len(cells), 0, -1) if cells[at - 1]), 0)


def decoded(content: bytes) -> str:
    """The text of a file: UTF-8 with or without a mark, UTF-16 with one, else Windows-1252; raises UnknownLetters."""
    try:
        if content.startswith(_UTF16):
            text = content.decode("utf-16")
            if "\x00" in text:
                raise errors.UnknownLetters
            return text
        if b"\x00" in content:
            raise errors.UnknownLetters
        try:
            return content.decode("utf-8-sig")
        except UnicodeDecodeError:
            return content.decode("cp1252")
    except UnicodeDecodeError as unknown:
        raise errors.UnknownLetters from unknown


def separator_of(text: str) -> str:
    """The separator that cuts the most of the first rows; the semicolon of Dutch Excel when none does.

    Commas stand in names, scores and remarks too: they only count where nothing else cuts half as many rows.
    """
    cut = {separator: _rows_cut(text, separator) for separator in _SEPARATORS}
    best = max(_RARE, key=lambda separator: cut[separator])
    return "," if cut[","][0] > 2 * cut[best][0] else best


def _rows_cut(text: str, separator: str) -> tuple[int, int]:
    """How many of the first rows this separator cuts, and into how many cells together."""
    rows = cells = 0
    try:
        for row in islice(csv.reader(io.StringIO(text, newline=""), delimiter=separator), _SAMPLE_ROWS):
            if len(row) > 1:
                rows, cells = rows + 1, cells + len(row)
    except csv.Error:
        pass
    return rows, cells


def _rows(text: str, *, separator: str) -> list[list[str]]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    rows: list[list[str]] = []
    try:
        for row in reader:
            rows.append(row)
            if len(rows) > limits.ROWS:
                raise errors.TooManyRows(cell=f"A{len(rows)}", limit=limits.ROWS)
    except csv.Error as odd:
        raise errors.OpenQuotes(row=len(rows) + 1) from odd
    return rows
