"""Examiners, approvals and sittings in the API and in the browser: the walk of a provider, an owner and a certifier."""

from collections.abc import Mapping
from uuid import UUID

import httpx

from exams.sittings.tables import ExaminerApproval, ExaminerRegistration
from exams.tracks.tables import Approval
from registry.organisations.tables import Kind
from registry.permissions import Role
from tests.conftest import Clock
from tests.exams.entering import as_program, in_browser
from tests.exams.sittings.hall import hall
from tests.exams.tracks import school
from tests.registry.making import NOW, TODAY, TRACK

DAY = TODAY.isoformat()


async def test_a_provider_works_by_program(client: httpx.AsyncClient, clock: Clock) -> None:
    """Registers, plans and completes; each refusal names its rule; another provider finds nothing."""
    at = await hall()
    clock.now = NOW
    provider = await as_program(client, at.world.provider, clock)
    own = f"?provider={at.provider}"
    new = {"givenName": "Karin", "familyName": "Willems", "workEmail": "karin@examen.example"}
    examiner = {"provider": str(at.provider), "capacity": "examiner", "validFrom": DAY}
    assert (await provider("POST", "/examiners", json=examiner | {"new": new})).status_code == 201
    known = {"known": {"email": "karin@examen.example", "familyName": "Wilms"}}
    unknown = await provider("POST", "/examiners", json=examiner | known)
    assert (unknown.status_code, unknown.json()["type"].rsplit("/", 1)[1]) == (404, "unknown-person")
    assert len((await provider("GET", f"/examiners{own}")).json()) == 3
    sitting = {"provider": str(at.provider), "part": str(at.parts["GP"]), "heldOn": DAY, "examiner": str(at.examiner)}
    made = (await provider("POST", "/sittings", json=sitting)).json()["id"]
    assert (await provider("POST", "/sittings", json=sitting)).status_code == 409
    assert (await provider("PATCH", f"/sittings/{made}", json={"place": "Zwolle"})).status_code == 204
    assert (await provider("PATCH", f"/sittings/{made}", json={"heldOn": "2026-01-01"})).status_code == 400
    assert (await provider("GET", f"/sittings/{made}")).json()["place"] == "Zwolle"
    [listed] = (await provider("GET", f"/sittings{own}")).json()
    assert (listed["partCode"], listed["results"], listed["invigilator"]) == ("GP", 0, None)
    _, actor = await school.another(Kind.PROVIDER, Role.PROVIDER)
    stranger = await as_program(client, actor, clock)
    for path in (f"/sittings{own}", f"/sittings/{made}", f"/examiners{own}"):
        assert (await stranger("GET", path)).status_code == 404
    assert (await stranger("PATCH", f"/sittings/{made}", json={"place": "Elders"})).status_code == 404
    certifier = await as_program(client, at.world.certifiers[0], clock)
    assert (await certifier("GET", f"/sittings/{made}")).status_code == 403


async def test_a_certifier_works_by_program(client: httpx.AsyncClient, clock: Clock) -> None:
    """Sees who waits, approves for parts, and ends it; a provider may not look."""
    world = await school.school()
    clock.now = NOW
    provider, certifier = await as_program(client, world.provider, clock), await as_program(client, world.certifiers[0], clock)
    new = {"givenName": "Karin", "familyName": "Willems"}
    examiner = {"provider": str(world.organisations["provider"]), "capacity": "examiner", "validFrom": DAY, "new": new}
    registration = (await provider("POST", "/examiners", json=examiner)).json()["id"]
    [waiting] = (await certifier("GET", "/examiner-approvals")).json()
    assert (waiting["waiting"], waiting["examiner"]["registration"]) == (True, registration)
    body = str(world.organisations["certification-body"])
    approval = {"registration": registration, "track": TRACK, "approvedBy": body, "validFrom": DAY, "parts": ["GP"]}
    made = await certifier("POST", "/examiner-approvals", json=approval)
    assert made.status_code == 201
    again = await certifier("POST", "/examiner-approvals", json=approval)
    assert (again.status_code, again.json()["type"].rsplit("/", 1)[1]) == (409, "approval-overlaps")
    [one] = made.json()["ids"]
    assert (await certifier("POST", f"/examiner-approvals/{one}/ending", json={"lastDay": DAY})).status_code == 204
    assert (await provider("GET", "/examiner-approvals")).status_code == 403


