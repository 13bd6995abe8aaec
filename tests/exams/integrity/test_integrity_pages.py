"""Cases and pass rates as people meet them: over the API and in the browser."""

import re
from uuid import UUID, uuid4

import httpx
import pytest

from tests.exams.integrity.recorded import Exams, School, exams, sat, school, swindle
from tests.registry import making
from tests.registry.dossiers.signing_in import browser, token

REASON = {"reason": "Wij zoeken uit hoe dit kan."}
CLOSING = {"outcome": "referred", "conclusion": "Doorgegeven aan de schemabeheerder."}


@pytest.fixture
async def at(database: None) -> Exams:
    """A track of one part."""
    return await exams()


@pytest.fixture
async def academy(at: Exams) -> School:
    """A provider with twelve candidates."""
    return await school()


@pytest.fixture
async def case(at: Exams, academy: School) -> UUID:
    """A swindle that was flagged."""
    opened, _ = await swindle(at, academy)
    return opened


async def test_cases_over_the_api(client: httpx.AsyncClient, at: Exams, academy: School, case: UUID) -> None:
    """Listed, read, taken, acted on and closed by who may; each refusal is a problem of its own."""
    certifier, auditor = await token(client, at.world.certifiers[0]), await token(client, at.world.auditor)
    where = f"/api/v1/integrity-cases/{case}"
    assert (await client.get("/api/v1/integrity-cases")).status_code == 401
    for refused in (academy.actor, at.world.owner):
        assert (await client.get("/api/v1/integrity-cases", headers=await token(client, refused))).status_code == 403
    [listed] = (await client.get("/api/v1/integrity-cases", headers=auditor)).json()
    assert (listed["provider"], listed["flag"], listed["part"]) == ("Academie", "failed-watched-passed-unwatched", "GP")
    shown = (await client.get(where, headers=certifier)).json()
    assert (shown["group"], shown["others"]) == (
        {"passed": 12, "taken": 12, "percent": 100, "lowestPercent": 73, "highestPercent": 100},
        {"passed": 0, "taken": 12, "percent": 0, "lowestPercent": 0, "highestPercent": 27},
    )
    assert [each["supervised"] for each in shown["sittings"]] == [True, False]
    assert (await client.get(f"/api/v1/integrity-cases/{uuid4()}", headers=certifier)).status_code == 404
    assert (await client.post(f"{where}/handling", headers=auditor)).status_code == 403
    early = await client.post(f"{where}/holds", json=REASON, headers=certifier)
    assert (early.status_code, early.json()["type"].rpartition("/")[2]) == (409, "integrity-case-not-yours")
    assert (await client.post(f"{where}/handling", headers=certifier)).status_code == 204
    for path, body in (("holds", REASON), ("release", None), ("reviews", None)):
        answer = await client.post(f"{where}/{path}", json=body, headers=certifier)
        assert (answer.status_code, answer.json()) == (200, {"count": 0})
    assert (await client.post(f"{where}/holds", json={"reason": "kort"}, headers=certifier)).status_code == 400
    assert (await client.post(f"{where}/closing", json=CLOSING, headers=certifier)).status_code == 204
    again = await client.post(f"{where}/closing", json=CLOSING, headers=certifier)
    assert (again.status_code, again.json()["type"].rpartition("/")[2]) == (409, "integrity-case-closed")
    shown = (await client.get(where, headers=auditor)).json()
    assert (shown["closedBy"], shown["conclusion"]) == ("Arjan Visser", CLOSING["conclusion"])


