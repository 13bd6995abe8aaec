"""The workbook in which a provider fills in results: candidates and parts are there, the rest is chosen or typed."""

import io
from collections.abc import Mapping

from openpyxl import Workbook
from openpyxl.styles import Font, PatternFill
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from exams.judging.headings import TITLES, Field
from exams.judging.register import Capacity, Part, Register
from exams.spreadsheets.marked import plain_cell, write_plain
from exams.spreadsheets.sheet import column_letter
from exams.workbooks.choices import add_choices, add_validations, offered, people_to_choose
from exams.workbooks.explanation import Explained, add_explanations
from exams.workbooks.lines import Line, TemplateSitting, lines_at, lines_of
from registry.texts import Text

RESULTS_SHEET = "Uitslagen"
_FIELDS = tuple(Field)
_WIDTHS = (20, 22, 18, 14, 16, 11, 11, 14, 24, 24, 36)
_SPARE_ROWS = 50
_HEADING_FONT = Font(name="Calibri", size=11, bold=True)
_HEADING_FILL = PatternFill("solid", fgColor="FFDCE6F1")
_AS_TEXT, _AS_DAY, _WHOLE, _ONE_DECIMAL, _AS_TYPED = "@", "DD-MM-YYYY", "0", "0.0", "General"
_FORMATS = {Field.HELD_ON: _AS_DAY, Field.ATTEMPT: _WHOLE}
_TEN_POINTS = 100


def results_template(register: Register, *, provider: str, track: Text, sitting: TemplateSitting | None = None) -> bytes:
    """An .xlsx with a row for every part that a candidate has yet to pass; rows left as they are count as not filled in.

    For a sitting: a row for everyone who may sit its part that day, in which only the score is left to fill in.
    """
    lines, left_out = (lines_of(register), []) if sitting is None else lines_at(register, sitting)
    people = {
        Field.EXAMINER: people_to_choose(register, capacity=Capacity.EXAMINER, sitting=sitting),
        Field.INVIGILATOR: people_to_choose(register, capacity=Capacity.INVIGILATOR, sitting=sitting),
    }
    given: dict[Field, object] = {}
    if sitting is not None:
        given = {
            Field.HELD_ON: sitting.held_on,
            Field.EXAMINER: people[Field.EXAMINER].get(sitting.examiner_id),
            Field.INVIGILATOR: people[Field.INVIGILATOR].get(sitting.invigilator_id) if sitting.invigilator_id else None,
        }
    book = Workbook()
    book.properties.creator, book.properties.title = "Adviseursregister", track.nl
    sheet, last = book.worksheets[0], len(lines) + 1 + _SPARE_ROWS
    _write_headings(sheet, rows=len(lines))
    for row in range(2, last + 1):
        _write_row(sheet, row, lines[row - 2] if row - 2 < len(lines) else None, given)
    choices = offered(register, people)
    add_choices(book, register, choices)
    add_validations(sheet, register, choices, last=last)
    examiner = str(given.get(Field.EXAMINER) or "")
    add_explanations(book, Explained(register, provider, track, sitting, examiner, len(lines), left_out))
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _write_headings(sheet: Worksheet, *, rows: int) -> None:
    sheet.title = RESULTS_SHEET
    for column, (field, width) in enumerate(zip(_FIELDS, _WIDTHS, strict=True), 1):
        cell = plain_cell(sheet, 1, column)
        write_plain(cell, TITLES[field].nl)
        cell.font = _HEADING_FONT
        cell.fill = _HEADING_FILL
        sheet.column_dimensions[column_letter(column - 1)].width = width
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = f"A1:{column_letter(len(_FIELDS) - 1)}{max(rows + 1, 2)}"
    sheet.print_title_rows = "1:1"
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.fitToHeight = 0  # one page wide, and as many as it takes
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)


def _write_row(sheet: Worksheet, row: int, line: Line | None, given: Mapping[Field, object]) -> None:
    """A row of a candidate, or a spare one; every cell has the format of what is to be typed there."""
    values = {} if line is None else {**_of_candidate(line), **given}
    for column, field in enumerate(_FIELDS, 1):
        cell = plain_cell(sheet, row, column)
        value = values.get(field)
        if value is not None:
            write_plain(cell, value)
        cell.number_format = (
            _score_format(line.part if line else None) if field is Field.SCORE else _FORMATS.get(field, _AS_TEXT)
        )
        if isinstance(value, str):
            cell.quotePrefix = True  # else Excel drops the ' of 't Hart, and runs a =, once someone edits the cell


def _of_candidate(line: Line) -> dict[Field, object]:
    return {
        Field.NUMBER: line.candidate.number,
        Field.FAMILY_NAME: line.candidate.family_name,
        Field.GIVEN_NAME: line.candidate.given_name,
        Field.PART: line.part.code,
        Field.ATTEMPT: line.attempt,
    }


def _score_format(part: Part | None) -> str:
    """Scores on a scale of ten show their one decimal, also when it is nought; others show what was typed."""
    return _ONE_DECIMAL if part is not None and part.scale_maximum <= _TEN_POINTS else _AS_TYPED
