"""The list as programs and people ask for it, on a real registry behind the whole application."""

import csv
from datetime import date, timedelta
from decimal import Decimal
from io import BytesIO, StringIO
from urllib.parse import quote

import httpx
import pytest
from openpyxl import load_workbook

from public_list.listing.asking import FOR_PROGRAMS
from registry.availability import service as availability
from registry.availability.schemas import StateAvailability
from registry.certificates import service as certificates
from registry.certificates.rules import EventKind
from registry.organisations import regions
from registry.organisations.schemas import CreateRegion, JoinRegion
from registry.people import service as people
from registry.people.rules import PublicField
from registry.people.schemas import ChangeConsent, ChangeProfile
from registry.permissions import OPERATOR
from registry.reference_data import municipalities
from registry.reference_data.municipalities import Row
from tests.conftest import Clock
from tests.registry import making
from tests.registry.making import BEFORE, NOW, TODAY

API = "/api/v1/certified-advisers"
PLACES = (
    Row("GM0608", "Schoonhoven", "Zuid-Holland", None, date(2014, 12, 31), ("GM1931",)),
    Row("GM0518", "'s-Gravenhage", "Zuid-Holland", None, None, ()),
    Row("GM1931", "Krimpenerwaard", "Zuid-Holland", date(2015, 1, 1), None, ()),
)
MONDAYS = StateAvailability(
    first_day=date(2027, 1, 1),
    monday=Decimal(1),
    tuesday=Decimal(0),
    wednesday=Decimal(0),
    thursday=Decimal(0),
    friday=Decimal(0),
)
"""From the first Monday of 2027 on, which is the fourth of January."""


@pytest.fixture
async def numbers(database: None, clock: Clock) -> dict[str, str]:
    """Three on the list, of whom Elif works in a region, Anna in a province, and Jan says nothing; by family name."""
    clock.now = NOW
    world = await making.world()
    await municipalities.load(PLACES, actor=OPERATOR, now=BEFORE)
    await regions.create(CreateRegion(code="midden-holland", name="Midden-Holland"), actor=OPERATOR, now=BEFORE)
    joined = JoinRegion(municipality="GM1931", valid_from=date(2026, 1, 1))
    await regions.join("midden-holland", joined, actor=OPERATOR, now=BEFORE)
    profiles = {
        ("Elif", "Öztürk"): ChangeProfile(
            regions=["midden-holland"], languages=["nl", "tr"], competences=["change-management"]
        ),
        ("Anna", "Berg"): ChangeProfile(provinces=["Zuid-Holland"], specialisms=["zaakgericht-werken"]),
        ("Jan", "Jansen"): ChangeProfile(),
    }
    issued = {}
    for (given, family), profile in profiles.items():
        someone = await making.candidate(given, family)
        issued[family] = (await making.certified(world, someone)).number
        await people.change_profile(profile, actor=someone.actor, now=NOW)
        if family == "Öztürk":
            await availability.state(MONDAYS, actor=someone.actor, now=NOW)
        await people.change_consent(ChangeConsent(fields=list(PublicField)), actor=someone.actor, now=NOW)
    return issued


async def happens(number: str, kind: EventKind) -> None:
    """Something happens today to the certificate with this number."""
    [issued] = [each for each in await certificates.everything() if each.number == number]
    await making.happens(issued.id, kind, TODAY)


async def names(client: httpx.AsyncClient, query: str) -> list[str]:
    """Whom the API finds."""
    answer = await client.get(f"{API}?{query}")
    assert answer.status_code == 200, answer.text
    return [entry["name"] for entry in answer.json()["entries"]]


async def test_everything_is_asked_in_the_api(numbers: dict[str, str], client: httpx.AsyncClient) -> None:
    """By name, by facets of which any value will do, on another day, in another order; with the numbers of each value."""
    assert await names(client, "") == ["Anna Berg", "Jan Jansen", "Elif Öztürk"]
    assert await names(client, "name=jan") == ["Jan Jansen"]
    assert await names(client, "province=Zuid-Holland&province=Utrecht") == ["Anna Berg"]
    assert await names(client, "language=tr&competence=change-management") == ["Elif Öztürk"]
    assert await names(client, "language=tr&province=Zuid-Holland") == []
    assert await names(client, "scheme=e-adviseur&specialism=zaakgericht-werken") == ["Anna Berg"]
    assert await names(client, f"validOn={TODAY}") == ["Anna Berg", "Jan Jansen", "Elif Öztürk"]
    assert await names(client, "validOn=2020-01-01") == []
    told = (await client.get(f"{API}?language=nl")).json()
    assert told["facets"]["language"] == {"nl": 1, "tr": 1}
    assert told["facets"]["scheme"] == {"e-adviseur": 1}
    assert (told["total"], told["page"], told["pages"], told["place"]) == (1, 1, 1, None)


