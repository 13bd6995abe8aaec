"""Cases of the integrity watch as files on the address of their page."""

import httpx

from exams.integrity.seeking import CASES
from tests.exams.integrity.recorded import exams, school, swindle
from tests.registry.dossiers.signing_in import browser
from tests.registry.exports.others import another_body
from tests.registry.exports.saved import saved
from tests.registry.exports.sought import found_by_any_choice


async def test_the_cases_of_a_body(client: httpx.AsyncClient) -> None:
    """Open, mine, or closed; of another body there are none, and who is watched is refused."""
    at = await exams()
    academy = await school()
    case, _ = await swindle(at, academy)
    own = await browser(client, at.world.certifiers[0])
    found = await saved(own.client, "/integriteit")
    [row] = found.rows
    assert (row["trainingProvider"], row["whatStandsOut"], row["handler"], row["reference"]) == (
        "Academie",
        "failed-watched-passed-unwatched",
        None,
        str(case),
    )
    assert found.stamp["state"] == "Alle open zaken"
    assert "/integriteit?bestand=xlsx" in await own.get("/integriteit")
    assert (await saved(own.client, "/integriteit?stand=mijn")).rows == []
    await own.post(f"/integriteit/{case}/nemen")
    mine = await saved(own.client, "/integriteit?stand=mijn")
    assert ([row["handler"] for row in mine.rows], mine.stamp["state"]) == (["Arjan Visser"], "Mijn open zaken")
    assert "/integriteit?stand=mijn&bestand=csv" in await own.get("/integriteit?stand=mijn")
    stranger = await browser(client, await another_body())
    assert await found_by_any_choice(stranger.client, "/integriteit", CASES, "academie") == []
    watched = await browser(client, academy.actor)
    assert (await watched.client.get("/integriteit?bestand=json")).status_code == 403
