"""Lists as workbooks: what Excel, openpyxl and LibreOffice find in them."""

import asyncio
import gc
import io
import re
import subprocess
import sys
import textwrap
import zipfile
from collections.abc import AsyncIterator, Sequence
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
import python_calamine
from defusedxml import ElementTree  # type: ignore[import-untyped]
from hypothesis import given
from hypothesis import strategies as st

from registry.exports import workbook
from registry.exports.cells import MOST_CHARACTERS, escaped
from registry.exports.listing import Column, Kind, Listing, Row, at_hand, in_words
from registry.texts import Language, Text
from tests.registry.exports.sheets import FORMULAS, LISTING, NAME, ROW, made, part, texts, whole


async def test_values_are_what_they_were() -> None:
    """Numbers are numbers and days are days; an instant is what the clock in Amsterdam said, summer time too."""
    sheet = openpyxl.load_workbook(io.BytesIO(await made(LISTING, [ROW])))["Dagen per regio"]
    assert [cell.value for cell in sheet[1]] == ["Naam", "Aantal", "Dagen", "Dag", "Maand", "Vastgelegd op"]
    assert [cell.value for cell in sheet[2]] == [
        "Öztürk & <zn>",
        7,
        2.25,
        datetime(2026, 11, 22),  # noqa: DTZ001  what openpyxl makes of a day
        datetime(2026, 11, 1),  # noqa: DTZ001  likewise
        datetime(2026, 7, 1, 12, 30),  # noqa: DTZ001  likewise
    ]
    assert [cell.number_format for cell in sheet[2]][2:] == ["0.00", r"dd\-mm\-yyyy", r"mm\-yyyy", r"dd\-mm\-yyyy\ hh:mm"]


async def test_the_sheet_is_ready_to_work_with() -> None:
    """The heading is bold and stays in sight, each column has its width, and a table with a filter lies over the rows."""
    sheet = openpyxl.load_workbook(io.BytesIO(await made(LISTING, [ROW, ROW])))["Dagen per regio"]
    assert sheet.freeze_panes == "A2"
    assert sheet["A1"].font.b is True
    assert sheet.column_dimensions["A"].width == 32
    table = sheet.tables["dagen_per_regio"]
    assert table.ref == table.autoFilter.ref == "A1:F3"
    assert table.column_names == ["Naam", "Aantal", "Dagen", "Dag", "Maand", "Vastgelegd op"]


async def test_no_rows_are_a_table_still() -> None:
    """A table has at least one row, or Excel repairs the file."""
    sheet = openpyxl.load_workbook(io.BytesIO(await made(LISTING, [])))["Dagen per regio"]
    assert sheet.tables["dagen_per_regio"].ref == "A1:F2"
    assert sheet.max_row == 1


async def test_what_it_is_stands_in_it() -> None:
    """The facts are on a sheet of their own, with how many rows there are; in the language of who asks."""
    book = openpyxl.load_workbook(io.BytesIO(await made(LISTING, [ROW], language=Language.EN)))
    assert book.sheetnames == ["Days by region", "Explanation"]
    assert [[cell.value for cell in row] for row in book["Explanation"].iter_rows()] == [
        ["Days by region", None],
        ["Region", "=alle"],
        ["Made on", "22 November 2026"],
        ["Number of rows", "1"],
    ]
    assert book["Explanation"]["B2"].data_type == "s"
    assert book.properties.title == "Days by region"


async def test_text_is_never_a_formula() -> None:
    """Whatever it begins with, no part of the workbook has a formula, and no reader finds one."""
    content = await texts(*FORMULAS)
    assert "<f" not in part(content, "xl/worksheets/sheet1.xml").replace("<formula", "")
    sheet = openpyxl.load_workbook(io.BytesIO(content))["Teksten"]
    assert [row[0].value for row in sheet.iter_rows(min_row=2)] == list(FORMULAS)
    assert {row[0].data_type for row in sheet.iter_rows(min_row=2)} <= {"s", "inlineStr"}


