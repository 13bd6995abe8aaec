"""The workbooks in which is listed what was done elsewhere: certificates by a certifier, intakes by an admin."""

import io
from collections.abc import Collection, Sequence
from typing import TypeVar

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill

from exams.cells.columns import Headed
from exams.spreadsheets.marked import plain_cell, write_plain
from exams.spreadsheets.sheet import column_letter
from exams.takeovers.headings import HEADINGS, Field
from exams.takeovers.intake_headings import INTAKE_HEADINGS, IntakeField
from registry.texts import Language, Text

F = TypeVar("F")

SHEET = "Certificaten"
_WIDTHS = (18, 18, 14, 24, 30, 26, 30, 16, 18)
_LAST_ROW = 501
_HEADING_FILL = PatternFill("solid", fgColor="FFDCE6F1")
_DAYS = (Field.FIRST_DAY, Field.LAST_DAY)
_EXPLAINED = (
    Text("Certificaten die elders zijn uitgegeven", "Certificates that were issued elsewhere"),
    Text(
        "Zet op het blad ‘Certificaten’ elk certificaat in een rij. Deze kolommen zijn verplicht: {required}.",
        "On the sheet ‘Certificaten’ (certificates), give each certificate a row. These columns are required: {required}.",
    ),
    Text(
        "Heeft de houder al een kandidaatnummer, vul dat dan in. Wie nieuw is, krijgt een nummer bij het besluit.",
        "If the holder has a candidate number already, fill it in. Who is new gets a number at the decision.",
    ),
    Text(
        "Nummer en certificaat zijn zoals de andere instelling ze noemt. De dagen zijn de eerste en de laatste dag.",
        "Number and certificate are as the other body calls them. The days are the first and the last day.",
    ),
    Text(
        "Typ waarden, geen formules. Voeg geen cellen samen en verberg geen rijen.",
        "Type values, no formulas. Do not merge cells and do not hide rows.",
    ),
)


_INTAKE_SHEET = "Intakes"
_INTAKE_WIDTHS = (34, 24, 30, 18, 22, 18, 18, 22, 40)
_INTAKE_DAYS = (IntakeField.HELD_ON, IntakeField.VALID_UNTIL)
_INTAKES_EXPLAINED = (
    Text("Intakes die elders zijn afgerond", "Intakes that were completed elsewhere"),
    Text(
        "Zet op het blad ‘Intakes’ elke intake in een rij. Deze kolommen zijn verplicht: {required}.",
        "On the sheet ‘Intakes’, give each intake a row. These columns are required: {required}.",
    ),
    Text(
        "Vul bij een gemeente haar code of naam in, bij een samenwerkingsverband de hele naam. "
        "Zonder codes van gemeenten zijn de dagen van een samenwerkingsverband voor alle leden van nu.",
        "Of a municipality fill in its code or name, of a partnership the whole name. "
        "Without codes of municipalities the days of a partnership are for all who are members now.",
    ),
    Text(
        "Vul dagen in als hele, halve of kwart dagen, zoals 12 of 2,25. Gebruikte dagen horen bij de toegekende dagen.",
        "Fill in whole, half or quarter days, such as 12 or 2.25. Days used are among the days granted.",
    ),
    Text(
        "Typ waarden, geen formules. Voeg geen cellen samen en verberg geen rijen.",
        "Type values, no formulas. Do not merge cells and do not hide rows.",
    ),
)


def template() -> bytes:
    """An .xlsx with empty rows for certificates to fill in, and how."""
    return _empty(SHEET, HEADINGS, _WIDTHS, _DAYS, _EXPLAINED)


def intake_template() -> bytes:
    """An .xlsx with empty rows for intakes to fill in, and how."""
    return _empty(_INTAKE_SHEET, INTAKE_HEADINGS, _INTAKE_WIDTHS, _INTAKE_DAYS, _INTAKES_EXPLAINED)


def _empty(name: str, headings: Headed[F], widths: Sequence[int], days: Collection[F], explained: Sequence[Text]) -> bytes:
    book = Workbook()
    book.properties.creator = "Adviseursregister"
    sheet = book.worksheets[0]
    sheet.title = name
    for column, (field, width) in enumerate(zip(headings.titles, widths, strict=True), 1):
        cell = sheet.cell(1, column, headings.titles[field].nl)
        cell.font, cell.fill = Font(bold=True), _HEADING_FILL
        sheet.column_dimensions[column_letter(column - 1)].width = width
        if field in days:
            for row in range(2, _LAST_ROW + 1):
                sheet.cell(row, column).number_format = "DD-MM-YYYY"
    sheet.freeze_panes = "A2"
    required = [headings.titles[field] for field in headings.required]
    for language, title in ((Language.NL, "Uitleg"), (Language.EN, "Explanation")):
        explanation = book.create_sheet(title)
        explanation.column_dimensions["A"].width = 110
        for row, text in enumerate(explained, 1):
            line = plain_cell(explanation, row, 1)
            write_plain(line, text.say(language, required=required))
            line.alignment = Alignment(wrap_text=True, vertical="top")
        explanation.cell(1, 1).font = Font(bold=True, size=14)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()
