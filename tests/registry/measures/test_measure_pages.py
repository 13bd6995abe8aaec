"""Measures as people meet them: over the API and in the browser."""

import re
from datetime import timedelta
from uuid import uuid4

import httpx
import pytest

from registry.certificates.rules import Status
from registry.days import ALL_ON_RECORD
from registry.measures.rules import Measure
from registry.numbering import new_certificate_number
from tests.conftest import Clock
from tests.registry import making
from tests.registry.dossiers.signing_in import browser, token
from tests.registry.making import NOW, TODAY
from tests.registry.measures import at_work
from tests.registry.measures.at_work import WHY, again, decided, proposed

UNTIL = TODAY + timedelta(days=30)


@pytest.fixture(autouse=True)
def _now(clock: Clock) -> None:
    clock.now = NOW + timedelta(hours=1)


async def test_the_routes_of_the_api(client: httpx.AsyncClient) -> None:
    """Proposed, listed, read and decided by who may; each refusal is a problem of its own."""
    world = await at_work.world()
    issued = await making.certified(world, await making.candidate())
    first, second = await token(client, world.certifiers[0]), await token(client, world.certifiers[1])
    auditor, provider = await token(client, world.auditor), await token(client, world.provider)
    at = "/api/v1/certificate-measures"
    wish = {
        "certificate": issued.number,
        "measure": "suspended",
        "effectiveOn": str(TODAY),
        "reason": "ground-gone",
        "resolveBy": str(UNTIL),
        "explanation": WHY,
    }
    assert (await client.get(at)).status_code == 401
    assert (await client.get(at, headers=provider)).status_code == 403
    assert (await client.post(at, json=wish, headers=auditor)).status_code == 403
    refused = await client.post(at, json=wish | {"reason": "gossip", "resolveBy": None}, headers=first)
    assert (refused.status_code, [each["location"] for each in refused.json()["errors"]]) == (400, ["reason", "resolveBy"])
    answer = await client.post(at, json=wish, headers=first)
    assert answer.status_code == 201
    one = f"{at}/{answer.json()['id']}"
    again_ = await client.post(at, json=wish, headers=second)
    assert (again_.status_code, again_.json()["type"].rpartition("/")[2]) == (409, "measure-open")
    [listed] = (await client.get(at, params={"ended": "false"}, headers=auditor)).json()
    assert (listed["certificate"], listed["effect"]["todayAfter"], listed["reason"]["public"]) == (
        issued.number,
        "suspended",
        False,
    )
    own = await client.post(f"{one}/decision", headers=first)
    assert (own.status_code, own.json()["type"].rpartition("/")[2]) == (409, "own-measure")
    assert (await client.get(f"{at}/{uuid4()}", headers=second)).status_code == 404
    assert (await client.post(f"{one}/declining", json={"remark": "nee"}, headers=second)).status_code == 400
    assert (await client.post(f"{one}/decision", headers=second)).json() == {"replacedBy": None}
    ended = await client.post(f"{one}/decision", headers=second)
    assert (ended.status_code, ended.json()["type"].rpartition("/")[2]) == (409, "measure-ended")
    shown = (await client.get(one, headers=auditor)).json()
    assert (shown["ending"], shown["endedBy"], shown["explanation"]) == ("decided", "Lotte Visser", WHY)
    assert (await client.get(f"/api/v1/certificates/{issued.number}")).json()["status"] == "suspended"
    history = (await client.get(f"{at}/histories/{issued.number}", headers=auditor)).json()
    assert [each["kind"] for each in history["events"]] == ["granted", "suspended"]
    assert [[each["status"] for each in known["periods"]] for known in history["known"]] == [
        ["not-yet-valid", "valid", "expired"],
        ["not-yet-valid", "suspended", "expired"],
    ]


