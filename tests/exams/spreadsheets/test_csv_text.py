"""Text files: their letters, their separator and their rows."""

import pytest

from exams.spreadsheets.csv_text import read_csv

ROW = "EA000104-36;Sørensen;6,1"


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(ROW.encode(), id="UTF-8"),
        pytest.param(ROW.encode("utf-8-sig"), id="UTF-8 with a mark, as Excel saves it"),
        pytest.param(ROW.encode("utf-16"), id="UTF-16, as Excel saves Unicode text"),
        pytest.param(ROW.encode("cp1252"), id="Windows-1252"),
        pytest.param(ROW.replace(";", "\t").encode(), id="tabs"),
        pytest.param('EA000104-36,Sørensen,"6,1"\r\n'.encode(), id="commas, with a decimal comma in quotes"),
        pytest.param(f"sep=;\r\n{ROW}".encode(), id="a first line that names the separator"),
    ],
)
def test_letters_and_separators(content):
    """However a program saved it, the same cells come out."""
    assert read_csv(content).rows[-1].cells == ("EA000104-36", "Sørensen", "6,1")


def test_separator_is_named():
    """A line that names the separator is a row of the file, and counts."""
    sheet = read_csv(b"sep=,\r\na,b\r\n")
    assert [(row.number, row.cells) for row in sheet.rows] == [(2, ("a", "b"))]


def test_rows_are_numbered_as_shown():
    """Blank lines count, a line end inside quotes does not; short rows are filled up."""
    sheet = read_csv(b'a;b\r\n\r\n"c\r\nd";e\r\nf\r\n')
    assert [(row.number, row.cells) for row in sheet.rows] == [(1, ("a", "b")), (3, ("c\r\nd", "e")), (4, ("f", None))]


def test_formula_in_text():
    """What Excel would calculate when it opens the file counts as a formula."""
    assert read_csv(b"a;=1+1\r\n").formulas == {"B1"}
