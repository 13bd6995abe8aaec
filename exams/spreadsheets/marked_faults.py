"""The sheet ‘Fouten’ that a marked workbook gets: each fault on a line, with a link to its cell."""

from collections.abc import Iterator, Sequence
from xml.sax.saxutils import escape, quoteattr

from exams.spreadsheets.sheet import address
from exams.spreadsheets.wire import Note

SHEET_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_WIDTHS = (18, 9, 70, 70, 24)
_LONGEST_VALUE = 32_767
_MOST_LINKS = 65_000
"""Excel takes no more in one sheet."""


def faults_sheet(heading: Sequence[str], notes: Sequence[Note], *, sheet: str, bold: int, wrapped: int) -> str:
    """The sheet as XML; `bold` and `wrapped` are styles of the workbook, `sheet` is the one that was judged."""
    rows = [_row(1, heading, bold)]
    rows += [_row(number, (sheet, note.cell, *note.line), wrapped) for number, note in enumerate(notes, 2)]
    columns = "".join(
        f'<col min="{place}" max="{place}" width="{width}" customWidth="1"/>' for place, width in enumerate(_WIDTHS, 1)
    )
    return (
        f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<worksheet xmlns="{_MAIN}">{FROZEN}'
        f"<cols>{columns}</cols><sheetData>{''.join(rows)}</sheetData>"
        f'<autoFilter ref="A1:{address(len(rows), len(_WIDTHS) - 1)}"/>{"".join(_links(notes, sheet))}</worksheet>'
    )


FROZEN = (
    '<sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/>'
    "</sheetView></sheetViews>"
)


def _row(number: int, values: Sequence[str], style: int) -> str:
    cells = (
        f'<c r="{address(number, column)}" s="{style}" t="inlineStr"><is><t xml:space="preserve">{text}</t></is></c>'
        for column, text in enumerate(map(written_text, values))
        if text
    )
    return f'<row r="{number}">{"".join(cells)}</row>'


def written_text(value: str) -> str:
    """A text as it may stand in a cell: in XML, without characters that nobody sees, and no longer than a cell holds."""
    return escape("".join(letter for letter in value[:_LONGEST_VALUE] if letter.isprintable() or letter in "\n\t"))


def _links(notes: Sequence[Note], sheet: str) -> Iterator[str]:
    quoted = sheet.replace("'", "''")
    if notes:
        yield "<hyperlinks>"
        for number, note in enumerate(notes[:_MOST_LINKS], 2):
            location = f"'{quoted}'!{note.cell}"
            yield f'<hyperlink ref="B{number}" location={quoteattr(location)} display={quoteattr(note.cell)}/>'
        yield "</hyperlinks>"
