"""The page on which anyone checks a list: pasted or in a file of any kind, answered on the page and as a file."""

import csv
import io
from typing import Any

import httpx
import openpyxl
import pytest

from public_list.checking.list_pages import MOST_SHOWN
from registry.exports.answering import FileKind
from tests.conftest import Clock
from tests.exams.spreadsheets.files import ods_of
from tests.exams.spreadsheets.makers import ods_cell
from tests.registry import making

UNKNOWN = "CA12345678-66"
PATH = "/certificaten/lijst"
ODS = "application/vnd.oasis.opendocument.spreadsheet"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


async def issued_number() -> str:
    """The number of a valid certificate."""
    return (await making.certified(await making.world(), await making.candidate())).number


async def sent(client: httpx.AsyncClient, *, path: str = PATH, expect: int = 200, **fields: Any) -> httpx.Response:
    """What the page answers to a form; `file` is a name and content."""
    files = {"file": fields.pop("file", ("", b""))}
    answer = await client.post(path, data=fields, files=files)
    assert answer.status_code == expect, answer.text[-3_000:]
    return answer


def workbook(*rows: list[Any]) -> bytes:
    """An Excel file with these rows."""
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet()
    for row in rows:
        sheet.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


async def test_a_pasted_list(client: httpx.AsyncClient) -> None:
    """Every line has its answer, what is not valid first; it is kept by nobody."""
    number = await issued_number()
    answer = await sent(client, numbers=f"{number}\n{UNKNOWN}\n{number}\nCA12345678-67")
    assert answer.headers["cache-control"] == "no-store"
    page = " ".join(answer.text.split())
    assert "Dit nummer is nooit uitgegeven." in page
    assert "Dit nummer staat ook op regel 1." in page
    assert "De controlecijfers van ‘CA12345678-67’ kloppen niet" in page
    assert page.index(UNKNOWN + "<") < page.index(f'href="/certificaten/{number}"')
    english = await sent(client, path=f"/en{PATH}", numbers=number)
    assert f'href="/en/certificaten/{number}"' in english.text


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.csv", "Naam;Nummer\r\nJan;{number}\r\nPiet;{unknown}\r\n"),
        ("a.txt", "{number}\n{unknown}\n"),
        ("a.csv", "{number},{unknown}\n"),
    ],
)
async def test_a_text_file(client: httpx.AsyncClient, name: str, content: str) -> None:
    """Whatever separates them, in the column where they are."""
    number = await issued_number()
    answer = await sent(client, file=(name, content.format(number=number, unknown=UNKNOWN).encode()))
    assert f'href="/certificaten/{number}"' in answer.text
    assert "nooit uitgegeven" in answer.text


async def test_an_excel_file_and_excel_back(client: httpx.AsyncClient, clock: Clock) -> None:
    """The rows are those of the file; a formula is told at its row; days are days, and the stamp says of which day it is."""
    number = await issued_number()
    content = workbook(["Naam", "Certificaat"], ["Jan", number], ["Piet", f'="{number}"'], ["Elif", UNKNOWN])
    answer = await sent(client, file=("lijst.xlsx", content, XLSX), dag="01-01-2030", bestand="xlsx")
    assert answer.headers["content-disposition"] == f'attachment; filename="certificaatcontrole-{clock.now.date()}.xlsx"'
    book = openpyxl.load_workbook(io.BytesIO(answer.content))
    heading, *rows = book.worksheets[0].iter_rows(values_only=True)
    told: list[dict[Any, Any]] = [dict(zip(heading, row, strict=True)) for row in rows]
    assert [row["Regel"] for row in told] == [2, 3, 4]
    assert [row["Uitkomst"] for row in told] == ["Gevonden", "Geen certificaatnummer", "Onbekend nummer"]
    assert (told[0]["Stand"], told[0]["Geldig tot en met"].date().isoformat()) == ("Verlopen", "2029-11-19")
    assert "staat een formule" in told[1]["Opmerking"]
    stamp: dict[Any, Any] = {row[0]: row[1] for row in book.worksheets[-1].iter_rows(min_row=2, max_col=2, values_only=True)}
    assert stamp["Stand op"] == "1 januari 2030"


async def test_a_file_of_libreoffice(client: httpx.AsyncClient) -> None:
    """An .ods is read as any other, in the column of the numbers; what claims to be one and is not is told so."""
    number = await issued_number()
    rows = [("Naam", "Certificaat"), ("Jan", number), ("Piet", UNKNOWN)]
    content = ods_of("".join(f"<table:table-row>{''.join(map(ods_cell, row))}</table:table-row>" for row in rows))
    answer = await sent(client, file=("lijst.ods", content, ODS), bestand="json")
    told = answer.json()["rows"]
    assert [(row["row"], row["certificateNumber"], row["outcome"]) for row in told] == [
        (2, number, "certificate"),
        (3, UNKNOWN, "unknown"),
    ]
    await sent(client, file=("lijst.ods", b"PK" + b"niets" * 10, ODS), expect=400)


