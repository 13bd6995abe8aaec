"""What is followed, as files on the address of its page."""

import httpx

from registry.watches.rules import Followed
from registry.watches.seeking import WATCHES
from tests.conftest import Clock
from tests.registry import making
from tests.registry.dossiers.signing_in import browser
from tests.registry.exports.saved import saved
from tests.registry.exports.sought import found_by_any_choice
from tests.registry.making import NOW
from tests.registry.watches.followed import follow


async def test_what_a_municipality_follows(client: httpx.AsyncClient, clock: Clock) -> None:
    """With the status of today, the names that the page shows; of another municipality nothing."""
    clock.now = NOW
    world = await making.world()
    first = await making.certified(world, await making.candidate())
    await follow(world.municipality, first.number)
    own = await browser(client, world.municipality)
    [row] = (await saved(own.client, "/gevolgd")).rows
    assert (row["organisation"], row["followed"], row["certificate"], row["status"], row["name"]) == (
        "Eigenwaard",
        Followed.CERTIFICATE,
        first.number,
        "valid",
        "Elif Öztürk",
    )
    page = await own.get("/gevolgd")
    assert "Elif Öztürk" in page
    assert "/gevolgd?bestand=xlsx" in page
    neighbour = await browser(client, world.neighbour)
    assert await found_by_any_choice(neighbour.client, "/gevolgd", WATCHES, "c") == []
