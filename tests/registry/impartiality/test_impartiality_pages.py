"""Statements, declared relations and waivers over the API and in the browser."""

from datetime import timedelta

import httpx
import pytest

from registry.impartiality import waivers
from tests.conftest import Clock
from tests.registry import making
from tests.registry.dossiers.signing_in import browser, token
from tests.registry.impartiality.test_declaring import declared, number_of, without_statements
from tests.registry.impartiality.test_waivers import WHY, colleagues, wish
from tests.registry.making import NOW, TODAY


@pytest.fixture(autouse=True)
def _now(clock: Clock) -> None:
    clock.now = NOW


async def test_stating_and_declaring_in_the_browser(client: httpx.AsyncClient, clock: Clock) -> None:
    """The card warns, the statement holds a year, a relation is declared and ended; faults are told, nothing is lost."""
    world, elif_ = await making.world(), await making.candidate()
    await without_statements()
    number = await number_of(elif_)
    entered = await browser(client, world.certifiers[1])
    assert "Tot dan kunt u niets voorbereiden of beslissen." in await entered.get("/werk")
    assert "U heeft geen geldige belangenverklaring" in await entered.get("/belangen")
    assert await entered.post("/belangen/verklaring") == "/belangen?gedaan=verklaard"
    assert "Uw belangenverklaring geldt tot en met 19 november 2027." in await entered.get("/belangen")
    fields = {"candidateNumber": number, "kind": "family", "validFrom": "01-01-2020", "explanation": "Mijn zwager."}
    page = await entered.post("/belangen", fields | {"candidateNumber": "Elif"}, expect=400)
    assert "‘Elif’ is geen kandidaatnummer." in page
    assert "Mijn zwager.</textarea>" in page
    assert await entered.post("/belangen", fields) == "/belangen?gedaan=opgegeven"
    page = await entered.get("/belangen")
    assert "Wij zijn familie" in page
    way = page.partition('/einde">')[0].rpartition('href="')[2] + "/einde"
    await entered.get(way)
    page = await entered.post(way, {"validTo": str(TODAY + timedelta(days=1))}, expect=400)
    assert "Deze dag ligt in de toekomst." in page
    assert await entered.post(way, {"validTo": str(TODAY)}) == "/belangen?gedaan=beeindigd"
    assert "Deze relatie is al beëindigd" in await entered.post(way, {"validTo": str(TODAY)}, expect=409)
    clock.now = NOW + timedelta(days=350)
    entered = await browser(client, world.certifiers[1])
    assert "Uw belangenverklaring verloopt binnenkort." in await entered.get("/werk")
    entered = await browser(client, world.auditor)
    page = await entered.get("/belangen")
    assert "Lotte Visser" in page
    assert "Ik verklaar dit" not in page
    assert "Declared relations" in await entered.get("/en/belangen")


async def test_waivers_in_the_browser(client: httpx.AsyncClient) -> None:
    """Asked by one, told to be for another to decide, granted by that other."""
    world, elif_ = await making.world(), await making.candidate()
    second = world.certifiers[1]
    await colleagues(world, elif_.person, second.person)
    entered = await browser(client, second)
    await entered.get("/ontheffingen")
    fields = {
        "candidateNumber": await number_of(elif_),
        "ground": "same-employer",
        "validUntil": str(TODAY + timedelta(days=30)),
        "reason": WHY,
    }
    page = await entered.post("/ontheffingen", fields | {"validUntil": "01-01-2020"}, expect=400)
    assert "Kies een dag van 20 november 2026 tot en met 20 november 2027." in page
    assert "Ontheffing niet nodig" in await entered.post("/ontheffingen", fields | {"ground": "family"}, expect=409)
    way = (await entered.post("/ontheffingen", fields)).partition("?")[0]
    assert "Een andere certificeerder beslist hierover." in await entered.get(way)
    assert "Twee personen nodig" in await entered.post(f"{way}/verlenen", expect=409)
    entered = await browser(client, world.certifiers[2])
    assert "<strong>1</strong> gevraagd door een collega" in await entered.get("/werk")
    assert WHY in await entered.get(way)
    assert await entered.post(f"{way}/verlenen") == f"{way}?gedaan=verleend"
    assert "Dit verzoek is al afgehandeld" in await entered.post(f"{way}/afwijzen", expect=409)
    assert "geldt nu" in await entered.get("/ontheffingen")
    entered = await browser(client, world.auditor)
    assert "Vraag ontheffing" not in await entered.get("/ontheffingen")
    await entered.get(way)