async def test_a_certifier_handles_a_case_in_the_browser(client: httpx.AsyncClient, at: Exams, case: UUID) -> None:
    """From the card to the list, to taking, holding, reviewing and closing; faults are told, and what was typed stays."""
    candidate = at.world.certifiers[0]
    visitor = await browser(client, candidate)
    work = await visitor.get("/werk")
    assert 'href="/integriteit"' in work
    page = await visitor.get("/integriteit")
    assert f'href="/integriteit/{case}"' in page
    assert "Nog niemand" in page
    page = await visitor.get(f"/integriteit/{case}")
    assert "deden 12 kandidaten onderdeel GP met toezicht; 12 van hen zakten" in page
    assert "Dit is geen bewijs." in page
    assert page.count("<circle r=") == 2
    assert re.search(r'<svg x="100.00%" y="\d+" overflow="visible">', page)
    assert "style=" not in page
    assert "Zaak sluiten" not in page
    assert await visitor.post(f"/integriteit/{case}/nemen", {}) == f"/integriteit/{case}?gedaan=genomen"
    assert "De zaak staat nu op uw naam." in await visitor.get(f"/integriteit/{case}?gedaan=genomen")
    assert f'href="/integriteit/{case}"' in await visitor.get("/integriteit?stand=mijn")
    for path, done in (("aanhouden", "geen"), ("vrijgeven", "vrijgegeven"), ("herbeoordelen", "herbeoordelen")):
        fields = REASON if path == "aanhouden" else {}
        assert await visitor.post(f"/integriteit/{case}/{path}", fields) == f"/integriteit/{case}?gedaan={done}"
    page = await visitor.post(f"/integriteit/{case}/sluiten", {"conclusion": "te kort"}, expect=400)
    assert "Wat is uw conclusie? Vul dit in." in page
    assert "te kort</textarea>" in page
    await visitor.post(f"/integriteit/{case}/sluiten", CLOSING)
    page = await visitor.get(f"/integriteit/{case}?gedaan=gesloten")
    assert "De zaak is gesloten." in page
    assert CLOSING["conclusion"] in page
    assert "Er zijn geen open zaken" in await visitor.get("/integriteit")
    assert "Doorgegeven aan wie hierover gaat" in await visitor.get("/integriteit?stand=gesloten")
    await visitor.post(f"/integriteit/{case}/sluiten", CLOSING, expect=409)


async def test_others_in_the_browser(client: httpx.AsyncClient, at: Exams, academy: School, case: UUID) -> None:
    """An auditor reads and is offered no button; a provider is refused, and told of no case."""
    auditor = await browser(client, at.world.auditor)
    assert 'href="/integriteit"' in await auditor.get("/werk")
    page = await auditor.get(f"/integriteit/{case}")
    assert "nemen" not in page
    assert "Why this is striking" in await auditor.get(f"/en/integriteit/{case}")
    provider = await browser(client, academy.actor)
    assert "/integriteit" not in await provider.get("/werk")
    await provider.get("/integriteit", expect=403)


async def test_a_provider_sees_its_own_pass_rates(client: httpx.AsyncClient, at: Exams, academy: School, case: UUID) -> None:
    """By part and sitting, in the API and on its page; of another provider nothing, and of cases nothing."""
    other = await school("Anders", candidates=3)
    await sat(at, other, other.candidates[:2], other.candidates[2:])
    own, theirs = await token(client, academy.actor), await token(client, other.actor)
    [part] = (await client.get(f"/api/v1/providers/{academy.id}/pass-rates", headers=own)).json()
    assert (part["track"], part["part"], part["rate"]["passed"], part["rate"]["taken"]) == (making.TRACK, "GP", 12, 24)
    assert [each["rate"]["percent"] for each in part["sittings"]] == [0, 100]
    assert (await client.get(f"/api/v1/providers/{academy.id}/pass-rates", headers=theirs)).status_code == 404
    certifier = await token(client, at.world.certifiers[0])
    assert (await client.get(f"/api/v1/providers/{academy.id}/pass-rates", headers=certifier)).status_code == 403
    visitor = await browser(client, other.actor)
    assert 'href="/slagingspercentages"' in await visitor.get("/werk")
    page = await visitor.get("/slagingspercentages")
    assert "Geslaagd: 2 van 3, dat is 67 %." in page
    assert "Karin Academie" not in page
    await visitor.get(f"/slagingspercentages?opleider={academy.id}", expect=404)
    auditor = await browser(client, at.world.auditor)
    page = await auditor.get(f"/en/slagingspercentages?opleider={academy.id}")
    assert "Passed: 12 of 24, which is 50 %." in page


async def test_a_provider_without_results(client: httpx.AsyncClient, academy: School) -> None:
    """Reads that there are none yet."""
    visitor = await browser(client, academy.actor)
    assert "Er zijn nog geen uitslagen" in await visitor.get("/slagingspercentages")
