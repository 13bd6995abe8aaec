"""The workbook in which a provider fills in results: candidates and parts are there, the rest is chosen or typed."""

import io
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from exams.results.headings import TITLES, Field
from exams.results.people_named import full_name, written_name
from exams.results.register import Candidate, Capacity, Outcome, Part, PastResult, Register
from exams.results.scores import OUTCOME_NAMES, in_points
from exams.results.template_texts import EXPLANATIONS, PROMPTS
from exams.spreadsheets.marked import plain_cell, write_plain
from exams.spreadsheets.sheet import column_letter
from registry.days import add_months
from registry.texts import Language, Text

RESULTS_SHEET = "Uitslagen"
CHOICES_SHEET = "Keuzes"
_FIELDS = tuple(Field)
_WIDTHS = (18, 22, 18, 12, 14, 9, 9, 13, 24, 24, 36)
_SPARE_ROWS = 50
_HEADING_FILL = PatternFill("solid", fgColor="FFDCE6F1")


class _Line(NamedTuple):
    candidate: Candidate
    part: Part
    attempt: int


def results_template(register: Register, *, provider: str, track: Text) -> bytes:
    """An .xlsx with one row for every part that a candidate has yet to pass; rows left as they are count as not filled in."""
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = RESULTS_SHEET
    lines = list(_lines(register))
    _write_headings(sheet)
    for row, line in enumerate(lines, 2):
        _write_line(sheet, row, line)
    last = len(lines) + 1 + _SPARE_ROWS
    sheet.auto_filter.ref = f"A1:{column_letter(len(_FIELDS) - 1)}{max(len(lines) + 1, 2)}"
    _add_choices(book, sheet, register, last=last)
    _add_limits(sheet, register, lines, last=last)
    for language, name in ((Language.NL, "Uitleg"), (Language.EN, "Explanation")):
        _write_explanation(book.create_sheet(name), register, provider=provider, track=track, language=language)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _lines(register: Register) -> Iterator[_Line]:
    """What is still to be examined: no pass that counts today, and attempts left."""
    past: defaultdict[tuple[str, str], list[PastResult]] = defaultdict(list)
    for result in register.past:
        past[result.candidate_number, result.part_code].append(result)
    for candidate in sorted(register.candidates.values(), key=lambda each: each.number):
        for part in register.parts.values():
            taken = past[candidate.number, part.code]
            attempt = max((each.attempt for each in taken), default=0) + 1
            if attempt <= part.maximum_attempts and not any(_counts(each, part, register) for each in taken):
                yield _Line(candidate, part, attempt)


def _counts(result: PastResult, part: Part, register: Register) -> bool:
    passed = result.outcome is Outcome.PASSED
    return passed and register.today < add_months(result.held_on, part.months_counted)


def _write_headings(sheet: Worksheet) -> None:
    for column, (field, width) in enumerate(zip(_FIELDS, _WIDTHS, strict=True), 1):
        cell = sheet.cell(1, column, TITLES[field].nl)
        cell.font = Font(bold=True)
        cell.fill = _HEADING_FILL
        sheet.column_dimensions[column_letter(column - 1)].width = width
    sheet.freeze_panes = "A2"


def _write_line(sheet: Worksheet, row: int, line: _Line) -> None:
    values = {
        Field.NUMBER: line.candidate.number,
        Field.FAMILY_NAME: line.candidate.family_name,
        Field.GIVEN_NAME: line.candidate.given_name,
        Field.PART: line.part.code,
        Field.ATTEMPT: line.attempt,
    }
    for field, value in values.items():
        write_plain(plain_cell(sheet, row, _FIELDS.index(field) + 1), value)
    sheet.cell(row, _FIELDS.index(Field.HELD_ON) + 1).number_format = "DD-MM-YYYY"
    sheet.cell(row, _FIELDS.index(Field.SCORE) + 1).number_format = "0.0" if line.part.scale_maximum <= 100 else "0.#"  # noqa: PLR2004 — tenths of a ten-point scale


