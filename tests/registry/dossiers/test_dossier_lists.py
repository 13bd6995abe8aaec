"""Dossiers as files on the address of their page."""

from uuid import uuid4

import httpx

from registry.dossiers import holds, presenting
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
