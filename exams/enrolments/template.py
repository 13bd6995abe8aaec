"""The workbook in which a provider fills in whom it enrols and who teaches them: parts, trainers and days are chosen."""

import io
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from uuid import UUID

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from exams.enrolments.headings import TITLES, Field
from exams.enrolments.rules import latest_last_day
from exams.enrolments.template_texts import EXPLAINED_PART, EXPLAINED_TRAINERS, EXPLANATIONS, PROMPTS
from exams.enrolments.trainers import trainer_names
from exams.enrolments.trainers_named import written
from exams.spreadsheets.marked import plain_cell, write_plain
from exams.spreadsheets.sheet import column_letter
from exams.tracks import service as tracks
from registry.days import amsterdam_day
from registry.organisations import service as organisations
from registry.organisations.tables import Kind
from registry.people.rules import Name
from registry.permissions import Actor, Permission
from registry.texts import Language, Text

SHEET = "Inschrijvingen"
CHOICES = "Keuzes"
_FIELDS = tuple(Field)
_WIDTHS = (18, 18, 14, 24, 30, 16, 12, 26, 14, 14)
_LAST_ROW = 501
_HEADING_FILL = PatternFill("solid", fgColor="FFDCE6F1")
_FIRST_DAY = "36526"
_EPOCH = date(1899, 12, 30)


async def template(provider: UUID, track: str, *, actor: Actor, now: datetime) -> bytes:
    """A workbook for the provider's candidates of the version in force today; raises NotFound."""
    actor.must_for(Permission.ENROL, provider)
    today = amsterdam_day(now)
    version = await tracks.in_force(track, today)
    parts = {part["code"]: Text(part["name_nl"], part["name_en"]) for part in version.parts}
    name = await organisations.must_be(provider, Kind.PROVIDER)
    trainers = names_to_choose(await trainer_names(provider))
    return enrolment_template(parts, trainers, provider=name, track=version.name, today=today)


def names_to_choose(trainers: Mapping[UUID, Name]) -> list[str]:
    """The trainers as a drop-down shows them: in full where initials and family name are not enough."""
    short = Counter(written(name) for name in trainers.values())
    return sorted(written(name) if short[written(name)] == 1 else str(name) for name in trainers.values())


def enrolment_template(parts: Mapping[str, Text], trainers: Sequence[str], *, provider: str, track: Text, today: date) -> bytes:
    """An .xlsx with empty rows to fill in, whose choices are those of the provider and the track."""
    book = Workbook()
    book.properties.creator, book.properties.title = "Adviseursregister", track.nl
    sheet = book.worksheets[0]
    sheet.title = SHEET
    _write_headings(sheet)
    _add_choices(book, sheet, {Field.PART: list(parts), Field.TRAINER: trainers})
    _add_limits(sheet, today)
    for language, name in ((Language.NL, "Uitleg"), (Language.EN, "Explanation")):
        lines = [text.say(language, provider=provider, track=track) for text in EXPLANATIONS]
        lines += [EXPLAINED_PART.say(language, code=code, name=part) for code, part in parts.items()]
        lines += [EXPLAINED_TRAINERS.say(language, names=list(trainers))] if trainers else []
        _write_explanation(book.create_sheet(name), lines)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _write_headings(sheet: Worksheet) -> None:
    for column, (field, width) in enumerate(zip(_FIELDS, _WIDTHS, strict=True), 1):
        cell = sheet.cell(1, column, TITLES[field].nl)
        cell.font = Font(bold=True)
        cell.fill = _HEADING_FILL
        sheet.column_dimensions[column_letter(column - 1)].width = width
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = f"A1:{column_letter(len(_FIELDS) - 1)}1"
    for field in (Field.ENROLLED_ON, Field.FIRST_DAY, Field.LAST_DAY):
        for row in range(2, _LAST_ROW + 1):
            sheet.cell(row, _FIELDS.index(field) + 1).number_format = "DD-MM-YYYY"


def _add_choices(book: Workbook, sheet: Worksheet, lists: Mapping[Field, Sequence[str]]) -> None:
    choices = book.create_sheet(CHOICES)
    choices.sheet_state = "hidden"
    for column, (field, values) in enumerate(lists.items()):
        write_plain(plain_cell(choices, 1, column + 1), TITLES[field].nl)
        for row, value in enumerate(values, 2):
            write_plain(plain_cell(choices, row, column + 1), value)
        letter = column_letter(column)
        source = f"{CHOICES}!${letter}$2:${letter}${max(len(values) + 1, 2)}"
        _validate(sheet, field, DataValidation("list", formula1=source, allow_blank=True))


def _add_limits(sheet: Worksheet, today: date) -> None:
    """Days of enrolment up to today, lessons up to a year from when the workbook was made; a number is only prompted for."""
    latest = str((latest_last_day(today) - _EPOCH).days)
    for field, last in ((Field.ENROLLED_ON, "TODAY()"), (Field.FIRST_DAY, latest), (Field.LAST_DAY, latest)):
        days = DataValidation("date", operator="between", formula1=_FIRST_DAY, formula2=last, allow_blank=True)
        _validate(sheet, field, days)
    number = DataValidation(type=None, allow_blank=True)
    _validate(sheet, Field.NUMBER, number)


def _validate(sheet: Worksheet, field: Field, validation: DataValidation) -> None:
    prompt = PROMPTS[field]
    validation.promptTitle, validation.prompt = TITLES[field].nl, prompt.nl
    validation.errorTitle, validation.error = TITLES[field].nl, prompt.nl
    validation.showInputMessage = validation.showErrorMessage = True
    letter = column_letter(_FIELDS.index(field))
    validation.add(f"{letter}2:{letter}{_LAST_ROW}")
    sheet.add_data_validation(validation)


def _write_explanation(sheet: Worksheet, lines: Sequence[str]) -> None:
    for row, line in enumerate(lines, 1):
        cell = plain_cell(sheet, row, 1)
        write_plain(cell, line)
        cell.alignment = Alignment(wrap_text=True, vertical="top")
    sheet.cell(1, 1).font = Font(bold=True, size=14)
    sheet.column_dimensions["A"].width = 110
