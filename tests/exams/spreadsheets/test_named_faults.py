"""What people's spreadsheets hide: each has its own fault or notice, at its cell, in Dutch and in English."""

from datetime import date, datetime

import pytest
from openpyxl import Workbook

from exams.cells.findings import Finding
from exams.judging.reading import Reading
from exams.judging.rules import check_rows
from exams.spreadsheets.spreadsheet import read_spreadsheet
from registry.texts import Language
from tests.exams.judging.registers import FIRST, a_register
from tests.exams.spreadsheets.files import HEADINGS, saved, workbook_of

RIGHT = (FIRST, "van der Meer", "Johanna", "GP", date(2026, 9, 7), 1, 72, "Geslaagd", "R. Postma", "M. Groen", None)
SECOND = ("EA000102-42", "de Haan", "Sietse", *RIGHT[3:])


def a_book(*rows: tuple[object, ...]) -> Workbook:
    """Headings, two right rows, and more."""
    return workbook_of([HEADINGS, RIGHT, SECOND, *rows])


def judged(book: Workbook) -> Reading:
    """The workbook, saved, read and judged."""
    return check_rows(read_spreadsheet(saved(book), filename="a.xlsx"), a_register())


def check_told(finding: Finding, code: str, cell: str, dutch: str, english: str) -> None:
    """The finding has this code and cell, and says so in both languages."""
    assert (finding.code, finding.cell) == (code, cell)
    assert dutch in finding.say(Language.NL)
    assert english in finding.say(Language.EN)


def test_clean():
    """Without any of this there is nothing to tell."""
    reading = judged(a_book())
    assert not reading.faults
    assert not reading.notices
    assert len(reading.rows) == 2


def test_hidden_row():
    """A hidden row among the results is a fault: nobody saw it."""
    book = a_book()
    book.worksheets[0].row_dimensions[3].hidden = True
    (fault,) = judged(book).faults
    check_told(fault, "hidden-row", "A3", "verborgen", "hidden")


def test_hidden_column():
    """A hidden column is read, and told of once."""
    book = a_book()
    book.worksheets[0].column_dimensions["K"].hidden = True
    reading = judged(book)
    assert not reading.faults
    (notice,) = reading.notices
    assert "verborgen" in notice.say(Language.NL)
    assert "hidden" in notice.say(Language.EN)


def test_merged_cells():
    """Merged cells among the results are a fault at the first of them."""
    book = a_book()
    book.worksheets[0].merge_cells("I2:I3")
    check_told(judged(book).faults[0], "merged-cells", "I2", "samengevoegd", "merged")


def test_merge_far_below():
    """A merge that runs on below the last result is no longer than the results: looking at it costs nothing."""
    book = a_book()
    book.worksheets[0].merged_cells.add("I2:I1048576")
    sheet = read_spreadsheet(saved(book), filename="a.xlsx")
    assert sheet.merged == ("I2:I3",)


def test_double_heading():
    """Two columns with one heading are a fault at the second."""
    book = a_book()
    book.worksheets[0]["K1"] = "Score"
    check_told(judged(book).faults[0], "heading-double", "K1", "twee keer", "twice")


def test_calendar_of_1904():
    """A workbook that counts its days from 1904 is a fault: its days may be four years wrong."""
    book = a_book()
    book.epoch = datetime(1904, 1, 1)  # noqa: DTZ001 — the calendar of a workbook knows no zone
    assert [fault.code for fault in judged(book).faults] == ["dates-1904"]


@pytest.mark.parametrize(
    ("text", "code", "dutch", "english"),
    [
        pytest.param(
            "Johan\u200bna", "control-character", "onzichtbaar teken", "invisible character", id="a blank without width"
        ),
        pytest.param(
            "Joha\u202ena", "control-character", "onzichtbaar teken", "invisible character", id="writing turned around"
        ),
        pytest.param("J\u043ehanna", "look-alike", "lijkt op", "looks like", id="a Cyrillic o"),
        pytest.param("\uff2aohanna", "look-alike", "lijkt op", "looks like", id="a wide J"),
    ],
)
def test_letters_that_deceive(text, code, dutch, english):
    """Characters that nobody sees, and letters that only look like ordinary ones, are faults at their cell."""
    book = a_book()
    book.worksheets[0]["C3"] = text
    (fault,) = judged(book).faults
    check_told(fault, code, "C3", dutch, english)


def test_formula():
    """A formula is a fault at its cell, whatever value it had when it was saved."""
    book = a_book()
    book.worksheets[0]["G3"] = "=70+2"
    (fault,) = judged(book).faults
    check_told(fault, "formula", "G3", "formule", "formula")


def test_error_value():
    """An error value is a fault at its cell, and is named."""
    book = a_book()
    cell = book.worksheets[0]["G3"]
    cell.value, cell.data_type = "#DIV/0!", "e"
    (fault,) = judged(book).faults
    check_told(fault, "error-cell", "G3", "#DIV/0!", "#DIV/0!")


def test_percentage():
    """A score that is shown as a percentage is no score: 70 % is not 0.7."""
    book = a_book()
    cell = book.worksheets[0]["G3"]
    cell.value, cell.number_format = 0.7, "0%"
    (fault,) = judged(book).faults
    check_told(fault, "score-form", "G3", "70%", "70%")


def test_only_headings():
    """A sheet with nothing below its headings is a fault that says so."""
    (fault,) = judged(workbook_of([HEADINGS])).faults
    assert fault.code == "no-results"


def test_no_headings():
    """A sheet without headings is a fault that says which are expected."""
    (fault,) = judged(workbook_of([("iets", "heel"), ("anders", 1)])).faults
    assert fault.code == "heading-not-found"
    assert "Kandidaatnummer" in fault.say(Language.NL)
