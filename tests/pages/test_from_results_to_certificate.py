"""A new candidate through the pages: results are sent and accepted, the dossier is admitted, prepared and decided."""

import re
from collections.abc import Callable
from datetime import date

import pytest

from config.demo import cast
from exams.enrolments import service as enrolments
from exams.enrolments.schemas import Enrol
from registry.accounts import passwords
from registry.accounts import service as accounts
from registry.accounts.schemas import CreateAccount, GrantRole
from registry.dossiers import service as dossiers
from registry.dossiers.schemas import Apply
from registry.people.schemas import RegisterPerson
from registry.permissions import OPERATOR, Permission, Role
from tests.pages.conftest import Browser, Town

_COUNTED = re.compile(r"<strong>(\d+)</strong> ([^<,]+?)(?:, voor u: (\d+))?\s*<")
_STATES = ("aangevraagd", "compleet", "voorbereid door een collega")
HEADINGS = "Kandidaatnummer;Achternaam;Voornaam;Onderdeel;Examendatum;Poging;Score;Examinator"


class Candidate:
    """Somebody who applied, and the file with their results."""

    def __init__(self, name: str, number: str, dossier: str) -> None:
        self.name = name
        self.number = number
        self.dossier = dossier

    def results(self, examiner: str = "R. Postma") -> bytes:
        """A pass for every part."""
        rows = [f"{self.number};Nieuweling;{self.name};{part};16-11-2026;1;{score};{examiner}" for part, score in PASSED]
        return "\n".join([HEADINGS, *rows]).encode()


PASSED = (("GP", "80"), ("IM", "80"), ("OA", "80"), ("VM", "80"), ("ET", "8,5"))


async def applicant(town: Town, name: str) -> Candidate:
    """A person whom the provider enrolled and who applied for a certificate."""
    provider = await accounts.actor_of(await accounts.account_by_email("opleider@demo.example"))
    [organisation] = provider.organisations_where(Permission.ENROL)
    enrol = Enrol(
        provider=organisation,
        track=cast.TRACK,
        enrolled_on=date(2026, 10, 1),
        person=RegisterPerson(given_name=name, family_name="Nieuweling"),
    )
    now = town.clock.now
    enrolled = await enrolments.enrol(enrol, actor=provider, now=now)
    create = CreateAccount(person=enrolled.person, email=f"{name.lower()}@demo.example", password="een zin van woorden")
    account = await accounts.create(create, passwords=passwords.cheapest(), actor=OPERATOR, now=now)
    await accounts.grant(account, GrantRole(role=Role.ADVISER), actor=OPERATOR, now=now)
    application = Apply(scheme=cast.SCHEME, terms_version="2026-1", code_of_conduct_version="2026-1")
    dossier = await dossiers.apply(application, actor=await accounts.actor_of(account), now=now)
    return Candidate(name, enrolled.candidate_number, str(dossier))


@pytest.fixture
async def provider(town: Town) -> Browser:
    """The provider's browser, at its uploads."""
    browser = await town.enter("opleider")
    await browser.get("/aanleveringen")
    return browser


async def send(browser: Browser, name: str, content: bytes, *, expect: int = 303) -> str:
    """Send a file as the form does."""
    page = await browser.get("/aanleveringen")
    found = re.search(r'name="provider" value="([^"]+)"', page)
    assert found
    fields = {"provider": found[1], "track": cast.TRACK}
    return await browser.post("/aanleveringen", fields, expect=expect, files={"file": (name, content)})


def places_on(page: str) -> dict[str, str]:
    """The form that accepts, with one place for every sitting that it asks after."""
    keys = re.findall(r'name="(key\.\d+)" value="([^"]+)"', page)
    return dict(keys) | {"place": "Utrecht"}


async def waiting(certifier: Browser) -> list[str]:
    """How many dossiers the certifier can admit, prepare and decide."""
    waits, _, _ = (await certifier.get("/werk")).partition("Wat u hier kunt doen")
    told = {words: own or number for number, words, own in _COUNTED.findall(waits)}
    return [told.get(words, "0") for words in _STATES]


def evidence_of(page: str) -> str:
    """The id of the evidence that a dossier's forms carry."""
    found = re.search(r'name="evidence" value="([^"]+)"', page)
    assert found
    return found[1]


