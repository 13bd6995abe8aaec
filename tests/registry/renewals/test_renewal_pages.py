"""Renewing in the browser and by program: applying, education, and what certifiers find of it."""

import httpx
import pytest

from registry.dossiers import reading
from registry.dossiers.rules import State
from registry.people.tables import Adviser
from registry.renewals import reminding, service
from tests.conftest import Clock
from tests.registry import making
from tests.registry.dossiers.signing_in import browser, token
from tests.registry.renewals import again
from tests.registry.renewals.again import EDUCATION, IN_WINDOW

ENTRY = {"followedOn": "7-3-2028", "hours": "20", "title": "Zaakgericht werken", "teacher": "De leerschool"}


@pytest.fixture(autouse=True)
def _in_window(clock: Clock) -> None:
    clock.now = IN_WINDOW


async def test_a_holder_applies_and_enters_education(client: httpx.AsyncClient) -> None:
    """The page says until when, how far they are, and what is still to be filled in."""
    of, issued = await again.holder(await again.world())
    await reminding.remind(now=IN_WINDOW)
    own = await browser(client, of.actor)
    assert issued.number in await own.get("/werk")
    page = await own.get("/hercertificering")
    assert "19 november 2029" in page
    assert "Vraag verlenging aan" in page
    fields = {"renews": issued.number, "termsVersion": "2026-1", "codeOfConductVersion": "2026-1"}
    assert "ga ermee akkoord" in await own.post("/hercertificering/aanvragen", fields, expect=400)
    older = fields | {"agreed": "ja", "termsVersion": "2025-9"}
    assert "Andere voorwaarden gelden" in await own.post("/hercertificering/aanvragen", older, expect=409)
    await own.post("/hercertificering/aanvragen", fields | {"agreed": "ja"})
    assert "U heeft verlenging aangevraagd" in await own.get("/hercertificering")
    unknown = fields | {"agreed": "ja", "renews": "CA00000000-00"}
    await own.post("/hercertificering/aanvragen", unknown, expect=404)
    wrong = await own.post("/hercertificering/bijscholing", ENTRY | {"hours": "2,1"}, expect=400)
    assert "kwart uren" in wrong
    assert 'value="2,1"' in wrong
    await own.post("/hercertificering/bijscholing", ENTRY)
    assert "Wacht op een oordeel" in await own.get("/hercertificering")
    assert "Waits to be judged" in await own.get("/en/hercertificering")


async def test_a_certifier_judges_and_completes(client: httpx.AsyncClient) -> None:
    """A refusal takes a reason; when there is enough the application is complete."""
    standing = await again.world()
    of, issued = await again.holder(standing)
    dossier = await again.admitted(standing, of, issued)
    first, second = [await service.enter(EDUCATION, actor=of.actor, now=IN_WINDOW) for _ in range(2)]
    at_work = await browser(client, standing.certifiers[0])
    assert "/hercertificeringen" in await at_work.get("/werk")
    assert "0 van 20 uur" in await at_work.get("/hercertificeringen")
    few = await at_work.post(
        f"/hercertificeringen/{dossier}/compleet", {"route": "engagements", "evaluations": "2"}, expect=409
    )
    assert "het certificatieschema vraagt 3" in few
    unknown = await at_work.post(f"/hercertificeringen/{dossier}/compleet", {"route": "x"}, expect=400)
    assert "Pas dit nog aan" in unknown
    await at_work.post(f"/hercertificeringen/bijscholing/{first}/weigeren", {"reason": "kort"}, expect=400)
    await at_work.post(f"/hercertificeringen/bijscholing/{first}/weigeren", {"reason": "Dit gaat niet over het vak."})
    assert "Al beoordeeld" in await at_work.post(f"/hercertificeringen/bijscholing/{first}/meetellen", expect=409)
    await at_work.post(f"/hercertificeringen/bijscholing/{second}/meetellen")
    assert "Maak compleet met bijscholing" in await at_work.get("/hercertificeringen")
    await at_work.post(f"/hercertificeringen/{dossier}/compleet", {"route": "education"})
    assert (await reading.dossier(dossier)).state is State.COMPLETE
    own = await browser(client, of.actor)
    assert "Dit gaat niet over het vak." in await own.get("/hercertificering")


async def test_the_same_by_program(client: httpx.AsyncClient) -> None:
    """Holders and certifiers, each with an own sign-in."""
    standing = await again.world()
    of, issued = await again.holder(standing)
    own, certifier = await token(client, of.actor), await token(client, standing.certifiers[0])
    [shown] = (await client.get("/api/v1/renewals/own", headers=own)).json()
    assert (shown["certificate"], shown["opensOn"], shown["refusal"]) == (issued.number, "2029-05-19", None)
    body = {"scheme": making.SCHEME, "termsVersion": "2026-1", "codeOfConductVersion": "2026-1", "renews": issued.number}
    dossier = (await client.post("/api/v1/dossiers", json=body, headers=own)).json()["id"]
    admission = {"identityDocument": "paspoort"}
    await client.post(f"/api/v1/dossiers/{dossier}/admission", json=admission, headers=certifier)
    entry = {"followedOn": "2028-03-07", "hours": "20", "title": "Zaakgericht werken", "teacher": "De leerschool"}
    entered = (await client.post("/api/v1/education", json=entry, headers=own)).json()["id"]
    assert [each["id"] for each in (await client.get("/api/v1/education", headers=certifier)).json()] == [entered]
    completion = f"/api/v1/renewals/{dossier}/completion"
    early = await client.post(completion, json={"route": "education"}, headers=certifier)
    assert (early.status_code, early.json()["type"].rpartition("/")[2]) == (409, "route-not-met")
    [waiting] = (await client.get("/api/v1/renewals", headers=certifier)).json()
    assert (waiting["dossier"], waiting["certificate"]) == (dossier, issued.number)
    assert (await client.post(f"/api/v1/education/{entered}/acceptance", headers=certifier)).status_code == 204
    refusal = {"reason": "Dit gaat niet over het vak."}
    again_ = await client.post(f"/api/v1/education/{entered}/refusal", json=refusal, headers=certifier)
    assert again_.json()["type"].rpartition("/")[2] == "education-judged"
    assert (await client.post(completion, json={"route": "education"}, headers=certifier)).status_code == 204
    [mine] = (await client.get("/api/v1/education/own", headers=own)).json()
    assert mine["outcome"] == "accepted"
    bad = await client.post("/api/v1/dossiers", json=body | {"renews": "CA1"}, headers=own)
    assert bad.status_code == 400


async def test_roles_stay_apart(client: httpx.AsyncClient) -> None:
    """A holder judges nothing, a certifier enters nothing, an auditor looks alone."""
    standing = await again.world()
    of, _ = await again.holder(standing)
    entry = await service.enter(EDUCATION, actor=of.actor, now=IN_WINDOW)
    own, certifier, auditor = [await token(client, each) for each in (of.actor, standing.certifiers[0], standing.auditor)]
    for headers in (own, auditor):
        assert (await client.post(f"/api/v1/education/{entry}/acceptance", headers=headers)).status_code == 403
    assert (await client.get("/api/v1/education", headers=own)).status_code == 403
    assert (await client.get("/api/v1/education", headers=auditor)).status_code == 200
    assert (await client.get("/api/v1/education/own", headers=certifier)).status_code == 403
    assert (await Adviser.count()) == 1
