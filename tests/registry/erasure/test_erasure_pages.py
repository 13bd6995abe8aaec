"""Erasing a person over the API and in the browser."""

from datetime import timedelta

import httpx
import pytest

from registry.permissions import Role
from tests.conftest import Clock
from tests.registry import making
from tests.registry.dossiers.signing_in import browser, token
from tests.registry.impartiality.test_declaring import number_of
from tests.registry.making import NOW


@pytest.fixture(autouse=True)
def _later(clock: Clock) -> None:
    clock.now = NOW + timedelta(days=60)


async def test_in_the_browser(client: httpx.AsyncClient) -> None:
    """From the card to the question, the confirmation and the certificate that still answers."""
    world, elif_ = await making.world(), await making.candidate()
    issued, number = await making.certified(world, elif_), await number_of(elif_)
    admin = await making.account(await making.person("Bea", "Beheer"), Role.ADMIN, world.organisations["operator"])
    entered = await browser(client, admin)
    assert 'href="/wissen">Persoonsgegevens wissen</a>' in await entered.get("/werk")
    await entered.get("/wissen")
    page = await entered.post("/wissen", {"reference": "niemand"}, expect=400)
    assert "Niemand heeft dit kandidaatnummer of dit e-mailadres." in page
    way = await entered.post("/wissen", {"reference": number})
    page = await entered.get(way)
    for words in ("Wissen: Elif Öztürk", issued.number, "Wat zonder naam blijft", f"bevestigen: {number}"):
        assert words in page
    assert f"Typ precies ‘{number}’." in await entered.post(way, {"confirmation": "ja"}, expect=400)
    assert await entered.post(way, {"confirmation": number}) == "/wissen?gedaan=gewist"
    assert "De persoon is gewist." in await entered.get("/wissen?gedaan=gewist")
    await entered.get(way, expect=409)
    page = await entered.get(f"/certificaten/{issued.number}")
    assert "Elif" not in page
    assert "Geldig" in page
    assert "Erase personal data" in await entered.get("/en/wissen")


async def test_what_is_in_the_way_is_told(client: httpx.AsyncClient) -> None:
    """And there is nothing to confirm."""
    world, elif_ = await making.world(), await making.candidate()
    await making.admitted(world, elif_, at=NOW)
    admin = await making.account(await making.person("Bea", "Beheer"), Role.ADMIN, world.organisations["operator"])
    entered = await browser(client, admin)
    page = await entered.get(f"/wissen/{elif_.person}")
    assert "Een aanvraag wacht nog op een besluit." in page
    assert "Wis voorgoed" not in page
    page = await entered.post(f"/wissen/{elif_.person}", {"confirmation": await number_of(elif_)}, expect=409)
    assert "Deze persoon kan nu niet worden gewist. Een aanvraag wacht nog op een besluit." in page


async def test_over_the_api(client: httpx.AsyncClient) -> None:
    """By an admin alone; each refusal is a problem of its own."""
    world, elif_ = await making.world(), await making.candidate()
    admin = await making.account(await making.person("Bea", "Beheer"), Role.ADMIN, world.organisations["operator"])
    by, other = await token(client, admin), await token(client, world.auditor)
    at, number = "/api/v1/erasures/persons", await number_of(elif_)
    assert (await client.post(at, json={"reference": number}, headers=other)).status_code == 403
    assert (await client.post(at, json={"reference": "EA999999-88"}, headers=by)).status_code == 400
    found = (await client.post(at, json={"reference": number}, headers=by)).json()
    assert found == {"person": str(elif_.person)}
    one = f"{at}/{elif_.person}"
    shown = (await client.get(one, headers=by)).json()
    assert (shown["goes"]["names"], shown["stays"]["certificates"], shown["blocked"]) == (["Elif Öztürk"], [], [])
    assert (await client.post(one, json={"confirmation": "nee"}, headers=by)).status_code == 400
    done = await client.post(one, json={"confirmation": shown["confirmWith"]}, headers=by)
    assert (done.status_code, done.json()["values"]) == (200, shown["goes"]["values"])
    again = await client.get(one, headers=by)
    assert (again.status_code, again.json()["type"].rpartition("/")[2]) == (409, "already-erased")
