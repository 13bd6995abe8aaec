"""The workbook in which a certifier lists certificates that another body issued."""

import io

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill

from exams.spreadsheets.marked import plain_cell, write_plain
from exams.spreadsheets.sheet import column_letter
from exams.takeovers.headings import REQUIRED, TITLES, Field
from registry.texts import Language, Text

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


def template() -> bytes:
    """An .xlsx with empty rows to fill in, and how."""
    book = Workbook()
    book.properties.creator = "Adviseursregister"
    sheet = book.worksheets[0]
    sheet.title = SHEET
    for column, (field, width) in enumerate(zip(Field, _WIDTHS, strict=True), 1):
        cell = sheet.cell(1, column, TITLES[field].nl)
        cell.font, cell.fill = Font(bold=True), _HEADING_FILL
        sheet.column_dimensions[column_letter(column - 1)].width = width
        if field in _DAYS:
            for row in range(2, _LAST_ROW + 1):
                sheet.cell(row, column).number_format = "DD-MM-YYYY"
    sheet.freeze_panes = "A2"
    for language, name in ((Language.NL, "Uitleg"), (Language.EN, "Explanation")):
        explanation = book.create_sheet(name)
        explanation.column_dimensions["A"].width = 110
        for row, text in enumerate(_EXPLAINED, 1):
            line = plain_cell(explanation, row, 1)
            write_plain(line, text.say(language, required=[TITLES[field] for field in REQUIRED]))
            line.alignment = Alignment(wrap_text=True, vertical="top")
        explanation.cell(1, 1).font = Font(bold=True, size=14)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()
