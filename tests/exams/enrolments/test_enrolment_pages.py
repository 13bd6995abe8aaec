"""Candidates, lessons, trainers and files in the browser and over the API."""

import re

import httpx
import pytest

from exams.enrolments.tables import Enrolment, Teaching
from registry.people.schemas import RegisterPerson
from registry.people.tables import Adviser
from tests.conftest import Clock
from tests.exams.enrolments.classroom import Classroom, classroom
from tests.exams.enrolments.sheets import HEADINGS
from tests.exams.entering import as_program, in_browser
from tests.pages.conftest import Browser
from tests.registry.making import TRACK

LESSON = "GP;N. Kuipers;2026-11-23;2026-12-18"


@pytest.fixture
async def room(database: None) -> Classroom:
    """A provider with a trainer."""
    return await classroom()


@pytest.fixture
async def browser(client: httpx.AsyncClient, room: Classroom) -> Browser:
    """The provider's browser."""
    return await in_browser(client, room.actor)


def filled(room: Classroom, **more: str) -> dict[str, str]:
    """The form for one candidate."""
    fields = {"provider": str(room.provider), "track": TRACK, "enrolledOn": "2026-11-20", "givenName": "Jan"}
    return fields | {"familyName": "Janssen"} | more


def csv(*rows: str) -> bytes:
    """A text file with these rows below the headings."""
    return "\n".join([";".join(HEADINGS), *rows]).encode()


async def test_someone_new_and_someone_who_may_be_known(browser: Browser, room: Classroom) -> None:
    """The form keeps what was typed, names who it may be, and enrols once a person has decided."""
    page = await browser.get("/kandidaten")
    assert "Er zijn nog geen kandidaten" in page
    await browser.get("/kandidaten/nieuw")
    assert await browser.post("/kandidaten/nieuw", filled(room)) == "/kandidaten?gedaan=ingeschreven"
    page = await browser.get("/kandidaten?gedaan=ingeschreven")
    found = re.search(r"EA\d{6}-\d{2}", page)
    assert "De kandidaat is ingeschreven." in page
    assert found
    number = found[0]
    asked = await browser.post("/kandidaten/nieuw", filled(room, givenName="JAN"), expect=409)
    assert f"Bij u staat al: {number} Jan Janssen." in asked
    assert 'value="JAN"' in asked
    assert "Dit is iemand anders" in asked
    known = await browser.post("/kandidaten/nieuw", filled(room, candidateNumber=number), expect=409)
    assert "Al ingeschreven" in known
    await browser.post("/kandidaten/nieuw", filled(room, isSomebodyElse="ja"))
    assert await Adviser.count() == 2


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"givenName": ""}, "Voornaam: Vul dit in."),
        ({"familyName": ""}, "Achternaam: Vul dit in."),
        ({"enrolledOn": "gisteren"}, "Vul een datum in"),
        ({"enrolledOn": "2026-12-24"}, "Deze dag ligt in de toekomst."),
        ({"candidateNumber": "EA000101-99"}, "controlecijfers"),
        ({"workEmail": "geen adres"}, "E-mail (werk)"),
    ],
)
async def test_what_the_form_refuses(browser: Browser, room: Classroom, fields: dict[str, str], told: str) -> None:
    """Each fault at its field."""
    assert told in await browser.post("/kandidaten/nieuw", filled(room, **fields), expect=400)
    assert await Enrolment.count() == 0


async def test_the_list_is_searched_without_a_script(browser: Browser, room: Classroom) -> None:
    """By name or number; each with the track, the day and who teaches them."""
    for given, family in (("Elif", "Öztürk"), ("Jan", "Janssen")):
        await room.enrol(RegisterPerson(given_name=given, family_name=family))
    page = await browser.get("/kandidaten?zoek=ozturk")
    assert "Elif Öztürk" in page
    assert "Jan Janssen" not in page
    assert "1 inschrijving gevonden." in page
    assert "20 november 2026" in page
    assert "2 inschrijvingen gevonden." in await browser.get("/kandidaten?pagina=1")
    assert "Nothing fits what you chose" in await browser.get("/en/kandidaten?zoek=niemand")
    await browser.get("/kandidaten?pagina=0", expect=400)


