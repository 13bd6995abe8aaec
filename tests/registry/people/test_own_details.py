"""An adviser's own page: what they say of themselves, what is public since when, and how that looks before it is saved."""

from datetime import timedelta

import httpx
import pytest

from registry.organisations import regions
from registry.organisations.schemas import CreateRegion
from registry.people import service as people
from registry.people.rules import PublicField
from registry.people.schemas import ChangeConsent, RecordEmployment
from registry.permissions import OPERATOR
from tests.conftest import Clock
from tests.registry import making
from tests.registry.dossiers.signing_in import browser
from tests.registry.making import BEFORE, NOW


@pytest.fixture(autouse=True)
def _now(clock: Clock) -> None:
    clock.now = NOW


async def test_an_adviser_says_where_and_on_what_they_work(client: httpx.AsyncClient) -> None:
    """What is ticked replaces what was said before; codes that nobody offers are none."""
    await making.world()
    await regions.create(CreateRegion(code="groene-delta", name="Groene Delta"), actor=OPERATOR, now=BEFORE)
    adviser = await making.candidate()
    own = await browser(client, adviser.actor)
    ticked = {
        "provinces-Utrecht": "ja",
        "regions-groene-delta": "ja",
        "languages-nl": "ja",
        "languages-fy": "ja",
        "competences-change-management": "ja",
        "specialisms-bag": "ja",
        "specialisms-niets": "ja",
    }
    assert await own.post("/mijn-gegevens/profiel", ticked) == "/mijn-gegevens?gedaan=gegevens"
    page = await own.get("/mijn-gegevens?gedaan=gegevens")
    assert "Uw gegevens zijn opgeslagen." in page
    for words in ("Utrecht", "Groene Delta", "Nederlands, Fries", "Verandermanagement"):
        assert words in page
    said = await people.profile_of(adviser.adviser)
    assert (list(said.languages), list(said.specialisms)) == (["nl", "fy"], ["bag"])
    assert "Dutch, Frisian" in await own.get("/en/mijn-gegevens")
    await own.post("/en/mijn-gegevens/profiel", {"languages-nl": "ja"})
    said = await people.profile_of(adviser.adviser)
    assert (list(said.languages), list(said.specialisms), list(said.provinces)) == (["nl"], [], [])


async def test_consent_is_given_per_field_and_stands_with_its_day(client: httpx.AsyncClient, clock: Clock) -> None:
    """What stays given keeps its day; what is turned off is not public, and turning it on again begins anew."""
    world, adviser = await making.world(), await making.candidate()
    job = RecordEmployment(employer=world.organisations["employer"], valid_from=BEFORE.date())
    await people.record_employment(adviser.person, job, actor=OPERATOR, now=BEFORE)
    own = await browser(client, adviser.actor)
    page = await own.get("/mijn-gegevens")
    assert "De employer – Niet openbaar." in page
    assert "Elif Öztürk – Openbaar sinds 1 juni 2026." in page
    both = {"consent-name": "ja", "consent-employer": "ja"}
    assert await own.post("/mijn-gegevens/toestemming", both) == "/mijn-gegevens?gedaan=toestemming"
    page = await own.get("/mijn-gegevens?gedaan=toestemming")
    assert "De employer – Openbaar sinds 20 november 2026." in page
    assert "Elif Öztürk – Openbaar sinds 1 juni 2026." in page
    assert "Elif Öztürk – Public since 1 June 2026." in await own.get("/en/mijn-gegevens")
    await own.post("/mijn-gegevens/toestemming", {"consent-employer": "ja", "consent-shoe-size": "ja"})
    assert "staat u niet op de openbare lijst" in await own.get("/mijn-gegevens")
    clock.now = NOW + timedelta(minutes=1)
    await own.post("/mijn-gegevens/toestemming", both)
    assert "Elif Öztürk – Openbaar sinds 20 november 2026." in await own.get("/mijn-gegevens")


