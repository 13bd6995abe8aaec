"""Programmes over the API and in the browser: each form tells at its field what is wrong."""

import httpx
import pytest

from registry.permissions import Actor, Role
from tests.conftest import Clock
from tests.registry import making
from tests.registry.dossiers.signing_in import browser, token
from tests.registry.exports.saved import saved
from tests.registry.making import NOW, OWN, PROGRAMME, SCHEME, World

POLICY = {"validFrom": "01-01-2027", "perMunicipality": "60,25", "perBooking": "5", "perAdviser": "6", "perAdviserPerYear": "7"}


@pytest.fixture(autouse=True)
def _now(clock: Clock) -> None:
    clock.now = NOW


async def admin(world: World) -> Actor:
    """Who keeps programmes."""
    return await making.account(await making.person("Bea", "Heerder"), Role.ADMIN, world.organisations["operator"])


async def test_a_programme_is_made_in_the_browser(client: httpx.AsyncClient) -> None:
    """Every fault at once and nothing typed is lost; a second with the same code is refused."""
    entered = await browser(client, await admin(await making.world()))
    assert "Er is nog geen programma" in await entered.get("/programmas")
    fields = {"code": "nup", "nameNl": "Operatie NUP", "nameEn": "Operation NUP", "firstDay": "2011-01-01"}
    page = await entered.post("/programmas", fields, expect=400)
    assert ("Kies er ten minste één." in page, 'value="Operatie NUP"' in page, page.count("Vul dit in.") > 0) == (True,) * 3
    fields |= {f"schema-{SCHEME}": "ja", "lastDay": "2010-01-01"}
    assert "De laatste dag ligt vóór de eerste." in await entered.post("/programmas", fields, expect=400)
    fields["lastDay"] = "2015-01-01"
    assert await entered.post("/programmas", fields) == "/programmas/nup?gedaan=gemaakt"
    assert "Er is al een programma met code nup." in await entered.post("/programmas", fields, expect=409)
    assert "1 januari 2015" in await entered.get("/programmas/nup")
    assert "Operation NUP" in await entered.get("/en/programmas")


async def test_what_is_set_in_the_browser(client: httpx.AsyncClient) -> None:
    """Day policy, a cap on intakes and a size class; each with its own form, and faults at fields."""
    world = await making.world()
    await making.programme()
    entered = await browser(client, await admin(world))
    where = f"/programmas/{PROGRAMME}"
    for way in ("dagenbeleid", "plafond", "grootteklasse"):
        await entered.get(f"{where}/{way}")
        assert "Vul dit in." in await entered.post(f"{where}/{way}", {}, expect=400)
    page = await entered.post(f"{where}/dagenbeleid", POLICY | {"perBooking": "0,3", "answerDays": "0"}, expect=400)
    assert 'aria-invalid="true"' in page
    fields = POLICY | {"sizeClass": "groot", "answerDays": "14"}
    assert await entered.post(f"{where}/dagenbeleid", fields) == f"{where}?gedaan=beleid"
    assert "Kies een andere dag." in await entered.post(f"{where}/dagenbeleid", fields, expect=409)
    cap = {"firstDay": "01-01-2026", "lastDay": "31-12-2026", "most": "100"}
    page = await entered.post(f"{where}/plafond", cap | {"lastDay": "31-12-2036"}, expect=400)
    assert "Deze dag ligt buiten het programma" in page
    assert await entered.post(f"{where}/plafond", cap) == f"{where}?gedaan=plafond"
    size = {"holder": str(world.organisations[OWN]), "sizeClass": "groot", "validFrom": "01-01-2027"}
    assert await entered.post(f"{where}/grootteklasse", size) == f"{where}?gedaan=klasse"
    page = await entered.get(where)
    assert all(words in page for words in ("60,25", "groot", "14", "100", "Eigenwaard"))
    assert "Set a cap" in await entered.get(f"/en{where}")


