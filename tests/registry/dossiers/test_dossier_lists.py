"""Dossiers as files on the address of their page."""

from datetime import timedelta
from uuid import uuid4

import httpx
import pytest

from registry.dossiers import finding, holds, presenting
from registry.dossiers.rules import State
from registry.organisations.tables import Kind
from registry.permissions import Role
from registry.transactions import transaction
from tests.registry import making
from tests.registry.dossiers.resting_on import merged
from tests.registry.dossiers.signing_in import browser
from tests.registry.exports.saved import saved
from tests.registry.making import NOW


async def test_the_dossiers_of_a_body(client: httpx.AsyncClient) -> None:
    """In every state, as filtered; of another body there are none; an auditor sees all."""
    world, elif_, jan = await making.world(), await making.candidate(), await making.candidate("Jan", "Janssen")
    issued = await making.certified(world, elif_)
    waiting = await making.admitted(world, jan)
    own = await browser(client, world.certifiers[0])
    rows = (await saved(own.client, "/dossiers")).rows
    assert {(row["candidate"], row["state"], row["certificate"], row["onHold"]) for row in rows} == {
        ("Elif Öztürk", "granted", issued.number, False),
        ("Jan Janssen", "admitted", None, False),
    }
    admitted = await saved(own.client, "/dossiers?stand=admitted")
    assert [row["reference"] for row in admitted.rows] == [str(waiting)]
    assert admitted.stamp["state"] == "Toegelaten, wacht op uitslagen"
    assert "/dossiers?stand=admitted&bestand=xlsx" in await own.get("/dossiers?stand=admitted")
    body = await making.organisation(Kind.CERTIFICATION_BODY, "Een andere instelling")
    stranger = await making.account(await making.person("Vera", "Vreemd"), Role.CERTIFIER, body)
    other = await browser(client, stranger)
    assert (await saved(other.client, "/dossiers")).rows == []
    auditor = await browser(client, world.auditor)
    assert len((await saved(auditor.client, "/dossiers")).rows) == 2


async def test_the_file_says_what_the_page_says(client: httpx.AsyncClient) -> None:
    """State, certificate and hold of each dossier, also under another number of the same person: the two are read apart."""
    world, jan, twice = await making.world(), await making.candidate("Jan", "Janssen"), await making.candidate("J.", "Janssen")
    prepared, _ = await making.prepared(world, jan)
    await making.admitted(world, twice)
    await making.certified(world, await making.candidate())
    async with transaction():
        await holds.hold([prepared], cause=uuid4(), reason="Wordt onderzocht.", actor=world.certifiers[0], now=NOW)
    await merged(jan, twice)
    own = await browser(client, world.certifiers[0])
    rows = (await saved(own.client, "/dossiers")).rows
    shown = await presenting.listed(world.certifiers[0])
    assert [(row["reference"], row["candidateNumber"], row["state"], row["certificate"], row["onHold"]) for row in rows] == [
        (str(each.id), each.candidate_number, each.state, each.certificate, each.on_hold) for each in shown
    ]
    assert [each.on_hold for each in shown].count(True) == 2
    assert {each.state for each in shown} == {State.PREPARED, State.ADMITTED, State.GRANTED}


async def test_dossiers_are_found_by_name_and_number_as_people_type_them(client: httpx.AsyncClient) -> None:
    """Without accents or capitals, by a part; signs of the database are signs like any. A file has what the page has."""
    world, elif_, jan = await making.world(), await making.candidate(), await making.candidate("Jan", "Janssen")
    for each in (elif_, jan):
        await making.admitted(world, each)
    own = await browser(client, world.certifiers[0])
    [number] = [each.candidate_number for each in await presenting.listed(world.certifiers[0]) if each.name == "Jan Janssen"]
    for typed, names in (
        ("ozturk", ["Elif Öztürk"]),
        ("ÖZTÜRK", ["Elif Öztürk"]),
        ("f ö", ["Elif Öztürk"]),
        (number.lower(), ["Jan Janssen"]),
        ("%25", []),
        ("_", []),
        ("", ["Jan Janssen", "Elif Öztürk"]),
    ):
        file = await saved(own.client, f"/dossiers?zoek={typed}&volgorde=naam")
        assert [row["candidate"] for row in file.rows] == names
        page = await own.get(f"/dossiers?zoek={typed}&volgorde=naam")
        assert [name for name in ("Jan Janssen", "Elif Öztürk") if name in page] == names
    assert "Er is niets dat aan uw keuze voldoet" in await own.get("/dossiers?schema=onbekend")
    assert (await saved(own.client, "/dossiers?schema=e-adviseur&zoek=jan")).stamp["nameOrNumber"] == "jan"


async def test_dossiers_come_in_the_order_that_was_asked_a_page_at_a_time(
    client: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each once, whatever the order; beyond the last page is the last."""
    monkeypatch.setattr(finding, "PAGE", 2)
    world = await making.world()
    people = [await making.candidate("Bo", "Smit"), await making.candidate("An", "Smit"), await making.candidate("Cem", "Ak")]
    for number, each in enumerate(people):
        await making.admitted(world, each, at=making.BEFORE + timedelta(hours=number))
    own = await browser(client, world.certifiers[0])
    for order, names in (
        ("", ["Bo Smit", "An Smit", "Cem Ak"]),
        ("onzin", ["Bo Smit", "An Smit", "Cem Ak"]),
        ("nieuwste", ["Cem Ak", "An Smit", "Bo Smit"]),
        ("naam", ["Cem Ak", "An Smit", "Bo Smit"]),
        ("langst", ["Bo Smit", "An Smit", "Cem Ak"]),
    ):
        pages = [await own.get(f"/dossiers?volgorde={order}&pagina={page}") for page in (1, 2, 9)]
        found = [[name for name in sorted(names, key=page.find) if name in page] for page in pages]
        assert found == [names[:2], names[2:], names[2:]]
        assert [row["candidate"] for row in (await saved(own.client, f"/dossiers?volgorde={order}")).rows] == names
