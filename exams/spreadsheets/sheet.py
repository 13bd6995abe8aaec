"""A sheet as it was read: rows under the numbers the spreadsheet shows, and what a bare value does not tell."""

import re
from collections.abc import Mapping
from datetime import date, datetime
from functools import lru_cache
from typing import Any

import msgspec

Cell = str | int | float | bool | date | datetime | None

OWN_SHEETS = frozenset({"Fouten", "Uitleg", "Explanation", "Keuzes"})
"""Sheets that this registry itself puts into workbooks: never read, never mentioned."""

_ADDRESS = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")


class Row(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """One row that holds something: its number in the spreadsheet and its cells, each a `Cell`, from column A on."""

    number: int
    cells: tuple[Any, ...]  # Cell; the wire format cannot tell a day from text by its type


class Sheet(msgspec.Struct, frozen=True):
    """The first visible sheet of a file; every row has `width` cells, blank rows are left out.

    `formulas` and `errors` (with the code, such as #N/A) go by address; `merged` holds ranges such as A1:K1;
    `other_sheets` names the sheets with content that are not read; `own_mark` is the id of the upload that this workbook
    was once marked for and given back, in its written form (anybody may have typed it).
    """

    name: str
    width: int
    rows: tuple[Row, ...]
    formulas: frozenset[str] = frozenset()
    errors: Mapping[str, str] = {}
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: tuple[str, ...] = ()
    merged: tuple[str, ...] = ()
    other_sheets: tuple[str, ...] = ()
    dates_from_1904: bool = False
    own_mark: str | None = None

    def marked_for(self, mark: str | None) -> "Sheet":
        """The same sheet of a workbook that carries that mark."""
        return self if mark is None else msgspec.structs.replace(self, own_mark=mark)


@lru_cache(maxsize=1024)
def column_letter(index: int) -> str:
    """The letter of a column counted from 0: A, Z, AA."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def column_index(letters: str) -> int:
    """The place of a column counted from 0; the inverse of `column_letter`."""
    index = 0
    for letter in letters:
        index = index * 26 + ord(letter) - 64
    return index - 1


def address(row: int, column: int) -> str:
    """The address of a cell, its column counted from 0: `address(13, 6)` is G13."""
    return f"{column_letter(column)}{row}"


def place(cell: str) -> tuple[int, int]:
    """The row, and the column counted from 0, of an address; ValueError when it is none."""
    match = _ADDRESS.fullmatch(cell)
    if match is None:
        raise ValueError(f"not the address of a cell: {cell!r}")
    return int(match[2]), column_index(match[1])


def corners(cells: str) -> tuple[int, int, int, int]:
    """First row, first column, last row, last column of a range such as A1:K1."""
    first, _, last = cells.partition(":")
    top, left = place(first)
    bottom, right = place(last or first)
    return top, left, bottom, right
