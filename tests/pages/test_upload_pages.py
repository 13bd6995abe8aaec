"""What the pages of uploads offer, ask and keep: tracks and versions, rows set aside, headings, progress, taking back."""

import re
from datetime import date
from decimal import Decimal

import pytest

from config.demo import cast
from exams.enrolments import service as enrolments
from exams.enrolments.schemas import Enrol
from exams.tracks import service as tracks
from exams.tracks.rules import PartIn
from exams.tracks.schemas import CreateTrack, PublishVersion
from registry.accounts import service as accounts
from registry.people.schemas import RegisterPerson
from registry.permissions import Actor, Permission
from tests.pages.conftest import Browser, Town

HEADING = "Kandidaatnummer;Achternaam;Onderdeel;Examendatum;Poging;Score;Examinator"
PART = PartIn(
    code="GP",
    name_nl="Gemeentelijke processen",
    name_en="Municipal processes",
    scale_maximum=Decimal(100),
    pass_mark=Decimal(55),
    resit_after_days=14,
    maximum_attempts=3,
    counts_months=24,
)
FIRST_DAY = date(2026, 6, 1)


async def actor_of(who: str) -> Actor:
    """Who signs in with this account of the demo."""
    return await accounts.actor_of(await accounts.account_by_email(f"{who}@demo.example"))


@pytest.fixture
async def provider(town: Town) -> Browser:
    """The provider's browser."""
    return await town.enter("opleider")


async def enrolled(town: Town, name: str) -> str:
    """A new candidate of the provider, in the newest version; returns the number."""
    actor = await actor_of("opleider")
    [organisation] = actor.organisations_where(Permission.ENROL)
    person = RegisterPerson(given_name=name, family_name="Verhulst")
    command = Enrol(provider=organisation, track=cast.TRACK, enrolled_on=date(2026, 10, 1), person=person)
    return (await enrolments.enrol(command, actor=actor, now=town.clock.now)).candidate_number


async def send(browser: Browser, *lines: str, track: str = cast.TRACK, expect: int = 303) -> str:
    """Send a file of these lines; returns where its page is."""
    found = re.search(r'name="provider" value="([^"]+)"', await browser.get("/aanleveringen"))
    assert found
    file = {"file": ("uitslagen.csv", "\n".join([HEADING, *lines]).encode())}
    return await browser.post("/aanleveringen", {"provider": found[1], "track": track}, expect=expect, files=file)


def row(number: str, *, part: str = "GP", score: str = "80", day: str = "12-11-2026") -> str:
    """One result."""
    return f"{number};Verhulst;{part};{day};1;{score};R. Postma"


def keys(page: str) -> dict[str, str]:
    """The sittings that the page asks after."""
    return dict(re.findall(r'name="(key\.\d+)" value="([^"]+)"', page))


async def test_faulty_rows_are_set_aside(town: Town, provider: Browser) -> None:
    """Ticked all at once, or one by one, they are left out and listed; unticked, nothing is recorded."""
    number = await enrolled(town, "Anke")
    upload = await send(provider, row(number), row(number, part="IM", score="130"), row(number, part="OA", score="131"))
    page = await provider.get(upload)
    assert "Alle 2 rijen met een fout" in page
    fields = {**keys(page), "place.1": "Utrecht"}
    assert "Het bestand bevat fouten" in await provider.post(f"{upload}/aannemen", fields, expect=409)
    page = await provider.post(f"{upload}/aannemen", fields | {"aside.3": "ja"}, expect=409)
    assert 'id="aside.3" name="aside.3" type="checkbox" value="ja" checked' in page
    await provider.post(f"{upload}/aannemen", fields | {"aside": "ja"})
    page = await provider.get(upload)
    assert "<span>Uitslagen vastgelegd:</span> <strong>1</strong>" in page
    assert "2 rijen zijn apart gezet en niet vastgelegd: 3, 4." in page