@given(st.text(max_size=60))
def test_any_text_is_xml(text: str) -> None:
    """Control characters, half characters and what looks like our own way to write them: well-formed, and told apart."""
    found = ElementTree.fromstring(f"<t>{escaped(text)}</t>".encode()).text or ""
    told = re.sub("_x([0-9A-F]{4})_", lambda each: chr(int(each[1], 16)), found)
    assert told == text


async def test_unusual_text_comes_back() -> None:
    """Blanks at the ends, line ends, NUL, an escape that was typed: as Excel's own escapes say."""
    content = await texts("  twee  ", "a\nb", "x\x00y", "_x0041_", "\ud800", "een twee")
    raw = part(content, "xl/worksheets/sheet1.xml")
    assert 'preserve">  twee  </t>' in raw
    assert 'preserve">a\nb</t>' in raw
    assert "<t>een twee</t>" in raw
    assert "x_x0000_y" in raw
    assert "_x005F_x0041_" in raw
    assert "_xD800_" in raw
    sheet = python_calamine.load_workbook(io.BytesIO(content)).get_sheet_by_name("Teksten").to_python()
    assert sheet[1:3] == [["  twee  "], ["a\nb"]]


async def test_what_is_said_again_and_again_is_said_of_each_row() -> None:
    """Words for codes and truths stand in the row they are of, and nothing where a row has none."""
    columns = (
        Column(Text("Stand", "State"), words={"a": Text("Actief", "Active")}),
        Column(Text("Wacht", "Waits"), Kind.TRUTH),
    )
    told = Listing("standen", Text("Standen", "States"), columns, [])
    rows: list[Row] = [("a", True), ("b", False), (None, None), ("a", False)]
    read = in_words(told, at_hand(rows), Language.NL)
    content = await whole(workbook.pieces(told, read, language=Language.NL))
    sheet = python_calamine.load_workbook(io.BytesIO(content)).get_sheet_by_name("Standen").to_python()
    assert sheet[1:] == [["Actief", "Ja"], ["b", "Nee"], ["", ""], ["Actief", "Nee"]]


async def test_text_longer_than_a_cell_says_that_it_was_cut() -> None:
    """A cell holds 32,767 units of UTF-16; of a pair at the cut neither half stays."""
    for long in ("a" * 40_000, "🙂" * 20_000, "a" + "🙂" * 20_000):
        sheet = openpyxl.load_workbook(io.BytesIO(await texts(long)))["Teksten"]
        kept = str(sheet["A2"].value)
        assert kept.endswith("…")
        assert len(kept.encode("utf-16-le")) // 2 in (MOST_CHARACTERS, MOST_CHARACTERS - 1)
        assert long.startswith(kept[:-1])
    assert (
        openpyxl.load_workbook(io.BytesIO(await texts("b" * MOST_CHARACTERS)))["Teksten"]["A2"].value == "b" * MOST_CHARACTERS
    )


async def test_days_that_spreadsheets_differ_about_are_text() -> None:
    """Before March 1900 a number is another day in Excel than elsewhere; the last day there is, is a day."""
    listing = Listing(name="dagen", title=Text("Dagen", "Days"), columns=(Column(Text("Dag", "Day"), Kind.DAY),), stamped=())
    content = await made(listing, [(date(1900, 2, 28),), (date(1900, 3, 1),), (date.max,), (None,)])
    raw = part(content, "xl/worksheets/sheet1.xml")
    assert ">1900-02-28<" in raw
    assert "<v>61</v>" in raw
    assert "<v>2958465</v>" in raw
    assert "<row><c/></row>" in raw


async def test_a_long_list_goes_on_upon_the_next_sheet() -> None:
    """Each sheet has its heading and its own table; no row is lost, and none stands twice."""
    rows = [(f"naam {number}",) for number in range(25)]
    listing = Listing(name="namen", title=Text("Namen: [alle]", "Names"), columns=(NAME,), stamped=())
    book = openpyxl.load_workbook(io.BytesIO(await made(listing, rows, per_sheet=10)))
    assert book.sheetnames == ["Namen   alle", "Namen   alle (2)", "Namen   alle (3)", "Toelichting"]
    found = [cell for sheet in book.worksheets[:3] for (cell,) in sheet.iter_rows(min_row=2, values_only=True)]
    assert found == [name for (name,) in rows]
    assert [list(sheet.tables) for sheet in book.worksheets[:3]] == [["namen"], ["namen_2"], ["namen_3"]]
    assert book.worksheets[2].tables["namen_3"].ref == "A1:A6"


