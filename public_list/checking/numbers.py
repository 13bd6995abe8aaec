"""Lists of numbers as people give them: pasted, or as the rows of a sheet; each with the row at which it stands."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from exams.spreadsheets.sheet import Cell, Sheet, address, place
from registry.errors import Fault, Invalid
from registry.texts import Text

MOST = 5_000
"""Numbers in one list."""
LONGEST = 100
"""Characters of what is kept of one cell."""

_NUMBER = re.compile(r"[A-Za-z]\.?[A-Za-z][\s.\-–]*(?:[0-9OILSBZoilsbz][\s.\-–]*){7,11}")
_BARE_DIGITS = re.compile(r"(?:[0-9][\s.\-–]*){9,11}")
_CUT = re.compile(r"[;,\t]|(?<=[0-9])\s+(?=[A-Za-z]{2})")

_NONE = Text(
    "Hierin staat geen nummer. Zet elk nummer op een eigen regel, zoals CA12345678-66.",
    "This holds no number. Put each number on a line of its own, such as CA12345678-66.",
)
_TOO_MANY = Text(
    "Dit zijn {count} nummers. Controleer er hooguit {most} tegelijk.",
    "These are {count} numbers. Check at most {most} at once.",
)
_NOT_OURS = Text("Deze lijst is onderweg veranderd. Begin opnieuw.", "This list changed on its way. Begin again.")
_KEPT = re.compile(r"([0-9]{1,7})\t([a-z]*)\t(.*)")


class Odd(StrEnum):
    """Why a cell holds no plain value."""

    FORMULA = "formula"
    ERROR = "error"


ODD: Mapping[Odd, Text] = {
    Odd.FORMULA: Text(
        "In deze cel staat een formule. Plak het nummer zelf in de cel.",
        "This cell holds a formula. Paste the number itself into the cell.",
    ),
    Odd.ERROR: Text("In deze cel staat de fout {typed}.", "This cell holds the error {typed}."),
}


@dataclass(frozen=True, slots=True)
class Typed:
    """What stands for one number, at its row; `odd` where the cell does not say it plainly."""

    row: int
    text: str
    odd: Odd | None = None


def in_text(pasted: str) -> list[Typed]:
    """The numbers in pasted text: on lines, or between commas, semicolons, tabs. Raises Invalid for none or too many."""
    rows = ((row, _CUT.split(line)) for row, line in enumerate(pasted.splitlines(), 1))
    return [Typed(row, text) for row, _, text in _found(rows)]


def in_sheet(sheet: Sheet) -> list[Typed]:
    """The numbers of a sheet, in whatever column they stand; a cell without a plain value is told. Raises Invalid likewise."""
    odd = {place(cell): Odd.FORMULA for cell in sheet.formulas} | {place(cell): Odd.ERROR for cell in sheet.errors}
    rows = {row.number: list(row.cells) for row in sheet.rows}
    for row, column in odd:
        cells = rows.setdefault(row, [None] * sheet.width)
        cells[column] = cells[column] or sheet.errors.get(address(row, column), "=")
    return [Typed(row, text, odd.get((row, column))) for row, column, text in _found(sorted(rows.items()))]


def kept(typed: Iterable[Typed]) -> str:
    """A list that was read, as a page keeps it in a field for whoever wants the same list as a file."""
    return "\n".join(f"{each.row}\t{each.odd or ''}\t{each.text}" for each in typed)


def from_kept(text: str) -> list[Typed]:
    """The list that a page kept; raises Invalid for what no page of ours wrote."""
    found = [_KEPT.fullmatch(line) for line in text.split("\n")[: MOST + 1]]
    try:
        typed = [Typed(int(each[1]), each[3][:LONGEST], Odd(each[2]) if each[2] else None) for each in found if each]
    except ValueError:
        typed = []
    if not typed or len(typed) != len(found) or len(typed) > MOST:
        raise Invalid([Fault("numbers", _NOT_OURS)])
    return typed


def _found(rows: Iterable[tuple[int, Sequence[Cell]]]) -> list[tuple[int, int, str]]:
    """Row, column and text of all that stands for a number.

    That is every cell that looks like one; and where a row has none, its cell in the column where most numbers are. What
    stands above the first number is a heading.
    """
    texts = [(row, [_text(cell) for cell in cells]) for row, cells in rows]
    looks = _columns(texts, _NUMBER) or _columns(texts, _BARE_DIGITS)
    if not looks:
        raise Invalid([Fault("numbers", _NONE)])
    [(usual, _)] = Counter(column for columns in looks.values() for column in columns).most_common(1)
    found = [
        (row, column, cells[column][:LONGEST])
        for row, cells in texts
        if row >= min(looks)
        for column in looks.get(row, [usual])
        if column < len(cells) and cells[column]
    ]
    if len(found) > MOST:
        raise Invalid([Fault("numbers", _TOO_MANY, {"count": Decimal(len(found)), "most": Decimal(MOST)})])
    return found


def _columns(rows: Iterable[tuple[int, Sequence[str]]], form: re.Pattern[str]) -> dict[int, list[int]]:
    """By row, the columns whose cells have this form; rows without one are left out."""
    found = {row: [column for column, text in enumerate(cells) if form.fullmatch(text)] for row, cells in rows}
    return {row: columns for row, columns in found.items() if columns}


def _text(cell: Cell) -> str:
    """What a cell says, on one line, without what cannot be printed."""
    return "" if cell is None else "".join(each if each.isprintable() else " " for each in str(cell)).strip()
