"""The sheets of a template that explain it, in Dutch and in English."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font

from exams.judging.register import Register
from exams.judging.scores import in_points
from exams.spreadsheets.marked import plain_cell, write_plain
from exams.workbooks import texts
from exams.workbooks.lines import LeftOut, TemplateSitting
from registry.texts import Language, Text

_SHEETS = {Language.NL: "Uitleg", Language.EN: "Explanation"}
_WIDTH = 72  # what fits on a page
_LETTERS_IN_LINE, _LINE_HEIGHT = 72, 15
_TITLE_FONT = Font(name="Calibri", size=13, bold=True)


@dataclass(frozen=True, slots=True)
class Explained:
    """What an explanation is about: whose template, for which track or sitting, and who is on it and who is not."""

    register: Register
    provider: str
    track: Text
    sitting: TemplateSitting | None
    examiner: str
    rows: int
    left_out: Sequence[LeftOut]


def add_explanations(book: Workbook, about: Explained) -> None:
    """A sheet in each language, one paragraph a row under a title."""
    for language, name in _SHEETS.items():
        sheet = book.create_sheet(name)
        for row, line in enumerate(_paragraphs(about, language), 1):
            cell = plain_cell(sheet, row, 1)
            write_plain(cell, line)
            cell.quotePrefix = True
            cell.alignment = Alignment(wrap_text=True, vertical="top")
            sheet.row_dimensions[row].height = _LINE_HEIGHT * (1 + len(line) // _LETTERS_IN_LINE)
        sheet.cell(1, 1).font = _TITLE_FONT
        sheet.row_dimensions[1].height = 2 * _LINE_HEIGHT
        sheet.column_dimensions["A"].width = _WIDTH


def _paragraphs(about: Explained, language: Language) -> Iterator[str]:
    yield texts.TITLE.say(language, provider=about.provider, track=about.track)
    if not about.rows:
        yield texts.NOBODY.say(language)
    yield from _how(about, language)
    yield from (text.say(language) for text in texts.ALWAYS)
    yield texts.PARTS.say(language)
    for part in about.register.parts.values():
        mark, maximum = in_points(part.pass_mark), in_points(part.scale_maximum)
        yield texts.PART.say(language, code=part.code, name=part.name, maximum=maximum, mark=mark)
    if about.left_out:
        yield texts.LEFT_OUT.say(language)
    for candidate, why in ((each.candidate, each.why(language)) for each in about.left_out):
        name = f"{candidate.given_name} {candidate.family_name}"
        yield texts.LEFT_OUT_ONE.say(language, number=candidate.number, name=name, why=why)


def _how(about: Explained, language: Language) -> Iterator[str]:
    if about.sitting is None:
        yield from (text.say(language) for text in texts.OF_TRACK)
        return
    part = about.register.parts[about.sitting.part_code]
    facts = {"part": part.name, "day": about.sitting.held_on, "examiner": about.examiner}
    yield from (text.say(language, **facts) for text in texts.OF_SITTING)
    if about.sitting.place:
        yield texts.AT_PLACE.say(language, place=about.sitting.place)
