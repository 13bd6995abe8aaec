"""Marking changes the cells that are told about and adds a sheet; all else of a provider's workbook stays as it was."""

import io
import subprocess
import zipfile
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from shutil import which

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.comments import Comment

from benchmarks.result_file import candidates, result_rows, workbook
from exams.spreadsheets import errors, limits
from exams.spreadsheets.marked import mark
from exams.spreadsheets.reader import mark_file, read_file
from exams.spreadsheets.spreadsheet import read_spreadsheet
from exams.spreadsheets.wire import MarkTask, Note
from tests.exams.judging.registers import SAMPLES
from tests.exams.spreadsheets.files import HEADINGS, inline, ods_of, saved, sheet_xml, workbook_of, zipped
from tests.exams.spreadsheets.makers import (
    BEFORE,
    EVERYTHING,
    ODS_ROWS,
    RELATED,
    STYLES,
    as_days,
    shared,
    shared_rows,
    strict,
)

MARK = "0196f5a2-6a4e-7c31-8d00-3f5b1c9e7a10"
HEADING = ("Blad", "Cel", "Wat is er mis", "Wat te doen", "Bedoelt u")
FAULTY = "FFFFC7CE"
office = pytest.mark.skipif(which("soffice") is None, reason="LibreOffice is not on this machine")


def a_task(content: bytes, notes: Mapping[str, str], *, name: str = "a.xlsx", rounds: str = MARK) -> MarkTask:
    """Notes at cells."""
    return MarkTask(
        content, name, rounds, HEADING, tuple(Note(cell, text, (text, "Verbeter het.", "")) for cell, text in notes.items())
    )


def marked(content: bytes, notes: Mapping[str, str], *, name: str = "a.xlsx") -> bytes:
    """The workbook as it goes back."""
    return mark(a_task(content, notes, name=name))


def opened(content: bytes) -> Workbook:
    """A workbook to look into."""
    return load_workbook(io.BytesIO(content))


def parts_of(content: bytes) -> dict[str, bytes]:
    """The parts of a zip file."""
    with zipfile.ZipFile(io.BytesIO(content)) as file:
        return {name: file.read(name) for name in file.namelist()}


def full() -> dict[str, str | bytes]:
    """A workbook with all that programs put around values: drawings, tables, drop-downs from another sheet, and links."""
    links = "".join(
        f'<Relationship Id="rId{place}" Type="{RELATED}/{kind}" Target="{target}"/>'
        for place, (kind, target) in enumerate((("drawing", "../drawings/drawing1.xml"), ("table", "../tables/table1.xml")), 1)
    )
    more: dict[str, str | bytes] = {
        "xl/worksheets/_rels/sheet1.xml.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/'
        f'relationships">{links}</Relationships>',
        "xl/drawings/drawing1.xml": "<xdr:wsDr xmlns:xdr='x'/>",
        "xl/tables/table1.xml": "<table/>",
        "xl/media/image1.png": b"\x89PNG",
    }
    return shared(
        sheet_xml(shared_rows(), before=BEFORE, after=EVERYTHING.replace('<legacyDrawing r:id="rId2"', '<picture r:id="rId9"')),
        **more,
    )


def test_all_else_stays():
    """Every part that marking has no business with stays byte by byte, and so does the sheet around its marked cells."""
    before = full()
    after = parts_of(marked(zipped(before), {"D3": "Te hoog."}))
    touched = {"[Content_Types].xml", "_rels/.rels", "xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/styles.xml"}
    touched |= {"xl/worksheets/sheet1.xml", "xl/worksheets/_rels/sheet1.xml.rels"}
    for name, content in before.items():
        if name not in touched:
            assert after[name] == (content.encode() if isinstance(content, str) else content)
    sheet, old = after["xl/worksheets/sheet1.xml"].decode(), str(before["xl/worksheets/sheet1.xml"])
    assert sheet.startswith(old[: old.index('<row r="3"')])
    for piece in (BEFORE, EVERYTHING[: EVERYTHING.index("<legacyDrawing")], EVERYTHING[EVERYTHING.index("<tableParts") :]):
        assert piece in sheet


def test_order_of_elements():
    """The drawing of notes stands where the order of a sheet wants it: behind drawings, before pictures and tables."""
    sheet = parts_of(marked(zipped(full()), {"D3": "Te hoog."}))["xl/worksheets/sheet1.xml"]
    places = [sheet.index(tag) for tag in (b"</sheetData>", b"<drawing ", b"<legacyDrawing ", b"<picture ", b"<tableParts")]
    assert places == sorted(places)
    assert sheet.count(b"<legacyDrawing") == 1


