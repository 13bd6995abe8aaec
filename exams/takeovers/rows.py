"""Reading the rows of a list of certificates issued elsewhere: every cell typed, every fault at its cell."""

from collections.abc import Callable, Mapping
from datetime import date
from functools import partial
from typing import Any, TypeAlias

import msgspec

from exams.cells.columns import Columns
from exams.cells.days import read_day
from exams.cells.typed import Read, fault, is_blank, looks_like_number, read_number, read_remark, read_text, shown
from exams.spreadsheets.sheet import Row, Sheet
from exams.takeovers import reading
from exams.takeovers.headings import HEADINGS, TITLES, Field
from registry.people.schemas import Email, GivenName, Prefix
from registry.takeovers.rules import Line

_ENOUGH_EVIDENCE = 2
_LONGEST = {Field.GIVEN_NAME: (GivenName, 100), Field.FAMILY_NAME: (GivenName, 100), Field.PREFIX: (Prefix, 30)}
_LONGEST_THERE = 100


Reading: TypeAlias = reading.Reading[Field, Line]


def read_rows(sheet: Sheet) -> Reading:
    """Every row of a sheet, typed; nothing of the registry is asked."""
    return reading.read_list(sheet, _CERTIFICATES)


def _is_no_certificate(row: Row, columns: Columns[Field]) -> bool:
    """A total or a note."""
    places = columns.places
    numbered = Field.NUMBER in places and looks_like_number(row.cells[places[Field.NUMBER]])
    evidence = sum(not is_blank(row.cells[index]) for at, index in places.items() if at is not Field.NUMBER)
    return not numbered and evidence < _ENOUGH_EVIDENCE


def _line(row: int, values: Mapping[Field, Any]) -> Line:
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


def read_any_day(value: object) -> Read[date]:
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
    Field.FIRST_DAY: read_any_day,
    Field.LAST_DAY: read_any_day,
}
_CERTIFICATES = reading.ListKind(HEADINGS, _READERS, _line, _is_no_certificate, Field.FAMILY_NAME, "takeover-empty")