async def test_a_change_of_consent_is_undone_from_the_news_of_it(client: httpx.AsyncClient, clock: Clock) -> None:
    """What was public before is public again; where nothing changed there is nothing to undo, and reading undoes nothing."""
    adviser = await making.candidate()
    own = await browser(client, adviser.actor)
    assert await own.post("/mijn-gegevens/toestemming", {"consent-name": "ja"}) == "/mijn-gegevens?gedaan=bewaard"
    page = await own.get("/mijn-gegevens?gedaan=bewaard")
    assert ("Er verandert niets." in page, "Maak ongedaan" in page) == (True, False)
    assert await own.post("/mijn-gegevens/toestemming", {"consent-languages": "ja"}) == "/mijn-gegevens?gedaan=toestemming"
    page = await own.get("/mijn-gegevens?gedaan=toestemming")
    form = page[page.index("De openbare lijst volgt meteen.") : page.index("Maak ongedaan")]
    assert ('name="consent-name" value="ja"' in form, "consent-languages" in form) == (True, False)
    assert "Undo" in await own.get("/en/mijn-gegevens?gedaan=toestemming")
    assert await people.consent_before(adviser.actor) == {PublicField.NAME}
    assert (await people.consents([adviser.adviser]))[adviser.adviser] == {PublicField.LANGUAGES}
    clock.now = NOW + timedelta(minutes=1)
    await own.post("/mijn-gegevens/toestemming", {"consent-name": "ja"})
    assert (await people.consents([adviser.adviser]))[adviser.adviser] == {PublicField.NAME}
    assert await people.consent_before(adviser.actor) == {PublicField.LANGUAGES}


async def test_a_preview_changes_nothing(client: httpx.AsyncClient) -> None:
    """It shows what would be seen by what is ticked, and says that nothing is saved."""
    await making.world()
    adviser = await making.candidate()
    own = await browser(client, adviser.actor)
    chosen = {"consent-name": "ja", "consent-availability": "ja", "preview": "ja"}
    page = await own.post("/mijn-gegevens/toestemming", chosen, expect=200)
    assert "Er is nog niets veranderd." in page
    assert ">Beschikbaar vanaf</dt>" in page
    assert 'name="consent-availability" type="checkbox" value="ja" checked' in page
    page = await own.post("/mijn-gegevens/toestemming", {"preview": "ja"}, expect=200)
    assert "staat u niet op de openbare lijst" in page
    assert (await people.consents([adviser.adviser]))[adviser.adviser] == {PublicField.NAME}


async def test_the_page_says_which_certificates_are_on_the_list(client: httpx.AsyncClient) -> None:
    """As the public list has them: by the policy of the scheme, and by consent."""
    world, adviser = await making.world(), await making.candidate()
    own = await browser(client, adviser.actor)
    assert "U heeft nog geen certificaat." in await own.get("/mijn-gegevens")
    number = (await making.certified(world, adviser)).number
    page = await own.get("/mijn-gegevens")
    assert number in page
    assert "Staat er nu op" in page
    await people.change_consent(ChangeConsent(fields=[]), actor=adviser.actor, now=NOW)
    assert "Staat er nu niet op" in await own.get("/mijn-gegevens")


async def test_the_page_is_of_the_adviser_alone(client: httpx.AsyncClient) -> None:
    """A card leads to it; who has no file has none."""
    world, adviser = await making.world(), await making.candidate()
    own = await browser(client, adviser.actor)
    work = await own.get("/werk")
    assert "/mijn-gegevens" in work
    assert "<strong>1</strong> openbaar" in work
    assert "nog niet aanpassen" not in work
    other = await browser(client, world.municipality)
    assert "/mijn-gegevens" not in await other.get("/werk")
    await other.get("/mijn-gegevens", expect=403)
    await other.post("/mijn-gegevens/profiel", expect=403)