def test_styles_stay():
    """A marked cell keeps its own format under the colour; cells that are not told about keep theirs."""
    sheet = opened(marked(zipped(shared()), {"C2": "In de toekomst.", "D2": "Te hoog."})).worksheets[0]
    assert (sheet["C2"].value, sheet["C2"].number_format, sheet["C2"].fill.fgColor.rgb) == (
        opened(zipped(shared()))["Blad1"]["C2"].value,
        "mm-dd-yy",
        FAULTY,
    )
    assert sheet["D2"].fill.fgColor.rgb == FAULTY
    assert sheet["C3"].fill.fill_type is None
    assert sheet["A3"].quotePrefix


@pytest.mark.parametrize("cell", ["B1", "C4", "A9", "BL7", "K150000"])
def test_cells_that_are_not_there(cell):
    """A fault at an empty cell is marked too, in its own place among the others, also far below and in a row without cells."""
    rows = f'<row r="1">{inline("A1", "a")}{inline("C1", "c")}</row><row r="4"/><row r="9">{inline("B9", "b")}</row>'
    content = marked(zipped(shared(sheet_xml(rows))), {cell: "Leeg."})
    sheet = opened(content).worksheets[0]
    assert sheet[cell].fill.fgColor.rgb == FAULTY
    assert sheet[cell].comment.text == "Leeg."
    assert (sheet["A1"].value, sheet["C1"].value, sheet["B9"].value) == ("a", "c", "b")
    assert (
        read_spreadsheet(content, filename="a.xlsx").rows
        == read_spreadsheet(zipped(shared(sheet_xml(rows))), filename="a.xlsx").rows
    )


def test_comments_of_people_stay():
    """What people wrote at a cell stays, with ours below it; the next round leaves theirs alone."""
    book = workbook_of([HEADINGS, ["x"]])
    for cell in ("A2", "C2"):
        book.worksheets[0][cell].comment = Comment("van iemand", "Iemand")
    first = marked(saved(book), {"A2": "Klopt niet.", "B2": "Leeg & fout <1>."})
    sheet = opened(first).worksheets[0]
    assert sheet["A2"].comment.text == "van iemand\n[Adviseursregister] Klopt niet."
    assert (sheet["B2"].comment.text, sheet["C2"].comment.text) == ("Leeg & fout <1>.", "van iemand")
    for content, left in ((marked(first, {"B2": "Nog fout."}), "Nog fout."), (marked(first, {}), None)):
        sheet = opened(content).worksheets[0]
        assert (sheet["A2"].comment.text, sheet["A2"].comment.author) == ("van iemand", "Iemand")
        assert (sheet["B2"].comment and sheet["B2"].comment.text) == left
        assert sheet["A2"].fill.fill_type is None
        (drawing,) = (part for part_name, part in parts_of(content).items() if part_name.endswith(".vml"))
        assert drawing.count(b'ObjectType="Note"') == 2 + bool(left)


def test_one_sheet_of_faults():
    """Marked again, a workbook still has one sheet of faults, with the faults of now, each with a link to its cell."""
    first = marked(zipped(shared()), {"D2": "Te hoog.", "D3": "Te laag."})
    book = opened(marked(first, {"D3": "Nog te laag."}))
    assert book.sheetnames == ["Blad1", "Fouten"]
    assert list(book["Fouten"].values) == [HEADING, ("Blad1", "D3", "Nog te laag.", "Verbeter het.", None)]
    assert book["Fouten"]["B2"].hyperlink.location == "'Blad1'!D3"


def test_mark_of_the_latest_round():
    """Other properties of a workbook stay; our mark is that of the latest round."""
    from openpyxl.packaging.custom import StringProperty  # noqa: PLC0415 — here alone

    book = workbook_of([HEADINGS])
    book.custom_doc_props.append(StringProperty(name="Project", value="P-12"))  # type: ignore[attr-defined]  # older stubs
    content = marked(marked(saved(book), {}), {})
    names = opened(content).custom_doc_props.names  # type: ignore[attr-defined]  # likewise
    assert names == ["Project", "Adviseursregister-aanlevering"]
    assert read_spreadsheet(content, filename="a.xlsx").own_mark == MARK


OWN = '<property name="Adviseursregister-aanlevering"'


@pytest.mark.parametrize("properties", ["", "geen XML", f"{OWN}><vt:i4>12</vt:i4></property>", OWN])
def test_odd_marks_are_ignored(properties):
    """Whatever somebody wrote in the place of our mark, the file is read; it just carries none."""
    content = zipped(shared(**{"docProps/custom.xml": properties}))
    assert read_spreadsheet(content, filename="a.xlsx").own_mark is None