async def test_equal_rows_make_equal_bytes() -> None:
    """However the rows came, and whenever: nothing in the file tells the time."""
    once = await made(LISTING, [ROW] * 3)
    assert once == await made(LISTING, [ROW] * 3)
    with zipfile.ZipFile(io.BytesIO(once)) as archive:
        assert archive.testzip() is None


async def test_whoever_leaves_halfway_leaves_nothing_open() -> None:
    """The zip is let go of; a warning would fail this test."""

    async def endless() -> AsyncIterator[Sequence[Row]]:
        while True:
            yield [ROW] * 1_000

    pieces = workbook.pieces(LISTING, endless(), language=Language.NL)
    assert await anext(pieces)
    await pieces.aclose()  # type: ignore[attr-defined]  # an async generator
    del pieces
    gc.collect()


@pytest.mark.parametrize("name", ["", "a1", "Dagen", "dagen per maand", "a", "r1c1", "-dagen"])
def test_a_list_is_named_so_that_a_table_can_be(name: str) -> None:
    """Neither a cell's name nor anything a file name cannot hold."""
    with pytest.raises(ValueError, match="names no list"):
        Listing(name=name, title=Text("", ""), columns=(NAME,), stamped=())


def test_headings_are_all_different() -> None:
    """A table cannot have two columns of one name, whatever the capitals."""
    with pytest.raises(ValueError, match="one heading"):
        Listing(name="namen", title=Text("", ""), columns=(NAME, Column(Text("NAAM", "Other"))), stamped=())


async def test_libreoffice_reads_it(tmp_path: Path) -> None:
    """An office suite opens the workbook and finds the same cells."""
    content = await made(LISTING, [ROW, ("=1+1", 0, Decimal("-0.25"), None, None, None)])
    (tmp_path / "lijst.xlsx").write_bytes(content)
    command = ["soffice", f"-env:UserInstallation=file://{tmp_path}/profile", "--headless", "--convert-to"]
    command += ["csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true", "--outdir", str(tmp_path), "lijst.xlsx"]
    try:
        await asyncio.to_thread(subprocess.run, command, cwd=tmp_path, check=True, capture_output=True, timeout=120)
    except FileNotFoundError:
        pytest.skip("needs LibreOffice")
    lines = (tmp_path / "lijst.csv").read_text().splitlines()
    assert lines[0] == "Naam,Aantal,Dagen,Dag,Maand,Vastgelegd op"
    assert lines[1] == "Öztürk & <zn>,7,2.25,22-11-2026,11-2026,01-07-2026 12:30"
    assert lines[2] == "=1+1,0,-0.25,,,"


_LONG = """
    import asyncio, resource, sys
    from datetime import date
    from decimal import Decimal
    from registry.exports import workbook
    from registry.texts import Language
    from tests.registry.exports.sheets import LISTING, ROW

    async def rows(batches):
        for _ in range(batches):
            yield [ROW] * 1_000

    async def run(batches):
        return sum([len(piece) async for piece in workbook.pieces(LISTING, rows(batches), language=Language.NL)])

    for batches in (5, int(sys.argv[1])):
        asyncio.run(run(batches))
        print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
"""


def test_memory_does_not_grow_with_the_rows() -> None:
    """A hundred thousand rows take no more than five thousand do; room is left for what Python itself moves about."""
    command = [sys.executable, "-c", textwrap.dedent(_LONG), "100"]
    told = subprocess.run(command, check=True, capture_output=True, text=True, timeout=300).stdout.split()
    few, many = (int(each) for each in told)
    assert many - few < 8 * 1024, "kilobytes"