async def test_the_whole_way(town: Town, provider: Browser) -> None:
    """Upload, preview, accept; admit, prepare, grant: each step on its page, and the certificate can be checked."""
    who = await applicant(town, "Noor")
    at = f"/dossiers/{who.dossier}"
    a, c = await town.enter("certificeerder-a"), await town.enter("certificeerder-c")
    assert await waiting(a) == ["1", "0", "0"]
    assert "Kandidaat toelaten" in await a.get(at)
    assert await a.post(f"{at}/toelaten", {"identityDocument": "paspoort"}) == f"{at}?gedaan=toegelaten"
    assert "De kandidaat is toegelaten." in await a.get(f"{at}?gedaan=toegelaten")

    upload = await send(provider, "nieuw.csv", who.results())
    page = await provider.get(upload)
    assert "5 nieuwe uitslagen worden vastgelegd" in page
    assert "Noor Nieuweling" in page
    assert "Ja, alles gehaald" in page
    assert "Vul in waar de zittingen waren." in await provider.post(
        f"{upload}/aannemen", places_on(page) | {"place": ""}, expect=400
    )
    assert await provider.post(f"{upload}/aannemen", places_on(page)) == f"{upload}?gedaan=aangenomen"
    assert "Deze aanlevering is aangenomen" in await provider.get(f"{upload}?gedaan=aangenomen")
    assert "Dit bestand is al verwerkt" in await provider.post(f"{upload}/aannemen", expect=409)

    page = await a.get(at)
    assert "Ruben Postma" in page
    evidence = evidence_of(page)
    assert await a.post(f"{at}/voorbereiden", {"evidence": evidence, "advice": "Akkoord."}) == f"{at}?gedaan=voorbereid"
    page = await a.get(at)
    assert "U heeft dit dossier zelf voorbereid" in page
    assert (await waiting(a), await waiting(c)) == (["0", "0", "0"], ["0", "0", "1"])
    assert "Ken het certificaat toe" not in page
    assert "Twee personen nodig" in await a.post(f"{at}/toekennen", {"evidence": evidence}, expect=409)

    page = await c.get(at)
    assert "Ken het certificaat toe" in page
    assert await c.post(f"{at}/toekennen", {"evidence": evidence_of(page)}) == f"{at}?gedaan=toegekend"
    page = await c.get(f"{at}?gedaan=toegekend")
    assert "Het certificaat is uitgegeven." in page
    number = re.findall(r"CA\d{8}-\d\d", page)[0]
    assert "Dit certificaat is geldig." in await c.get(f"/certificaten/{number}")


async def test_a_refusal_keeps_what_was_typed(town: Town, provider: Browser) -> None:
    """A step that a rule refuses shows the rule, and input that is wrong its fault; what was typed is still there."""
    who = await applicant(town, "Daan")
    at = f"/dossiers/{who.dossier}"
    a, b, c = [await town.enter(f"certificeerder-{letter}") for letter in "abc"]
    await c.get(at)
    assert "Vul dit in." in await c.post(f"{at}/toelaten", {}, expect=400)
    await c.post(f"{at}/toelaten", {"identityDocument": "paspoort"})
    upload = await send(provider, "daan.csv", who.results("L. van Dam"))
    await provider.post(f"{upload}/aannemen", places_on(await provider.get(upload)))

    page = await b.get(at)
    assert "U mag dit dossier niet voorbereiden of beslissen" in page
    assert 'name="evidence"' not in page
    assert await waiting(b) == ["0", "0", "0"]
    assert await waiting(a) == ["0", "1", "0"]

    evidence = evidence_of(await a.get(at))
    assert "Niet onafhankelijk" in await b.post(f"{at}/voorbereiden", {"evidence": evidence}, expect=409)
    other = "00000000-0000-4000-8000-000000000000"
    page = await a.post(f"{at}/voorbereiden", {"evidence": other, "advice": "Mijn advies."}, expect=409)
    assert "Het bewijs is veranderd" in page
    assert "Mijn advies.</textarea>" in page
    assert f'href="/en{at}"' in page
    await a.post(f"{at}/voorbereiden", {"evidence": evidence})

    await c.get(at)
    page = await c.post(f"{at}/afwijzen", {"evidence": evidence, "reason": "Te kort"}, expect=400)
    assert "Schrijf ten minste 10 tekens." in page
    assert "Te kort</textarea>" in page
    assert await c.post(f"{at}/afwijzen", {"evidence": evidence, "reason": "Dit is de reden van de afwijzing."})
    assert "Deze stap kan nu niet" in await c.post(f"{at}/toekennen", {"evidence": evidence}, expect=409)