async def test_a_value_that_nobody_has_is_an_empty_list(numbers: dict[str, str], client: httpx.AsyncClient) -> None:
    """An unknown province is no fault; the page shows what was asked, and how to take it off."""
    assert await names(client, "province=Atlantis") == []
    page = await client.get("/adviseurs?provincie=Atlantis&naam=jan")
    assert page.status_code == 200
    assert "Geen adviseur gevonden" in page.text
    assert 'href="/adviseurs?naam=jan"' in page.text
    assert "Provincie: Atlantis" in page.text


async def test_what_is_wrong_is_told_at_once(numbers: dict[str, str], client: httpx.AsyncClient) -> None:
    """Unknown, repeated and impossible, each at its name: in the API as a problem, on the page at the field."""
    query = "kleur=rood&name=a&name=b&validOn=0000-00-00&page=0"
    answer = await client.get(f"{API}?{query}")
    assert answer.status_code == 400
    told = [(each["in"], each["location"]) for each in answer.json()["errors"]]
    assert told == [("query", "kleur"), ("query", "name"), ("query", "validOn"), ("query", "page")]
    page = await client.get("/adviseurs?naam=berg&dag=gisteren&kleur=rood")
    assert page.status_code == 400
    assert "Lijst van welke dag? Vul een datum in, zoals 05-03-2027." in page.text
    assert "‘kleur’ kennen wij niet." in page.text
    assert 'href="/adviseurs?naam=berg"' in page.text
    assert "Anna Berg" in page.text


@pytest.mark.parametrize(
    "query",
    [
        "naam=%00",
        "naam=%FF",
        "naam=%ED%A0%80",
        "naam=" + "x" * 10_000,
        "a=" * 3_000,
        "a&" * 3_000,
        "pagina=99999999999999999999",
        "dag=0000-01-01",
        "beschikbaar=10000-01-01",
        "naam=a&naam=b",
        "naam[]=a",
        "bestand=exe",
        "provincie=" + quote("\u202e\x07"),
        "gemeente=" + quote("'; DROP TABLE person; --"),
    ],
)
async def test_any_query_string_is_answered(client: httpx.AsyncClient, query: str) -> None:
    """Refused with the form in both languages and in the API: never an error of ours."""
    for path in ("/adviseurs", "/en/adviseurs", API):
        answer = await client.get(f"{path}?{query}")
        assert answer.status_code == 400, (path, answer.text)


@pytest.mark.parametrize(
    "query", ["naam=%25%25", "naam=_", "naam=.*[(", "naam=%F0%9F%98%80", "dag=9999-12-31", "dag=0001-01-01"]
)
async def test_odd_but_right(numbers: dict[str, str], client: httpx.AsyncClient, query: str) -> None:
    """Wildcards, signs and far days find nobody."""
    answer = await client.get(f"/adviseurs?{query}")
    assert answer.status_code == 200
    assert "0 adviseurs" not in answer.text
    assert "Anna Berg" not in answer.text


async def test_a_page_beyond_the_end(numbers: dict[str, str], client: httpx.AsyncClient) -> None:
    """Is empty, and offers the last one with the same question."""
    answer = (await client.get(f"{API}?page=7")).json()
    assert (answer["total"], answer["entries"], answer["pages"]) == (3, [], 1)
    page = (await client.get("/adviseurs?taal=nl&pagina=7")).text
    assert "Deze pagina is er niet" in page
    assert 'href="/adviseurs?taal=nl">Naar de laatste pagina' in page