async def test_the_page_keeps_the_list_for_its_files(client: httpx.AsyncClient) -> None:
    """The list of a file need not be sent again: what the page kept gives the same rows, in every kind."""
    number = await issued_number()
    page = await sent(client, file=("a.csv", f"kop\n\n{number}\nx\n".encode()), dag="2027-01-01")
    kept = page.text.partition('name="kept" value="')[2].partition('"')[0]
    assert kept == f"3\t\t{number}\n4\t\tx"
    for kind in FileKind:
        answer = await sent(client, kept=kept, dag="2027-01-01", bestand=kind.value)
        assert answer.headers["x-total-count"] == "2"
        assert number in answer.text or kind is FileKind.XLSX
    plain = await sent(client, kept=kept, bestand=FileKind.PLAIN_CSV.value, path=f"/en{PATH}")
    first, second = csv.DictReader(io.StringIO(plain.text))
    assert (first["Row"], first["Outcome"], first["Status"], first["Valid through"]) == (
        "3",
        "certificate",
        "valid",
        "2029-11-19",
    )
    assert (second["Row"], second["Typed"], second["Outcome"]) == ("4", "x", "no-number")


async def test_what_people_typed_is_never_a_formula(client: httpx.AsyncClient) -> None:
    """Text of a cell comes back as text, on the page and in a file."""
    number = await issued_number()
    evil = '=HYPERLINK("http://evil.example")<b>'
    page = await sent(client, file=("a.txt", f"{number}\n{evil}".encode()))
    assert "<b>" not in page.text
    answer = await sent(client, numbers=f"{number}\n@SUM(1+1)", bestand="csv")
    assert "'@SUM(1+1)" in answer.text


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({}, "Plak nummers, of kies een bestand."),
        ({"numbers": "Jan Jansen"}, "Hierin staat geen nummer."),
        ({"numbers": UNKNOWN, "dag": "gisteren"}, "Vul een datum in"),
        ({"numbers": UNKNOWN, "dag": "gisteren"}, 'type="text" value="gisteren"'),
        ({"numbers": "Jan Jansen", "dag": "2027-03-05"}, 'type="date" value="2027-03-05"'),
        ({"numbers": UNKNOWN, "file": ("a.txt", UNKNOWN.encode())}, "niet allebei"),
        ({"file": ("a.pdf", b"%PDF-1.7 ...")}, "PDF"),
        ({"file": ("a.txt", b"")}, "Het bestand is leeg"),
        ({"file": ("a.xlsx", b"PK\x03\x04 nothing")}, "beschadigd"),
        ({"file": ("a.txt", UNKNOWN.encode() * 70_000 + b"\n" * 120_000)}, "1 MB is het meeste"),
        ({"kept": "1\t\tx\nnothing"}, "onderweg veranderd"),
        ({"numbers": "\n".join([UNKNOWN] * 5_001)}, "Dit zijn 5.001 nummers. Controleer er hooguit 5.000 tegelijk."),
    ],
)
async def test_what_cannot_be_read_is_told_at_the_form(client: httpx.AsyncClient, fields: dict[str, Any], words: str) -> None:
    """With 400 and the form, which keeps what was pasted."""
    answer = await sent(client, expect=400, **fields)
    assert words in answer.text
    assert 'name="numbers"' in answer.text


async def test_a_long_list_is_whole_in_its_file(client: httpx.AsyncClient) -> None:
    """The page shows the first rows, all that is not valid before the rest; the file holds all."""
    number = await issued_number()
    pasted = "\n".join([*[number] * MOST_SHOWN, UNKNOWN])
    page = await sent(client, numbers=pasted)
    assert "nooit uitgegeven" in page.text
    assert f"U ziet {MOST_SHOWN} van de {MOST_SHOWN + 1} regels." in page.text
    answer = await sent(client, numbers=pasted, bestand="csv-programma")
    assert len(list(csv.reader(io.StringIO(answer.text)))) == MOST_SHOWN + 2


async def test_who_copies_must_wait(client: httpx.AsyncClient) -> None:
    """More numbers than a client may check are told at the form, with 429."""
    pasted = "\n".join([UNKNOWN] * 5_000)
    answers = [(await client.post(PATH, data={"numbers": pasted, "bestand": "csv-programma"})).status_code for _ in range(5)]
    assert set(answers) == {200, 429}


async def test_a_form_of_another_site_is_refused(client: httpx.AsyncClient) -> None:
    """Like every form of ours."""
    answer = await client.post(PATH, data={"numbers": UNKNOWN}, headers={"origin": "https://evil.example"})
    assert answer.status_code == 403
