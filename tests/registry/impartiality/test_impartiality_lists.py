"""Waivers and declared relations as files on the address of their page."""

import httpx

from registry.impartiality import waivers
from registry.impartiality.seeking import RELATIONS, WAIVERS
from tests.conftest import Clock
from tests.registry import making
from tests.registry.dossiers.signing_in import browser
from tests.registry.exports.others import another_body
from tests.registry.exports.saved import saved
from tests.registry.exports.sought import found_by_any_choice
from tests.registry.impartiality.test_declaring import declared, number_of
from tests.registry.impartiality.test_waivers import WHY, colleagues, wish
from tests.registry.making import NOW


async def test_the_waivers_of_a_body(client: httpx.AsyncClient, clock: Clock) -> None:
    """Asked and granted, as its own certifiers read them; of another body there are none."""
    clock.now = NOW
    world, elif_ = await making.world(), await making.candidate()
    second = world.certifiers[1]
    await colleagues(world, elif_.person, second.person)
    asked = await waivers.ask(await wish(elif_), actor=second, now=NOW)
    own = await browser(client, world.certifiers[0])
    [row] = (await saved(own.client, "/ontheffingen")).rows
    assert (row["askedBy"], row["ground"], row["reason"], row["granted"], row["inForce"], row["reference"]) == (
        "Lotte Visser",
        "same-employer",
        WHY,
        None,
        False,
        str(asked),
    )
    assert "/ontheffingen?bestand=xlsx" in await own.get("/ontheffingen")
    for nothing in ("stand=voorbij", "stand=afgewezen", "zoek=niemand", "van=2999-01-01", "tot=2000-01-01"):
        assert (await saved(own.client, f"/ontheffingen?{nothing}")).rows == []
    assert "Er is niets gevonden" in await own.get("/ontheffingen?stand=afgewezen")
    assert row in await found_by_any_choice(own.client, "/ontheffingen", WAIVERS, row["candidateNumber"])
    other = await browser(client, await another_body())
    assert await found_by_any_choice(other.client, "/ontheffingen", WAIVERS, row["candidateNumber"]) == []


async def test_relations_are_ones_own(client: httpx.AsyncClient, clock: Clock) -> None:
    """Of a colleague there are none; an auditor has everyone's."""
    clock.now = NOW
    world, elif_ = await making.world(), await making.candidate()
    await declared(world.certifiers[0], elif_)
    own = await browser(client, world.certifiers[0])
    [row] = (await saved(own.client, "/belangen")).rows
    assert (row["candidateNumber"], row["relation"], row["declaredBy"], row["explanation"]) == (
        await number_of(elif_),
        "family",
        "Arjan Visser",
        "Mijn zwager.",
    )
    assert "/belangen?bestand=json" in await own.get("/belangen")
    day, stand = row["firstDay"], row["relation"]
    for there in (f"zoek={row['candidateNumber']}", "zoek=zwager", f"stand={stand}", f"van={day}&tot={day}", "volgorde=naam"):
        assert (await saved(own.client, f"/belangen?{there}")).rows == [row]
    for nothing in ("stand=other", "zoek=niemand", "van=2999-01-01", "tot=2000-01-01"):
        assert (await saved(own.client, f"/belangen?{nothing}")).rows == []
    assert "Er is niets gevonden" in await own.get("/belangen?zoek=niemand")
    assert row in await found_by_any_choice(own.client, "/belangen", RELATIONS, row["candidateNumber"])
    colleague = await browser(client, world.certifiers[1])
    assert await found_by_any_choice(colleague.client, "/belangen", RELATIONS, row["candidateNumber"]) == []
    assert len((await saved((await browser(client, world.auditor)).client, "/belangen")).rows) == 1