@pytest.mark.parametrize(
    ("name", "make"),
    [
        pytest.param("a.xlsx", strict, id="Strict Open XML"),
        pytest.param("a.ods", lambda: ods_of(ODS_ROWS), id="an ods"),
        pytest.param("a.csv", lambda: b"Nummer;Naam\r\n=1;67,5\r\n", id="text"),
        pytest.param(
            "a.xlsx", lambda: zipped(shared(**{"xl/styles.xml": STYLES.replace("fills", "vullingen")})), id="odd styles"
        ),
    ],
)
def test_copies(name, make):
    """Of a file that cannot be changed as text a copy goes back, with the same values at the same addresses."""
    content = marked(make(), {"A2": "Klopt niet."}, name=name)
    original, copy = read_spreadsheet(make(), filename=name), read_spreadsheet(content, filename="a.xlsx")
    assert [[*map(as_days, row.cells)] for row in copy.rows] == [[*map(as_days, row.cells)] for row in original.rows]
    assert copy.own_mark == MARK
    assert not copy.formulas
    sheet = opened(content).worksheets[0]
    assert (sheet.title, sheet["A2"].fill.fgColor.rgb, sheet["A2"].comment.text) == ("Uitslagen", FAULTY, "Klopt niet.")


async def test_too_long_to_mark(monkeypatch, tmp_path):
    """A file that takes too long to mark says so, and leaves nothing behind."""
    monkeypatch.setattr(limits, "MARKING_SECONDS", 0.01)
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    with pytest.raises(errors.TooLargeToMark):
        await mark_file(a_task(zipped(shared()), {}))
    assert not [*tmp_path.iterdir()]


@pytest.mark.drill
async def test_a_hundred_thousand_rows():
    """A long file with thousands of faults is marked within the limits."""
    content = workbook(result_rows(candidates(1_001, 20_000)))
    notes = {f"G{row}": "Score 130 past niet." for row in range(2, 100_002, 20)}
    book = await mark_file(a_task(content, notes))
    sheet = await read_file(book, filename="a.xlsx")
    assert (len(sheet.rows), sheet.own_mark) == (100_001, MARK)


def converted(content: bytes, name: str, kind: str, folder: Path) -> bytes:
    """A file, opened by LibreOffice and saved as another kind."""
    file = folder / name
    file.write_bytes(content)
    out = folder / "out"
    command = [
        "soffice",
        f"-env:UserInstallation=file://{folder}/office",
        "--headless",
        "--convert-to",
        kind,
        "--outdir",
        str(out),
    ]
    subprocess.run([*command, str(file)], check=True, capture_output=True, timeout=120)
    (made,) = out.iterdir()
    content = made.read_bytes()
    made.unlink()
    return content


@office
@pytest.mark.drill
@pytest.mark.parametrize("kind", ["xlsx", "ods"])
def test_libreoffice_opens_what_is_marked(kind, tmp_path):
    """LibreOffice opens a marked workbook and saves it with all of it: values, colours, notes, faults and our mark."""
    content = marked((SAMPLES / "uitslagen-rommelig.xlsx").read_bytes(), {"G13": "Te hoog.", "A21": "Leeg."})
    saved_again = converted(content, "marked.xlsx", kind, tmp_path)
    before, after = (read_spreadsheet(each, filename=f"a.{kind}") for each in (content, saved_again))
    assert after.rows == before.rows
    assert after.own_mark == MARK
    book = opened(converted(saved_again, f"again.{kind}", "xlsx:Calc MS Excel 2007 XML", tmp_path))
    assert book.sheetnames == ["Blad1", "Blad2", "oud", "Fouten"]
    for cell in ("G13", "A21"):
        assert book["Blad1"][cell].fill.fgColor.rgb == FAULTY
        assert book["Blad1"][cell].comment is not None


@office
@pytest.mark.drill
@pytest.mark.parametrize("kind", ["xlsx", "ods", "csv:Text - txt - csv (StarCalc):59,34,76"])
@pytest.mark.parametrize("name", ["uitslagen-najaar.xlsx", "uitslagen-najaar.ods", "uitslagen-rommelig.xlsx"])
def test_samples_through_libreoffice(name, kind, tmp_path):
    """A sample that LibreOffice saved as another kind reads the same: rows, numbers of rows, and days where there are days."""
    content = (SAMPLES / name).read_bytes()
    suffix = kind[:4].rstrip(":")
    again = read_spreadsheet(converted(content, name, kind, tmp_path), filename=f"a.{suffix}")
    before = read_spreadsheet(content, filename=name)
    assert [row.number for row in again.rows] == [row.number for row in before.rows]
    width = before.width
    if suffix == "csv":
        assert [row.cells[0] for row in again.rows] == [row.cells[0] for row in before.rows]
    else:
        assert [row.cells[:width] for row in again.rows] == [row.cells for row in before.rows]
        assert (again.formulas, again.hidden_rows) == (before.formulas, before.hidden_rows)
        assert any(type(cell) is date for row in again.rows for cell in row.cells)
