"""Whoever made a spreadsheet, the same cells come out; what bare values would lose is told."""

from datetime import date

import pytest

from exams.spreadsheets.spreadsheet import read_spreadsheet
from tests.exams.spreadsheets.files import ods_of, sheet_xml, xlsx_of, zipped
from tests.exams.spreadsheets.makers import MAKERS, STYLES, TEXT_MAKERS, TEXTS, as_days, ods_cell, shared, texts

READ = [
    (1, TEXTS[:4]),
    (2, ("EA000101-45", "van der Meer", date(2026, 9, 7), 67.5)),
    (3, ("EA000102-42", "Súdema & 'zn", date(2026, 9, 8), 72)),
]
SPELLED = [(1, TEXTS[:4]), (2, (*READ[1][1][:2], "7-9-2026", "67,5")), (3, (*READ[2][1][:2], "8-9-2026", "72"))]


@pytest.mark.parametrize("make", MAKERS)
def test_workbooks(make):
    """A workbook reads the same from every maker: texts, days as days, numbers as numbers, rows by their numbers."""
    sheet = read_spreadsheet(make(), filename="uitslagen.xlsx")
    assert [(row.number, tuple(map(as_days, row.cells[:4]))) for row in sheet.rows] == READ
    assert sheet.width == 4
    assert not [*sheet.formulas, *sheet.errors, *sheet.merged, *sheet.hidden_rows]


@pytest.mark.parametrize("content", TEXT_MAKERS)
def test_text(content):
    """A text file reads the same however a program saved it, and its values stay as they were typed."""
    sheet = read_spreadsheet(content, filename="uitslagen.csv")
    assert [(row.number, tuple(cell for cell in row.cells if cell is not None)) for row in sheet.rows] == SPELLED
    assert not sheet.formulas


def test_separator_is_found_by_even_rows():
    """Commas in scores, names and remarks do not make a comma the separator."""
    lines = (
        "Uitslagen\r\n\r\nNummer;Naam;Score;Opmerking\r\n" + "EA000101-45;Meer, van der;67,5;goed, maar, net, aan, dus\r\n" * 3
    )
    assert read_spreadsheet(lines.encode(), filename="a.csv").rows[-1].cells == (
        "EA000101-45",
        "Meer, van der",
        "67,5",
        "goed, maar, net, aan, dus",
    )


@pytest.mark.parametrize("heading", ["ID;Part;Score", "MZ-nummer;Score", "<naam>;Score", "GIF8;Score"])
def test_ordinary_text(heading):
    """Text that begins like another kind of file is text."""
    content = f"{heading}\r\nx;y;z\r\n".encode()
    assert read_spreadsheet(content, filename="a.csv").rows[0].cells[0] == heading.partition(";")[0]


CELLS = [
    pytest.param(
        '<c r="A1" t="b"><v>1</v></c><c r="B1"><v>1</v></c><c r="C1"><v>1.0</v></c>', (True, 1, 1), id="true is not one"
    ),
    pytest.param(
        '<c r="A1"><v>1</v></c><c r="B1" t="b"><v>1</v></c><c r="C1" t="b"><v>0</v></c>', (1, True, False), id="nor one true"
    ),
    pytest.param('<c r="A1"><v>7.7999999999999998</v></c><c r="B1"><v>1E+20</v></c>', (7.8, 1e20), id="long and huge numbers"),
    pytest.param('<c r="A1"><v>NaN</v></c><c r="B1"><v>inf</v></c>', ("nan", "inf"), id="numbers that are none are text"),
    pytest.param(
        '<c r="A1" t="inlineStr"><is><t>a_x000D__x000A_b_x005F_x0041_</t></is></c><c r="B1" t="str"><v> x </v></c>',
        ("a\r\nb_x0041_", " x "),
        id="characters written as codes",
    ),
    pytest.param(
        '<c r="A1" t="inlineStr"><is><t>a\xa0b\u200bc&#233;</t></is></c>'
        '<c r="B1" t="inlineStr"><is><t xml:space="preserve"> d </t></is></c>',
        ("a\xa0b\u200bcé", " d "),
        id="blanks that do not break and those without width stay",
    ),
    pytest.param(
        '<c r="A1"><v>0.7</v></c><c r="B1" t="inlineStr"><is><t></t></is></c>', (0.7, None), id="empty text is nothing"
    ),
]


@pytest.mark.parametrize(("cells", "read"), CELLS)
def test_cells(cells, read):
    """Each kind of cell comes out as what it is; truth values and numbers are never taken for each other."""
    (row,) = read_spreadsheet(xlsx_of(sheet_xml(f'<row r="1">{cells}</row>')), filename="a.xlsx").rows
    assert [(type(cell), cell) for cell in row.cells] == [(type(cell), cell) for cell in read]


