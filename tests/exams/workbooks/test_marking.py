"""The marked workbook: the provider's own, recognised when it comes back, and never a formula out of people's text."""

import io
from datetime import date
from uuid import UUID

import pytest
from openpyxl import Workbook, load_workbook

from exams.judging.reading import Reading
from exams.judging.rules import check_rows
from exams.spreadsheets.reader import read_file
from exams.workbooks.marking import marked_workbook
from registry.texts import Language
from tests.exams.judging.registers import FIRST, SAMPLES, a_register
from tests.exams.spreadsheets.files import HEADINGS, saved, workbook_of

UPLOAD = UUID("0196f5a2-6a4e-7c31-8d00-3f5b1c9e7a10")
RIGHT = [FIRST, "van der Meer", "Johanna", "GP", date(2026, 9, 7), 1, 72, "Geslaagd", "R. Postma", "M. Groen", "=text"]


async def judged(content: bytes, name: str) -> Reading:
    """A file, read and judged."""
    return check_rows(await read_file(content, filename=name), a_register())


async def marked(content: bytes, name: str = "a.xlsx", language: Language = Language.NL) -> bytes:
    """The workbook as it goes back."""
    reading = await judged(content, name)
    return await marked_workbook(content, filename=name, upload=UPLOAD, reading=reading, language=language)


def opened(content: bytes) -> Workbook:
    """A workbook to look into."""
    return load_workbook(io.BytesIO(content))


async def test_own_workbook_comes_back():
    """Every faulty cell is coloured and says why; a sheet lists them; the provider's own sheets are still there."""
    content = (SAMPLES / "uitslagen-rommelig.xlsx").read_bytes()
    book = opened(await marked(content))
    assert book.sheetnames == ["Blad1", "Blad2", "oud", "Fouten"]
    cell = book["Blad1"]["G13"]
    assert cell.value == 130
    assert "130" in cell.comment.text
    assert cell.fill.fgColor.rgb == "FFFFC7CE"
    rows = list(book["Fouten"].values)
    assert rows[0] == ("Blad", "Cel", "Wat is er mis", "Wat te doen", "Bedoelt u")
    assert len(rows) == 13
    assert rows[3][1:] == (
        "A15",
        "Het kandidaatnummer EA000102-99 klopt niet: de laatste twee cijfers passen er niet bij.",
        "Controleer het nummer.",
        "EA000102-42",
    )


@pytest.mark.parametrize("name", ["uitslagen-rommelig.xlsx", "uitslagen-herkansing.csv"])
async def test_recognised_when_it_comes_back(name):
    """Sent again as it is, it has the same faults and nothing to say about the sheet of faults."""
    content = (SAMPLES / name).read_bytes()
    first = await judged(content, name)
    second = await judged(await marked(content, name), "a.xlsx")
    assert [(each.cell, each.code) for each in second.faults] == [(each.cell, each.code) for each in first.faults]
    assert [each.facts for each in second.notices if each.code == "other-sheets"] == [
        each.facts for each in first.notices if each.code == "other-sheets"
    ]


async def test_knows_where_it_came_from():
    """A marked workbook carries the id of its upload, also once it was corrected and saved; marked again, the newest."""
    first = opened(await marked((SAMPLES / "uitslagen-rommelig.xlsx").read_bytes()))
    properties = first.custom_doc_props  # type: ignore[attr-defined]  # the stubs are older than openpyxl 3.1
    properties["Adviseursregister-aanlevering"].value = "0196f5a2-6a4e-7c31-8d00-000000000000"
    saved_again = saved(first)
    assert (await read_file(saved_again, filename="a.xlsx")).own_mark == "0196f5a2-6a4e-7c31-8d00-000000000000"
    assert (await read_file(await marked(saved_again), filename="a.xlsx")).own_mark == str(UPLOAD)


async def test_corrected_and_marked_again():
    """A corrected cell loses its colour and note in the next round; what people noted themselves stays."""
    book = workbook_of([HEADINGS, [*RIGHT[:6], 130, *RIGHT[7:10]], [*RIGHT[:3], "XX", *RIGHT[4:10]]])
    book = opened(await marked(saved(book)))
    sheet = book.worksheets[0]
    assert sheet["G2"].comment
    sheet["G2"] = 72
    book = opened(await marked(saved(book)))
    sheet = book.worksheets[0]
    assert sheet["G2"].comment is None
    assert sheet["G2"].fill.fill_type is None
    assert sheet["D3"].comment.text.count("XX") == 1
    assert len(list(book["Fouten"].values)) == 2


async def test_corrected_is_taken():
    """Once every fault is corrected in the marked workbook, its rows are taken."""
    book = opened(await marked(saved(workbook_of([HEADINGS, [*RIGHT[:6], 130, *RIGHT[7:10]]]))))
    book.worksheets[0]["G2"] = 72
    reading = await judged(saved(book), "a.xlsx")
    assert not reading.faults
    assert not reading.notices
    assert len(reading.rows) == 1


async def test_text_is_never_a_formula():
    """Text of people that begins with = stays text: in their own sheet, in the list of faults, and out of a csv."""
    book = workbook_of([HEADINGS, [*RIGHT[:3], "=cmd", *RIGHT[4:]]])
    for cell in ("D2", "K2"):
        book.worksheets[0][cell].data_type = "s"
    back = opened(await marked(saved(book)))
    line = ";".join([*HEADINGS]) + "\r\n" + ";".join(["=1+1", *map(str, RIGHT[1:])]) + "\r\n"
    copy = opened(await marked(line.encode(), "a.csv"))
    for each in (*back.worksheets, *copy.worksheets):
        assert not [cell.coordinate for row in each.iter_rows() for cell in row if cell.data_type == "f"]
    assert copy.worksheets[0]["A2"].value == "=1+1"


async def test_note_in_merged_cells():
    """A fault inside merged cells is noted at their first cell."""
    book = workbook_of([HEADINGS, RIGHT[:10], [*RIGHT[:3], "IM", *RIGHT[4:10]]])
    book.worksheets[0].merge_cells("I2:I3")
    sheet = opened(await marked(saved(book))).worksheets[0]
    assert sheet["I2"].comment.text.count("samengevoegd") == 2


async def test_in_english():
    """The notes and the list are in the language of whoever asked."""
    content = (SAMPLES / "uitslagen-herkansing.csv").read_bytes()
    rows = list(opened(await marked(content, "a.csv", Language.EN))["Fouten"].values)
    assert rows[0][2] == "What is wrong"
    assert rows[1][3] == "Send that first, or in this file."
