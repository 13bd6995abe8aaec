"""Evaluating in the browser and by program: the form, what is shown of it, and to whom."""

from uuid import uuid4

import httpx
import pytest

from registry.evaluations import service
from tests.conftest import Clock
from tests.registry.dossiers.signing_in import browser, token
from tests.registry.evaluations.completed import LATER, scored, town

FIELDS = {
    "municipalProcesses": "4",
    "informationManagement": "3",
    "organisationAdvice": "5",
    "changeManagement": "2",
    "outcome": "partly",
    "again": "true",
    "remark": "Prima <b>gewerkt</b>",
}
BODY = {
    "municipalProcesses": 4,
    "informationManagement": 3,
    "organisationAdvice": 5,
    "changeManagement": 2,
    "outcome": "reached",
    "again": True,
}


@pytest.fixture(autouse=True)
def _later(clock: Clock) -> None:
    clock.now = LATER


async def test_a_municipality_evaluates(client: httpx.AsyncClient) -> None:
    """A work card leads to what waits; mistakes are told at their fields and nothing typed is lost; once."""
    at_work = await town()
    booking = await at_work.completed()
    own = await browser(client, at_work.world.municipality)
    assert "afgerond en nog niet beoordeeld" in await own.get("/werk")
    assert f"/beoordelingen/{booking}" in await own.get("/beoordelingen")
    assert "Elif Öztürk" in await own.get(f"/beoordelingen/{booking}")
    wrong = FIELDS | {"changeManagement": "", "organisationAdvice": "6", "outcome": "misschien"}
    page = await own.post(f"/beoordelingen/{booking}", wrong, expect=400)
    assert "Verandermanagement: Vul dit in." in page
    assert 'href="#organisationAdvice"' in page
    assert "Is bereikt wat u wilde? Kies een van de mogelijkheden." in page
    assert '<option value="4" selected>' in page
    assert await own.post(f"/beoordelingen/{booking}", FIELDS) == "/beoordelingen?gedaan=beoordeeld"
    page = await own.get("/beoordelingen?gedaan=beoordeeld")
    assert "Uw beoordeling is vastgelegd." in page
    assert "Er wacht geen beoordeling" in page
    assert "al beoordeeld" in await own.post(f"/beoordelingen/{booking}", FIELDS, expect=409)
    assert "already" in await own.get(f"/en/beoordelingen/{booking}", expect=409)
    neighbour = await browser(client, at_work.world.neighbour)
    await neighbour.get(f"/beoordelingen/{booking}", expect=404)
    await neighbour.post(f"/beoordelingen/{booking}", FIELDS, expect=404)
    assert "Elif" not in await neighbour.get("/beoordelingen")


async def test_what_is_shown_of_them(client: httpx.AsyncClient) -> None:
    """Fewer than five: nothing, to the municipality nor to the adviser; then averages, and words without a name."""
    at_work = await town()
    number = at_work.issued.number
    await at_work.evaluated(4, 4, 4, 4)
    own = await browser(client, at_work.world.neighbour)
    assert "minder dan vijf beoordelingen" in await own.get(f"/beoordelingen/adviseur?certificaat={number}")
    adviser = await browser(client, at_work.adviser.actor)
    assert "zodra het er vijf zijn" in await adviser.get("/mijn-beoordelingen")
    [last] = await at_work.evaluated(5)
    page = await adviser.get("/mijn-beoordelingen")
    assert "4,2" in page
    assert "Toelichting 3" in page
    assert "Eigenwaard" not in page.partition("<main")[2]
    assert "ten minste 2 tekens" in await adviser.post(f"/mijn-beoordelingen/{last}", {"content": "x"}, expect=400)
    assert (
        await adviser.post(f"/mijn-beoordelingen/{last}", {"content": "Dank u wel"}) == "/mijn-beoordelingen?gedaan=beantwoord"
    )
    assert "al geantwoord" in await adviser.post(f"/mijn-beoordelingen/{last}", {"content": "Nog iets"}, expect=409)
    await adviser.post(f"/mijn-beoordelingen/{uuid4()}", {"content": "Nog iets"}, expect=404)
    await adviser.get("/beoordelingen", expect=403)
    own = await browser(client, at_work.world.neighbour)
    page = await own.get(f"/beoordelingen/adviseur?certificaat={number}")
    assert "4,2" in page
    assert "Toelichting 3" not in page
    for wrong in ("x", "CA00000000-00"):
        assert 'href="#certificaat"' in await own.get(f"/beoordelingen/adviseur?certificaat={wrong}", expect=400)
    giver = await browser(client, at_work.world.municipality)
    assert "Dank u wel" in await giver.get("/beoordelingen")


