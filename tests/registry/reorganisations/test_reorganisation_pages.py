"""Municipalities that pass on what they had, over the API and in the browser."""

import httpx

from tests.registry import making
from tests.registry.dossiers.signing_in import browser, token
from tests.registry.exports.saved import saved
from tests.registry.reorganisations.merging import BOXTEL, FIVE, HAAREN, KRIMPENERWAARD, booked, merging

OWN = "/api/v1/reorganisations"


async def test_a_merger_in_the_browser(client: httpx.AsyncClient) -> None:
    """From the card to what passes, the question and the news; what was done is listed, and nothing waits any more."""
    started = await merging(*FIVE, year=2015)
    await booked(started, FIVE[0], adviser=(await making.candidate()).adviser, days=5)
    entered = await browser(client, started.admin)
    page = await entered.get("/werk")
    assert 'href="/herindelingen">Herindelingen</a>' in page
    assert "opgeheven gemeenten" in page
    page = await entered.get("/herindelingen")
    way = f"/herindelingen/overgang?gemeenten={'+'.join(FIVE)}"
    assert f'href="{way}"' in page
    page = await entered.get(way)
    for words in ("Overgang naar Krimpenerwaard", "1 januari 2015", "Bergambacht", "Actief", "Ja, laat alles overgaan"):
        assert words in page
    sent = {"gemeenten": " ".join(FIVE), "opvolger": KRIMPENERWAARD}
    assert await entered.post("/herindelingen", sent) == "/herindelingen?gedaan=overgegaan"
    page = await entered.get("/herindelingen?gedaan=overgegaan")
    for words in ("Alles is overgegaan naar de opvolger.", "Er wacht niets", "Krimpenerwaard"):
        assert words in page
    page = await entered.post("/herindelingen", sent, expect=409)
    assert "Bergambacht is al overgegaan in Krimpenerwaard" in page
    assert "Ja, laat alles overgaan" not in page
    assert "Passing to Krimpenerwaard" in await entered.get(f"/en{way}")


async def test_a_split_asks_who_takes_over(client: httpx.AsyncClient) -> None:
    """Where there are several successors a person chooses one first."""
    started = await merging(HAAREN, year=2021)
    entered = await browser(client, started.admin)
    page = await entered.get(f"/herindelingen/overgang?gemeenten={HAAREN}")
    for name in ("Boxtel", "Oisterwijk", "Tilburg", "Vught"):
        assert name in page
    page = await entered.get(f"/herindelingen/overgang?gemeenten={HAAREN}&opvolger={BOXTEL}")
    assert "Overgang naar Boxtel" in page
    assert "Choose a successor" in await entered.get(f"/en/herindelingen/overgang?gemeenten={HAAREN}")


async def test_what_cannot_be(client: httpx.AsyncClient) -> None:
    """Codes that are none, unknown municipalities and those that still exist: said on the page, nothing done."""
    started = await merging(HAAREN, year=2021)
    entered = await browser(client, started.admin)
    page = await entered.get("/herindelingen/overgang?gemeenten=Haaren", expect=400)
    assert "Vul codes in zoals GM0491" in page
    page = await entered.get("/herindelingen/overgang?gemeenten=GM9999", expect=404)
    assert "Er is geen gemeente met code GM9999." in page
    page = await entered.get(f"/herindelingen/overgang?gemeenten={BOXTEL}")
    assert "niet opgeheven" in page
    page = await entered.get(f"/herindelingen/overgang?gemeenten={BOXTEL}&opvolger={KRIMPENERWAARD}")
    assert "Boxtel is niet opgeheven." in page
    assert "Ja, laat alles overgaan" not in page
    await entered.post("/herindelingen", {"gemeenten": HAAREN, "opvolger": ""}, expect=400)
    await entered.post("/herindelingen", {"gemeenten": HAAREN, "opvolger": "GM9999"}, expect=404)