def names_to_choose(register: Register, *, capacity: Capacity) -> list[str]:
    """The people in one capacity as a drop-down shows them: in full where initials and family name are not enough."""
    people = {each.person_id: each for each in register.registrations if each.capacity is capacity}
    short = Counter(written_name(each) for each in people.values())
    return sorted(written_name(each) if short[written_name(each)] == 1 else full_name(each) for each in people.values())


def _add_choices(book: Workbook, sheet: Worksheet, register: Register, *, last: int) -> None:
    choices = book.create_sheet(CHOICES_SHEET)
    choices.sheet_state = "hidden"
    lists: dict[Field, Sequence[str]] = {
        Field.PART: list(register.parts),
        Field.OUTCOME: [name.nl for name in OUTCOME_NAMES.values()],
        Field.EXAMINER: names_to_choose(register, capacity=Capacity.EXAMINER),
        Field.INVIGILATOR: names_to_choose(register, capacity=Capacity.INVIGILATOR),
    }
    for column, (field, values) in enumerate(lists.items()):
        write_plain(plain_cell(choices, 1, column + 1), TITLES[field].nl)
        for row, value in enumerate(values, 2):
            write_plain(plain_cell(choices, row, column + 1), value)
        letter = column_letter(column)
        source = f"{CHOICES_SHEET}!${letter}$2:${letter}${max(len(values) + 1, 2)}"
        _validate(sheet, field, DataValidation("list", formula1=source, allow_blank=True), rows=f"2:{last}")


def _add_limits(sheet: Worksheet, register: Register, lines: Sequence[_Line], *, last: int) -> None:
    """Days up to today, whole attempts, and scores up to the scale of the part in each row."""
    days = DataValidation("date", operator="between", formula1="36526", formula2="TODAY()", allow_blank=True)
    _validate(sheet, Field.HELD_ON, days, rows=f"2:{last}")
    most = max((part.maximum_attempts for part in register.parts.values()), default=1)
    attempts = DataValidation("whole", operator="between", formula1="1", formula2=str(most), allow_blank=True)
    _validate(sheet, Field.ATTEMPT, attempts, rows=f"2:{last}")
    for maximum in sorted({part.scale_maximum for part in register.parts.values()}):
        rows = [row for row, line in enumerate(lines, 2) if line.part.scale_maximum == maximum]
        scores = DataValidation("decimal", operator="between", formula1="0", formula2=str(in_points(maximum)), allow_blank=True)
        scores.errorStyle = "warning"
        _validate(sheet, Field.SCORE, scores, *(f"{row}:{row}" for row in rows))


def _validate(sheet: Worksheet, field: Field, validation: DataValidation, *ranges: str, rows: str | None = None) -> None:
    prompt = PROMPTS[field]
    validation.promptTitle, validation.prompt = TITLES[field].nl, prompt.nl
    validation.errorTitle, validation.error = TITLES[field].nl, prompt.nl
    validation.showInputMessage = validation.showErrorMessage = True
    letter = column_letter(_FIELDS.index(field))
    for span in (*ranges, *([rows] if rows else [])):
        first, _, last = span.partition(":")
        validation.add(f"{letter}{first}:{letter}{last}")
    if validation.sqref.ranges:
        sheet.add_data_validation(validation)


def _write_explanation(sheet: Worksheet, register: Register, *, provider: str, track: Text, language: Language) -> None:
    lines = [text.say(language, provider=provider, track=track) for text in EXPLANATIONS]
    for part in register.parts.values():
        mark, maximum = in_points(part.pass_mark), in_points(part.scale_maximum)
        facts = {"code": part.code, "name": part.name, "maximum": maximum, "mark": mark}
        lines.append(
            Text("{code}: {name}, 0 tot {maximum}, cesuur {mark}", "{code}: {name}, 0 to {maximum}, pass mark {mark}").say(
                language, **facts
            )
        )
    for row, line in enumerate(lines, 1):
        cell = plain_cell(sheet, row, 1)
        write_plain(cell, line)
        cell.alignment = Alignment(wrap_text=True, vertical="top")
    sheet.cell(1, 1).font = Font(bold=True, size=14)
    sheet.column_dimensions["A"].width = 110