async def test_many_over_the_api(client: httpx.AsyncClient, clock: Clock) -> None:
    """Previewed, proposed and decided row by row; declined and taken back one by one; what is late is listed."""
    world = await at_work.world()
    issued = [await making.certified(world, await making.candidate("Jan", name)) for name in ("Een", "Twee", "Drie")]
    first, second = await token(client, world.certifiers[0]), await token(client, world.certifiers[1])
    at = "/api/v1/certificate-measures"
    wish = {
        "certificates": [*(each.number for each in issued), "CA00000000-00"],
        "measure": "suspended",
        "effectiveOn": str(TODAY),
        "reason": "ground-gone",
        "resolveBy": str(UNTIL),
        "explanation": WHY,
    }
    seen = (await client.post(f"{at}/previews", json=wish, headers=first)).json()
    assert (seen["wentWell"], seen["outcomes"][3]["problem"], seen["batch"]) == (3, "invalid-input", None)
    made = (await client.post(f"{at}/batches", json=wish, headers=first)).json()
    ids = [each["measure"] for each in made["outcomes"] if each["measure"]]
    assert (made["wentWell"], len(ids)) == (3, 3)
    assert (await client.post(f"{at}/{ids[1]}/taking-back", headers=second)).status_code == 409
    assert (await client.post(f"{at}/{ids[1]}/taking-back", headers=first)).status_code == 204
    assert (
        await client.post(f"{at}/{ids[2]}/declining", json={"remark": "Dat is niet nodig."}, headers=second)
    ).status_code == 204
    decided_ = (await client.post(f"{at}/decisions", json={"measures": ids}, headers=second)).json()
    assert [each["problem"] for each in decided_["outcomes"]] == [None, "measure-ended", "measure-ended"]
    statuses = [(await again(each)).status_on(TODAY, ALL_ON_RECORD) for each in issued]
    assert statuses == [Status.SUSPENDED, Status.VALID, Status.VALID]
    assert (await client.get(f"{at}/overdue-suspensions", headers=second)).json() == []
    clock.now = NOW + timedelta(days=31)
    second = await token(client, world.certifiers[1])
    [late] = (await client.get(f"{at}/overdue-suspensions", headers=second)).json()
    assert (late["certificate"], late["resolveBy"]) == (issued[0].number, str(UNTIL))


async def test_proposing_and_deciding_in_the_browser(client: httpx.AsyncClient) -> None:
    """From the card to the certificate, its form and a colleague’s decision; faults are told there, nothing typed is lost."""
    world = await at_work.world()
    issued = await making.certified(world, await making.candidate())
    entered = await browser(client, world.certifiers[0])
    assert 'href="/certificaatbeheer">Certificaten beheren</a>' in await entered.get("/werk")
    assert issued.number in await entered.get("/certificaatbeheer")
    assert await entered.get(f"/certificaatbeheer?nummer={issued.number.lower()}", expect=303) is not None
    at = f"/certificaatbeheer/{issued.number}"
    page = await entered.get(at)
    assert f'href="{at}/schorsen">Schorsen</a>' in page
    assert "Schorsing opheffen" not in page
    page = await entered.get(f"{at}/schorsen")
    assert "Grond vervallen" in page
    assert "Deze reden is niet openbaar." in page
    page = await entered.post(f"{at}/schorsen", {"effectiveOn": str(TODAY), "explanation": "Te kort"}, expect=400)
    assert "Te kort</textarea>" in page
    assert "Toelichting: Schrijf ten minste 10 tekens." in page.replace("</a>", "")
    fields = {"effectiveOn": "20-11-2026", "resolveBy": str(UNTIL), "reason": "ground-gone", "explanation": WHY}
    page = await entered.post(f"{at}/schorsen", fields | {"reason": "fraud"}, expect=400)
    assert "‘fraud’ is in dit schema geen reden voor deze maatregel." in page
    way = await entered.post(f"{at}/schorsen", fields)
    assert way.endswith("?gedaan=voorgesteld")
    page = await entered.get(way)
    assert "De maatregel is voorgesteld. Een andere certificeerder beslist." in page
    assert "Ja, deze maatregel geldt" not in page
    one = way.partition("?")[0]
    assert "Twee personen nodig" in await entered.post(f"{one}/beslissen", expect=409)
    assert "Er wacht al een maatregel" in await entered.post(f"{at}/schorsen", fields, expect=409)
    assert "Schorsen" not in (await entered.get(at)).partition("Voorgestelde maatregelen")[0]
    entered = await browser(client, world.certifiers[1])
    assert "<strong>1</strong> voorgesteld door een collega" in await entered.get("/werk")
    assert "Ja, deze maatregel geldt" in await entered.get(one)
    page = await entered.post(f"{one}/afwijzen", {"remark": "Nee"}, expect=400)
    assert "Nee</textarea>" in page
    assert await entered.post(f"{one}/beslissen") == f"{one}?gedaan=besloten"
    assert "De maatregel is besloten." in await entered.get(f"{one}?gedaan=besloten")
    page = await entered.get(at)
    assert "Schorsing opheffen" in page
    assert "uiterlijk opgelost op 20 december 2026" in page
    assert "Zoals wij het nu weten" in page
    assert "The measure is decided." in await entered.get(f"/en{one}?gedaan=besloten")
    assert "Dit certificaat telt nu niet." in await entered.get(f"/certificaten/{issued.number}")


