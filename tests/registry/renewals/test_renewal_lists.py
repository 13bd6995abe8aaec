"""Education and renewals as files on the address of their page."""

import httpx

from registry.personal_data import access
from registry.renewals import presenting, service
from registry.renewals.seeking import RENEWALS
from tests.conftest import Clock
from tests.registry.dossiers.signing_in import browser
from tests.registry.exports.others import another_body
from tests.registry.exports.saved import saved
from tests.registry.exports.sought import found_by_any_choice
from tests.registry.renewals import again
from tests.registry.renewals.again import EDUCATION, IN_WINDOW

ENTRIES, WAITING = "/hercertificeringen?tabel=bijscholing", "/hercertificeringen"


async def test_the_renewals_of_a_body(client: httpx.AsyncClient, clock: Clock) -> None:
    """Renewals with a row for each route, and education of holders; of another body there are none."""
    clock.now = IN_WINDOW
    world = await again.world()
    elif_, issued = await again.holder(world)
    dossier = await again.admitted(world, elif_, issued)
    own = await browser(client, world.certifiers[0])
    rows = (await saved(own.client, WAITING)).rows
    assert [(row["certificate"], row["route"], row["reached"], row["needed"]) for row in rows] == [
        (issued.number, "exam", 0, 0),
        (issued.number, "engagements", 0, 3),
        (issued.number, "education", 0, 20),
    ]
    assert {row["dossierReference"] for row in rows} == {str(dossier)}
    assert "/hercertificeringen?bestand=xlsx" in await own.get(WAITING)
    assert (await saved(own.client, f"{WAITING}?tabel=aanvragen")).rows == rows
    entry = await again.educated(world, elif_)
    await service.enter(EDUCATION, actor=elif_.actor, now=IN_WINDOW)
    waits, judged = (await saved(own.client, ENTRIES)).rows
    assert (waits["outcome"], judged["outcome"], judged["reference"]) == (None, "accepted", str(entry))
    assert (judged["whatWasFollowed"], judged["hours"], judged["holder"]) == ("Zaakgericht werken", 20, "Elif Öztürk")
    other = await browser(client, await another_body())
    assert await found_by_any_choice(other.client, WAITING, RENEWALS, "ozturk") == []
    assert (await saved(other.client, ENTRIES)).rows == []


async def test_renewals_are_sought(client: httpx.AsyncClient, clock: Clock) -> None:
    """By name without accents, number or certificate, by whether a route is met, and by the last day; the page keeps it."""
    clock.now = IN_WINDOW
    world = await again.world()
    elif_, issued = await again.holder(world)
    await again.admitted(world, elif_, issued)
    own = await browser(client, world.certifiers[0])
    for there in (
        "zoek=ozturk",
        f"zoek={issued.number}",
        "stand=niet-gehaald",
        "van=2029-11-19&tot=2029-11-19",
        "volgorde=naam",
    ):
        assert len((await saved(own.client, f"{WAITING}?{there}")).rows) == 3
    for nothing in ("zoek=niemand", "stand=gehaald", "van=2029-11-20", "tot=2029-11-18"):
        assert (await saved(own.client, f"{WAITING}?{nothing}")).rows == []
    assert "Er is niets gevonden" in await own.get(f"{WAITING}?stand=gehaald")
    assert "bewaarde-filters/nieuw?adres=" in await own.get(f"{WAITING}?zoek=ozturk")
    await again.educated(world, elif_)
    assert len((await saved(own.client, f"{WAITING}?stand=gehaald")).rows) == 3


async def test_counting_reads_no_names(database: None) -> None:
    """Education and renewals of holders are counted for the home of a certifier; of nobody is it noted that they were seen."""
    world = await again.world()
    elif_, issued = await again.holder(world)
    await again.admitted(world, elif_, issued)
    await service.enter(EDUCATION, actor=elif_.actor, now=IN_WINDOW)
    for reader in (world.certifiers[0], world.auditor):
        seen = access.watch()
        assert (await presenting.how_much_waits(reader, now=IN_WINDOW), seen.persons) == (2, set())
    assert await presenting.how_much_waits(await another_body(), now=IN_WINDOW) == 0
    await service.accept((await presenting.education(world.auditor))[0].id, actor=world.certifiers[0], now=IN_WINDOW)
    assert await presenting.how_much_waits(world.certifiers[0], now=IN_WINDOW) == 1
