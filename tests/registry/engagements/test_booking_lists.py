"""Bookings as files on the address of their page."""

from datetime import date

import httpx

from tests.conftest import Clock
from tests.registry import making
from tests.registry.dossiers.signing_in import browser
from tests.registry.engagements.engaged import FIRST, LAST, LATER, WORKED, active
from tests.registry.exports.saved import saved
from tests.registry.making import NOW


async def test_the_bookings_of_a_municipality(client: httpx.AsyncClient, clock: Clock) -> None:
    """Those it made, as filtered, with days as numbers; of another municipality it sees none, an auditor sees all."""
    clock.now = LATER
    made = await active("12.25")
    await made.approve(await made.enter(WORKED[0], "0.75"))
    await made.enter(WORKED[1])
    own = await browser(client, made.world.municipality)
    [row] = (await saved(own.client, "/boekingen")).rows
    assert row | {"since": "", "requestedAt": ""} == {
        "adviser": "Elif Öztürk",
        "municipality": "Eigenwaard",
        "programme": making.PROGRAMME,
        "allotmentOf": "Eigenwaard",
        "firstDay": str(FIRST),
        "lastDay": str(LAST),
        "days": 12.25,
        "worked": 0.75,
        "waitingForTheMunicipality": 1,
        "state": "active",
        "since": "",
        "answerBy": row["answerBy"],
        "aChangeWaits": False,
        "requestedAt": "",
        "reference": str(made.booking),
    }
    waiting = await saved(own.client, "/boekingen?stand=met-dagen")
    assert (len(waiting.rows), waiting.stamp["state"]) == (1, "Dagen wachten op de gemeente")
    assert (await saved(own.client, "/boekingen?stand=te-beantwoorden")).rows == []
    page = await own.get("/boekingen?stand=met-dagen")
    assert "/boekingen?stand=met-dagen&bestand=json" in page
    neighbour = await browser(client, made.world.neighbour)
    assert (await saved(neighbour.client, "/boekingen")).rows == []
    auditor = await browser(client, made.world.auditor)
    everything = await saved(auditor.client, "/en/boekingen")
    assert (len(everything.rows), everything.title) == (1, "Bookings")
    assert everything.stamp["ofWhom"] == "Of all organisations."
    assert everything.stamp["madeOn"] == str(date(2027, 2, 1))


async def test_the_bookings_of_an_adviser(client: httpx.AsyncClient, clock: Clock) -> None:
    """Their own, and nobody else's."""
    clock.now = NOW
    made = await active()
    own = await browser(client, made.adviser.actor)
    [row] = (await saved(own.client, "/mijn-boekingen")).rows
    assert (row["municipality"], row["state"]) == ("Eigenwaard", "active")
    assert "/mijn-boekingen?bestand=xlsx" in await own.get("/mijn-boekingen")
    other = await browser(client, (await making.candidate("Jan", "Ander")).actor)
    assert (await saved(other.client, "/mijn-boekingen")).rows == []


async def test_a_kind_that_is_none(client: httpx.AsyncClient) -> None:
    """Another kind of file is a 400; without the right to read the list there is none of it."""
    made = await active()
    own = await browser(client, made.world.municipality)
    assert (await own.client.get("/boekingen?bestand=exe")).status_code == 400
    adviser = await browser(client, made.adviser.actor)
    assert (await adviser.client.get("/boekingen?bestand=xlsx")).status_code == 403
    client.cookies.clear()
    assert (await client.get("/boekingen?bestand=xlsx")).status_code in (302, 303, 401)