async def test_one_place_for_all_or_each_its_own(town: Town, provider: Browser) -> None:
    """What is typed at a sitting goes before what is typed for all; an odd one is told at its field."""
    number = await enrolled(town, "Bas")
    days = {"GP": "10-11-2026", "IM": "11-11-2026"}
    upload = await send(provider, *[row(number, part=part, day=day) for part, day in days.items()])
    asked = keys(await provider.get(upload))
    assert len(asked) == 2
    page = await provider.post(f"{upload}/aannemen", {**asked, "place": "Utrecht", "place.2": "Z"}, expect=400)
    assert '<a href="#place.2">' in page
    assert "<details open>" in page
    page = await provider.post(f"{upload}/aannemen", {**asked, "place.2": "Zwolle"}, expect=400)
    assert '<a href="#place.1">Vul in waar de zitting GP op 10 november 2026 was.' in page
    await provider.post(f"{upload}/aannemen", {**asked, "place": "Utrecht", "place.2": "Zwolle"})
    page = await provider.get("/zittingen")
    assert "Zwolle" in page
    assert "Utrecht" in page


async def test_progress_of_a_short_file(town: Town, provider: Browser) -> None:
    """There is nothing to wait for."""
    upload = await send(provider, row(await enrolled(town, "Cas")))
    answer = await provider.client.get(f"{upload}/voortgang")
    assert (answer.status_code, answer.json()["ending"]) == (200, "done")
    page = await provider.post(f"{upload}/afbreken", expect=409)
    assert "Er valt niets af te breken" in page


async def test_retracting_asks_why(town: Town, provider: Browser) -> None:
    """Its page says what it does; without a reason nothing happens; then it is taken back, once."""
    upload = await send(provider, row(await enrolled(town, "Dirk")))
    assert "Dit bestand is niet aangenomen" in await provider.get(f"{upload}/terugtrekken", expect=409)
    page = await provider.get(upload)
    await provider.post(f"{upload}/aannemen", {**keys(page), "place.1": "Utrecht"})
    assert "uitslag telt niet meer" in await provider.get(f"{upload}/terugtrekken")
    assert "Vul dit in." in await provider.post(f"{upload}/terugtrekken", expect=400)
    await provider.post(f"{upload}/terugtrekken", {"reason": "wrong-file"})
    assert "Deze aanlevering is teruggetrokken" in await provider.get(upload)
    assert await provider.post(f"{upload}/terugtrekken", {"reason": "wrong-file"}, expect=409)


async def test_only_what_a_provider_examines_is_offered(town: Town, provider: Browser) -> None:
    """A track of another's is not; a version is asked only where there are candidates in more than one."""
    owner = await actor_of("schema")
    [organisation] = owner.organisations_where(Permission.OWN_SCHEMES)
    other = CreateTrack(
        owner=organisation, code="ander", name_nl="Ander traject", name_en="Other", effective_from=FIRST_DAY, parts=[PART]
    )
    await tracks.create(other, actor=owner, now=cast.SETTING_UP)
    page = await provider.get("/aanleveringen")
    assert "Ander traject" not in page
    assert f'name="track" value="{cast.TRACK}"' in page
    second = PublishVersion(effective_from=date(2026, 7, 1), parts=[PART])
    await tracks.publish_version(cast.TRACK, second, actor=owner, now=town.clock.now)
    number = await enrolled(town, "Eef")
    page = await provider.get("/aanleveringen")
    assert f'<option value="{cast.TRACK}/1">Opleidingstraject e-adviseur, versie 1</option>' in page
    first = await provider.get(await send(provider, row(number), track=f"{cast.TRACK}/1"))
    assert "(versie 1)" in first
    assert "Er staat 1 fout in het bestand" in first
    newest = await provider.get(await send(provider, row(number), track=f"{cast.TRACK}/2"))
    assert "(versie 2)" in newest
    assert "1 nieuwe uitslag wordt vastgelegd." in newest
    await send(provider, row(number), track=f"{cast.TRACK}/9", expect=404)
