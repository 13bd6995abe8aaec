"""Booking an adviser in the browser: checked beforehand, booked, refused with every check."""

import re

import pytest

from registry.bookings.checks import CheckCode
from tests.pages.conftest import Browser, Town


@pytest.fixture
async def municipality(town: Town) -> Browser:
    """The browser of Krimpenerwaard."""
    return await town.enter("gemeente")


async def asked(browser: Browser, **changed: str) -> dict[str, str]:
    """A booking as the form sends it: Anna van den Berg, two days from the municipality's own allotment."""
    number = re.findall(r"CA\d{8}-\d\d", await browser.get("/adviseurs"))[0]
    page = await browser.get(f"/boekingen/nieuw?certificaat={number}")
    assert f'value="{number}"' in page
    own = re.search(r'<option value="([^"]+)"[^>]*>Krimpenerwaard', page)
    code = re.search(r'name="municipality" value="([^"]+)"', page)
    assert own
    assert code
    fields = {"certificate": number, "firstDay": "2027-05-10", "lastDay": "2027-06-30", "days": "2", "allotment": own[1]}
    return fields | {"municipality": code[1], "act": "toets"} | changed


async def test_check_beforehand(municipality: Browser) -> None:
    """Checking tells every check with its numbers and books nothing."""
    before = await municipality.get("/boekingen")
    page = await municipality.post("/boekingen/nieuw", await asked(municipality, days="2,25"), expect=200)
    assert "Mag u Anna van den Berg zo boeken?" in page
    assert "Alles klopt: dit mag." in page
    assert page.count('<li class="check ') == len(CheckCode)
    assert "2,25 dagen" in page
    assert await municipality.get("/boekingen") == before


async def test_refused_with_every_check(municipality: Browser) -> None:
    """Ten days do not fit in the eight that are left: the page says so, who to ask, and which other pool would do."""
    for act, status in (("toets", 200), ("boek", 409)):
        fields = await asked(municipality, days="10", act=act)
        page = await municipality.post("/boekingen/nieuw", fields, expect=status)
        assert re.search(r"Dit dagenbudget heeft [0-9,]+ dagen beschikbaar; u vraagt er 10\.", page)
        assert "de regie-adviseur, met een intake" in page
        assert "Uit het dagenbudget van Samenwerking Groene Delta kan het wel." in page
        assert page.count('<li class="check ') == len(CheckCode)
        assert 'name="days" type="text" inputmode="decimal" value="10"' in page
        assert ("Er is niets geboekt." in page) is (act == "boek")


async def test_the_other_pool_fills_the_form(municipality: Browser) -> None:
    """The link to the pool that would allow it keeps everything that was typed."""
    fields = await asked(municipality, days="10", firstDay="10-5-2027")
    page = await municipality.post("/boekingen/nieuw", fields, expect=200)
    link = re.search(r'href="(/boekingen/nieuw\?gemeente=[^"]+)"', page)
    assert link
    page = await municipality.get(link[1])
    assert 'value="10"' in page
    assert re.search(r"<option[^>]* selected>Samenwerking Groene Delta", page)


async def test_booked(municipality: Browser) -> None:
    """A booking that passes leads to the list, where it stands with its days reserved."""
    fields = await asked(municipality, days="0,25", act="boek")
    assert await municipality.post("/boekingen/nieuw", fields) == "/boekingen?gedaan=geboekt"
    page = await municipality.get("/boekingen?gedaan=geboekt")
    assert "De adviseur is geboekt." in page
    assert "Anna van den Berg" in page
    assert "7,75" in page


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"days": "x"}, "Aantal dagen: Vul een getal in"),
        ({"days": "0.1"}, "Vul hele, halve of kwart dagen in"),
        ({"days": "NaN"}, "Vul hele, halve of kwart dagen in"),
        ({"firstDay": "morgen"}, "Eerste dag: Vul een datum in"),
        ({"lastDay": "2027-01-01"}, "De laatste dag ligt vóór de eerste."),
        ({"certificate": "CA12345678-67"}, "Bedoelt u CA12345678-66?"),
        ({"certificate": "CA12345678-66"}, "Er is geen certificaat met nummer CA12345678-66"),
        ({"certificate": ""}, "Certificaatnummer van de adviseur: Vul dit in."),
        ({"allotment": "geen"}, "Kies een van de mogelijkheden."),
        ({"days": "x", "certificate": "CA1", "lastDay": ""}, "CA1"),
    ],
)
async def test_wrong_input(municipality: Browser, changed: dict[str, str], words: str) -> None:
    """Every fault is told at its field with 400, and what was typed is kept."""
    fields = await asked(municipality, **changed)
    page = await municipality.post("/boekingen/nieuw", fields, expect=400)
    assert words in page
    assert page.count("--invalid") == len(changed)
    assert "Pas dit nog aan" in page


async def test_another_municipality(municipality: Browser) -> None:
    """Nobody books for a municipality that is not theirs."""
    await municipality.post("/boekingen/nieuw", await asked(municipality, municipality="GM0363"), expect=404)


async def test_the_way_in(municipality: Browser) -> None:
    """Who may book sees the way from the list and from a certificate."""
    page = await municipality.get("/adviseurs")
    assert page.count("Boek deze adviseur") == 11
    number = re.findall(r"CA\d{8}-\d\d", page)[0]
    assert f'href="/boekingen/nieuw?certificaat={number}"' in await municipality.get(f"/certificaten/{number}")


async def test_in_english(municipality: Browser) -> None:
    """The same in English, errors and all."""
    fields = await asked(municipality, days="10")
    page = await municipality.post("/en/boekingen/nieuw", fields, expect=200)
    assert re.search(r"This allotment has [0-9.]+ days available; you ask for 10\.", page)
    assert (
        await municipality.post("/en/boekingen/nieuw", fields | {"days": "0.25", "act": "boek"})
        == "/en/boekingen?gedaan=geboekt"
    )
