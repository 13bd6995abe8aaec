"""Reading the rows of a list of intakes that were completed elsewhere."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import partial
from typing import Any, TypeAlias

from exams.cells.columns import Columns
from exams.cells.typed import Read, fault, is_blank, read_remark, shown
from exams.spreadsheets.sheet import Row, Sheet
from exams.takeovers import reading
from exams.takeovers.intake_headings import INTAKE_HEADINGS, IntakeField
from exams.takeovers.rows import read_any_day

_ENOUGH_EVIDENCE = 2
_LONGEST_NAME = 200
_LONGEST_REFERENCE = 60
_LONGEST_ROLE_SPLIT = 1000
_DAYS = re.compile(r"[0-9]{1,5}(?:[.,][0-9]{1,2})?")
_CODE = re.compile(r"GM[0-9]{4}")
_MOST_MEMBERS = 50


@dataclass(frozen=True, slots=True)
class IntakeLine:
    """An intake of the list, its words as they were typed."""

    row: int
    holder: str
    members: tuple[str, ...]
    coordinator: str
    held_on: date
    reference: str
    days: Decimal
    used: Decimal
    valid_until: date | None
    role_split: str | None


IntakeReading: TypeAlias = reading.Reading[IntakeField, IntakeLine]


def read_intakes(sheet: Sheet) -> IntakeReading:
    """Every row of a sheet, typed; nothing of the registry is asked."""
    return reading.read_list(sheet, _INTAKES)


def _is_no_intake(row: Row, columns: Columns[IntakeField]) -> bool:
    """A total or a note."""
    return sum(not is_blank(row.cells[index]) for index in columns.places.values()) < _ENOUGH_EVIDENCE


def _line(row: int, values: Mapping[IntakeField, Any]) -> IntakeLine:
    return IntakeLine(
        row=row,
        holder=values[IntakeField.HOLDER],
        members=values.get(IntakeField.MEMBERS, ()),
        coordinator=values[IntakeField.COORDINATOR],
        held_on=values[IntakeField.HELD_ON],
        reference=values[IntakeField.REFERENCE],
        days=values[IntakeField.DAYS],
        used=values.get(IntakeField.USED, Decimal(0)),
        valid_until=values.get(IntakeField.VALID_UNTIL),
        role_split=values.get(IntakeField.ROLE_SPLIT),
    )


def _read_words(value: object, *, longest: int) -> Read[str]:
    read = read_remark(int(value) if isinstance(value, float) and value.is_integer() else value)
    if read.value is not None and len(read.value) > longest:
        return fault("too-long", length=len(read.value), limit=longest)
    return read


def _read_days(value: object) -> Read[Decimal]:
    """A number of days; whether it is quarters is for the registry to say."""
    if is_blank(value):
        return Read()
    typed = repr(value) if type(value) in (int, float) else str(value).strip()
    if isinstance(value, int | float | str) and not isinstance(value, bool) and _DAYS.fullmatch(typed):
        return Read(Decimal(typed.replace(",", ".")))
    return fault("days-form", typed=shown(value))


def _read_members(value: object) -> Read[tuple[str, ...]]:
    if is_blank(value):
        return Read()
    codes = tuple(code.upper() for code in re.split(r"[,;\s]+", str(value)) if code)
    if len(codes) > _MOST_MEMBERS or not all(_CODE.fullmatch(code) for code in codes):
        return fault("members-form", typed=shown(value))
    return Read(codes)


_READERS: Mapping[IntakeField, Callable[[Any], Read[Any]]] = {
    IntakeField.HOLDER: partial(_read_words, longest=_LONGEST_NAME),
    IntakeField.MEMBERS: _read_members,
    IntakeField.COORDINATOR: partial(_read_words, longest=_LONGEST_NAME),
    IntakeField.HELD_ON: read_any_day,
    IntakeField.REFERENCE: partial(_read_words, longest=_LONGEST_REFERENCE),
    IntakeField.DAYS: _read_days,
    IntakeField.USED: _read_days,
    IntakeField.VALID_UNTIL: read_any_day,
    IntakeField.ROLE_SPLIT: partial(_read_words, longest=_LONGEST_ROLE_SPLIT),
}
_INTAKES = reading.ListKind(INTAKE_HEADINGS, _READERS, _line, _is_no_intake, IntakeField.HOLDER, "intakes-empty")
