"""The overview in the browser, as files on the same address, and for programs."""

import csv
import io
from datetime import datetime

import httpx
import openpyxl
import pytest

from registry.allotments.ledger import PostingKind
from registry.organisations.tables import Region
from tests.registry.dossiers.signing_in import browser, token
from tests.registry.overview.test_overview import Ledger, at, ledger

PAGE = "/dagen-overzicht"


async def busy() -> Ledger:
    """Days granted, reserved and used in two months; the region has a name that is a formula to a spreadsheet."""
    books = await ledger()
    await Region.update({Region.name: "=1+1 Oost"}).where(Region.code == "oost")
    await books.moved(PostingKind.GRANT, books.own, "20", at(3, 2))
    await books.moved(PostingKind.RESERVE, books.own, "10.25", at(4, 2))
    await books.moved(PostingKind.USE, books.own, "2", at(4, 3))
    await books.moved(PostingKind.GRANT, books.neighbour, "4", at(4, 3))
    return books


async def test_the_page(client: httpx.AsyncClient) -> None:
    """Charts for the eye with a table beside each; a work card leads here; the filter stays in the form."""
    books = await busy()
    own = await browser(client, books.world.coordinator)
    assert PAGE in await own.get("/werk")
    page = await own.get(PAGE)
    assert page.count("<figure") == 3
    assert page.count('role="img"') == 3
    assert "10,25" in page
    assert "=1+1 Oost" in page
    west = await own.get(f"{PAGE}?regio=west&programma=operatie&van=2026-04-01&tot=30-04-2026")
    assert '<option value="west" selected>' in west
    assert "10,25" not in west
    assert "Overview of intakes and days" in await own.get(f"/en{PAGE}")
    assert "In deze periode is niets vastgelegd" in await own.get(f"{PAGE}?van=2020-01-01&tot=2020-02-01")


async def test_the_same_address_as_a_file(client: httpx.AsyncClient) -> None:
    """The rows of the page, as filtered, with the filter stamped in it; in the language of the page."""
    books = await busy()
    own = await browser(client, books.world.auditor)
    answer = await own.client.get(f"{PAGE}?regio=oost&van=2026-01-01&tot=2026-12-31&bestand=xlsx")
    assert answer.headers["content-disposition"] == 'attachment; filename="dagen-per-regio-2026-11-22.xlsx"'
    book = openpyxl.load_workbook(io.BytesIO(answer.content))
    rows = [[cell.value for cell in row] for row in book["Dagen per regio en maand"].iter_rows(min_row=2)]
    assert rows == [
        ["operatie", "=1+1 Oost", datetime(2026, 3, 1), 20, 0, 0, 0, 0],  # noqa: DTZ001  what openpyxl makes of a day
        ["operatie", "=1+1 Oost", datetime(2026, 4, 1), 0, 0, 10.25, 2, 0],  # noqa: DTZ001  likewise
    ]
    told = {row[0].value: row[1].value for row in book["Toelichting"].iter_rows(min_row=2)}
    assert told["Regio"] == "=1+1 Oost"
    assert told["Vanaf"] == "1 januari 2026"
    assert told["Aantal rijen"] == "2"
    dutch = await own.client.get(f"{PAGE}?bestand=csv")
    assert dutch.headers["content-type"] == "text/csv; header=present; charset=utf-8"
    assert dutch.content.startswith(b"\xef\xbb\xbfProgramma;Regio;Maand;")
    assert "operatie;'=1+1 Oost;04-2026;0;0;10,25;2;0\r\n" in dutch.text
    plain = await own.client.get(f"/en{PAGE}?bestand=csv-programma&tabel=intakes")
    [heading, intakes] = csv.reader(io.StringIO(plain.text))
    assert heading[:4] == ["Programme", "First day", "Last day", "At most"]
    assert intakes == ["operatie", "2026-01-01", "2030-12-31", "", "0", "0", "0"]


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("van=2026-12-31&tot=2026-01-01", 400),
        ("van=gisteren", 400),
        ("van=2026-02-30", 400),
        ("van=0001-01-01&tot=9999-12-31", 200),
        ("van=2026-12-31&tot=2026-01-01&bestand=xlsx", 400),
        ("regio=%00&programma=%00", 200),
        ("regio=" + "x" * 5_000, 200),
        ("bestand=exe", 400),
        ("tabel=alles", 400),
        ("regio=%27%3B+DROP+TABLE+region", 200),
    ],
)
async def test_any_query(client: httpx.AsyncClient, query: str, status: int) -> None:
    """Wrong days are told at their field; what is unknown has nothing; never an error of ours."""
    books = await busy()
    own = await browser(client, books.world.coordinator)
    assert (await own.client.get(f"{PAGE}?{query}")).status_code == status
    if query.startswith("van=2026-12-31&tot=2026-01-01") and "bestand" not in query:
        assert "De laatste dag ligt vóór de eerste." in await own.get(f"{PAGE}?{query}", expect=400)


async def test_the_api(client: httpx.AsyncClient) -> None:
    """The same numbers; refused to a municipality, and to nobody at all."""
    books = await busy()
    auditor, municipality = await token(client, books.world.auditor), await token(client, books.world.municipality)
    path = "/api/v1/day-overview?firstDay=2026-01-01&lastDay=2026-12-31"
    found = (await client.get(f"{path}&region=oost", headers=auditor)).json()
    assert [(row["month"], row["reserved"]) for row in found["days"]] == [("2026-03-01", 0), ("2026-04-01", 10.25)] or [
        (row["month"], row["reserved"]) for row in found["days"]
    ] == [("2026-03-01", "0"), ("2026-04-01", "10.25")]
    assert (await client.get(path, headers=municipality)).status_code == 403
    assert (await client.get(path)).status_code == 401
    assert (await client.get("/api/v1/day-overview?firstDay=x&lastDay=y", headers=auditor)).status_code == 400
    reversed_period = "/api/v1/day-overview?firstDay=2026-12-31&lastDay=2026-01-01"
    assert (await client.get(reversed_period, headers=auditor)).status_code == 400
    assert (await client.get("/api/v1/day-overview", headers=auditor)).status_code == 400
