"""Education and renewals as files on the address of their page."""

import httpx

from registry.renewals import service
from tests.conftest import Clock
from tests.registry.dossiers.signing_in import browser
from tests.registry.exports.others import another_body
from tests.registry.exports.saved import saved
from tests.registry.renewals import again
from tests.registry.renewals.again import EDUCATION, IN_WINDOW

ENTRIES, WAITING = "/hercertificeringen?tabel=bijscholing", "/hercertificeringen?tabel=aanvragen"


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
    page = await own.get("/hercertificeringen")
    assert f"{WAITING}&amp;bestand=xlsx" in page or f"{WAITING}&bestand=xlsx" in page
    entry = await again.educated(world, elif_)
    await service.enter(EDUCATION, actor=elif_.actor, now=IN_WINDOW)
    waits, judged = (await saved(own.client, ENTRIES)).rows
    assert (waits["outcome"], judged["outcome"], judged["reference"]) == (None, "accepted", str(entry))
    assert (judged["whatWasFollowed"], judged["hours"], judged["holder"]) == ("Zaakgericht werken", 20, "Elif Öztürk")
    other = await browser(client, await another_body())
    assert (await saved(other.client, WAITING)).rows == []
    assert (await saved(other.client, ENTRIES)).rows == []
