"""One row after another: is it a result at all, and what does each of its cells say?"""

from collections.abc import Callable, Mapping
from operator import itemgetter
from typing import Any

from exams.cells.days import read_day
from exams.cells.findings import Problem
from exams.cells.names import folded
from exams.cells.odd_cells import odd_cells
from exams.cells.typed import (
    Read,
    fault,
    is_blank,
    looks_like_number,
    read_attempt,
    read_number,
    read_remark,
    read_text,
    shown,
)
from exams.judging.drafts import Draft, Journal, Memo
from exams.judging.headings import REQUIRED, TITLES, Field, Headings, field_of
from exams.judging.reading import Skip
from exams.judging.register import Part, Register
from exams.judging.scores import read_outcome, read_score
from exams.spreadsheets.sheet import Cell, Row, Sheet

Key = tuple[type, Any]
Reader = Callable[[Any], Read[Any]]

_FIELDS = tuple(Field)
_ATTRIBUTES = tuple("part_code" if field is Field.PART else field.value for field in _FIELDS)
_EVIDENCE = tuple(_FIELDS.index(field) for field in _FIELDS if field not in (Field.NUMBER, Field.REMARK))
_ENOUGH_EVIDENCE = 3
_SCORE = _FIELDS.index(Field.SCORE)
_UNTOUCHED = itemgetter(
    *(
        _FIELDS.index(field)
        for field in (Field.HELD_ON, Field.SCORE, Field.OUTCOME, Field.EXAMINER, Field.INVIGILATOR, Field.REMARK)
    )
)


class RowReader:
    """Reads the rows of one sheet under its headings; every finding goes into the journal."""

    def __init__(
        self, sheet: Sheet, headings: Headings, register: Register, journal: Journal, *, mapping: Mapping[str, Field | None]
    ) -> None:
        self._headings = headings
        self._mapping = mapping
        self._journal = journal
        self._pick = itemgetter(*(headings.columns.get(field, sheet.width) for field in _FIELDS))
        self._memos = self._readers(register)
        self._absent = frozenset(field for field in REQUIRED if field not in headings.columns)
        self._hidden = sheet.hidden_rows
        self._odd = odd_cells(sheet, headings.columns, below=headings.row)

    def skip(self, row: Row) -> Skip | None:
        """Why this row is not a result: a total, a note, or a template row that nobody touched. None when it is one."""
        cells = self._pick((*row.cells, None))
        named = looks_like_number(cells[0])
        if named and not is_blank(cells[_SCORE]):
            return None
        if self._repeats_headings(row):
            return Skip.HEADING_AGAIN
        odd = self._odd.get(row.number, {})
        formulas = {field for field, problem in odd.items() if problem.code == "formula"}
        cells = tuple(None if field in formulas else cell for field, cell in zip(_FIELDS, cells, strict=True))
        if named and all(map(is_blank, _UNTOUCHED(cells))) and not odd:
            return Skip.NOT_FILLED_IN
        evidence = sum(not is_blank(cells[index]) for index in _EVIDENCE)
        return None if named or evidence >= _ENOUGH_EVIDENCE else Skip.NOT_A_RESULT

    def _repeats_headings(self, row: Row) -> bool:
        return all(
            field_of(row.cells[index], mapping=self._mapping) is field for field, index in self._headings.columns.items()
        )

    def read(self, row: Row) -> Draft:
        """The row with each cell typed; what cannot be typed is in the journal."""
        draft = Draft(row.number, broken=self._absent, kept_out=bool(self._absent))
        cells = self._pick((*row.cells, None))
        odd = self._odd.get(row.number)
        if odd or row.number in self._hidden:
            cells = self._set_aside(draft, cells, odd or {})
        for field, attribute, cell, memo in zip(_FIELDS, _ATTRIBUTES, cells, self._memos, strict=True):
            read = memo[cell.__class__, cell]
            if read.value is not None:
                setattr(draft, attribute, read.value)
            if read.fault is not None and field not in draft.broken:
                self._journal.fault(draft, field, read.fault)
            elif read.notice is not None:
                self._journal.notice(draft, field, read.notice)
                draft.day_is_doubtful |= field is Field.HELD_ON
        return draft

    def _set_aside(self, draft: Draft, cells: tuple[Cell, ...], odd: Mapping[Field, Problem]) -> tuple[Cell, ...]:
        """Cells that are no plain value are told and then left out; a formula among the remarks is only left out."""
        if draft.row in self._hidden:
            self._journal.fault_row(draft, Field.NUMBER, Problem("hidden-row"))
        told: set[object] = set()
        for field, problem in sorted(odd.items(), key=lambda each: self._headings.columns[each[0]]):
            if field is Field.REMARK and problem.code == "formula":
                self._journal.notice(draft, field, Problem("remark-dropped"))
            elif (cells_merged := problem.facts.get("cells")) is not None and cells_merged in told:
                draft.broken |= {field}
            else:
                told.add(cells_merged)
                self._journal.fault(draft, field, problem)
        return tuple(None if field in odd else cell for field, cell in zip(_FIELDS, cells, strict=True))

    def _readers(self, register: Register) -> list[Memo[Key, Read[Any]]]:
        names = {field: _reader_of_names(field) for field in (Field.FAMILY_NAME, Field.GIVEN_NAME, Field.INVIGILATOR)}
        readers: dict[Field, Reader] = {
            **names,
            Field.NUMBER: read_number,
            Field.PART: _reader_of_parts(register.parts),
            Field.HELD_ON: _required(Field.HELD_ON, lambda cell: read_day(cell, today=register.today)),
            Field.ATTEMPT: _required(Field.ATTEMPT, read_attempt),
            Field.SCORE: read_score,
            Field.OUTCOME: read_outcome,
            Field.EXAMINER: _required(Field.EXAMINER, _reader_of_names(Field.EXAMINER)),
            Field.REMARK: read_remark,
        }
        return [_memo(readers[field]) for field in _FIELDS]


def start_of(row: Row) -> str:
    """What a skipped row begins with, to recognise it by."""
    return next((shown(cell) for cell in row.cells if not is_blank(cell)), "")


def _memo(reader: Reader) -> Memo[Key, Read[Any]]:
    return Memo(lambda key: reader(key[1]))


def _required(field: Field, reader: Reader) -> Reader:
    return lambda cell: fault("missing", field=TITLES[field]) if is_blank(cell) else reader(cell)


def _reader_of_names(field: Field) -> Reader:
    return lambda cell: read_text(cell, field=TITLES[field])


def _reader_of_parts(parts: Mapping[str, Part]) -> Reader:
    """A part by its code or its name in either language, without accents and case."""
    codes = {folded(word): part.code for part in parts.values() for word in (part.name.nl, part.name.en, part.code)}
    expected = [f"{part.code} ({part.name.nl})" for part in parts.values()]

    def read(cell: object) -> Read[str]:
        typed = read_text(cell, field=TITLES[Field.PART])
        if typed.value is None or typed.fault is not None:
            return typed
        code = codes.get(folded(typed.value))
        return Read(code) if code else fault("part-unknown", typed=shown(typed.value), expected=expected)

    return _required(Field.PART, read)
