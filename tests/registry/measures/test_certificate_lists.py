"""Certificates and measures as files on the address of their page."""

from datetime import timedelta

import httpx
import pytest

from registry.certificates.rules import EventKind
from registry.measures import finding
from registry.measures.rules import Measure
from registry.measures.seeking import MEASURES
from registry.organisations.tables import Kind
from registry.permissions import Role
from tests.conftest import Clock
from tests.registry import making
from tests.registry.dossiers.signing_in import browser
from tests.registry.exports.saved import saved
from tests.registry.exports.sought import found_by_any_choice
from tests.registry.making import NOW, TODAY
from tests.registry.measures import at_work


async def test_the_certificates_of_a_body(client: httpx.AsyncClient, clock: Clock) -> None:
    """With their status on the day of the file, in a code and in words; of another body there are none."""
    clock.now = NOW + timedelta(hours=1)
    world = await at_work.world()
    fine = await making.certified(world, await making.candidate())
    void = await making.certified(world, await making.candidate("Jan", "Janssen"), at=NOW + timedelta(minutes=1))
    await making.happens(void.id, EventKind.VOIDED, TODAY)
    await at_work.proposed(world, fine.number, Measure.SUSPENDED)
    own = await browser(client, world.certifiers[0])
    newest, oldest = (await saved(own.client, "/certificaatbeheer")).rows
    assert (newest["certificate"], newest["holder"], newest["status"]) == (void.number, "Jan Janssen", "void")
    assert (oldest["status"], oldest["aMeasureWaits"], newest["aMeasureWaits"]) == ("valid", True, False)
    assert oldest["validThrough"] == str(fine.timeline.valid_until)
    told = (await own.client.get("/certificaatbeheer?bestand=csv")).text
    assert ";Nietig;" in told
    assert ";Void;" in (await own.client.get("/en/certificaatbeheer?bestand=csv")).text
    assert "/certificaatbeheer?bestand=json" in await own.get("/certificaatbeheer")
    body = await making.organisation(Kind.CERTIFICATION_BODY, "Een andere instelling")
    other = await browser(client, await making.account(await making.person("Vera", "Vreemd"), Role.CERTIFIER, body))
    assert (await saved(other.client, "/certificaatbeheer")).rows == []
    assert await found_by_any_choice(other.client, "/maatregelen", MEASURES, "c") == []
    auditor = await browser(client, world.auditor)
    assert len((await saved(auditor.client, "/certificaatbeheer")).rows) == 2


async def test_the_measures_on_them(client: httpx.AsyncClient, clock: Clock) -> None:
    """Those that wait, or those that ended, as the page has them."""
    clock.now = NOW + timedelta(hours=1)
    world = await at_work.world()
    first, second = [await making.certified(world, await making.candidate(given)) for given in ("Elif", "Esra")]
    await at_work.decided(world, first.number, Measure.SUSPENDED)
    await at_work.proposed(world, second.number, Measure.WITHDRAWN)
    own = await browser(client, world.certifiers[1])
    [waiting] = (await saved(own.client, "/maatregelen")).rows
    assert (waiting["certificate"], waiting["measure"], waiting["reason"]) == (second.number, "withdrawn", "fraud")
    assert (waiting["ending"], waiting["by"]) == (None, None)
    ended = await saved(own.client, "/maatregelen?stand=afgehandeld")
    [row] = ended.rows
    assert (row["certificate"], row["ending"], row["proposedBy"], row["by"]) == (
        first.number,
        "decided",
        "Arjan Visser",
        "Lotte Visser",
    )
    assert ended.stamp["state"] == "Afgehandelde maatregelen"
    assert "/maatregelen?stand=afgehandeld&bestand=csv" in await own.get("/maatregelen?stand=afgehandeld")


async def test_certificates_are_found_and_come_in_the_order_that_was_asked(
    client: httpx.AsyncClient, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By status today, scheme, holder as people type a name, or part of the number; a file has what the page has."""
    monkeypatch.setattr(finding, "PAGE", 1)
    clock.now = NOW + timedelta(hours=1)
    world = await at_work.world()
    elif_ = await making.certified(world, await making.candidate())
    jan = await making.certified(world, await making.candidate("Jan", "Janssen"), at=NOW + timedelta(minutes=1))
    await making.happens(jan.id, EventKind.VOIDED, TODAY)
    own = await browser(client, world.certifiers[0])
    for asked, found in (
        ("stand=void", [jan]),
        ("stand=suspended", []),
        ("stand=onzin", [jan, elif_]),
        ("zoek=OZTURK", [elif_]),
        (f"zoek={jan.number[4:].lower()}", [jan]),
        ("zoek=%25", []),
        ("schema=e-adviseur", [jan, elif_]),
        ("schema=onbekend", []),
        ("volgorde=oudste", [elif_, jan]),
        ("volgorde=naam", [jan, elif_]),
        ("volgorde=einde", sorted((elif_, jan), key=lambda each: (each.timeline.valid_until, each.number))),
    ):
        numbers = [each.number for each in found]
        assert [row["certificate"] for row in (await saved(own.client, f"/certificaatbeheer?{asked}")).rows] == numbers
        for page, number in enumerate(numbers, start=1):
            shown = await own.get(f"/certificaatbeheer?{asked}&pagina={page}")
            assert [each.number for each in (elif_, jan) if f"/certificaatbeheer/{each.number}" in shown] == [number]
        if not found:
            assert "Er is niets dat aan uw keuze voldoet" in await own.get(f"/certificaatbeheer?{asked}")


async def test_addresses_from_before_stand_have_status_for_it(client: httpx.AsyncClient, clock: Clock) -> None:
    """A link or filter that was kept chooses as it did, on the page and in a file; what the page leads to says `stand`."""
    clock.now = NOW + timedelta(hours=1)
    world = await at_work.world()
    fine = await making.certified(world, await making.candidate())
    void = await making.certified(world, await making.candidate("Jan", "Janssen"))
    await making.happens(void.id, EventKind.VOIDED, TODAY)
    own = await browser(client, world.certifiers[0])
    kept = "/certificaatbeheer?status=void&volgorde=naam"
    file = await saved(own.client, kept)
    assert ([row["certificate"] for row in file.rows], file.stamp["status"]) == ([void.number], "Nietig")
    page = await own.get(kept)
    assert f"/certificaatbeheer/{fine.number}" not in page
    assert f"/certificaatbeheer/{void.number}" in page
    assert "/certificaatbeheer?stand=void&volgorde=naam&bestand=json" in page
    assert [row["certificate"] for row in (await saved(own.client, f"{kept}&stand=valid")).rows] == [fine.number]
