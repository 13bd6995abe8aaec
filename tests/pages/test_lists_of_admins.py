"""What an admin keeps, as files on the address of its page; whoever else asks is refused."""

import httpx
import pytest

from registry.organisations.tables import Kind
from registry.permissions import Actor
from tests.conftest import Clock
from tests.registry import making
from tests.registry.dossiers.signing_in import browser
from tests.registry.exports.others import an_admin
from tests.registry.exports.saved import saved
from tests.registry.intakes import planned
from tests.registry.intakes.planned import REGION
from tests.registry.making import NOW, OWN, PROGRAMME, SCHEME, TODAY
from tests.registry.people.test_merging import merged, number
from tests.registry.reorganisations import ended
from tests.registry.reorganisations.ended import MERGED


@pytest.fixture(autouse=True)
def _now(clock: Clock) -> None:
    clock.now = NOW


async def refused(client: httpx.AsyncClient, actor: Actor, *paths: str) -> None:
    """None of these goes out to this actor."""
    other = await browser(client, actor)
    for path in paths:
        asked = path + ("&" if "?" in path else "?") + "bestand=json"
        assert (await other.client.get(asked)).status_code == 403


async def test_regions_partnerships_and_who_works_where(client: httpx.AsyncClient) -> None:
    """With how many municipalities are in it today; of one all that were, are and will be."""
    world = await planned.a_world()
    await planned.region(REGION, OWN)
    await planned.works_in(REGION, world.coordinator, valid_to=TODAY)
    pool = await making.organisation(Kind.PARTNERSHIP, "Regio Utrecht samen")
    admin = await browser(client, await an_admin())
    [row] = (await saved(admin.client, "/regios")).rows
    assert row == {"region": f"Regio {REGION}", "code": REGION, "municipalitiesNow": 1}
    inside = await saved(admin.client, f"/regios/{REGION}")
    assert [row["code"] for row in inside.rows] == [OWN]
    assert inside.stamp["region"] == f"Regio {REGION}"
    assert str(pool) in [row["reference"] for row in (await saved(admin.client, "/samenwerkingsverbanden")).rows]
    assert (await saved(admin.client, f"/samenwerkingsverbanden/{pool}")).rows == []
    [works] = (await saved(admin.client, "/regie-adviseurs")).rows
    assert (works["regionCode"], works["intakeCoordinator"], works["through"]) == (REGION, "Rob Eikelboom", str(TODAY))
    for path in ("/regios", f"/regios/{REGION}", "/regie-adviseurs", "/samenwerkingsverbanden"):
        assert f"{path}?bestand=xlsx" in await admin.get(path)
    every = ("/regios", f"/regios/{REGION}", "/samenwerkingsverbanden", f"/samenwerkingsverbanden/{pool}", "/regie-adviseurs")
    await refused(client, world.municipality, *every)


async def test_programmes(client: httpx.AsyncClient) -> None:
    """Each with its period and schemes, to whoever may read days."""
    world = await making.world()
    await making.programme()
    admin = await browser(client, await an_admin())
    [row] = (await saved(admin.client, "/programmas")).rows
    assert (row["code"], row["certificationSchemes"]) == (PROGRAMME, SCHEME)
    assert "/programmas?bestand=xlsx" in await admin.get("/programmas")
    await refused(client, world.municipality, "/programmas")


async def test_possible_duplicates_and_merges(client: httpx.AsyncClient) -> None:
    """Pairs with what they have in common; once merged they are in the other list."""
    older, newer = await making.candidate(), await making.candidate()
    admin = await browser(client, await an_admin())
    [row] = (await saved(admin.client, "/dubbelen")).rows
    assert (row["olderNumber"], row["newerNumber"], row["sameName"], row["sameWorkEMail"]) == (
        await number(older),
        await number(newer),
        True,
        False,
    )
    assert "/dubbelen?bestand=xlsx" in await admin.get("/dubbelen")
    await merged(newer, older)
    assert (await saved(admin.client, "/dubbelen")).rows == []
    [row] = (await saved(admin.client, "/dubbelen?tabel=samengevoegd")).rows
    assert (row["number"], row["countsAs"], row["undoneAt"]) == (await number(newer), await number(older), None)
    await refused(client, older.actor, "/dubbelen", "/dubbelen?tabel=samengevoegd")


async def test_what_municipalities_passed_on(client: httpx.AsyncClient, clock: Clock) -> None:
    """Those that still have something, and those whose successor has it."""
    world = await making.world()
    done_by = await ended.merged(world)
    clock.now = MERGED
    admin = await browser(client, done_by)
    [row] = (await saved(admin.client, "/herindelingen?tabel=overgegaan")).rows
    assert (row["municipalities"], row["municipalityCodes"], row["successor"]) == ("Eigenwaard", OWN, "Buurland")
    assert (await saved(admin.client, "/herindelingen")).rows == []
    assert "tabel=overgegaan&bestand=xlsx" in await admin.get("/herindelingen")
    await refused(client, world.neighbour, "/herindelingen", "/herindelingen?tabel=overgegaan")
