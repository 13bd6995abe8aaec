"""Lists of certificates issued elsewhere, as files on the address of their page."""

import httpx

from registry.takeovers.seeking import TAKEOVERS
from tests.conftest import Clock
from tests.registry import making
from tests.registry.dossiers.signing_in import browser
from tests.registry.exports.others import another_body
from tests.registry.exports.saved import saved
from tests.registry.exports.sought import found_by_any_choice
from tests.registry.making import NOW
from tests.registry.takeovers import lists


async def test_the_takeovers_of_a_body(client: httpx.AsyncClient, clock: Clock) -> None:
    """Each list with who prepared it and how it stands; of another body there are none."""
    clock.now = NOW
    world = await making.world()
    prepared = await lists.prepared(world.certifiers[0], lists.line())
    own = await browser(client, world.certifiers[0])
    [row] = (await saved(own.client, "/overnames")).rows
    assert (row["file"], row["certificates"], row["preparedBy"], row["ending"], row["reference"]) == (
        "oost.xlsx",
        1,
        "Arjan Visser",
        None,
        str(prepared),
    )
    assert "/overnames?bestand=xlsx" in await own.get("/overnames")
    assert row in (await saved(own.client, "/overnames?stand=wacht&zoek=OOST.xlsx")).rows
    for nothing in (
        "stand=besloten",
        "stand=afgewezen",
        "stand=teruggenomen",
        "zoek=niemand",
        "van=2999-01-01",
        "tot=2000-01-01",
    ):
        assert (await saved(own.client, f"/overnames?{nothing}")).rows == []
    assert "Er is niets gevonden" in await own.get("/overnames?stand=besloten")
    other = await browser(client, await another_body())
    assert await found_by_any_choice(other.client, "/overnames", TAKEOVERS, "oost") == []
