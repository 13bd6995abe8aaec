"""Reading a certificate whole: who may, on the page, as PDF and in the API."""

import httpx
import pytest

from registry.certificates import keeping
from registry.organisations.tables import Kind
from registry.permissions import Actor, Role
from registry.texts import Language
from registry.transactions import transaction
from tests.registry import making
from tests.registry.certificates.papers import SITE
from tests.registry.dossiers.resting_on import merged
from tests.registry.dossiers.signing_in import browser, token
from tests.registry.making import NOW

API = "/api/v1/certificates"


async def test_a_holder_reads_their_own(client: httpx.AsyncClient) -> None:
    """The card leads to the list, the list to the page and the PDFs; page and PDF say the same."""
    world, elif_ = await making.world(), await making.candidate()
    issued = await making.certified(world, elif_)
    signed = await browser(client, elif_.actor)
    assert 'href="/mijn-certificaten"' in await signed.get("/werk")
    listed = await signed.get("/mijn-certificaten")
    assert issued.number in listed
    assert "Dit certificaat is geldig." in listed
    page = await signed.get(f"/certificaten/{issued.number}/inhoud")
    document = await keeping.described(issued, site="http://registry.test", language=Language.NL)
    said = [document.holder, document.statement, document.check.address, document.fingerprint.value]
    said += [words for fact in document.facts for words in (fact.term, fact.value)]
    said += [words for part in document.parts for words in (part.title, *part.items)]
    assert [words for words in said if words not in page] == []
    for language in ("nl", "en"):
        assert f"/certificaten/{issued.number}/pdf?taal={language}" in listed
        answer = await client.get(f"/certificaten/{issued.number}/pdf?taal={language}")
        assert (answer.status_code, answer.headers["content-type"]) == (200, "application/pdf")
        assert answer.headers["content-disposition"] == f'attachment; filename="certificaat-{issued.number}-{language}.pdf"'
        assert answer.headers["cache-control"] == "no-store"
        assert answer.content == await keeping.kept(issued, site=SITE, language=Language(language), now=NOW)
    english = await signed.get(f"/en/certificaten/{issued.number}/inhoud")
    assert "First day" in english
    assert (await client.get(f"/en/certificaten/{issued.number}/pdf")).headers["content-disposition"].endswith('-en.pdf"')


async def test_without_a_certificate(client: httpx.AsyncClient) -> None:
    """No card; the list says so; whoever has no file has no list."""
    world, elif_ = await making.world(), await making.candidate()
    signed = await browser(client, elif_.actor)
    assert "/mijn-certificaten" not in await signed.get("/werk")
    assert "U heeft nog geen certificaat" in await signed.get("/mijn-certificaten")
    without = await making.account(await making.person("Nico", "Kuipers"), Role.ADVISER)
    signed = await browser(client, without)
    await signed.get("/werk")
    await signed.get("/mijn-certificaten", expect=404)
    await (await browser(client, world.certifiers[0])).get("/mijn-certificaten", expect=403)


async def test_under_another_number_too(client: httpx.AsyncClient) -> None:
    """Whoever signs in with one number reads the certificate that they hold under the other."""
    world, elif_, twin = await making.world(), await making.candidate(), await making.candidate("E.")
    issued = await making.certified(world, elif_)
    await (await browser(client, twin.actor)).get(f"/certificaten/{issued.number}/inhoud", expect=403)
    await merged(twin, elif_)
    signed = await browser(client, twin.actor)
    assert issued.number in await signed.get("/mijn-certificaten")
    await signed.get(f"/certificaten/{issued.number}/inhoud")


async def foreign_certifier() -> Actor:
    """A certifier of another body."""
    other = await making.organisation(Kind.CERTIFICATION_BODY, "De andere instelling")
    return await making.account(await making.person("Carel", "Elders"), Role.CERTIFIER, other)


async def test_who_may_read_it_whole(client: httpx.AsyncClient) -> None:
    """The holder, any certifier of the body and an auditor; everyone else is refused, on page, PDF and API alike."""
    world, elif_ = await making.world(), await making.candidate()
    issued = await making.certified(world, elif_)
    other = await making.candidate("Jan", "Janssen")
    expected: list[tuple[Actor, int]] = [
        (elif_.actor, 200),
        (world.certifiers[2], 200),
        (world.auditor, 200),
        (await foreign_certifier(), 404),
        (other.actor, 403),
        (world.provider, 403),
        (world.municipality, 403),
        (world.owner, 403),
    ]
    for actor, status in expected:
        by_token = await token(client, actor)
        await browser(client, actor)
        answers = [
            await client.get(f"/certificaten/{issued.number}/inhoud"),
            await client.get(f"/certificaten/{issued.number}/pdf"),
            await client.get(f"{API}/{issued.number}/document", headers=by_token),
        ]
        assert [answer.status_code for answer in answers] == [status] * 3, actor.name


async def test_nobody_in_particular(client: httpx.AsyncClient) -> None:
    """A visitor is asked to sign in; a number that is none, or was never issued, is told."""
    world, elif_ = await making.world(), await making.candidate()
    issued = await making.certified(world, elif_)
    for path in (f"/certificaten/{issued.number}/inhoud", f"/certificaten/{issued.number}/pdf", "/mijn-certificaten"):
        answer = await client.get(path)
        assert (answer.status_code, answer.headers["location"].partition("?")[0]) == (303, "/aanmelden")
    assert (await client.get(f"{API}/{issued.number}/document")).status_code == 401
    signed = await browser(client, elif_.actor)
    await signed.get("/certificaten/CA12345678-66/inhoud", expect=404)
    await signed.get("/certificaten/CA12345678-67/pdf", expect=400)
    await signed.get(f"/certificaten/{issued.number}/pdf?taal=fr", expect=400)


async def test_in_the_api(client: httpx.AsyncClient) -> None:
    """A holder's program finds their certificates, and the document in the language it asks."""
    world, elif_ = await making.world(), await making.candidate()
    issued = await making.certified(world, elif_)
    by_token = await token(client, elif_.actor)
    own = await client.get("/api/v1/own-certificates", headers=by_token)
    assert own.json() == [
        {
            "number": issued.number,
            "status": "valid",
            "scheme": "e-adviseur",
            "validFrom": "2026-11-20",
            "validUntil": "2029-11-19",
        },
    ]
    answer = await client.get(f"{API}/{issued.number}/document", headers={**by_token, "Accept-Language": "en"})
    assert answer.content == await keeping.kept(issued, site=SITE, language=Language.EN, now=NOW)


@pytest.mark.parametrize("way", ["inhoud", "pdf"])
async def test_after_erasure(client: httpx.AsyncClient, way: str) -> None:
    """Gone, and told why; the number still answers."""
    world, elif_ = await making.world(), await making.candidate()
    issued = await making.certified(world, elif_)
    await keeping.make(issued.id, site=SITE, now=NOW)
    async with transaction() as connection:
        await connection.execute("SELECT erase_person($1, $2)", elif_.person, NOW)
    signed = await browser(client, world.certifiers[1])
    assert "De gegevens van de houder zijn gewist" in await signed.get(f"/certificaten/{issued.number}/{way}", expect=404)
    assert issued.number in await signed.get(f"/certificaten/{issued.number}")