def _examiner(provider: UUID, **more: str) -> Mapping[str, str]:
    return {"provider": str(provider), "capacity": "examiner", "validFrom": DAY, **more}


async def test_a_provider_registers_its_examiners(client: httpx.AsyncClient, clock: Clock) -> None:
    """Someone new, someone known, someone on the list; every fault at its field, and what was typed stays."""
    at = await hall()
    clock.now = NOW
    browser = await in_browser(client, at.world.provider)
    page = await browser.get("/examinatoren")
    assert "Ruben Postma" in page
    assert "alle onderdelen" in page
    wrong = await browser.post("/examinatoren", _examiner(at.provider, who="new", givenName="Karin"), expect=400)
    assert 'href="#familyName"' in wrong
    assert 'href="#email"' in wrong
    assert 'value="Karin"' in wrong
    unknown = _examiner(at.provider, who="known", email="x@y.example", familyName="Smit")
    assert "Er is niemand met dit e-mailadres" in await browser.post("/examinatoren", unknown, expect=400)
    assert 'href="#who"' in await browser.post("/examinatoren", _examiner(at.provider), expect=400)
    new = _examiner(at.provider, who="new", givenName="Karin", familyName="Willems", email="karin@examen.example")
    assert await browser.post("/examinatoren", new) == "/examinatoren?gedaan=geregistreerd"
    known = dict(new) | {"who": "known", "familyName": "willems", "capacity": "invigilator"}
    await browser.post("/examinatoren", known)
    own = _examiner(at.provider, who="own", person=str(at.invigilator))
    await browser.post("/examinatoren", own)
    assert "Al geregistreerd" in await browser.post("/examinatoren", own, expect=409)
    rows = await ExaminerRegistration.select(ExaminerRegistration.person)
    assert (len(rows), len({row["person"] for row in rows})) == (5, 3)
    assert "Nog niet erkend" in await browser.get("/examinatoren?gedaan=geregistreerd")
    assert "No approval" not in await browser.get("/en/examinatoren")


