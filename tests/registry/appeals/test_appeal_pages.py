"""Appeals in the browser and over the API: sent without an account, handled by who may."""

import httpx
import msgspec

from registry.appeals import reading
from registry.appeals.rules import Step
from registry.numbering import new_appeal_number
from tests.pages.conftest import Browser
from tests.registry import making
from tests.registry.appeals import lodging
from tests.registry.appeals.lodging import ADVICE, LETTER, TEXT, WORDS
from tests.registry.dossiers.signing_in import browser, token

FIELDS = {
    "kind": "appeal",
    "against": "decision",
    "scheme": making.SCHEME,
    "text": TEXT,
    "givenName": "Jo",
    "familyName": "Afzender",
    "email": "jo@voorbeeld.example",
}


async def test_sent_without_an_account(client: httpx.AsyncClient) -> None:
    """Every fault at once; then a receipt that shows the number and the term, and neither words nor name."""
    await making.world()
    visitor = Browser(client)
    assert "Voornaam" in await visitor.get("/bezwaar")
    wrong = await visitor.post("/bezwaar", {"kind": "appeal", "number": "12", "text": "Kort"}, expect=400)
    assert wrong.count('class="utrecht-form-field-error-message"') == 6
    assert "Kort</textarea>" in wrong
    way = await visitor.post("/bezwaar", FIELDS)
    number = way.removeprefix("/bezwaar/").partition("?")[0]
    shown = await visitor.get(way)
    assert number in shown
    assert "Bewaar het nummer" in shown
    assert TEXT not in shown
    assert "Afzender" not in shown
    assert number in await visitor.get(f"/en/bezwaar/{number}")
    found = await client.get("/bezwaar", params={"nummer": number.lower()})
    assert (found.status_code, found.headers["location"]) == (303, f"/bezwaar/{number}")
    assert "kloppen niet" in await visitor.get("/bezwaar?nummer=BK12345678-00", expect=400)
    assert "Er is geen bezwaar of klacht" in await visitor.get(f"/bezwaar?nummer={new_appeal_number()}", expect=404)
    await visitor.get("/bezwaar/onzin", expect=404)


async def test_a_form_from_elsewhere_is_refused(client: httpx.AsyncClient) -> None:
    """Another site sends no appeals in the name of a visitor."""
    await making.world()
    answer = await client.post("/bezwaar", data=FIELDS, headers={"sec-fetch-site": "cross-site"})
    assert answer.status_code == 403


async def test_handled_in_the_browser(client: httpx.AsyncClient) -> None:
    """Acknowledged, given, prepared and decided; the sender who is signed in reads the answer, and can appeal on a link."""
    world, elif_ = await making.world(), await making.candidate()
    nora, ruben = await lodging.outsiders(world)
    dossier = await lodging.refused(world, elif_)
    visitor = await browser(client, elif_.actor)
    assert f"/bezwaar?dossier={dossier}" in await visitor.get("/aanvragen")
    form = await visitor.get(f"/bezwaar?dossier={dossier}")
    assert f'name="dossier" value="{dossier}"' in form
    assert "Voornaam" not in form
    way = await visitor.post("/bezwaar", {**FIELDS, "dossier": str(dossier)})
    number = way.removeprefix("/bezwaar/").partition("?")[0]
    one = f"/bezwaren/{(await reading.by_number(number)).id}"
    visitor = await browser(client, world.certifiers[0])
    assert one in await visitor.get("/bezwaren")
    assert "U mag dit niet behandelen" in await visitor.get(one)
    await visitor.post(f"{one}/bevestigen", {"words": "Kort"}, expect=400)
    await visitor.post(f"{one}/bevestigen", {"words": WORDS.words})
    page = await visitor.get(one)
    assert "Nora Buiten" in page
    await visitor.post(f"{one}/toewijzen", {"handler": str(world.certifiers[1].person)}, expect=409)
    await visitor.post(f"{one}/toewijzen", {"handler": str(nora.person)})
    visitor = await browser(client, nora)
    await visitor.post(f"{one}/voorbereiden", {"advice": ADVICE.advice})
    assert "Wacht op een tweede persoon" in await visitor.get(one)
    visitor = await browser(client, ruben)
    answer = {"outcome": "upheld", "answer": "U heeft gelijk: wij kijken opnieuw."}
    await visitor.post(f"{one}/beslissen", answer)
    assert "De aanvraag is heropend" in await visitor.get(one)
    assert one in await visitor.get("/bezwaren?stand=afgerond")
    visitor = await browser(client, elif_.actor)
    shown = await visitor.get(f"/bezwaar/{number}")
    assert answer["answer"] in shown
    assert ADVICE.advice not in shown
    await visitor.get(one, expect=403)
    await visitor.post(f"/bezwaar/{number}/intrekken", expect=409)


async def test_the_routes_of_the_api(client: httpx.AsyncClient) -> None:
    """Sent by anyone, handled by certifiers; an auditor reads."""
    world, elif_ = await making.world(), await making.candidate()
    nora, ruben = await lodging.outsiders(world)
    sent = await client.post("/api/v1/appeals", json=msgspec.to_builtins(LETTER))
    assert sent.status_code == 201
    number = sent.json()["number"]
    status = await client.get(f"/api/v1/appeals/status/{number}")
    assert (status.json()["state"], set(status.json())) == ("received", {"number", "kind", "state", "receivedAt", "dueOn"})
    assert (await client.get("/api/v1/appeals/status/BK12345678-00")).status_code == 400
    assert (await client.get("/api/v1/appeals")).status_code == 401
    at = f"/api/v1/appeals/{(await reading.by_number(number)).id}"
    first, second, auditor, candidate = [await token(client, each) for each in (nora, ruben, world.auditor, elif_.actor)]
    assert (await client.get(at, headers=candidate)).status_code == 403
    acknowledgement = {"words": WORDS.words}
    assert (await client.post(f"{at}/acknowledgement", json=acknowledgement, headers=auditor)).status_code == 403
    assert (await client.post(f"{at}/acknowledgement", json=acknowledgement, headers=first)).status_code == 204
    assert (await client.post(f"{at}/assignment", json={"handler": str(nora.person)}, headers=second)).status_code == 204
    assert (await client.post(f"{at}/preparation", json={"advice": ADVICE.advice}, headers=first)).status_code == 204
    decision = {"outcome": "rejected", "answer": "Wij hebben alles nog eens bekeken."}
    own = await client.post(f"{at}/decision", json=decision, headers=first)
    assert (own.status_code, own.json()["type"].rpartition("/")[2]) == (409, "own-appeal-prepared")
    assert (await client.post(f"{at}/decision", json=decision, headers=second)).status_code == 204
    assert [each["state"] for each in (await client.get("/api/v1/appeals", headers=auditor)).json()] == ["rejected"]
    assert len((await client.get(at, headers=auditor)).json()["events"]) == 5
    mine = {"kind": "complaint", "against": "other", "scheme": making.SCHEME, "text": TEXT}
    made = await client.post("/api/v1/appeals/own", json=mine, headers=candidate)
    assert made.status_code == 201
    withdrawal = f"/api/v1/appeals/own/{made.json()['number']}/withdrawal"
    assert (await client.post(withdrawal, headers=first)).status_code == 404
    assert (await client.post(withdrawal, headers=candidate)).status_code == 204
    listed = (await client.get("/api/v1/appeals/own", headers=candidate)).json()
    assert [each["state"] for each in listed] == [Step.WITHDRAWN.value]
