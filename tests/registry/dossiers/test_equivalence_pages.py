"""Equivalence in the browser and over the API: asked, prepared and decided by who may."""

import httpx

from registry.dossiers import equivalence_reading
from tests.registry import making
from tests.registry.dossiers import asking
from tests.registry.dossiers.asking import ADVICE, ASK, BECAUSE
from tests.registry.dossiers.signing_in import browser, token


async def test_the_pages(client: httpx.AsyncClient) -> None:
    """Asked, prepared and granted in a browser; a fault at each field; who prepared is told that another decides."""
    world, elif_ = await asking.world(), await making.candidate()
    dossier = await asking.applied(elif_)
    own = f"/aanvragen/{dossier}/vrijstelling"
    visitor = await browser(client, elif_.actor)
    assert own in await visitor.get("/aanvragen")
    wrong = await visitor.post(own, {"route": "", "explanation": "Nee"}, expect=400)
    assert wrong.count('class="utrecht-form-field-error-message"') == 2
    await visitor.post(own, {"route": "diploma/GP", "explanation": ASK.explanation})
    shown = await visitor.get(own)
    assert "Nog niet beslist" in shown
    assert 'value="diploma/GP"' not in shown
    assert 'value="ervaring/OA"' in shown
    [request] = [each.id for each in await equivalence_reading.requests_of(elif_.adviser)]
    one = f"/vrijstellingen/{request}"
    visitor = await browser(client, world.certifiers[0])
    assert one in await visitor.get("/vrijstellingen")
    assert one in await visitor.get(f"/dossiers/{dossier}")
    await visitor.post(f"{one}/voorbereiden", {"advice": "Kort"}, expect=400)
    await visitor.post(f"{one}/voorbereiden", {"advice": ADVICE.advice})
    assert "zelf voorbereid" in await visitor.get(one)
    await visitor.post(f"{one}/toekennen", {"reason": BECAUSE.reason}, expect=409)
    visitor = await browser(client, world.certifiers[1])
    await visitor.post(f"{one}/toekennen", {"reason": BECAUSE.reason})
    assert "Geef vrijstelling" not in await visitor.get(one)
    assert one in await visitor.get("/vrijstellingen?stand=beslist")
    visitor = await browser(client, elif_.actor)
    assert BECAUSE.reason in await visitor.get(own)
    assert ADVICE.advice not in await visitor.get(own)
    await visitor.get(one, expect=403)


async def test_the_routes_of_the_api(client: httpx.AsyncClient) -> None:
    """Over HTTP by who may, and by nobody else."""
    world, elif_ = await asking.world(), await making.candidate()
    dossier = await asking.applied(elif_)
    candidate, first, second = [await token(client, each) for each in (elif_.actor, *world.certifiers[:2])]
    at = f"/api/v1/dossiers/{dossier}/equivalences"
    routes = (await client.get(f"{at}/routes", headers=candidate)).json()
    assert [(each["route"], each["part"]) for each in routes] == [("diploma", "GP"), ("diploma", "IM"), ("ervaring", "OA")]
    body = {"route": "diploma", "part": "IM", "explanation": ASK.explanation}
    assert (await client.post(at, json=body, headers=first)).status_code == 403
    made = await client.post(at, json=body, headers=candidate)
    assert made.status_code == 201
    one = f"/api/v1/equivalences/{made.json()['id']}"
    assert (await client.get(one, headers=candidate)).status_code == 403
    assert (await client.post(f"{one}/preparation", json={"advice": ADVICE.advice}, headers=first)).status_code == 204
    decision = {"reason": BECAUSE.reason}
    refused = await client.post(f"{one}/refusal", json=decision, headers=first)
    assert (refused.status_code, refused.json()["type"].rpartition("/")[2]) == (409, "same-person")
    assert (await client.post(f"{one}/grant", json=decision, headers=second)).status_code == 204
    assert [each["granted"] for each in (await client.get(f"{at}/own", headers=candidate)).json()] == [True]
    assert [each["granted"] for each in (await client.get("/api/v1/equivalences", headers=second)).json()] == [True]
    assert (await client.get(one, headers=second)).json()["decidedBy"] == "Lotte Visser"