async def test_the_routes_of_the_api(client: httpx.AsyncClient) -> None:
    """By certifiers alone; an auditor reads; each refusal is a problem of its own."""
    world, elif_ = await making.world(), await making.candidate()
    await without_statements()
    second, third = await token(client, world.certifiers[1]), await token(client, world.certifiers[2])
    auditor, provider = await token(client, world.auditor), await token(client, world.provider)
    at = "/api/v1/conflict-statements"
    assert (await client.get(at, headers=second)).json() == []
    for headers in (auditor, provider):
        assert (await client.post(at, headers=headers)).status_code == 403
    for headers in (second, third):
        assert (await client.post(at, headers=headers)).json() == {"validUntil": "2027-11-19"}
    assert (await client.get(at, headers=second)).json() == [{"validUntil": "2027-11-19"}]
    at = "/api/v1/declared-relations"
    relation = {"candidateNumber": await number_of(elif_), "kind": "other", "validFrom": "2020-01-01"}
    assert (await client.post(at, json=relation | {"kind": "neighbour"}, headers=second)).status_code == 400
    made = (await client.post(at, json=relation, headers=second)).json()["id"]
    assert [each["id"] for each in (await client.get(at, headers=auditor)).json()] == [made]
    assert (await client.get(at, headers=third)).json() == []
    at = "/api/v1/impartiality-waivers"
    asked = {"candidateNumber": relation["candidateNumber"], "ground": "other", "validUntil": str(TODAY), "reason": WHY}
    assert (await client.post(at, json=asked | {"ground": "taught"}, headers=second)).status_code == 400
    waiver = (await client.post(at, json=asked, headers=second)).json()["id"]
    own = await client.post(f"{at}/{waiver}/granting", headers=second)
    assert (own.status_code, own.json()["type"].rpartition("/")[2]) == (409, "own-waiver")
    assert (await client.post(f"{at}/{waiver}/granting", headers=third)).status_code == 204
    closed = await client.post(f"{at}/{waiver}/declining", headers=third)
    assert (closed.status_code, closed.json()["type"].rpartition("/")[2]) == (409, "waiver-closed")
    assert (await client.get(f"{at}/{waiver}", headers=auditor)).json()["inForce"] is True
    assert [each["granted"] for each in (await client.get(at, headers=third)).json()] == [True]
    ending = f"/api/v1/declared-relations/{made}/ending"
    assert (await client.post(ending, json={"validTo": str(TODAY)}, headers=third)).status_code == 404
    assert (await client.post(ending, json={"validTo": str(TODAY)}, headers=second)).status_code == 204


async def test_who_is_close_is_told_that_they_grant_nothing(client: httpx.AsyncClient) -> None:
    """The page of a waiver says why."""
    world, elif_ = await making.world(), await making.candidate()
    first, second, _ = world.certifiers
    await colleagues(world, elif_.person, second.person)
    await declared(first, elif_)
    asked = await waivers.ask(await wish(elif_), actor=second, now=NOW)
    entered = await browser(client, first)
    await entered.get(f"/ontheffingen/{asked}")
    page = await entered.post(f"/ontheffingen/{asked}/verlenen", expect=409)
    assert "U mag over deze ontheffing niet beslissen: u bent familie van deze persoon." in page
