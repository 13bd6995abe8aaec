"""Reviews, holds and applications as people meet them: over the API and in the browser."""

import re
from datetime import timedelta
from uuid import UUID, uuid4

import httpx

from registry.dossiers import holds
from registry.dossiers import reading as dossiers
from registry.dossiers import service as deciding
from registry.dossiers.schemas import Prepare
from registry.reviews import service
from registry.reviews.rules import Cause
from registry.transactions import transaction
from tests.conftest import Clock
from tests.registry import making
from tests.registry.dossiers.resting_on import results_of
from tests.registry.dossiers.signing_in import browser, token
from tests.registry.making import NOW, Candidate, World


async def reviewed(world: World) -> tuple[str, UUID]:
    """A certificate, and the review of it."""
    issued = await making.certified(world, await making.candidate())
    [held] = await dossiers.dossiers()
    assert held.evidence
    facts = {"results": await results_of(held.evidence)}
    async with transaction():
        await service.open_reviews(
            [issued.id], cause=Cause.UPLOAD_RETRACTED, origin=uuid4(), facts=facts, actor=world.provider, now=NOW
        )
    [review] = await service.reviews_for(world.auditor)
    return issued.number, review.id


async def prepared(world: World, of: Candidate) -> tuple[UUID, UUID]:
    """A dossier that the first certifier prepared, on evidence of a provider that the registry knows."""
    dossier = await making.admitted(world, of)
    evidence = await making.evidence(world, of, provider=world.organisations["provider"])
    await deciding.prepare(dossier, Prepare(evidence=evidence), actor=world.certifiers[0], now=NOW)
    return dossier, evidence


async def test_the_routes_of_the_api(client: httpx.AsyncClient) -> None:
    """Listed, read and closed by who may; each refusal is a problem of its own."""
    world = await making.world()
    number, review = await reviewed(world)
    certifier, auditor = await token(client, world.certifiers[0]), await token(client, world.auditor)
    provider = await token(client, world.provider)
    at = f"/api/v1/reviews/{review}"
    assert (await client.get("/api/v1/reviews")).status_code == 401
    assert (await client.get("/api/v1/reviews", headers=provider)).status_code == 403
    [listed] = (await client.get("/api/v1/reviews", headers=auditor)).json()
    assert (listed["certificate"], listed["cause"], listed["closedAt"]) == (number, "upload-retracted", None)
    shown = (await client.get(at, headers=certifier)).json()
    assert (shown["status"], [each["part"] for each in shown["changed"]]) == ("valid", ["GP"])
    assert (await client.get(f"/api/v1/reviews/{uuid4()}", headers=certifier)).status_code == 404
    closing = {"outcome": "to-suspend", "conclusion": "De uitslag geldt niet meer."}
    assert (await client.post(f"{at}/closing", json=closing, headers=auditor)).status_code == 403
    assert (await client.post(f"{at}/closing", json=closing | {"outcome": "nee"}, headers=certifier)).status_code == 400
    assert (await client.post(f"{at}/closing", json=closing, headers=certifier)).status_code == 204
    again = await client.post(f"{at}/closing", json=closing, headers=certifier)
    assert (again.status_code, again.json()["type"].rpartition("/")[2]) == (409, "review-closed")
    checked = (await client.get(f"/api/v1/certificates/{number}")).json()
    assert checked["status"] == "valid"


async def test_a_certifier_closes_a_review_in_the_browser(client: httpx.AsyncClient) -> None:
    """From the card to the list, the review and its form; faults are told there, and what was typed stays."""
    world = await making.world()
    number, review = await reviewed(world)
    entered = await browser(client, world.certifiers[0])
    card = rf'href="/herbeoordelingen/{review}">Herbeoordelingen</a></h3>\s*<p class="card-figure"><strong>1</strong> open'
    assert re.search(card, await entered.get("/werk"))
    page = await entered.get("/herbeoordelingen")
    assert number in page
    assert "Een aanlevering met een uitslag waarop het certificaat rust, is teruggetrokken" in page
    at = f"/herbeoordelingen/{review}"
    page = await entered.get(at)
    assert "Na het afronden leidt deze pagina naar het voorstel." in page
    assert "Uitslagen, cel E2" in page
    page = await entered.post(at, {"conclusion": "Te kort"}, expect=400)
    assert "Te kort</textarea>" in page
    assert "Wat is uw conclusie? Vul dit in." in page
    fields = {"outcome": "to-withdraw", "conclusion": "De uitslag geldt niet meer."}
    assert await entered.post(at, fields) == f"{at}?gedaan=afgerond"
    page = await entered.get(f"{at}?gedaan=afgerond")
    assert "De herbeoordeling is afgerond." in page
    assert f'href="/certificaatbeheer/{number}/intrekken">Stel de intrekking voor</a>' in page
    assert "Rond de herbeoordeling af" not in page
    assert "Deze herbeoordeling is al afgerond" in await entered.post(at, fields, expect=409)
    assert "Er is nu niets te herbeoordelen" in await entered.get("/herbeoordelingen")
    assert "Het certificaat moet worden ingetrokken" in await entered.get("/herbeoordelingen?stand=afgerond")
    assert "The certificate has to be withdrawn" in await entered.get(f"/en{at}")
    assert "Dit certificaat is geldig." in await entered.get(f"/certificaten/{number}")


