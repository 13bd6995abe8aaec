"""Past lists in the browser and by program: what is shown to whom, and what is refused."""

import re
from datetime import timedelta

import httpx

from registry.people import service as people
from registry.people.schemas import ChangeConsent
from tests.registry import making
from tests.registry.dossiers.signing_in import browser, token
from tests.registry.making import NOW, TODAY

PAGE = f"/adviseurs/zoals-toen?dag={TODAY}&bekend-op={TODAY}"
API = "/api/v1/certified-advisers/as-known"
ASKED = {"validOn": str(TODAY), "knownAt": "2026-11-20T09:30:00Z"}


async def test_yesterday_is_what_the_page_shows_first(client: httpx.AsyncClient) -> None:
    """Without a question it is the list of yesterday, at its own address; nobody on it is told so."""
    empty = await client.get("/adviseurs/zoals-toen")
    assert empty.status_code == 200
    assert "Op die dag stond er niemand op de lijst" in empty.text
    await making.certified(await making.world(), await making.candidate())
    shown = await client.get("/adviseurs/zoals-toen")
    assert "De lijst van 21 november 2026, zoals bekend op 22 november 2026 00:00" in shown.text
    assert "Elif Öztürk" in shown.text
    assert 'value="2026-11-21"' in shown.text
    assert "/adviseurs/zoals-toen?dag=2026-11-21&amp;bekend-op=2026-11-22&amp;tijd=00%3A00&amp;bestand=xlsx" in shown.text
    english = await client.get("/en/adviseurs/zoals-toen")
    assert "The list of 21 November 2026, as known on" in english.text


async def test_what_is_wrong_is_told_at_its_field(client: httpx.AsyncClient) -> None:
    """All at once, with what was typed; and no list."""
    page = await client.get("/adviseurs/zoals-toen?dag=gisteren&bekend-op=2027-01-01&tijd=9:05&naam=x")
    assert page.status_code == 400
    for told in (
        'href="#dag"',
        'href="#bekend-op"',
        "Dit moment is nog niet voorbij.",
        "‘naam’ kennen wij niet.",
        'value="9:05"',
    ):
        assert told in page.text
    assert "gisteren" not in re.findall('type="date" value="([^"]*)"', page.text)
    assert 'id="lijst"' not in page.text


async def test_a_page_beyond_the_end_leads_to_the_last(client: httpx.AsyncClient) -> None:
    """It is empty, and no error."""
    await making.certified(await making.world(), await making.candidate())
    page = await client.get(f"{PAGE}&pagina=9")
    assert page.status_code == 200
    assert "Naar de laatste pagina" in page.text
    assert (await client.get(API, params=ASKED | {"page": 9})).json()["entries"] == []


async def test_who_may_sees_it_as_it_was(client: httpx.AsyncClient) -> None:
    """An auditor sees a name that the public sees no more; on the page, in the file, and by program."""
    world, who = await making.world(), await making.candidate()
    await making.certified(world, who)
    await people.change_consent(ChangeConsent(fields=[]), actor=who.actor, now=NOW + timedelta(hours=1))
    asked = ASKED
    assert "Elif" not in (await client.get(PAGE + "&tijd=10:30")).text
    assert (await client.get(API, params=asked)).json()["total"] == 0
    for actor in (world.auditor, world.certifiers[0]):
        seen = await (await browser(client, actor)).get(PAGE + "&tijd=10:30")
        assert "Elif Öztürk" in seen
        assert "ook wat vandaag niet meer openbaar is" in seen
        answer = await client.get(f"{API}/whole", params=asked, headers=await token(client, actor))
        assert [each["name"] for each in answer.json()["entries"]] == ["Elif Öztürk"]
    assert "Elif" not in await (await browser(client, world.municipality)).get(PAGE + "&tijd=10:30")
    assert (await client.get(f"{API}/whole", params=asked)).status_code == 401
    refused = await client.get(f"{API}/whole", params=asked, headers=await token(client, world.municipality))
    assert refused.status_code == 403


async def test_a_past_list_by_program(client: httpx.AsyncClient) -> None:
    """In codes and ISO days, the same bytes each time; what is wrong is told by the names of the API."""
    issued = await making.certified(await making.world(), await making.candidate())
    answer = await client.get(API, params=ASKED)
    told = answer.json()
    assert (told["validOn"], told["knownAt"], told["total"], told["pages"]) == (str(TODAY), "2026-11-20T09:30:00Z", 1, 1)
    [entry] = told["entries"]
    assert (entry["number"], entry["name"], entry["status"], entry["scope"]) == (issued.number, "Elif Öztürk", "valid", ["gp"])
    assert (await client.get(API, params=ASKED)).content == answer.content
    refused = await client.get(API, params={"validOn": "gisteren", "knownAt": "2027-01-01T00:00:00Z", "dag": "x"})
    assert refused.status_code == 400
    assert {each["location"] for each in refused.json()["errors"]} == {"validOn", "knownAt", "dag"}


async def test_who_may_see_it_whole_is_led_there(client: httpx.AsyncClient) -> None:
    """From their work and from the list, be that empty; nobody else is."""
    world = await making.world()
    way = 'href="/adviseurs/zoals-toen'
    for actor, is_led in ((world.auditor, True), (world.certifiers[0], True), (world.municipality, False)):
        visitor = await browser(client, actor)
        for page in ("/werk", "/adviseurs"):
            assert (way in await visitor.get(page)) is is_led
    assert way not in (await client.get("/adviseurs")).text