async def test_the_list_of_dossiers(town: Town) -> None:
    """The list is filtered by state, and an empty one says so."""
    browser = await town.enter("certificeerder-b")
    assert "Toegekend" in await browser.get("/dossiers?stand=granted")
    assert "Er is niets gevonden" in await browser.get("/dossiers?stand=abandoned")


async def test_what_the_demo_shows_the_second_certifier(town: Town) -> None:
    """L. van Dam reads on a dossier with a resit of theirs why they may not judge it, and until when."""
    browser = await town.enter("certificeerder-b")
    page = await browser.get("/dossiers")
    found = re.search(r'href="(/dossiers/[^"]+)">Maarten Sørensen', page)
    assert found
    page = await browser.get(found[1])
    assert "u heeft deze persoon geëxamineerd (dit vervalt op 17 november 2028)" in page


async def test_faults_are_told_at_their_cells(provider: Browser, sample: Callable[[str], bytes]) -> None:
    """A file with faults cannot be accepted; its preview names each cell, and the workbook comes back marked."""
    upload = await send(provider, "uitslagen-rommelig.xlsx", sample("uitslagen-rommelig.xlsx"))
    page = await provider.get(upload)
    assert "De datum ‘31 februari 2026’ bestaat niet." in page
    assert "EA000102-42" in page
    assert "Wilt u deze uitslagen laten vastleggen?" not in page
    assert "Het bestand bevat fouten" in await provider.post(f"{upload}/aannemen", expect=409)
    assert "The date" in await provider.get(f"/en{upload}")
    answer = await provider.client.get(f"{upload}/werkboek")
    assert (answer.status_code, answer.content[:2]) == (200, b"PK")
    assert "uitslagen-met-fouten.xlsx" in answer.headers["content-disposition"]


async def test_nothing_new(provider: Browser, sample: Callable[[str], bytes]) -> None:
    """A file whose results are on record already says that there is nothing to accept."""
    page = await provider.get(await send(provider, "uitslagen-najaar.ods", sample("uitslagen-najaar.ods")))
    assert "Niets nieuws in het bestand" in page


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("verslag.docx", b"PK\x03\x04", "Het bestand is beschadigd of niet helemaal aangekomen."),
        ("uitslagen.xlsx", b"geen werkmap", "past niet bij de naam"),
        ('"><b>.pdf', b"x", "is geen rekenblad maar een PDF-bestand"),
    ],
)
async def test_a_refused_file(provider: Browser, name: str, content: bytes, words: str) -> None:
    """A file that cannot be read is told at the form, as text."""
    page = await send(provider, name, content, expect=400)
    assert words in page
    assert 'aria-invalid="true"' in page


async def test_no_file(provider: Browser) -> None:
    """Without a file and with an unknown provider the form names both fields."""
    page = await provider.post("/aanleveringen", {"provider": "x", "track": cast.TRACK}, expect=400)
    assert "Kies het bestand met de uitslagen." in page
    assert "Kies een van de mogelijkheden." in page


async def test_a_file_that_is_too_large(provider: Browser) -> None:
    """A body beyond the limit of an upload is refused; one beyond that of other forms is not."""
    await send(provider, "groot.csv", b"x" * 11_000_000, expect=413)
    await send(provider, "middel.csv", b"GP;1\n" * 20_000, expect=303)


async def test_the_template(provider: Browser) -> None:
    """The template is there for each track of the provider."""
    page = await provider.get("/aanleveringen")
    found = re.search(r'href="(/aanleveringen/sjabloon[^"]+)"', page)
    assert found
    answer = await provider.client.get(found[1])
    assert (answer.status_code, answer.content[:2]) == (200, b"PK")


async def test_another_provider(town: Town, provider: Browser) -> None:
    """An upload is seen by its own provider only."""
    await provider.get("/aanleveringen")
    other = "00000000-0000-4000-8000-000000000000"
    files = {"file": ("a.csv", b"x")}
    page = await provider.post("/aanleveringen", {"provider": other, "track": cast.TRACK}, expect=404, files=files)
    assert "Niet gevonden" in page
