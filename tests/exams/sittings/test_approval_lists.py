"""Examiners and approvals as files on the address of their page."""

import httpx

from exams.sittings.seeking import APPROVALS
from exams.sittings.seeking import EXAMINERS as EXAMINERS_CHOSEN
from tests.conftest import Clock
from tests.exams.sittings.hall import hall
from tests.registry.dossiers.signing_in import browser
from tests.registry.exports.others import another_body, another_provider
from tests.registry.exports.saved import saved
from tests.registry.exports.sought import found_by_any_choice
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


async def test_examiners_are_chosen(client: httpx.AsyncClient, clock: Clock) -> None:
    """By what they are, by name or track and by when they were registered; a file has the same rows."""
    clock.now = NOW
    at = await hall()
    own = await browser(client, at.world.provider)
    for choice, names in (
        ("stand=examinator", ["Ruben Postma"]),
        ("stand=surveillant", ["Mark Groen"]),
        ("stand=nooit-erkend", []),
        ("zoek=gróen", ["Mark Groen"]),
        (f"zoek={TRACK}", ["Ruben Postma"]),
        ("tot=2000-01-01", []),
    ):
        assert [row["name"] for row in (await saved(own.client, f"/examinatoren?{choice}")).rows] == names, choice
    page = await own.get("/examinatoren?stand=surveillant")
    assert "Mark Groen</div>" in page
    assert "Ruben Postma</div>" not in page
    assert "Er is niets gevonden" in await own.get("/examinatoren?zoek=niemand")
    row = (await saved(own.client, "/examinatoren")).rows[0]
    assert row in await found_by_any_choice(own.client, "/examinatoren", EXAMINERS_CHOSEN, row["name"])


async def test_approvals_are_chosen(client: httpx.AsyncClient, clock: Clock) -> None:
    """By what they are for, by provider or track and by their first day."""
    clock.now = NOW
    at = await hall()
    own = await browser(client, at.world.certifiers[0])
    [row, *_] = (await saved(own.client, "/erkenningen")).rows
    assert (await saved(own.client, "/erkenningen?stand=lesgeven")).rows == []
    assert row in (await saved(own.client, "/erkenningen?stand=examineren&zoek=PROVIDER&volgorde=naam-omgekeerd")).rows
    page = await own.get("/erkenningen?stand=lesgeven")
    assert "Er is niets gevonden" in page
    assert "Vul een datum in" in await own.get("/erkenningen?van=morgen", expect=400)
    assert row in await found_by_any_choice(own.client, "/erkenningen", APPROVALS, row["trainingProvider"])


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