async def test_who_approves_sees_who_waits_and_ends_what_was_given(client: httpx.AsyncClient, clock: Clock) -> None:
    """The owner approves teaching; the certifier examining, and examiners for the parts chosen; a provider may not."""
    world = await school.with_track()
    clock.now = NOW
    provider = str(world.organisations["provider"])
    owner = await in_browser(client, world.owner)
    page = await owner.get("/erkenningen")
    assert "Opleiders zonder erkenning" in page
    teach = f"teach:{TRACK}:{world.organisations['scheme-owner']}"
    assert 'href="#validFrom"' in await owner.post("/erkenningen", {"provider": provider, "what": teach}, expect=400)
    assert 'href="#what"' in await owner.post(
        "/erkenningen", {"provider": provider, "what": teach.replace("teach", "examine"), "validFrom": DAY}, expect=400
    )
    given = {"provider": provider, "what": teach, "validFrom": DAY}
    assert await owner.post("/erkenningen", given) == "/erkenningen?gedaan=erkend"
    assert "zonder einddatum" in await owner.post("/erkenningen", given, expect=409)
    assert "Niemand wacht" in await owner.get("/erkenningen")
    [row] = await Approval.select(Approval.id)
    ending = f"/erkenningen/{row['id']}/einde"
    assert "Erkenning beëindigen" in await owner.get(ending)
    assert 'href="#lastDay"' in await owner.post(ending, {"lastDay": "2026-01-01"}, expect=400)
    assert await owner.post(ending, {"lastDay": DAY}) == "/erkenningen?gedaan=beeindigd"

    program = await as_program(client, world.provider, clock)
    new = {"givenName": "Karin", "familyName": "Willems"}
    examiner = {"provider": provider, "capacity": "examiner", "validFrom": DAY, "new": new}
    registration = (await program("POST", "/examiners", json=examiner)).json()["id"]
    certifier = await in_browser(client, world.certifiers[0])
    assert "Karin Willems" in await certifier.get("/erkenningen")
    way = f"/erkenningen/examinatoren/{registration}/{TRACK}"
    assert "Alleen de onderdelen hieronder" in await certifier.get(way)
    body = str(world.organisations["certification-body"])
    some = {"scope": "some", "approvedBy": body, "validFrom": DAY}
    assert 'href="#scope"' in await certifier.post(way, some, expect=400)
    assert await certifier.post(way, some | {"part-IM": "ja"}) == "/erkenningen?gedaan=erkend"
    [approved] = await ExaminerApproval.select()
    assert approved["part_code"] == "IM"
    assert "onderdeel IM" in await certifier.get("/erkenningen")
    assert "zonder einddatum" in await certifier.post(way, {"scope": "all", "approvedBy": body, "validFrom": DAY}, expect=409)
    ending = f"/erkenningen/examinatoren/{approved['id']}/einde"
    assert "Karin Willems" in await certifier.get(ending)
    assert await certifier.post(ending, {"lastDay": DAY}) == "/erkenningen?gedaan=beeindigd"
    await certifier.get(f"/erkenningen/{row['id']}/einde", expect=404)

    auditor = await in_browser(client, world.auditor)
    assert "Erkende opleiders" in await auditor.get("/erkenningen")
    stranger = await in_browser(client, world.provider)
    await stranger.get("/erkenningen", expect=403)
    await stranger.get(way, expect=403)


async def test_a_provider_keeps_its_sittings(client: httpx.AsyncClient, clock: Clock) -> None:
    """Plans one, completes it, and finds the template for it; what is wrong is told at its field."""
    at = await hall()
    clock.now = NOW
    browser = await in_browser(client, at.world.provider)
    assert "Er zijn nog geen zittingen" in await browser.get("/zittingen")
    sitting = {"provider": str(at.provider), "part": str(at.parts["GP"]), "heldOn": "20-11-2026", "examiner": str(at.examiner)}
    wrong = await browser.post("/zittingen", sitting | {"heldOn": "morgen", "place": "Zwolle"}, expect=400)
    assert 'href="#heldOn"' in wrong
    assert 'value="Zwolle"' in wrong
    assert "niet erkend" in await browser.post("/zittingen", sitting | {"heldOn": "01-01-2026"}, expect=409)
    assert await browser.post("/zittingen", sitting) == "/zittingen?gedaan=vastgelegd"
    assert "Zitting bestaat al" in await browser.post("/zittingen", sitting, expect=409)
    page = await browser.get("/zittingen?gedaan=vastgelegd")
    assert "<strong>Nog aan te vullen</strong>" in page
    way = page.partition('href="/zittingen/')[2].partition('"')[0]
    page = await browser.get(f"/zittingen/{way}")
    template = f"/aanleveringen/sjabloon?opleider={at.provider}&traject={TRACK}&zitting={way}"
    assert template in page
    facts = {
        "place": "Zwolle",
        "invigilator": str(at.examiner),
        "examForm": "schriftelijk",
        "examFormVersion": "1",
        "identityChecked": "true",
        "confidentialitySigned": "false",
    }
    assert 'href="#invigilator"' in await browser.post(f"/zittingen/{way}", facts, expect=400)
    await browser.post(f"/zittingen/{way}", facts | {"invigilator": str(at.invigilator)})
    assert "<strong>Nog aan te vullen</strong>" not in await browser.get("/zittingen?gedaan=aangevuld")
    await browser.get(f"/en/zittingen/{way}")
    auditor = await in_browser(client, at.world.auditor)
    assert "Mark Groen" in await auditor.get("/zittingen")
    assert "Aanvullen of verbeteren" not in await auditor.get(f"/zittingen/{way}")
