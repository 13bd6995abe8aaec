"""Examiners and approvals as files on the address of their page."""

import httpx

from tests.conftest import Clock
from tests.exams.sittings.hall import hall
from tests.registry.dossiers.signing_in import browser
from tests.registry.exports.others import another_body, another_provider
from tests.registry.exports.saved import saved
from tests.registry.making import NOW, TRACK

EXAMINERS, WITHOUT = "/erkenningen?tabel=examinatoren", "/erkenningen?tabel=zonder-erkenning"


async def test_who_examines_for_a_provider(client: httpx.AsyncClient, clock: Clock) -> None:
    """A row for each approval, one without where there is none; of another provider there are none."""
    clock.now = NOW
    at = await hall()
    own = await browser(client, at.world.provider)
    rows = (await saved(own.client, "/examinatoren")).rows
    assert [(row["name"], row["capacity"], row["trainingTrack"], row["approvedBy"]) for row in rows] == [
        ("Ruben Postma", "examiner", TRACK, "De certification-body"),
        ("Mark Groen", "invigilator", None, None),
    ]
    assert "/examinatoren?bestand=xlsx" in await own.get("/examinatoren")
    assert (await saved((await browser(client, await another_provider())).client, "/examinatoren")).rows == []


async def test_what_was_approved(client: httpx.AsyncClient, clock: Clock) -> None:
    """Providers and examiners, to whoever approves them; who approves nothing of theirs has none, a provider is refused."""
    clock.now = NOW
    at = await hall()
    elsewhere = await another_provider()
    own = await browser(client, at.world.certifiers[0])
    rows = (await saved(own.client, "/erkenningen")).rows
    assert {(row["trainingProvider"], row["forWhat"], row["approvedBy"]) for row in rows} == {
        ("De provider", "examine", "De certification-body")
    }
    [examiner] = (await saved(own.client, EXAMINERS)).rows
    assert (examiner["name"], examiner["trainingTrack"]) == ("Ruben Postma", TRACK)
    page = await own.get("/erkenningen")
    assert "/erkenningen?bestand=xlsx" in page
    assert "tabel=examinatoren" in page
    owner = await browser(client, at.world.owner)
    assert {row["trainingProvider"] for row in (await saved(owner.client, WITHOUT)).rows} == {"Een andere opleider"}
    other = await browser(client, await another_body())
    for path in ("/erkenningen", EXAMINERS, WITHOUT):
        assert (await saved(other.client, path)).rows == []
    refused = await browser(client, elsewhere)
    assert (await refused.client.get("/erkenningen?bestand=json")).status_code == 403