async def test_an_old_municipality_leads_to_its_successor(numbers: dict[str, str], client: httpx.AsyncClient) -> None:
    """To the region in which that lies, or to its province where nobody works in the region; and it says so."""
    page = (await client.get("/adviseurs?gemeente=schoonhoven")).text
    assert "Schoonhoven is nu Krimpenerwaard." in page
    assert "U ziet adviseurs die werken in de regio Midden-Holland." in page
    assert "Elif Öztürk" in page
    assert "Anna Berg" not in page
    assert 'href="/adviseurs?provincie=Zuid-Holland">Toon de hele provincie' in page
    narrowed = (await client.get("/adviseurs?gemeente=schoonhoven&naam=anna")).text
    assert "U ziet adviseurs die werken in Zuid-Holland." in narrowed
    assert "Anna Berg" in narrowed
    several = (await client.get("/adviseurs?gemeente=den+haag&provincie=Utrecht")).text
    assert "U ziet adviseurs die werken in een of meer van deze provincies: Utrecht, Zuid-Holland." in several
    place = (await client.get(f"{API}?municipality=GM0608")).json()["place"]
    assert (place["asked"], place["today"], place["narrowedBy"]) == (
        "Schoonhoven",
        ["Krimpenerwaard"],
        {"region": ["midden-holland"]},
    )
    english = (await client.get("/en/adviseurs?gemeente=den+haag")).text
    assert "You see advisers who work in Zuid-Holland." in english


async def test_a_municipality_that_is_none(numbers: dict[str, str], client: httpx.AsyncClient) -> None:
    """Is a fault at its field, with a link to what may be meant."""
    page = await client.get("/adviseurs?gemeente=Schoonhove&naam=anna")
    assert page.status_code == 400
    assert "Wij kennen geen gemeente met de naam ‘Schoonhove’." in page.text
    assert 'href="/adviseurs?naam=anna&amp;gemeente=Schoonhoven">Schoonhoven</a>' in page.text
    answer = await client.get(f"{API}?municipality=Schoonhove&kleur=rood")
    assert [each["location"] for each in answer.json()["errors"]] == ["kleur", "municipality"]


async def test_a_typing_error_is_told(numbers: dict[str, str], client: httpx.AsyncClient) -> None:
    """Whom it finds is shown, and what was searched besides."""
    page = (await client.get("/adviseurs?naam=ozturkk")).text
    assert "Niemand op de lijst heet ‘ozturkk’. Wij zochten ook op: ozturk." in page
    assert "Elif Öztürk" in page
    told = (await client.get(f"{API}?name=Jnasen")).json()
    assert ([each["name"] for each in told["entries"]], told["takenFor"]) == (["Jan Jansen"], {"jnasen": ["jansen"]})


async def test_who_has_time(numbers: dict[str, str], client: httpx.AsyncClient) -> None:
    """Who states hours from a day on is found from that day on, and not before; who states nothing is not found."""
    assert await names(client, "availableFrom=2027-01-03") == []
    assert await names(client, "availableFrom=2027-01-04") == ["Elif Öztürk"]
    assert "Heeft tijd vanaf 4 januari 2027" in (await client.get("/adviseurs?beschikbaar=5-1-2027")).text
    assert "4 January 2027" in (await client.get(f"/en/adviseurs/{numbers['Öztürk']}")).text


async def test_another_day_is_named(numbers: dict[str, str], client: httpx.AsyncClient) -> None:
    """The page says of which day it is, and leads back to today."""
    page = (await client.get("/adviseurs?dag=2020-01-01&naam=anna")).text
    assert "Dit is de lijst van 1 januari 2020, zoals wij die nu kennen." in page
    assert 'href="/adviseurs?naam=anna">Toon de lijst van vandaag' in page


async def test_one_adviser(numbers: dict[str, str], client: httpx.AsyncClient) -> None:
    """All that they let the public see, in words of each language; and the same for programs."""
    number = numbers["Öztürk"]
    page = (await client.get(f"/adviseurs/{number.lower()}")).text
    for words in (
        "Elif Öztürk",
        "Midden-Holland",
        "Nederlands, Turks",
        "Verandermanagement",
        "Gemeentelijke processen",
        number,
    ):
        assert words in page
    assert '<script type="application/ld+json">{"@context"' in page
    english = (await client.get(f"/en/adviseurs/{number}")).text
    for words in ("Dutch, Turkish", "Change management", "Municipal processes", "e-adviser<"):
        assert words in english
    assert (await client.get(f"{API}/{number}")).json()["languages"] == ["nl", "tr"]


async def test_who_is_not_on_the_list_has_no_page(numbers: dict[str, str], client: httpx.AsyncClient, clock: Clock) -> None:
    """Their number leads to its check, which always answers; so does what is no number."""
    number = numbers["Jansen"]
    answer = await client.get("/adviseurs/CA12345678-66")
    assert (answer.status_code, answer.headers["location"]) == (303, "/certificaten/CA12345678-66")
    answer = await client.get("/en/adviseurs/%22%3E%3Cb%3E")
    assert (answer.status_code, answer.headers["location"]) == (303, "/en/certificaten/%22%3E%3Cb%3E")
    assert (await client.get(f"/adviseurs/{number}")).status_code == 200
    await happens(number, EventKind.WITHDRAWN)
    assert (await client.get(f"/adviseurs/{number}")).headers["location"] == f"/certificaten/{number}"
    assert (await client.get(f"{API}/{number}")).json()["type"].endswith("/problems/not-listed")
    assert (await client.get(f"{API}/{number}")).status_code == 404
    assert (await client.get(f"{API}/CA12345678-67")).status_code == 400