async def test_over_the_api(client: httpx.AsyncClient) -> None:
    """What is due, the preview, the operation and what was done; each refusal is a problem of its own."""
    started = await merging(HAAREN, year=2021)
    admin = await token(client, started.admin)
    (due,) = (await client.get(f"{OWN}/due", headers=admin)).json()
    assert (due["effectiveOn"], [each["code"] for each in due["predecessors"]]) == ("2021-01-01", [HAAREN])
    body = {"predecessors": [HAAREN], "successor": BOXTEL}
    shown = await client.post(f"{OWN}/preview", json=body, headers=admin)
    assert (shown.status_code, shown.json()["blocked"]) == (200, [])
    assert shown.json()["allotments"][0]["available"] == "20"
    strange = await client.post(OWN, json=body | {"successor": KRIMPENERWAARD}, headers=admin)
    assert strange.status_code == 409
    assert strange.json()["type"].endswith("/problems/reorganisation-blocked")
    assert strange.json()["facts"]["codes"] == ["no-successor-of-it"]
    assert (await client.post(OWN, json=body, headers=admin)).status_code == 201
    (done,) = (await client.get(OWN, headers=admin)).json()
    assert (done["successor"]["name"], done["days"]) == ("Boxtel", "20")
    again = await client.post(OWN, json=body, headers=admin)
    assert again.json()["facts"]["codes"] == ["passed-on-before"]


async def test_bad_input(client: httpx.AsyncClient) -> None:
    """Unknown codes are 404; no codes, odd codes and unknown fields are 400."""
    started = await merging(HAAREN, year=2021)
    admin = await token(client, started.admin)
    for body, status in (
        ({"predecessors": ["GM9999"], "successor": BOXTEL}, 404),
        ({"predecessors": [HAAREN], "successor": "GM9999"}, 404),
        ({"predecessors": [], "successor": BOXTEL}, 400),
        ({"predecessors": ["GM0788\u0000"], "successor": BOXTEL}, 400),
        ({"predecessors": [HAAREN], "successor": BOXTEL, "on": "2021-01-01"}, 400),
        ({"predecessors": [HAAREN] * 51, "successor": BOXTEL}, 400),
    ):
        for path in (OWN, f"{OWN}/preview"):
            assert (await client.post(path, json=body, headers=admin)).status_code == status, body


async def test_who_may(client: httpx.AsyncClient) -> None:
    """An admin alone; an auditor reads what was done, a municipality nothing of it, nobody without an account."""
    started = await merging(HAAREN, year=2021)
    body = {"predecessors": [HAAREN], "successor": BOXTEL}
    auditor, staff = await token(client, started.world.auditor), await token(client, started.staff[HAAREN])
    for headers, statuses in ((auditor, (200, 403, 403, 403)), (staff, (403,) * 4), ({}, (401,) * 4)):
        answers = [
            await client.get(OWN, headers=headers),
            await client.get(f"{OWN}/due", headers=headers),
            await client.post(f"{OWN}/preview", json=body, headers=headers),
            await client.post(OWN, json=body, headers=headers),
        ]
        assert tuple(each.status_code for each in answers) == statuses


async def test_what_passed_is_sought(client: httpx.AsyncClient) -> None:
    """By name or code of who passed or who took over, and from which day; its files keep what was chosen."""
    started = await merging(*FIVE, year=2015)
    entered = await browser(client, started.admin)
    await entered.post("/herindelingen", {"gemeenten": " ".join(FIVE), "opvolger": KRIMPENERWAARD})
    for chosen, rows in {
        "": 1,
        "zoek=bergambacht": 1,
        f"zoek={KRIMPENERWAARD}&volgorde=opvolger": 1,
        "van=2015-01-01": 1,
        "tot=2014-12-31": 0,
        "zoek=Tilburg": 0,
    }.items():
        assert len((await saved(entered.client, f"/herindelingen?tabel=overgegaan&{chosen}")).rows) == rows, chosen
        assert ("Er is niets gevonden" in await entered.get(f"/herindelingen?{chosen}")) is (rows == 0), chosen
    page = await entered.get("/herindelingen?zoek=bergambacht")
    assert "/herindelingen?zoek=bergambacht&tabel=overgegaan&bestand=xlsx" in page
