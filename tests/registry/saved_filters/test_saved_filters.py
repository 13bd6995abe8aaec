"""A list as somebody filtered it, kept under a name: whose it is, what may be kept, and when it goes."""

import asyncio
from uuid import uuid4

import httpx
import pytest

from registry.errors import Invalid, NotFound
from registry.organisations.tables import Kind
from registry.permissions import Role
from registry.saved_filters import service
from registry.saved_filters.rules import LONGEST, MOST, kept_address
from registry.saved_filters.schemas import SaveFilter
from registry.transactions import fetch, transaction
from tests.registry import making
from tests.registry.dossiers.signing_in import browser
from tests.registry.making import NOW

pytestmark = pytest.mark.usefixtures("database")


@pytest.mark.parametrize(
    ("asked", "kept"),
    [
        ("/dossiers?stand=voorbereid", "/dossiers?stand=voorbereid"),
        ("/en/dossiers?stand=voorbereid", "/dossiers?stand=voorbereid"),
        ("/english-looking?a=1", "/english-looking?a=1"),
        ("/adviseurs?naam=van+den+Berg&pagina=3&regio=a&regio=b", "/adviseurs?naam=van+den+Berg&regio=a&regio=b"),
        ("/dossiers?stand=&gedaan=bewaard&bestand=xlsx", "/dossiers?stand="),
        ("/boekingen?pagina=2", "/boekingen"),
    ],
)
def test_what_is_kept_is_the_list_and_its_filter(asked: str, kept: str) -> None:
    """Not the language, the page, what was just done, or the kind of file; an empty choice is one too."""
    assert kept_address(asked) == kept
    assert kept_address(kept) == kept


@pytest.mark.parametrize(
    "asked",
    [
        "",
        "dossiers",
        "https://elders.example/dossiers",
        "//elders.example/dossiers",
        "/en//elders.example",
        "/\\elders.example",
        "/dossiers\n",
        "/dossiers?a=\x00",
        "/dossiers#hier",
        "/api/v1/persons",
        "/en/api/v1/persons",
        "/static/own.css",
        "javascript:alert(1)",
        "/" + LONGEST * "a",
        "/a?b=" + LONGEST // 3 * "é",
    ],
)
def test_an_address_elsewhere_is_never_kept(asked: str) -> None:
    """What a browser would read as another host, what is no page, and what is too long once written out."""
    with pytest.raises(Invalid) as refused:
        kept_address(asked)
    assert [fault.field for fault in refused.value.faults] == ["address"]


async def test_people_keep_find_and_remove_their_own(client: httpx.AsyncClient) -> None:
    """From the list to the form, to one's own page, which leads to the list in one's own language."""
    own = await browser(client, (await making.candidate()).actor)
    assert "Bewaarde filters" not in await own.get("/werk")
    asked = await own.get("/en/bewaarde-filters/nieuw?adres=/en/adviseurs?naam=ozturk%26pagina=2")
    assert "/en/adviseurs?naam=ozturk&pagina=2</code>" in asked
    fields = {"name": "Öztürk in Buren", "address": "/en/adviseurs?naam=ozturk&pagina=2"}
    assert await own.post("/en/bewaarde-filters", fields) == "/en/bewaarde-filters?gedaan=bewaard"
    assert 'href="/en/adviseurs?naam=ozturk"' in await own.get("/en/bewaarde-filters")
    assert 'href="/adviseurs?naam=ozturk"' in await own.get("/bewaarde-filters?gedaan=bewaard")
    assert "Bewaarde filters" in await own.get("/werk")
    refused = await own.post("/bewaarde-filters", fields, expect=400)
    assert "U hebt al een filter met deze naam" in refused
    assert 'value="Öztürk in Buren"' in refused
    [row] = await fetch("SELECT id FROM saved_filter")
    removed = await own.post(f"/bewaarde-filters/{row['id']}/verwijderen")
    assert removed == "/bewaarde-filters?gedaan=verwijderd&adres=%2Fadviseurs%3Fnaam%3Dozturk"
    page = await own.get(removed)
    assert "U hebt nog geen filter bewaard" in page
    assert 'href="/bewaarde-filters/nieuw?adres=%2Fadviseurs%3Fnaam%3Dozturk"' in page


async def test_a_filtered_list_leads_to_the_form(client: httpx.AsyncClient) -> None:
    """Under the files of a list, with the filter in it."""
    operator = await making.organisation(Kind.OPERATOR, "De beheerder")
    own = await browser(client, await making.account(await making.person("Anna", "Beheer"), Role.AUDITOR, operator))
    for prefix in ("", "/en"):
        page = await own.get(f"{prefix}/logboek?tot=2030-01-01")
        assert f'href="{prefix}/bewaarde-filters/nieuw?adres={prefix}/logboek%3Ftot%3D2030-01-01"' in page
        page = await own.get(f"{prefix}/dagen-overzicht?van=2026-01-01")
        assert f'href="{prefix}/bewaarde-filters/nieuw?adres={prefix}/dagen-overzicht%3F' in page


async def test_what_another_kept_looks_absent() -> None:
    """It is neither shown nor removed by somebody else."""
    own, other = (await making.candidate()).actor, (await making.candidate("Bo", "Smit")).actor
    saved = await service.save(SaveFilter(name="Mijn lijst", address="/adviseurs"), actor=own, now=NOW)
    assert await service.own(other) == []
    for unknown in (saved, uuid4()):
        with pytest.raises(NotFound):
            await service.remove(unknown, actor=other, now=NOW)
    assert [each.id for each in await service.own(own)] == [saved]


async def test_no_account_keeps_more_than_its_most() -> None:
    """Also when many are saved at once, and the same name only once."""
    own = (await making.candidate()).actor
    for number in range(MOST - 1):
        await service.save(SaveFilter(name=f"Lijst {number:02}", address="/adviseurs"), actor=own, now=NOW)
    names = ["Een", "Een", "Twee", "Drie"]
    outcomes = await asyncio.gather(
        *(service.save(SaveFilter(name=name, address="/adviseurs"), actor=own, now=NOW) for name in names),
        return_exceptions=True,
    )
    assert [type(outcome) for outcome in outcomes if isinstance(outcome, BaseException)] == 3 * [Invalid]
    assert await service.number(own) == MOST


async def test_filters_go_when_the_person_is_erased() -> None:
    """What somebody looked for may name others; those of others stay."""
    first, second = await making.candidate(), await making.candidate("Bo", "Smit")
    for of in (first, second):
        await service.save(SaveFilter(name="Mijn lijst", address="/adviseurs?naam=jansen"), actor=of.actor, now=NOW)
    async with transaction() as connection:
        await connection.fetchval("SELECT erase_person($1, $2)", first.actor.person, NOW)
    assert [row["account"] for row in await fetch("SELECT account FROM saved_filter")] == [second.actor.account]
