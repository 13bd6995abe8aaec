"""Booking from the days of a partnership: for whom the adviser works, and what the certificate must cover."""

import re
from urllib.parse import parse_qs, urlsplit

import pytest

from tests.pages.conftest import Browser, Town

GOUDA, KRIMPENERWAARD = "gemeente-GM0513", "gemeente-GM1931"
PART = "onderdeel-gp"


@pytest.fixture
async def municipality(town: Town) -> Browser:
    """The browser of Krimpenerwaard."""
    return await town.enter("gemeente")


async def asked(browser: Browser, **changed: str) -> dict[str, str]:
    """A booking from the days of the partnership, as the form sends it."""
    number = re.findall(r"CA\d{8}-\d\d", await browser.get("/adviseurs"))[0]
    page = await browser.get(f"/boekingen/nieuw?certificaat={number}")
    pool = re.search(r'<option value="([^"]+)"[^>]*>Samenwerking Groene Delta', page)
    own = re.search(r'<option value="([^"]+)"[^>]*>Krimpenerwaard', page)
    assert pool
    assert own
    fields = {"certificate": number, "firstDay": "2027-05-10", "lastDay": "2027-06-30", "days": "1", "allotment": pool[1]}
    if changed.pop("pool", "") == "own":
        fields["allotment"] = own[1]
    return fields | {"municipality": "GM1931", "act": "toets"} | changed


async def test_the_form_offers_members_and_parts(municipality: Browser) -> None:
    """Every member of the partnership, by name, and every part of the scheme's certificate, in plain words."""
    page = await municipality.get("/boekingen/nieuw")
    assert re.findall(r'<label [^>]*for="gemeente-GM\d{4}">([^<]+)<', page) == [
        "Bodegraven-Reeuwijk",
        "Gouda",
        "Krimpenerwaard",
    ]
    assert "Voor welke gemeenten gaat de adviseur werken?" in page
    assert "Gemeentelijke processen" in page
    assert "Municipal processes" in await municipality.get("/en/boekingen/nieuw")


async def test_booked_for_others(municipality: Browser) -> None:
    """What was ticked is booked, and stands on the page of the booking."""
    fields = await asked(municipality, act="boek") | {GOUDA: "ja", PART: "ja"}
    assert await municipality.post("/boekingen/nieuw", fields) == "/boekingen?gedaan=geboekt"
    listed = await municipality.get("/boekingen?stand=aangevraagd")
    way = re.search(r'href="(/boekingen/[0-9a-f-]{36})"', listed)
    assert way
    page = await municipality.get(way[1])
    assert re.search(r"Voor welke gemeenten\?</dt>\s*<dd[^>]*>Gouda</dd>", page)
    assert re.search(r"Gevraagd van het certificaat</dt>\s*<dd[^>]*>Gemeentelijke processen</dd>", page)


async def test_only_from_days_that_are_theirs_too(municipality: Browser) -> None:
    """From its own days a municipality books for itself alone; the check says whose they are not, and keeps the ticks."""
    fields = await asked(municipality, pool="own") | {GOUDA: "ja", KRIMPENERWAARD: "ja"}
    page = await municipality.post("/boekingen/nieuw", fields, expect=200)
    assert "Dit dagenbudget is niet van Gouda." in page
    assert re.search(rf'id="{GOUDA}"[^>]* checked', page)
    link = re.search(r'href="(/boekingen/nieuw\?gemeente=[^"]+)"', page)
    assert link
    assert parse_qs(urlsplit(link[1]).query)["gemeenten"] == ["GM0513,GM1931"]
    page = await municipality.get(link[1])
    assert re.search(rf'id="{GOUDA}"[^>]* checked', page)


async def test_a_part_that_the_certificate_lacks(municipality: Browser) -> None:
    """A part that no certificate has is refused by the judge, not passed over."""
    fields = await asked(municipality) | {"onderdeel-iets-anders": "ja"}
    page = await municipality.post("/boekingen/nieuw", fields, expect=200)
    assert "dekt het certificaat van de adviseur niet alles van: iets-anders." in page
    fields = await asked(municipality, lastDay="2030-01-01") | {PART: "ja"}
    page = await municipality.post("/boekingen/nieuw", fields, expect=200)
    assert "dekt het certificaat van de adviseur niet alles van: Gemeentelijke processen." in page
    assert "Mag wel tot en met" in page


@pytest.mark.parametrize(
    ("tick", "words"),
    [
        ("gemeente-GM9999", "Er is geen gemeente met code GM9999."),
        ("gemeente-x", "Voor welke gemeenten gaat de adviseur werken? Kies uit deze lijst."),
        ("onderdeel-" + 41 * "x", "Wat moet het certificaat dekken? Kies uit deze lijst."),
    ],
)
async def test_what_nobody_offered(municipality: Browser, tick: str, words: str) -> None:
    """A tick that the form does not have is a fault at its field, together with the others."""
    fields = await asked(municipality, days="x") | {tick: "ja"}
    page = await municipality.post("/boekingen/nieuw", fields, expect=400)
    assert "Aantal dagen: Vul een getal in" in page
    if "GM9999" not in tick:
        assert words in page
    fields["days"] = "1"
    assert words in await municipality.post("/boekingen/nieuw", fields, expect=400)