async def test_a_review_says_why(client: httpx.AsyncClient) -> None:
    """The certifier reads the rule that put the certificate up for review, and no results that changed."""
    at_work = await town()
    await at_work.evaluated(2, 2, 2, 2, 2)
    own = await browser(client, at_work.world.certifiers[0])
    page = await own.get("/herbeoordelingen")
    assert "Beoordelingen van gemeenten zijn laag of dalen" in page
    page = await own.get("/herbeoordelingen/" + page.partition('href="/herbeoordelingen/')[2].partition('"')[0])
    assert "ten minste vier gemiddeld lager dan 2,5" in page
    assert "Wat er is veranderd" not in page


async def test_the_api(client: httpx.AsyncClient) -> None:
    """Each route by who may; each refusal a problem of its own."""
    at_work = await town()
    world, booking = at_work.world, await at_work.completed()
    municipality, neighbour = await token(client, world.municipality), await token(client, world.neighbour)
    adviser, auditor = await token(client, at_work.adviser.actor), await token(client, world.auditor)
    path = f"/api/v1/bookings/{booking}/evaluation"
    assert [each["booking"] for each in (await client.get("/api/v1/evaluations/due", headers=municipality)).json()] == [
        str(booking)
    ]
    for headers, status in ((neighbour, 404), (adviser, 403), (auditor, 403), ({}, 401)):
        assert (await client.post(path, json=BODY, headers=headers)).status_code == status
    for wrong in (
        {"changeManagement": 0},
        {"changeManagement": 6},
        {"changeManagement": 1.5},
        {"changeManagement": 10**30},
        {"outcome": "goed"},
        {"again": "ja"},
        {"remark": "a\x00b"},
        {"remark": "x" * 2_001},
        {"extra": 1},
    ):
        assert (await client.post(path, json=BODY | wrong, headers=municipality)).status_code == 400, wrong
    made = await client.post(path, json=BODY, headers=municipality)
    assert made.status_code == 201
    again = await client.post(path, json=BODY, headers=municipality)
    assert again.status_code == 409
    assert again.json()["type"].endswith("/problems/evaluated-already")
    [given] = (await client.get("/api/v1/evaluations", headers=auditor)).json()
    assert given["id"] == made.json()["id"]
    assert (await client.get("/api/v1/evaluations", headers=neighbour)).json() == []
    reply = f"/api/v1/own-file/evaluations/{given['id']}/reply"
    assert (await client.post(reply, json={"content": "Te vroeg"}, headers=adviser)).status_code == 404
    for _ in range(4):
        await service.evaluate(await at_work.completed(), scored(remark="Goed"), actor=world.municipality, now=LATER)
    summary = (await client.get(f"/api/v1/certificates/{at_work.issued.number}/evaluations", headers=neighbour)).json()
    assert summary["number"] == 5
    assert (await client.get("/api/v1/certificates/CA12345678-00/evaluations", headers=neighbour)).status_code in (400, 404)
    own = (await client.get("/api/v1/own-file/evaluations", headers=adviser)).json()
    assert own["summary"] == summary
    assert (await client.post(reply, json={"content": "x"}, headers=adviser)).status_code == 400
    assert (await client.post(reply, json={"content": "Dank"}, headers=adviser)).status_code == 204
    assert (await client.post(reply, json={"content": "Dank"}, headers=adviser)).status_code == 409
    assert (await client.get("/api/v1/own-file/evaluations", headers=municipality)).status_code == 403
