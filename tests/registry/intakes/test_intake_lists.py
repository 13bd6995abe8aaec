"""Intakes as files on the address of their page."""

import httpx

from registry.intakes import service as intakes
from registry.intakes.finding import INTAKES
from tests.registry import making
from tests.registry.dossiers.signing_in import browser
from tests.registry.exports.saved import saved
from tests.registry.exports.sought import found_by_any_choice
from tests.registry.intakes.planned import REGION, a_world, region, works_in
from tests.registry.making import NEIGHBOUR, NOW, OWN


async def test_the_intakes_that_someone_sees(client: httpx.AsyncClient) -> None:
    """As filtered; a municipality has those that name it, a coordinator those of their regions, an auditor all."""
    world = await a_world()
    await region(REGION, OWN, NEIGHBOUR)
    await works_in(REGION, world.coordinator)
    await making.allotment(world, members=(OWN,))
    await making.intake(world, holder=NEIGHBOUR, members=(NEIGHBOUR,))
    municipality = await browser(client, world.municipality)
    [row] = (await saved(municipality.client, "/intakes")).rows
    assert (row["with"], row["municipalities"], row["municipalityCodes"]) == ("Eigenwaard", "Eigenwaard", OWN)
    assert (row["state"], row["intakeCoordinator"], row["programme"]) == ("completed", "Rob Eikelboom", making.PROGRAMME)
    planned = await saved(municipality.client, "/intakes?stand=planned")
    assert (planned.rows, planned.stamp["state"]) == ([], "Gepland")
    assert "/intakes?bestand=json" in await municipality.get("/intakes")
    for words in ("Eigenwaard", "buur", NEIGHBOUR, "eikelboom"):
        found = await found_by_any_choice(municipality.client, "/intakes", INTAKES, words)
        assert {each["reference"] for each in found} == {row["reference"]}
    for actor in (world.coordinator, world.auditor):
        everything = await browser(client, actor)
        rows = (await saved(everything.client, "/intakes")).rows
        shown = await intakes.listed(actor=actor, now=NOW)
        assert [row["reference"] for row in rows] == [str(each.id) for each in shown]
        assert len(rows) == 2
