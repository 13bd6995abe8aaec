"""Appeals and complaints as files on the address of their page."""

import httpx

from registry.appeals import service as appeals
from registry.appeals.seeking import APPEALS
from tests.conftest import Clock
from tests.registry import making
from tests.registry.appeals import lodging
from tests.registry.appeals.lodging import TEXT
from tests.registry.dossiers.signing_in import browser
from tests.registry.exports.others import another_body
from tests.registry.exports.saved import saved
from tests.registry.exports.sought import found_by_any_choice
from tests.registry.making import NOW


async def test_the_appeals_of_a_body(client: httpx.AsyncClient, clock: Clock) -> None:
    """Those that run, or those that ended, never what they say; of another body there are none."""
    clock.now = NOW
    world, elif_ = await making.world(), await making.candidate()
    nora, ruben = await lodging.outsiders(world)
    appeal = await lodging.lodged(elif_, await lodging.refused(world, elif_))
    own = await browser(client, world.certifiers[0])
    found = await saved(own.client, "/bezwaren")
    [row] = found.rows
    assert (row["kind"], row["against"], row["sender"], row["state"], row["reference"]) == (
        "appeal",
        "decision",
        "Elif Öztürk",
        "received",
        str(appeal),
    )
    assert found.stamp["state"] == "Wat nog loopt"
    assert TEXT not in str(row)
    assert "/bezwaren?bestand=xlsx" in await own.get("/bezwaren")
    assert (await saved(own.client, "/bezwaren?stand=afgerond")).rows == []
    await lodging.prepared(appeal, world.certifiers[0], nora)
    await appeals.decide(appeal, lodging.decision(), actor=ruben, now=NOW)
    [ended] = (await saved(own.client, "/bezwaren?stand=afgerond")).rows
    assert (ended["state"], ended["handler"], ended["dueOn"]) == ("upheld", "Nora Buiten", None)
    assert "/bezwaren?stand=afgerond&bestand=json" in await own.get("/bezwaren?stand=afgerond")
    assert await found_by_any_choice(own.client, "/bezwaren", APPEALS, ended["number"])
    other = await browser(client, await another_body())
    assert await found_by_any_choice(other.client, "/bezwaren", APPEALS, ended["number"]) == []
