"""Evaluations as files on the address of their page."""

import httpx

from registry.evaluations import service
from registry.evaluations.schemas import Reply
from registry.evaluations.seeking import GIVEN
from registry.transactions import transaction
from tests.conftest import Clock
from tests.registry.dossiers.signing_in import browser
from tests.registry.evaluations.completed import LATER, town
from tests.registry.exports.saved import saved
from tests.registry.exports.sought import found_by_any_choice


async def test_the_evaluations_that_were_given(client: httpx.AsyncClient, clock: Clock) -> None:
    """Scores as numbers, the words beside them; nothing of it for another municipality; all of it for an auditor."""
    clock.now = LATER
    here = await town()
    first, *_ = await here.evaluated(4, 2, 2, 2, 2)
    await service.reply(first, Reply(content="=Dank u wel"), actor=here.adviser.actor, now=LATER)
    own = await browser(client, here.world.municipality)
    newest, *_, oldest = (await saved(own.client, "/beoordelingen")).rows
    assert (newest["municipalProcesses"], newest["reachedWhatWasWanted"], newest["bookAgain"]) == (2, "not-reached", False)
    assert (oldest["changeManagement"], oldest["bookAgain"]) == (4, True)
    assert oldest["explanation"].startswith("Toelichting")
    assert oldest["replyOfTheAdviser"] == "=Dank u wel"
    assert "/beoordelingen?bestand=csv" in await own.get("/beoordelingen")
    neighbour = await browser(client, here.world.neighbour)
    assert await found_by_any_choice(neighbour.client, "/beoordelingen", GIVEN, "e") == []
    auditor = await browser(client, here.world.auditor)
    assert len((await saved(auditor.client, "/beoordelingen")).rows) == 5


async def test_words_about_who_was_erased_are_gone(client: httpx.AsyncClient, clock: Clock) -> None:
    """The scores stay, without a name and without what was written."""
    clock.now = LATER
    here = await town()
    await here.evaluated(5)
    async with transaction() as connection:
        await connection.execute("SELECT erase_person($1, $2)", here.adviser.person, LATER)
    own = await browser(client, here.world.municipality)
    [row] = (await saved(own.client, "/beoordelingen")).rows
    assert (row["adviser"], row["explanation"], row["municipalProcesses"]) == (None, None, 5)


async def test_what_waits_for_an_evaluation(client: httpx.AsyncClient, clock: Clock) -> None:
    """The completed bookings of the municipality; of another, and for an auditor who evaluates nothing, there are none."""
    clock.now = LATER
    here = await town()
    booking = await here.completed()
    own = await browser(client, here.world.municipality)
    [row] = (await saved(own.client, "/beoordelingen?tabel=wachten")).rows
    assert (row["municipality"], row["daysWorked"], row["bookingReference"]) == ("Eigenwaard", 1, str(booking))
    assert "/beoordelingen?tabel=wachten&bestand=xlsx" in await own.get("/beoordelingen")
    for actor in (here.world.neighbour, here.world.auditor):
        assert (await saved((await browser(client, actor)).client, "/beoordelingen?tabel=wachten")).rows == []
