"""Rows that are no results, cells that hold no plain value, and columns that are missing or nameless."""

import pytest

from exams.judging.reading import Skip
from exams.judging.rules import check_rows
from exams.spreadsheets.sheet import Row, Sheet
from tests.exams.judging.registers import FIRST, a_register
from tests.exams.judging.rows_judged import GOOD, NOTHING, a_row, judged, told
from tests.exams.spreadsheets.files import HEADINGS


@pytest.mark.parametrize(
    ("row", "why"),
    [
        pytest.param({**NOTHING, "number": "Totaal", "score": 1230}, Skip.NOT_A_RESULT, id="a total"),
        pytest.param({**NOTHING, "number": "NB: let op"}, Skip.NOT_A_RESULT, id="a note"),
        pytest.param({**NOTHING, "family": "let op"}, Skip.NOT_A_RESULT, id="a note in another column"),
        pytest.param(
            {**GOOD, "day": None, "score": None, "outcome": None, "examiner": None, "invigilator": None}, Skip.NOT_FILLED_IN,
            id="a row of the template that nobody filled in",
        ),
        pytest.param({**NOTHING, "number": FIRST}, Skip.NOT_FILLED_IN, id="a number and nothing else"),
        pytest.param(dict(zip(GOOD, HEADINGS, strict=True)), Skip.HEADING_AGAIN, id="the headings once more"),
    ],
)  # fmt: skip
def test_skipped(row, why):
    """Rows that are no results are listed as skipped; they are not faults."""
    reading = judged(a_row(), [*row.values()])
    assert not reading.faults
    assert [(each.row, each.why) for each in reading.skipped] == [(3, why)]


def test_half_filled_in_is_a_fault():
    """A row of the template with only an examiner is not skipped: the rest is missing."""
    row = a_row(day=None, score=None, outcome=None, invigilator=None)
    assert told(judged(row)) == [("E2", "missing"), ("G2", "missing")]


def test_nothing_but_headings():
    """A sheet without a single result says so."""
    assert told(judged()) == [("A2", "no-results")]


@pytest.mark.parametrize(
    ("marks", "faults"),
    [
        pytest.param({"formulas": frozenset({"G2"})}, [("G2", "formula")], id="a formula as score"),
        pytest.param({"formulas": frozenset({"K2", "G1", "Z9"})}, [], id="formulas elsewhere"),
        pytest.param({"errors": {"B2": "#N/A"}}, [("B2", "error-cell")], id="an error value as name"),
        pytest.param({"hidden_rows": frozenset({2})}, [("A2", "hidden-row")], id="a hidden row"),
        pytest.param({"hidden_rows": frozenset({1, 7})}, [], id="hidden rows elsewhere"),
        pytest.param({"merged": ("B2:C2",)}, [("B2", "merged-cells")], id="merged cells in a row"),
        pytest.param({"merged": ("I2:I3",)}, [("I2", "merged-cells"), ("I3", "merged-cells")], id="merged cells over rows"),
        pytest.param({"merged": ("A1:K1",)}, [], id="merged cells in the headings"),
        pytest.param(
            {"hidden_columns": ("K", "L", "BL"), "other_sheets": ("oud",)}, [], id="a hidden column and another sheet"
        ),
    ],
)
def test_marked_cells(marks, faults):
    """Cells that hold no plain value, and rows that nobody sees, are faults in the data and nowhere else."""
    reading = judged(a_row(), a_row(number="EA000102-42", family="de Haan", given="Sietse"), **marks)
    assert told(reading) == faults
    assert len(reading.rows) == 2 - len(faults)


def test_missing_column_is_told_once():
    """Without a column for the score there is one fault, at the headings, and no row is taken."""
    rows: list[list[object]] = [[*HEADINGS[:6]], a_row()[:6]]
    sheet = Sheet("Blad1", 6, tuple(Row(n, tuple(row)) for n, row in enumerate(rows, 1)))
    reading = check_rows(sheet, a_register())
    assert told(reading) == [("G1", "heading-missing"), ("H1", "heading-missing")]
    assert not reading.rows


def test_column_without_heading():
    """What stands below an empty heading is not read, and that is told."""
    rows: list[list[object]] = [[*HEADINGS, None], [*a_row(), "kladje"]]
    sheet = Sheet("Blad1", 12, tuple(Row(n, tuple(row)) for n, row in enumerate(rows, 1)))
    notice = check_rows(sheet, a_register()).notices[0]
    assert (notice.code, notice.facts) == ("column-without-heading", {"columns": ("L",)})


def test_hidden_columns_beside_the_data():
    """A hidden column of the data is read with one notice; empty ones beside it are not worth one."""
    notices = judged(a_row(), hidden_columns=("K", "L", "BL")).notices
    assert [(notice.code, notice.facts) for notice in notices] == [("hidden-columns", {"columns": ("K",)})]
