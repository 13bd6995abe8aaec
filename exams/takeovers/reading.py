"""Reading the rows of a list of what was done elsewhere: every cell typed, every fault at its cell."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from exams.cells.columns import Columns, Headed
from exams.cells.findings import Finding, Problem
from exams.cells.odd_cells import odd_cells
from exams.cells.typed import Read, fault, is_blank, shown
from exams.spreadsheets.sheet import Row, Sheet, column_index, place

F = TypeVar("F")
L = TypeVar("L")


@dataclass(slots=True)
class Reading(Generic[F, L]):
    """A list as it was read: its rows, what is wrong at which cell, what is worth knowing, and the rows passed over."""

    sheet: str
    columns: Columns[F] | None = None
    lines: list[L] = field(default_factory=list)
    faults: list[Finding] = field(default_factory=list)
    notices: list[Finding] = field(default_factory=list)
    skipped: list[tuple[int, str]] = field(default_factory=list)

    def fault(self, row: int, at: F, problem: Problem) -> None:
        """Nothing of the list can be taken over while this stands."""
        self.faults.append(self._finding(row, at, problem))

    def notice(self, row: int, at: F, problem: Problem) -> None:
        """This is worth knowing."""
        self.notices.append(self._finding(row, at, problem))

    def _finding(self, row: int, at: F, problem: Problem) -> Finding:
        cell = self.columns.cell(row, at) if self.columns else f"A{row}"
        return Finding(self.sheet, cell, row, problem.code, problem.facts, problem.suggestion)

    def ordered(self) -> "Reading[F, L]":
        """The same, its findings from top to bottom."""
        for each in (self.faults, self.notices):
            each.sort(key=lambda finding: (finding.row, place(finding.cell)[1]))
        return self


@dataclass(frozen=True, slots=True)
class ListKind(Generic[F, L]):
    """What a list is of: its columns, how each is read, what a whole row becomes, and which rows are none.

    `known_by` is the column at which a fault of a whole row stands; `empty` tells of a list without rows.
    """

    headings: Headed[F]
    readers: Mapping[F, Callable[[Any], Read[Any]]]
    line: Callable[[int, Mapping[F, Any]], L]
    is_none: Callable[[Row, Columns[F]], bool]
    known_by: F
    empty: str


def read_list(sheet: Sheet, kind: ListKind[F, L]) -> Reading[F, L]:
    """Every row of a sheet, typed; nothing of the registry is asked."""
    columns = kind.headings.find(sheet)
    if isinstance(columns, Finding):
        return Reading(sheet.name, faults=[columns])
    reading = Reading[F, L](sheet.name, columns, faults=list(columns.findings))
    _tell_of_sheet(sheet, reading, columns)
    odd = odd_cells(sheet, columns.places, below=columns.row)
    found = 0
    for row in sheet.rows:
        if row.number <= columns.row:
            continue
        if kind.headings.are_repeated_in(row, columns) or kind.is_none(row, columns):
            reading.skipped.append((row.number, next((shown(cell) for cell in row.cells if not is_blank(cell)), "")))
            continue
        found += 1
        if row.number in sheet.hidden_rows:
            reading.fault(row.number, kind.known_by, Problem("hidden-row"))
        values = _typed(row, kind, columns, odd.get(row.number, {}), reading)
        if values is not None:
            reading.lines.append(kind.line(row.number, values))
    if not found:
        reading.faults.append(Finding(sheet.name, f"A{columns.row + 1}", columns.row + 1, kind.empty))
    return reading


def _tell_of_sheet(sheet: Sheet, reading: Reading[F, L], columns: Columns[F]) -> None:
    hidden = tuple(letter for letter in sheet.hidden_columns if column_index(letter) < sheet.width)
    for code, facts in (("hidden-columns", {"columns": hidden}), ("other-sheets", {"sheets": sheet.other_sheets})):
        if any(facts.values()):
            reading.notices.append(Finding(sheet.name, f"A{columns.row}", columns.row, code, facts))


def _typed(
    row: Row, kind: ListKind[F, L], columns: Columns[F], odd: Mapping[F, Problem], reading: Reading[F, L]
) -> dict[F, Any] | None:
    """The cells of a row; None where one is at fault or lacks what it must hold."""
    values: dict[F, Any] = {}
    broken = {at for at in kind.headings.required if at not in columns.places}
    for at, index in columns.places.items():
        read: Read[Any] = Read(fault=odd[at]) if at in odd else kind.readers[at](row.cells[index])
        if read.fault is None and read.value is None and at in kind.headings.required:
            read = fault("missing", field=kind.headings.titles[at])
        if read.fault is not None:
            broken.add(at)
            reading.fault(row.number, at, read.fault)
        elif read.value is not None:
            values[at] = read.value
        if read.notice is not None:
            reading.notice(row.number, at, read.notice)
    return None if broken else values