async def test_who_else_opens_the_pages(client: httpx.AsyncClient) -> None:
    """An auditor reads and finds no form; the holder is not told that there is a review."""
    world = await making.world()
    number, review = await reviewed(world)
    entered = await browser(client, world.auditor)
    assert number in await entered.get("/herbeoordelingen")
    assert "Rond de herbeoordeling af" not in await entered.get(f"/herbeoordelingen/{review}")
    await entered.post(f"/herbeoordelingen/{review}", {}, expect=403)
    provider = await browser(client, world.provider)
    await provider.get("/herbeoordelingen", expect=403)
    assert "Herbeoordelingen" not in await provider.get("/werk")


async def test_a_held_dossier_in_the_browser(client: httpx.AsyncClient) -> None:
    """The list marks it, the dossier says why and by whom, and offers to return but not to decide."""
    world, elif_ = await making.world(), await making.candidate()
    dossier, evidence = await prepared(world, elif_)
    async with transaction():
        await holds.hold([dossier], cause=uuid4(), reason="Onderzoek zitting.", actor=world.certifiers[0], now=NOW)
    entered = await browser(client, world.certifiers[1])
    assert "<strong>Aangehouden</strong>" in await entered.get("/dossiers")
    at = f"/dossiers/{dossier}"
    page = await entered.get(at)
    assert "Aangehouden door Arjan Visser, sinds 20 november 2026 10:00." in page
    assert "Onderzoek zitting." in page
    assert "Ken het certificaat toe" not in page
    assert "Dit dossier wordt aangehouden" in await entered.post(f"{at}/toekennen", {"evidence": evidence}, expect=409)
    page = await entered.post(f"{at}/teruggeven", {"evidence": evidence, "reason": "Nee"}, expect=400)
    assert 'href="#reden-teruggeven"' in page
    assert page.count("Nee</textarea>") == 1
    back = {"evidence": evidence, "reason": "Het advies ontbreekt nog."}
    assert await entered.post(f"{at}/teruggeven", back) == f"{at}?gedaan=teruggegeven"
    page = await entered.get(f"{at}?gedaan=teruggegeven")
    assert "Het dossier is teruggegeven." in page
    assert "Bereid het besluit voor" not in page


async def test_both_reasons_on_one_page(client: httpx.AsyncClient) -> None:
    """Who may refuse may return too: each form has a field of its own, and keeps what was typed in it."""
    world, elif_ = await making.world(), await making.candidate()
    dossier, evidence = await prepared(world, elif_)
    entered = await browser(client, world.certifiers[1])
    page = await entered.get(f"/dossiers/{dossier}")
    assert (page.count('id="reason"'), page.count('id="reden-teruggeven"')) == (1, 1)
    labels = re.findall(r"<label [^>]*>(.*?)</label>", page, re.DOTALL)
    assert len(labels) == len(set(labels)) >= 2
    page = await entered.post(f"/dossiers/{dossier}/afwijzen", {"evidence": evidence, "reason": "Nee"}, expect=400)
    assert page.count("Nee</textarea>") == 1
    assert 'href="#reason"' in page
    assert "Waarom wijst u de aanvraag af? Schrijf ten minste 10 tekens." in page


async def test_a_candidate_stops_in_the_browser(client: httpx.AsyncClient, clock: Clock) -> None:
    """Their own application, how it stands, and the way to stop; another's is not found."""
    clock.now = NOW + timedelta(hours=1)
    world, elif_, jan = await making.world(), await making.candidate(), await making.candidate("Jan", "Janssen")
    dossier, _ = await making.prepared(world, elif_)
    entered = await browser(client, jan.actor)
    assert "U heeft nog geen aanvraag" in await entered.get("/aanvragen")
    await entered.post(f"/aanvragen/{dossier}/stoppen", {}, expect=404)
    entered = await browser(client, elif_.actor)
    assert "<strong>1</strong> lopend" in await entered.get("/werk")
    page = await entered.get("/aanvragen")
    assert "Voorbereid, wacht op besluit" in page
    assert "Stop met deze aanvraag" in page
    too_long = {"reason": "x" * 2001}
    assert "Schrijf hooguit 2000 tekens." in await entered.post(f"/aanvragen/{dossier}/stoppen", too_long, expect=400)
    assert await entered.post(f"/aanvragen/{dossier}/stoppen", {"reason": "Ik wacht."}) == "/aanvragen?gedaan=gestopt"
    page = await entered.get("/aanvragen?gedaan=gestopt")
    assert "U bent gestopt met deze aanvraag." in page
    assert "Stop met deze aanvraag" not in page
    assert "Deze stap kan nu niet" in await entered.post(f"/aanvragen/{dossier}/stoppen", {}, expect=409)
    assert "You stopped this application." in await entered.get("/en/aanvragen?gedaan=gestopt")
