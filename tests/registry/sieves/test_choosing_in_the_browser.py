"""What somebody types in the filters of a list, as the page and its files take it."""

from datetime import timedelta

import httpx
import pytest

from registry.impartiality import waivers
from tests.conftest import Clock
from tests.registry import making
from tests.registry.dossiers.signing_in import browser
from tests.registry.exports.saved import saved
from tests.registry.impartiality.test_waivers import colleagues, wish
from tests.registry.making import NOW

LIST = "/ontheffingen"


@pytest.mark.parametrize(
    ("typed", "finds"),
    [("20-11-2026", True), ("20 november 2026", True), ("2026-11-20", True), ("21-11-2026", False), ("21 nov. 2026", False)],
)
async def test_a_day_is_typed_as_people_write_it(client: httpx.AsyncClient, clock: Clock, typed: str, *, finds: bool) -> None:
    """In digits or in words; the field has it as a browser sends it, and the file has the same rows."""
    clock.now = NOW
    world, of = await making.world(), await making.candidate()
    first, second, _ = world.certifiers
    await colleagues(world, of.person, second.person)
    await waivers.ask(await wish(of), actor=second, now=NOW)
    own = await browser(client, first)
    page = await own.get(f"{LIST}?van={typed}")
    assert ("Lotte Visser" in page) is finds
    day = NOW.date() + timedelta(days=0 if finds else 1)
    assert f'type="date" value="{day}"' in page
    assert len((await saved(own.client, f"{LIST}?van={typed}")).rows) == finds


async def test_what_is_typed_wrong_is_told_at_its_field(client: httpx.AsyncClient, clock: Clock) -> None:
    """All of it at once, with what was typed; nothing is listed by it, and no file is made; in both languages."""
    clock.now = NOW
    world, of = await making.world(), await making.candidate()
    first, second, _ = world.certifiers
    await colleagues(world, of.person, second.person)
    await waivers.ask(await wish(of), actor=second, now=NOW)
    own = await browser(client, first)
    wrong = f"{LIST}?van=gisteren&tot=31-2-2027&zoek={'x' * 101}"
    page = await own.get(wrong, expect=400)
    for field, typed in (("van", "gisteren"), ("tot", "31-2-2027")):
        assert f'id="{field}" name="{field}" type="text" value="{typed}"' in page
        assert f'<a href="#{field}">Gevraagd ' in page
    assert page.count("Vul een datum in, zoals 05-03-2027.") == 4
    assert '<a href="#zoek">Naam of kandidaatnummer: Schrijf hooguit 100 tekens.</a>' in page
    assert f'value="{"x" * 101}"' in page
    assert page.count('aria-invalid="true"') == 3
    assert "Lotte Visser" not in page
    assert "<title>Fout: Ontheffingen" in page
    assert "De lijst staat hier nog niet" in page
    assert "Er is niets gevonden" not in page
    assert "Enter a date, such as 05-03-2027." in await own.get(f"/en{wrong}", expect=400)
    told = await own.get(f"{LIST}?van=gisteren&bestand=xlsx", expect=400)
    assert "Vul een datum in, zoals 05-03-2027." in told
