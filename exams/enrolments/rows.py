"""One row after another: is it about a candidate at all, and what does each of its cells say?"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from typing import Any

import msgspec

from exams.cells.days import read_day
from exams.cells.findings import Finding, Problem
from exams.cells.names import folded
from exams.cells.odd_cells import odd_cells
from exams.cells.typed import Read, fault, is_blank, looks_like_number, read_number, read_text, shown
from exams.enrolments.headings import TITLES, Field, Headings
from exams.enrolments.reading import Skipped
from exams.enrolments.roll import Roll
from exams.spreadsheets.sheet import Row, Sheet
from registry.people.schemas import Email, GivenName, Prefix
from registry.texts import Text

_ENOUGH_EVIDENCE = 2
_LONGEST = {Field.GIVEN_NAME: GivenName, Field.FAMILY_NAME: GivenName, Field.PREFIX: Prefix}


class Journal:
    """Where findings are written down, at the cell of a field in a row."""

    def __init__(self, sheet: str, headings: Headings) -> None:
        self._sheet = sheet
        self._headings = headings
        self.faults: list[Finding] = list(headings.findings)
        self.notices: list[Finding] = []

    def cell(self, row: int, field: Field) -> str:
        """The address of a field in a row."""
        return self._headings.cell(row, field)

    def fault(self, row: int, field: Field, problem: Problem) -> None:
        """Nothing of the file can be taken while this stands."""
        self.faults.append(self._finding(row, field, problem))

    def notice(self, row: int, field: Field, problem: Problem) -> None:
        """This is worth knowing."""
        self.notices.append(self._finding(row, field, problem))

    def about_sheet(self, code: str, **facts: object) -> None:
        """Worth knowing about the sheet as a whole: told at its heading row."""
        row = self._headings.row
        self.notices.append(Finding(self._sheet, f"A{row}", row, code, facts))

    def _finding(self, row: int, field: Field, problem: Problem) -> Finding:
        return Finding(self._sheet, self.cell(row, field), row, problem.code, problem.facts, problem.suggestion)


@dataclass(slots=True)
class Draft:
    """One row with each cell typed; None stands for empty as well as for at fault, and `broken` tells which."""

    row: int
    values: dict[Field, Any] = field(default_factory=dict)
    broken: set[Field] = field(default_factory=set)

    def text(self, field: Field) -> str | None:
        """What was typed there."""
        value: str | None = self.values.get(field)
        return value

    def day(self, field: Field) -> date | None:
        """The day that stands there."""
        value: date | None = self.values.get(field)
        return value

    def lacks(self, field: Field) -> bool:
        """The cell is empty, and not at fault."""
        return field not in self.values and field not in self.broken


class RowReader:
    """Reads the rows of one sheet under its headings; every finding goes into the journal."""

    def __init__(self, sheet: Sheet, headings: Headings, roll: Roll, journal: Journal) -> None:
        self._headings = headings
        self._journal = journal
        self._hidden = sheet.hidden_rows
        self._odd = odd_cells(sheet, headings.columns, below=headings.row)
        self._readers = _readers(roll)

    def skip(self, row: Row) -> Skipped | None:
        """A total, a note or the headings again; None when the row is about a candidate."""
        columns = self._headings.columns
        numbered = Field.NUMBER in columns and looks_like_number(row.cells[columns[Field.NUMBER]])
        evidence = sum(not is_blank(row.cells[index]) for name, index in columns.items() if name is not Field.NUMBER)
        if self._headings.are_repeated_in(row) or (not numbered and evidence < _ENOUGH_EVIDENCE):
            return Skipped(row.number, next((shown(cell) for cell in row.cells if not is_blank(cell)), ""))
        return None

    def read(self, row: Row) -> Draft:
        """The row with each cell typed; what cannot be typed is in the journal."""
        draft = Draft(row.number)
        if row.number in self._hidden:
            self._journal.fault(row.number, Field.FAMILY_NAME, Problem("hidden-row"))
        odd = self._odd.get(row.number, {})
        for name, index in self._headings.columns.items():
            if name in odd:
                draft.broken.add(name)
                self._journal.fault(row.number, name, odd[name])
                continue
            if is_blank(row.cells[index]):
                continue
            read = self._readers[name](row.cells[index])
            if read.fault is not None:
                draft.broken.add(name)
                self._journal.fault(row.number, name, read.fault)
            elif read.value is not None:
                draft.values[name] = read.value
            if read.notice is not None:
                self._journal.notice(row.number, name, read.notice)
        return draft


def _readers(roll: Roll) -> Mapping[Field, Callable[[Any], Read[Any]]]:
    days = dict.fromkeys((Field.ENROLLED_ON, Field.FIRST_DAY, Field.LAST_DAY), _read_day)
    names = {name: partial(_read_name, name=name) for name in _LONGEST}
    return {
        **days,
        **names,
        Field.NUMBER: read_number,
        Field.EMAIL: _read_email,
        Field.PART: _reader_of_parts(roll.parts),
        Field.TRAINER: partial(read_text, field=TITLES[Field.TRAINER]),
    }


def _read_day(value: object) -> Read[date]:
    """Any day from 2000 on; whether it may be in the future is for the judge."""
    read = read_day(value, today=date.max)
    if read.fault is not None and read.fault.code == "day-long-ago":
        return fault("day-before-2000", day=read.fault.facts["day"])
    return read


def _read_name(value: object, *, name: Field) -> Read[str]:
    read = read_text(value, field=TITLES[name])
    if read.value is not None:
        try:
            msgspec.convert(read.value, _LONGEST[name])
        except msgspec.ValidationError:
            return fault("too-long", length=len(read.value), limit=30 if name is Field.PREFIX else 100)
    return read


def _read_email(value: object) -> Read[str]:
    read = read_text(value, field=TITLES[Field.EMAIL])
    if read.value is not None:
        try:
            msgspec.convert(read.value, Email)
        except msgspec.ValidationError:
            return fault("email-form", typed=shown(read.value))
    return read


def _reader_of_parts(parts: Mapping[str, Text]) -> Callable[[Any], Read[str]]:
    """A part by its code or its name in either language, without accents and case."""
    codes = {folded(word): code for code, name in parts.items() for word in (name.nl, name.en, code)}
    expected = [f"{code} ({name.nl})" for code, name in parts.items()]

    def read(cell: object) -> Read[str]:
        typed = read_text(cell, field=TITLES[Field.PART])
        if typed.value is None:
            return typed
        code = codes.get(folded(typed.value))
        return Read(code) if code else fault("part-unknown", typed=shown(typed.value), expected=expected)

    return read