async def test_the_list_as_a_file(numbers: dict[str, str], client: httpx.AsyncClient) -> None:
    """As it was filtered, whole, with the filter, the day and the policy stamped in it."""
    page = (await client.get("/adviseurs?taal=nl&volgorde=nieuwste")).text
    assert 'href="/adviseurs?taal=nl&amp;volgorde=nieuwste&amp;bestand=xlsx"' in page
    answer = await client.get("/adviseurs?taal=nl&bestand=xlsx")
    assert 'filename="adviseurs-2026-11-20.xlsx"' in answer.headers["content-disposition"]
    sheet, about = load_workbook(BytesIO(answer.content)).worksheets[:2]
    [head, row] = list(sheet.iter_rows(values_only=True))
    told = dict(zip(head, row, strict=True))
    assert (told["Naam"], told["Talen"], told["Stand"]) == ("Elif Öztürk", "Nederlands, Turks", "Geldig")
    assert str(told["Geldig tot en met"]).startswith("2029-11-19")
    stamped = " ".join(str(cell) for line in about.iter_rows(values_only=True) for cell in line if cell)
    for words in ("Nederlands", "20 november 2026", "publicatiebeleid"):
        assert words in stamped
    plain = await client.get("/adviseurs?bestand=csv-programma")
    lines = list(csv.DictReader(StringIO(plain.text.lstrip("\ufeff"))))
    assert [line["Naam"] for line in lines] == ["Anna Berg", "Jan Jansen", "Elif Öztürk"]
    assert (lines[2]["Talen"], lines[2]["Stand"], lines[0]["Vakgebieden"]) == ("nl, tr", "valid", "zaakgericht-werken")
    told = (await client.get("/en/adviseurs?naam=anna&bestand=json")).json()
    assert [each["name"] for each in told["rows"]] == ["Anna Berg"]
    assert (await client.get("/adviseurs?naam=zzz&bestand=csv")).status_code == 200


async def test_facets_are_offered_with_their_numbers(numbers: dict[str, str], client: httpx.AsyncClient) -> None:
    """In words, with what each leaves; a chosen one can be taken off; without anyone in it a facet is not offered."""
    page = " ".join((await client.get("/adviseurs?taal=tr")).text.split())
    assert 'value="tr" checked>' in page
    assert 'Turks <span class="number">(1)</span>' in page
    assert 'Midden-Holland <span class="number">(1)</span>' in page
    assert 'value="Zuid-Holland"' not in page
    assert "Taal: Turks" in page
    assert "Talen" not in page


async def test_who_has_the_list_is_not_sent_it_again(numbers: dict[str, str], client: httpx.AsyncClient, clock: Clock) -> None:
    """304 as long as nothing changed that may be seen; another address or language has a tag of its own."""
    clock.now = NOW + timedelta(minutes=1)
    for path in (f"{API}?language=tr", f"{API}/{numbers['Öztürk']}"):
        first = await client.get(path)
        assert "accept-language" in first.headers["vary"]
        tag = {"if-none-match": first.headers["etag"]}
        assert (await client.get(path, headers=tag)).status_code == 304
        assert (await client.get(path, headers=tag | {"accept-language": "en"})).status_code == 200
    assert (await client.get(f"{API}?language=nl", headers=tag)).status_code == 200
    assert (await client.get(f"{API}?kleur=rood", headers=tag)).status_code == 400
    await happens(numbers["Öztürk"], EventKind.SUSPENDED)
    changed = await client.get(path, headers=tag)
    assert (changed.status_code, changed.json()["status"]) == (200, "suspended")


async def test_every_answer_is_described(client: httpx.AsyncClient) -> None:
    """The description of the API names each parameter that is read, and no other."""
    document = (await client.get("/api/v1/openapi.json")).json()
    told = document["paths"]["/certified-advisers"]["get"]["parameters"]
    assert sorted(each["name"] for each in told) == sorted(FOR_PROGRAMS.known)
    assert all(each["in"] == "query" and each["description"] and not each["required"] for each in told)
