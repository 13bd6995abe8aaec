"""Reading the rows of a list of certificates issued elsewhere: every cell typed, every fault at its cell."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from typing import Any

import msgspec

from exams.cells.columns import Columns
from exams.cells.days import read_day
from exams.cells.findings import Finding, Problem
from exams.cells.odd_cells import odd_cells
from exams.cells.typed import Read, fault, is_blank, looks_like_number, read_number, read_remark, read_text, shown
from exams.spreadsheets.sheet import Row, Sheet, column_index, place
from exams.takeovers.headings import HEADINGS, REQUIRED, TITLES, Field
from registry.people.schemas import Email, GivenName, Prefix
from registry.takeovers.rules import Line

_ENOUGH_EVIDENCE = 2
_LONGEST = {Field.GIVEN_NAME: (GivenName, 100), Field.FAMILY_NAME: (GivenName, 100), Field.PREFIX: (Prefix, 30)}
_LONGEST_THERE = 100


@dataclass(slots=True)
class Reading:
    """A list as it was read: its rows, what is wrong at which cell, what is worth knowing, and the rows passed over."""

    sheet: str
    columns: Columns[Field] | None = None
    lines: list[Line] = field(default_factory=list)
    faults: list[Finding] = field(default_factory=list)
    notices: list[Finding] = field(default_factory=list)
    skipped: list[tuple[int, str]] = field(default_factory=list)

    def fault(self, row: int, at: Field, problem: Problem) -> None:
        """Nothing of the list can be taken over while this stands."""
        self.faults.append(self._finding(row, at, problem))

    def notice(self, row: int, at: Field, problem: Problem) -> None:
        """This is worth knowing."""
        self.notices.append(self._finding(row, at, problem))

    def _finding(self, row: int, at: Field, problem: Problem) -> Finding:
        cell = self.columns.cell(row, at) if self.columns else f"A{row}"
        return Finding(self.sheet, cell, row, problem.code, problem.facts, problem.suggestion)

    def ordered(self) -> "Reading":
        """The same, its findings from top to bottom."""
        for each in (self.faults, self.notices):
            each.sort(key=lambda finding: (finding.row, place(finding.cell)[1]))
        return self


def read_rows(sheet: Sheet) -> Reading:
    """Every row of a sheet, typed; nothing of the registry is asked."""
    columns = HEADINGS.find(sheet)
    if isinstance(columns, Finding):
        return Reading(sheet.name, faults=[columns])
    reading = Reading(sheet.name, columns, faults=list(columns.findings))
    _tell_of_sheet(sheet, reading, columns)
    odd = odd_cells(sheet, columns.places, below=columns.row)
    found = 0
    for row in sheet.rows:
        if row.number <= columns.row:
            continue
        if _is_no_certificate(row, columns):
            reading.skipped.append((row.number, next((shown(cell) for cell in row.cells if not is_blank(cell)), "")))
            continue
        found += 1
        if row.number in sheet.hidden_rows:
            reading.fault(row.number, Field.FAMILY_NAME, Problem("hidden-row"))
        line = _line(row.number, _typed(row, columns, odd.get(row.number, {}), reading))
        if line is not None:
            reading.lines.append(line)
    if not found:
        reading.faults.append(Finding(sheet.name, f"A{columns.row + 1}", columns.row + 1, "takeover-empty"))
    return reading


def _tell_of_sheet(sheet: Sheet, reading: Reading, columns: Columns[Field]) -> None:
    hidden = tuple(letter for letter in sheet.hidden_columns if column_index(letter) < sheet.width)
    for code, facts in (("hidden-columns", {"columns": hidden}), ("other-sheets", {"sheets": sheet.other_sheets})):
        if any(facts.values()):
            reading.notices.append(Finding(sheet.name, f"A{columns.row}", columns.row, code, facts))


def _is_no_certificate(row: Row, columns: Columns[Field]) -> bool:
    """A total, a note or the headings again."""
    places = columns.places
    numbered = Field.NUMBER in places and looks_like_number(row.cells[places[Field.NUMBER]])
    evidence = sum(not is_blank(row.cells[index]) for at, index in places.items() if at is not Field.NUMBER)
    return HEADINGS.are_repeated_in(row, columns) or (not numbered and evidence < _ENOUGH_EVIDENCE)


def _typed(row: Row, columns: Columns[Field], odd: Mapping[Field, Problem], reading: Reading) -> dict[Field, Any] | None:
    """The cells of a row; None where one is at fault or lacks what it must hold."""
    values: dict[Field, Any] = {}
    broken = {at for at in REQUIRED if at not in columns.places}
    for at, index in columns.places.items():
        read: Read[Any] = Read(fault=odd[at]) if at in odd else _READERS[at](row.cells[index])
        if read.fault is None and read.value is None and at in REQUIRED:
            read = fault("missing", field=TITLES[at])
        if read.fault is not None:
            broken.add(at)
            reading.fault(row.number, at, read.fault)
        elif read.value is not None:
            values[at] = read.value
        if read.notice is not None:
            reading.notice(row.number, at, read.notice)
    return None if broken else values


def _line(row: int, values: Mapping[Field, Any] | None) -> Line | None:
    if values is None:
        return None
    return Line(
        row=row,
        number=values.get(Field.NUMBER),
        given_name=values[Field.GIVEN_NAME],
        family_prefix=values.get(Field.PREFIX),
        family_name=values[Field.FAMILY_NAME],
        work_email=values.get(Field.EMAIL),
        certificate=values[Field.CERTIFICATE],
        scheme=values[Field.SCHEME],
        first_day=values[Field.FIRST_DAY],
        last_day=values[Field.LAST_DAY],
    )


def _read_name(value: object, *, at: Field) -> Read[str]:
    read = read_text(value, field=TITLES[at])
    kind, limit = _LONGEST[at]
    if read.value is not None:
        try:
            msgspec.convert(read.value, kind)
        except msgspec.ValidationError:
            return fault("too-long", length=len(read.value), limit=limit)
    return read


def _read_email(value: object) -> Read[str]:
    read = read_text(value, field=TITLES[Field.EMAIL])
    if read.value is not None:
        try:
            msgspec.convert(read.value, Email)
        except msgspec.ValidationError:
            return fault("email-form", typed=shown(read.value))
    return read


def _read_there(value: object) -> Read[str]:
    """What another body calls something: text or a number, as it is written there."""
    read = read_remark(int(value) if isinstance(value, float) and value.is_integer() else value)
    if read.value is not None and len(read.value) > _LONGEST_THERE:
        return fault("too-long", length=len(read.value), limit=_LONGEST_THERE)
    return read


def _read_day(value: object) -> Read[date]:
    """Any day from 2000 on; whether it fits is for the judge."""
    if is_blank(value):
        return Read()
    read = read_day(value, today=date.max)
    if read.fault is not None and read.fault.code == "day-long-ago":
        return fault("day-before-2000", day=read.fault.facts["day"])
    return read


_READERS: Mapping[Field, Callable[[Any], Read[Any]]] = {
    Field.NUMBER: read_number,
    **{at: partial(_read_name, at=at) for at in _LONGEST},
    Field.EMAIL: _read_email,
    Field.CERTIFICATE: _read_there,
    Field.SCHEME: _read_there,
    Field.FIRST_DAY: _read_day,
    Field.LAST_DAY: _read_day,
}
