"""Reading: in a child that cannot hurt the server, and with everything that bare values do not tell."""

import pytest

from exams.spreadsheets import errors, limits
from exams.spreadsheets.gate import open_parts
from exams.spreadsheets.ods_scan import scan_tables
from exams.spreadsheets.reader import read_file
from exams.spreadsheets.spreadsheet import read_spreadsheet
from tests.exams.spreadsheets.files import LINKS, inline, ods_of, saved, sheet_xml, workbook_of, xlsx_of, xlsx_parts, zipped

HONEST = xlsx_of(sheet_xml(f'<row r="1">{inline("A1", "Kandidaatnummer")}</row>'))


async def test_refusal_from_the_child():
    """The server raises the very refusal that the child found, facts and all."""
    content = xlsx_of(sheet_xml('<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'))
    with pytest.raises(errors.TooManyColumns) as caught:
        await read_file(content, filename="a.xlsx")
    assert caught.value.facts == {"cell": "XFD1048576", "limit": "BL"}


async def test_child_out_of_memory():
    """A file that would take all memory ends its child, not the server, and has a name."""
    rows = "".join(f'<row r="{n}"><c r="A{n}" t="s"><v>0</v></c></row>' for n in range(1, 100_001))
    shared = f'<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><si><t>{"B" * 30_000}</t></si></sst>'
    links = LINKS.replace(
        "</Relationships>",
        '<Relationship Id="rId2" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings" '
        'Target="sharedStrings.xml"/></Relationships>',
    )
    content = zipped({**xlsx_parts(sheet_xml(rows)), "xl/sharedStrings.xml": shared, "xl/_rels/workbook.xml.rels": links})
    with pytest.raises(errors.TooDemanding):
        await read_file(content, filename="a.xlsx")


@pytest.mark.parametrize(
    ("row", "cell", "refusal"),
    [
        pytest.param("", ' table:number-columns-repeated="65"', errors.TooManyColumns, id="too wide"),
        pytest.param(' table:number-rows-repeated="150001"', "", errors.TooManyRows, id="too deep"),
        pytest.param(
            ' table:number-rows-repeated="100000"', ' table:number-columns-repeated="31"', errors.TooManyCells, id="too many"
        ),
    ],
)
def test_ods_is_measured_before_it_is_read(row, cell, refusal):
    """Repeats are counted by the scan, before the reader would write each of them out."""
    content = ods_of(
        f'<table:table-row{row}><table:table-cell office:value-type="string"{cell}><text:p>x</text:p></table:table-cell>'
        "</table:table-row>"
    )
    with pytest.raises(refusal), open_parts(content, filename="a.ods") as parts:
        scan_tables(parts)


async def test_child_out_of_time(monkeypatch):
    """A file that takes too long is given up, and its child is gone."""
    monkeypatch.setattr(limits, "CHILD_SECONDS", 0.01)
    with pytest.raises(errors.TooDemanding):
        await read_file(HONEST, filename="a.xlsx")


async def test_child_inherits_no_secrets(monkeypatch):
    """The child knows no settings of the server."""
    seen = {}

    async def caught(*_command, env, **_more):
        seen.update(env)
        raise RuntimeError

    monkeypatch.setenv("REGISTRY_SECRET", "hidden")
    monkeypatch.setattr("asyncio.create_subprocess_exec", caught)
    with pytest.raises(RuntimeError):
        await read_file(HONEST, filename="a.xlsx")
    assert seen
    assert not [name for name in seen if name.startswith("REGISTRY")]


def test_styled_corner():
    """A cell without content in the last corner, as formatting leaves it, does not stretch the sheet."""
    rows = f'<row r="1">{inline("A1", "x")}</row><row r="1048576"><c r="XFD1048576" s="0"/></row>'
    sheet = read_spreadsheet(xlsx_of(sheet_xml(rows)), filename="a.xlsx")
    assert (sheet.width, len(sheet.rows)) == (1, 1)


@pytest.mark.parametrize("dimension", ["A1:A1", "A1:XFD1048576"], ids=["too small", "as large as can be"])
def test_wrong_dimension(dimension):
    """What a sheet says about its own size is not believed: every row is read, and no more."""
    rows = "".join(f'<row r="{n}">{inline(f"A{n}", "x")}{inline(f"B{n}", "y")}</row>' for n in range(1, 51))
    content = xlsx_of(sheet_xml(rows, before=f'<dimension ref="{dimension}"/>'))
    sheet = read_spreadsheet(content, filename="a.xlsx")
    assert (sheet.width, len(sheet.rows)) == (2, 50)


def test_marks_of_a_sheet():
    """Formulas, error values, hidden rows and columns, merged cells and the calendar of 1904 are known beside the values."""
    book = workbook_of([["a", "b", "c"], [1, "=1+1", 3], [4, 5, 6]])
    sheet = book.worksheets[0]
    sheet["C2"].value, sheet["C2"].data_type = "#N/A", "e"
    sheet.row_dimensions[3].hidden = True
    sheet.column_dimensions["B"].hidden = True
    sheet.merge_cells("A3:B3")
    book.create_sheet("Kladblok")["A1"] = "x"
    book.create_sheet("Leeg")
    book.create_sheet("Fouten")["A1"] = "x"
    found = read_spreadsheet(saved(book), filename="a.xlsx")
    assert found.formulas == {"B2"}
    assert found.errors == {"C2": "#N/A"}
    assert (found.hidden_rows, found.hidden_columns, found.merged) == (frozenset({3}), ("B",), ("A3:B3",))
    assert found.other_sheets == ("Kladblok",)


def test_prefixed_xml():
    """Some programs write `<x:row>`; formulas and hidden rows are found there too."""
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    content = xlsx_of(
        f'<x:worksheet xmlns:x="{main}"><x:sheetData><x:row r="1" hidden="1"><x:c r="A1"><x:f>1+1</x:f><x:v>2</x:v></x:c>'
        '<x:c r="B1" t="e"><x:v>#N/A</x:v></x:c></x:row></x:sheetData></x:worksheet>'
    )
    found = read_spreadsheet(content, filename="a.xlsx")
    assert (found.formulas, found.errors, found.hidden_rows) == (frozenset({"A1"}), {"B1": "#N/A"}, frozenset({1}))


def test_marks_of_an_ods():
    """An .ods tells the same: formulas, error values, hidden rows and columns, merged cells; repeats are counted."""
    table = (
        '<table:table-column table:number-columns-repeated="2"/><table:table-column table:visibility="collapse"/>'
        '<table:table-row table:number-rows-repeated="2"><table:table-cell/></table:table-row>'
        '<table:table-row table:visibility="filter"><table:table-cell table:number-columns-repeated="2"/>'
        '<table:table-cell table:formula="of:=1+1" office:value-type="float" office:value="2"/></table:table-row>'
        '<table:table-row><table:table-cell office:value-type="string" calcext:value-type="error"><text:p>#N/A</text:p>'
        '</table:table-cell><table:table-cell table:number-columns-spanned="2" office:value-type="string"><text:p>x</text:p>'
        "</table:table-cell><table:covered-table-cell/></table:table-row>"
    )
    found = read_spreadsheet(ods_of(table), filename="a.ods")
    assert (found.formulas, found.errors, found.hidden_rows) == (frozenset({"C3"}), {"A4": "#"}, frozenset({3}))
    assert (found.hidden_columns, found.merged) == (("C",), ("B4:C4",))
    assert [row.number for row in found.rows] == [3, 4]
