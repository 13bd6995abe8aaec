"""Text files as spreadsheets save them: their letters, their separator, their rows."""

import csv
import io
from itertools import islice

from exams.spreadsheets import errors, limits
from exams.spreadsheets.sheet import Row, Sheet, address, column_letter

SHEET_NAME = "CSV"
_SEPARATORS = ";,\t"
_SAMPLE_ROWS = 30
_UTF16 = (b"\xff\xfe", b"\xfe\xff")


def read_csv(content: bytes) -> Sheet:
    """A text file as a sheet in which every value is text; a value that begins with = counts as a formula."""
    text = decoded(content)
    if text.startswith("sep=") and text[5:6] in "\r\n":
        separator, rows = text[4], _rows(text, separator=text[4])
        rows[0] = []
    else:
        separator = separator_of(text)
        rows = _rows(text, separator=separator)
    width = max(map(len, rows), default=0)
    filled = [(number, cells) for number, cells in enumerate(rows, 1) if any(cells)]
    if not filled:
        raise errors.NoSheet
    if width > limits.COLUMNS:
        number = next(number for number, cells in enumerate(rows, 1) if len(cells) == width)
        raise errors.TooManyColumns(cell=address(number, width - 1), limit=column_letter(limits.COLUMNS - 1))
    return Sheet(
        name=SHEET_NAME,
        width=width,
        rows=tuple(
            Row(number, tuple(cell or None for cell in cells) + (None,) * (width - len(cells))) for number, cells in filled
        ),
        formulas=frozenset(
            address(number, column) for number, cells in filled for column, cell in enumerate(cells) if cell.startswith("=")
        ),
    )


def decoded(content: bytes) -> str:
    """The text of a file: UTF-8 with or without a mark, UTF-16 with one, else Windows-1252; raises UnknownLetters."""
    try:
        if content.startswith(_UTF16):
            return content.decode("utf-16")
        if b"\x00" in content:
            raise errors.UnknownLetters
        try:
            return content.decode("utf-8-sig")
        except UnicodeDecodeError:
            return content.decode("cp1252")
    except UnicodeDecodeError as unknown:
        raise errors.UnknownLetters from unknown


def separator_of(text: str) -> str:
    """The separator that cuts the widest row out of the first rows; the semicolon of Dutch Excel when none does."""
    widest = dict.fromkeys(_SEPARATORS, 1)
    for separator in _SEPARATORS:
        try:
            for row in islice(csv.reader(io.StringIO(text, newline=""), delimiter=separator), _SAMPLE_ROWS):
                widest[separator] = max(widest[separator], len(row))
        except csv.Error:
            continue
    return max(_SEPARATORS, key=lambda separator: widest[separator])


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