async def test_who_may_look_and_who_may_set(client: httpx.AsyncClient) -> None:
    """Coordinators and auditors look; a municipality reads the rules over the API; nobody but an admin sets anything."""
    world = await making.world()
    await making.programme()
    for actor in (world.auditor, world.coordinator):
        entered = await browser(client, actor)
        assert "Leg dagenbeleid vast" not in await entered.get(f"/programmas/{PROGRAMME}")
        await entered.get(f"/programmas/{PROGRAMME}/dagenbeleid", expect=403)
    theirs = await token(client, world.municipality)
    told = (await client.get(f"/api/v1/programmes/{PROGRAMME}", headers=theirs)).json()
    assert told["policies"][0]["perMunicipality"] == "40"
    assert [each["code"] for each in (await client.get("/api/v1/programmes", headers=theirs)).json()] == [PROGRAMME]
    assert (await client.get("/api/v1/programmes/onbekend", headers=theirs)).status_code == 404
    for path, body in (
        ("day-policies", {"validFrom": "2027-01-01"}),
        ("intake-caps", {"firstDay": "2026-01-01", "lastDay": "2026-12-31", "most": 3}),
        ("size-classes", {"holder": str(world.organisations[OWN]), "sizeClass": "groot", "validFrom": "2027-01-01"}),
    ):
        answer = await client.post(f"/api/v1/programmes/{PROGRAMME}/{path}", json=body, headers=theirs)
        assert answer.status_code == 403


async def test_setting_over_the_api(client: httpx.AsyncClient) -> None:
    """What no program should send is refused whole."""
    world = await making.world()
    await making.programme()
    keeps = await token(client, await admin(world))
    where = f"/api/v1/programmes/{PROGRAMME}"
    cap = {"firstDay": "2026-01-01", "lastDay": "2026-12-31", "most": 3}
    assert (await client.post(f"{where}/intake-caps", json=cap, headers=keeps)).status_code == 204
    for most in (-1, 1.5, 10**30, "x", None):
        answer = await client.post(f"{where}/intake-caps", json=cap | {"most": most}, headers=keeps)
        assert answer.status_code == 400
    size = {"holder": str(world.organisations[OWN]), "sizeClass": "groot", "validFrom": "2027-01-01"}
    assert (await client.post(f"{where}/size-classes", json=size, headers=keeps)).status_code == 400


async def test_programmes_are_sought(client: httpx.AsyncClient) -> None:
    """By name without accents, code or scheme and by first day, in an order; the page and its files keep what was chosen."""
    entered = await browser(client, await admin(await making.world()))
    later = {"code": "nup", "nameNl": "Coördinatie", "nameEn": "Operation", "firstDay": "2011-01-01", "lastDay": "2015-01-01"}
    earlier = later | {"code": "elo", "nameNl": "Één loket", "nameEn": "Zone", "firstDay": "2001-01-01"}
    for fields in (later, earlier):
        await entered.post("/programmas", fields | {f"schema-{SCHEME}": "ja"})
    for chosen, codes in {
        "": ["nup", "elo"],
        "?zoek=coordinatie": ["nup"],
        "?zoek=een": ["elo"],
        f"?zoek={SCHEME}&volgorde=oudste": ["elo", "nup"],
        "?volgorde=naam": ["nup", "elo"],
        "?volgorde=naam-engels": ["nup", "elo"],
        "?van=2011-01-01": ["nup"],
        "?tot=2010-12-31": ["elo"],
        "?zoek=niets": [],
    }.items():
        assert [row["code"] for row in (await saved(entered.client, f"/programmas{chosen}")).rows] == codes, chosen
    page = await entered.get("/programmas?zoek=coordinatie")
    assert ("Coördinatie" in page, "Één loket" in page) == (True, False)
    assert "bewaarde-filters/nieuw?adres=" in page
    assert "Er is niets gevonden" in await entered.get("/programmas?zoek=niets")