async def test_lessons_of_several_at_once(browser: Browser, room: Classroom) -> None:
    """Boxes for candidates and parts; what is not chosen is told at once, and the last day can be changed."""
    one = await room.enrol()
    two = await room.enrol(RegisterPerson(given_name="Elif", family_name="Öztürk"))
    at = f"/kandidaten/lessen?versie={one.track_version}"
    assert at.replace("&", "&amp;") in await browser.get("/kandidaten")
    assert "Nico Kuipers" in await browser.get(at)
    refused = await browser.post(at, {"trainer": "", "validFrom": "2026-11-23"}, expect=400)
    for told in ("Kies een of meer kandidaten.", "Kies een of meer onderdelen.", "Docent: Vul dit in.", "Laatste lesdag"):
        assert told in refused
    fields = {
        f"kandidaat-{one.id}": "ja",
        f"kandidaat-{two.id}": "ja",
        "onderdeel-GP": "ja",
        "trainer": str(room.trainer),
        "validFrom": "2026-11-23",
        "validTo": "2026-12-18",
    }
    assert await browser.post(at, fields) == "/kandidaten?gedaan=lessen"
    assert await Teaching.count() == 2
    assert "Al vastgelegd" in await browser.post(at, fields, expect=409)
    odd = await browser.post(at, fields | {"kandidaat-wat": "ja"}, expect=400)
    assert "Kies een of meer kandidaten." in odd
    page = await browser.get("/kandidaten")
    found = re.search(r"/kandidaten/lessen/[0-9a-f-]{36}", page)
    assert found
    assert "Laatste lesdag veranderen" in await browser.get(found[0])
    assert "Kies die dag of een latere" in await browser.post(found[0], {"validTo": "2026-11-01"}, expect=400)
    assert await browser.post(found[0], {"validTo": "2027-01-15"}) == "/kandidaten?gedaan=lesdag"
    assert "15 januari 2027" in await browser.get("/kandidaten")
    await browser.get("/kandidaten/lessen/00000000-0000-4000-8000-000000000000", expect=404)


async def test_trainers_are_registered_by_the_provider(browser: Browser, room: Classroom) -> None:
    """Who may be known is a question; confirmed, they are on the list."""
    at = "/kandidaten/docenten"
    fields = {"provider": str(room.provider), "givenName": "Nico", "familyName": "Kuipers", "validFrom": "2026-11-01"}
    assert "Nico Kuipers" in await browser.get(at)
    asked = await browser.post(at, fields, expect=409)
    assert "Bij u is al bekend: Nico Kuipers." in asked
    assert "Dit is iemand anders" in asked
    assert await browser.post(at, fields | {"givenName": "Hanneke"}) == f"{at}?gedaan=docent"
    assert "Hanneke Kuipers" in await browser.get(f"{at}?gedaan=docent")
    assert await browser.post(at, fields | {"isSomebodyElse": "ja"}) == f"{at}?gedaan=docent"


async def test_a_file_from_template_to_acceptance(browser: Browser, room: Classroom, client: httpx.AsyncClient) -> None:
    """The template is offered, the preview tells, doubts are ticked, and after acceptance only the file's name is left."""
    jan = await room.enrol()
    at = "/kandidaten/bestanden"
    page = await browser.get(at)
    found = re.search(r'href="(/kandidaten/bestanden/sjabloon[^"]+)"', page)
    assert found
    workbook = await client.get(found[1])
    assert workbook.headers["content-disposition"] == 'attachment; filename="inschrijvingen.xlsx"'
    fields = {"provider": str(room.provider), "track": TRACK}
    content = csv(f";Jan;;Janssen;;2026-11-20;{LESSON}", ";Elif;;Öztürk;;2026-11-20;;;;", ";;;;;;;;;Totaal 2")
    assert "Kies het bestand" in await browser.post(at, fields, expect=400)
    refused = await browser.post(at, fields, expect=400, files={"file": ("a.pdf", b"%PDF")})
    assert "a.pdf" in refused
    place = await browser.post(at, fields, files={"file": ("in.csv", content)})
    page = await browser.get(place)
    assert "Wat staat er in uw bestand?" in page
    assert f"Bij u: {jan.candidate_number} Jan Janssen." in page
    assert "Nieuw: krijgt een nummer" in page
    undecided = await browser.post(f"{place}/aannemen", expect=409)
    assert "Beslis eerst over mogelijke dubbelen" in undecided
    assert await browser.post(f"{place}/aannemen", {"iemand-anders-2": "ja"}) == f"{place}?gedaan=aangenomen"
    page = await browser.get(f"{place}?gedaan=aangenomen")
    assert "Deze inschrijvingen zijn vastgelegd" in page
    assert "Öztürk" not in page
    assert "al aangenomen" in await browser.post(f"{place}/aannemen", expect=409)
    assert "Aangenomen op" in await browser.get(at)
    assert "Enrol with a file" in await browser.get(f"/en{at}")
    assert await Enrolment.count() == 3