async def test_replacing_in_the_browser(client: httpx.AsyncClient) -> None:
    """The scope is ticked as it is; nothing changed is a fault; the certificate page names what replaced it."""
    world = await at_work.world()
    issued = await making.certified(world, await making.candidate())
    entered = await browser(client, world.certifiers[0])
    at = f"/certificaatbeheer/{issued.number}/vervangen"
    page = await entered.get(at)
    assert page.count(" checked") == 2
    both = {"effectiveOn": str(TODAY), "explanation": WHY, "scope-gp": "ja", "scope-im": "ja"}
    assert "Er verandert niets" in await entered.post(at, both, expect=400)
    page = await entered.post(at, both | {"givenName": "Elif"}, expect=400)
    assert "Vul voornaam en achternaam in." in page
    one = (await entered.post(at, both | {"givenName": "Elif", "familyName": "Yilmaz"})).partition("?")[0]
    entered = await browser(client, world.certifiers[1])
    page = await entered.get(one)
    assert "Elif Yilmaz" in page
    assert "Gemeentelijke processen, Informatiemanagement" in page
    await entered.post(f"{one}/beslissen")
    page = await entered.get(f"/certificaatbeheer/{issued.number}")
    found = re.search(r'door <a class="nowrap" href="/certificaatbeheer/(CA[0-9]{8}-[0-9]{2})">', page)
    assert found
    assert "Elif Yilmaz" in await entered.get(f"/certificaatbeheer/{found[1]}")


async def test_declining_and_taking_back_in_the_browser(client: httpx.AsyncClient) -> None:
    """Each by the one who may; the words of who declines are there for who proposed."""
    world = await at_work.world()
    issued = await making.certified(world, await making.candidate())
    measure = await proposed(world, issued.number, Measure.WITHDRAWN)
    entered = await browser(client, world.certifiers[1])
    assert "Alleen wie een maatregel voorstelde" in await entered.post(f"/maatregelen/{measure}/terugnemen", expect=409)
    declined = {"remark": "Dit is niet nodig gebleken."}
    assert (await entered.post(f"/maatregelen/{measure}/afwijzen", declined)).endswith("gedaan=afgewezen")
    entered = await browser(client, world.certifiers[0])
    assert "Dit is niet nodig gebleken." in await entered.get(f"/maatregelen/{measure}")
    assert "Afgewezen" in await entered.get("/maatregelen?stand=afgehandeld")
    another = await proposed(world, issued.number, Measure.VOIDED)
    assert "Neem mijn voorstel terug" in await entered.get(f"/maatregelen/{another}")
    assert (await entered.post(f"/maatregelen/{another}/terugnemen")).endswith("gedaan=teruggenomen")
    assert "Er wacht geen maatregel" in await entered.get("/maatregelen")