def test_percentages():
    """A number that is shown as a percentage is read as people see it: 0.7 of a hundred is no 70 %."""
    styles = STYLES.replace('<xf numFmtId="14"/>', '<xf numFmtId="9"/>').replace(r"d\-m\-jjjj", "0.0%")
    styles = styles.replace(r"[$-413]d\ mmmm\ yyyy;@", "0&quot;%&quot;")
    cells = '<c r="A1" s="1"><v>0.7</v></c><c r="B1" s="2"><v>0.675</v></c><c r="C1" s="3"><v>70</v></c><c r="D1" s="1"/>'
    sheet = read_spreadsheet(
        zipped(shared(sheet_xml(f'<row r="1">{cells}</row>'), **{"xl/styles.xml": styles})), filename="a.xlsx"
    )
    assert sheet.rows[0].cells == ("70%", "67,5%", 70)
    cell = '<table:table-cell office:value-type="percentage" office:value="0.7"><text:p>70%</text:p></table:table-cell>'
    assert read_spreadsheet(ods_of(f"<table:table-row>{cell}</table:table-row>"), filename="a.ods").rows[0].cells == ("70%",)


def test_errors_are_never_empty():
    """A cell with an error value is told of, however its attributes are spelled: the value alone would look empty."""
    for cell in ('<c r="B2" t="e">', "<c r='B2' t='e'>", '<c r = "B2" s="0" t\n= "e">', '<c t="e" r="B2">'):
        sheet = read_spreadsheet(xlsx_of(sheet_xml(f'<row r="2">{cell}<v>#N/A</v></c></row>')), filename="a.xlsx")
        assert sheet.errors == {"B2": "#N/A"}


@pytest.mark.parametrize("kind", ['calcext:value-type="error"', "calcext:value-type='error'"])
def test_repeats_in_an_ods_are_all_told(kind):
    """A formula or an error value that an .ods writes once for several cells is told of at each of them."""
    error = f'<table:table-cell office:value-type="string" {kind} table:number-columns-repeated="2"/>'
    formula = '<table:table-cell table:formula="of:=1" office:value-type="float" office:value="1"/>'
    rows = f'<table:table-row table:number-rows-repeated="2">{error}{formula}</table:table-row>'
    sheet = read_spreadsheet(ods_of(rows), filename="a.ods")
    assert set(sheet.errors) == {"A1", "B1", "A2", "B2"}
    assert sheet.formulas == {"C1", "C2"}


def test_text_of_several_paragraphs():
    """In an .ods spaces, tabs, links and paragraphs within a cell are all part of its text."""
    inside = 'a<text:s text:c="2"/>b<text:tab/>c<text:line-break/>d</text:p><text:p><text:a xlink:href="x">e</text:a>'
    sheet = read_spreadsheet(
        ods_of(f"<table:table-row>{ods_cell('#').replace('#', inside)}</table:table-row>"), filename="a.ods"
    )
    assert sheet.rows[0].cells == ("a  b c d\ne",)


def test_covered_cells_of_an_ods():
    """What lies hidden under merged cells keeps its place, and the merge is told."""
    row = (
        '<table:table-row><table:table-cell office:value-type="string" table:number-columns-spanned="2" '
        'table:number-rows-spanned="1"><text:p>m</text:p></table:table-cell><table:covered-table-cell '
        f'office:value-type="string"><text:p>onder</text:p></table:covered-table-cell>{ods_cell("na")}</table:table-row>'
    )
    sheet = read_spreadsheet(ods_of(row), filename="a.ods")
    assert (sheet.rows[0].cells, sheet.merged) == (("m", "onder", "na"), ("A1:B1",))


def test_a_million_empty_rows():
    """A sheet that is formatted to its last row is as long as what is filled in."""
    rows = "".join(
        f'<row r="{row}" spans="1:4" s="1" customFormat="1"><c r="A{row}" s="1"/></row>' for row in range(4, 1_048_577)
    )
    full = sheet_xml('<row r="1"><c r="A1" t="s"><v>0</v></c></row>' + rows)
    sheet = read_spreadsheet(zipped(shared(full, **{"xl/sharedStrings.xml": texts()})), filename="a.xlsx")
    assert (sheet.width, len(sheet.rows)) == (1, 1)


@pytest.mark.parametrize("empty", ["<table:table-cell/>" * 100, '<table:table-cell table:number-columns-repeated="16373"/>'])
def test_empty_cells_to_the_right(empty):
    """Empty cells behind the last filled one do not count, each written out or one repeated to the last column."""
    row = f'<table:table-row table:style-name="ro1">{ods_cell("a") * 64}{empty}</table:table-row>'
    below = f"<table:table-row>{empty}</table:table-row>" * 3
    sheet = read_spreadsheet(ods_of(row + below), filename="a.ods")
    assert (sheet.width, len(sheet.rows)) == (64, 1)


def test_marks_between_plain_rows():
    """Rows are counted the same whether they are looked at closely or not: what a formula is at stays where it is."""
    plain = f"<table:table-row>{ods_cell('x')}</table:table-row>"
    cell = '<table:table-cell table:formula="of:=1" office:value-type="float" office:value="1"/>'
    repeated = '<table:table-row table:number-rows-repeated="5"><table:table-cell/></table:table-row>'
    formula = f"<table:table-row>{cell}</table:table-row>"
    sheet = read_spreadsheet(ods_of(plain * 3 + repeated + plain + formula + plain + formula), filename="a.ods")
    assert sheet.formulas == {"A10", "A12"}
    assert [row.number for row in sheet.rows] == [1, 2, 3, 9, 10, 11, 12]