async def test_faults_and_nothing_new_on_the_page(browser: Browser, room: Classroom) -> None:
    """Each fault in the table with what to do; a file that brings nothing is told so."""
    jan = await room.enrol()
    fields = {"provider": str(room.provider), "track": TRACK}
    bad = csv(f";Elif;;Öztürk;;2026-11-20;GP;N. Kuiper;{LESSON[14:]}", ";Anna;;Berg;;2027-01-01;;;;")
    page = await browser.get(await browser.post("/kandidaten/bestanden", fields, files={"file": ("in.csv", bad)}))
    for told in ("H2", "F3", "is niet bekend als docent", "N. Kuipers", "na vandaag"):
        assert told in page
    assert "Ja, leg ze vast" not in page
    same = csv(f"{jan.candidate_number};Jan;;Janssen;;2026-11-20;;;;")
    page = await browser.get(await browser.post("/kandidaten/bestanden", fields, files={"file": ("in.csv", same)}))
    assert "Er staat niets nieuws in" in page


async def test_the_same_over_the_api(client: httpx.AsyncClient, room: Classroom, clock: Clock) -> None:
    """Template, file, preview, acceptance; enrolments, lessons and trainers; refusals with codes and facts."""
    ask = await as_program(client, room.actor, clock)
    provider = str(room.provider)
    person = {"givenName": "Jan", "familyName": "Janssen"}
    body = {"provider": provider, "track": TRACK, "enrolledOn": "2026-11-20", "person": person}
    made = (await ask("POST", "/enrolments", json=body)).json()
    again = await ask("POST", "/enrolments", json=body)
    assert (again.status_code, again.json()["type"].rpartition("/")[2]) == (409, "possible-duplicate")
    assert again.json()["facts"]["own"] == [{"candidateNumber": made["candidateNumber"], "name": "Jan Janssen"}]
    confirmed = await ask("POST", "/enrolments", json={**body, "isSomebodyElse": True})
    assert confirmed.status_code == 201
    trainers = (await ask("GET", f"/trainers?provider={provider}")).json()
    assert trainers == [{"person": str(room.trainer), "name": "Nico Kuipers"}]
    newcomer = {"provider": provider, "givenName": "Hanneke", "familyName": "Vermeulen", "validFrom": "2026-11-01"}
    assert (await ask("POST", "/trainers", json=newcomer)).status_code == 201
    lessons = {"trainer": trainers[0]["person"], "parts": ["GP"], "validFrom": "2026-11-23", "validTo": "2026-12-18"}
    both = {"enrolments": [made["id"], confirmed.json()["id"]]}
    assert (await ask("POST", "/teachings", json=lessons | both)).status_code == 204
    [shown, _] = (await ask("GET", f"/enrolments?provider={provider}&search=janssen")).json()
    [taught] = shown["teachings"]
    assert (taught["part"], taught["trainerName"]) == ("GP", "Nico Kuipers")
    changed = await ask("PUT", f"/teachings/{taught['id']}/last-day", json={"validTo": "2026-12-24"})
    assert changed.status_code == 204


async def test_files_over_the_api(client: httpx.AsyncClient, room: Classroom, clock: Clock) -> None:
    """A preview with every finding in words; accepted it has nothing left to show."""
    ask = await as_program(client, room.actor, clock)
    template = await ask("GET", f"/enrolment-templates/{TRACK}?provider={room.provider}")
    assert template.headers["content-type"].endswith("spreadsheetml.sheet")
    form = {"provider": str(room.provider), "track": TRACK}
    content = csv(f";Jan;;van Janssen;;2026-11-20;{LESSON}", ";Elif;;Öztürk;;gisteren;;;;")
    faulty = (await ask("POST", "/enrolment-files", data=form, files={"file": ("in.csv", content)})).json()
    assert [(each["cell"], each["code"]) for each in faulty["faults"]] == [("F3", "day-form")]
    assert [each["code"] for each in faulty["notices"]] == ["prefix-split"]
    refused = await ask("POST", f"/enrolment-files/{faulty['file']['id']}/acceptance", json={})
    assert (refused.status_code, refused.json()["type"].rpartition("/")[2]) == (409, "enrolment-file-has-faults")
    good = content.replace(b"gisteren", b"2026-11-20")
    sent = (await ask("POST", "/enrolment-files", data=form, files={"file": ("in.csv", good)})).json()
    assert (sent["newPersons"], sent["teachings"], sent["acceptable"]) == (2, 1, True)
    assert sent["candidates"][0]["name"] == "Jan van Janssen"
    at = f"/enrolment-files/{sent['file']['id']}"
    assert (await ask("GET", at)).json() == sent
    accepted = await ask("POST", f"{at}/acceptance", json={})
    assert (accepted.status_code, accepted.json()["enrolled"], len(accepted.json()["newNumbers"])) == (201, 2, 2)
    after = (await ask("GET", at)).json()
    assert (after["candidates"], after["acceptable"], after["file"]["acceptedAt"] is None) == ([], False, False)
    again = await ask("POST", f"{at}/acceptance", json={"somebodyElse": [2]})
    assert again.json()["type"].rpartition("/")[2] == "enrolment-file-accepted-before"