async def test_many_in_the_browser(client: httpx.AsyncClient) -> None:
    """The effect is seen first, row by row; the same form then proposes; a colleague ticks which go ahead."""
    world = await at_work.world()
    issued = [await making.certified(world, await making.candidate("Jan", name)) for name in ("Een", "Twee", "Drie")]
    await decided(world, issued[2].number, Measure.SUSPENDED)
    entered = await browser(client, world.certifiers[0])
    at = "/maatregelen/samen"
    page = await entered.get(at)
    assert "Grond vervallen" in page
    page = await entered.post(f"{at}/voorbeeld", {"measure": "suspended", "explanation": "kort"}, expect=400)
    assert "Zet op elke regel één nummer" in page
    assert "Schrijf ten minste 10 tekens." in page
    fields = {
        "measure": "suspended",
        "effectiveOn": str(TODAY),
        "resolveBy": str(UNTIL),
        "reason": "ground-gone",
        "explanation": WHY,
        "certificates": "\n".join(each.number for each in issued) + "\nCA1",
    }
    page = await entered.post(f"{at}/voorbeeld", fields, expect=200)
    assert page.count("Nee: ") == 2
    assert "2 maatregelen voorstellen?" in page
    page = await entered.post(at, fields, expect=200)
    assert "Gelukt: 2 van 4." in page
    entered = await browser(client, world.certifiers[1])
    page = await entered.get("/maatregelen")
    ticks = re.findall(r'name="(maatregel-[0-9a-f-]{36})"', page)
    assert len(ticks) == 2
    assert "Kruis ten minste één maatregel aan." in await entered.post("/maatregelen/beslissen", expect=400)
    assert "Gelukt: 2 van 2." in await entered.post("/maatregelen/beslissen", dict.fromkeys(ticks, "ja"), expect=200)
    statuses = [(await again(each)).status_on(TODAY, ALL_ON_RECORD) for each in issued]
    assert statuses == [Status.SUSPENDED] * 3


async def test_who_else_opens_the_pages(client: httpx.AsyncClient) -> None:
    """An auditor reads and finds no form; others are refused; a number that nobody has is told."""
    world = await at_work.world()
    issued = await making.certified(world, await making.candidate())
    measure = await proposed(world, issued.number, Measure.WITHDRAWN)
    entered = await browser(client, world.auditor)
    assert WHY in await entered.get(f"/maatregelen/{measure}")
    assert issued.number in await entered.get("/maatregelen")
    page = await entered.get(f"/certificaatbeheer/{issued.number}")
    assert "Een maatregel voorstellen" not in page
    for path in (f"/certificaatbeheer/{issued.number}/intrekken", "/maatregelen/samen"):
        await entered.get(path, expect=403)
    for path in (f"/maatregelen/{measure}/beslissen", "/maatregelen/beslissen", "/maatregelen/samen"):
        await entered.post(path, {}, expect=403)
    await entered.get("/certificaatbeheer?nummer=CA1", expect=400)
    assert "Er is geen certificaat met nummer" in await entered.get(
        f"/certificaatbeheer?nummer={new_certificate_number()}", expect=404
    )
    await entered.get("/certificaatbeheer/CA1", expect=404)
    entered = await browser(client, world.certifiers[0])
    await entered.get(f"/certificaatbeheer/{issued.number}/verkopen", expect=404)
    provider = await browser(client, world.provider)
    for path in ("/maatregelen", "/certificaatbeheer", f"/certificaatbeheer/{issued.number}", f"/maatregelen/{measure}"):
        await provider.get(path, expect=403)
    assert "Maatregelen" not in await provider.get("/werk")


async def test_a_late_suspension_is_on_the_list(client: httpx.AsyncClient, clock: Clock) -> None:
    """The card counts it and the list names it; from there the certificate leads to lifting or withdrawing."""
    world = await at_work.world()
    issued = await making.certified(world, await making.candidate())
    await decided(world, issued.number, Measure.SUSPENDED)
    entered = await browser(client, world.certifiers[0])
    assert "Schorsingen over hun uiterste dag" not in await entered.get("/certificaatbeheer")
    clock.now = NOW + timedelta(days=31)
    entered = await browser(client, world.certifiers[0])
    assert "<strong>1</strong> te laat opgelost" in await entered.get("/werk")
    assert "Schorsingen over hun uiterste dag" in await entered.get("/certificaatbeheer")
    page = await entered.get(f"/certificaatbeheer/{issued.number}")
    assert "/schorsing-opheffen" in page
    assert "/intrekken" in page
