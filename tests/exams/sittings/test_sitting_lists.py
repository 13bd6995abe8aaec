"""Sittings and pass rates as files on the address of their page."""

from datetime import timedelta

import httpx

from exams.sittings.seeking import SITTINGS
from registry.organisations.tables import Kind
from registry.permissions import Role
from tests.conftest import Clock
from tests.exams.entering import in_browser
from tests.exams.uploads.ground import AT, accepted, ground
from tests.registry import making
from tests.registry.exports.saved import saved
from tests.registry.exports.sought import found_by_any_choice


async def test_sittings_and_how_many_passed(client: httpx.AsyncClient, clock: Clock) -> None:
    """Each sitting with its results, and how many of them passed; of another provider there are none, or it looks absent."""
    clock.now = AT + timedelta(hours=1)
    here = await ground()
    await accepted(here, here.autumn)
    own = await in_browser(client, here.colleague)
    sittings = (await saved(own.client, "/zittingen")).rows
    assert sum(row["results"] for row in sittings) == 60
    assert {(row["place"], row["identityChecked"]) for row in sittings} == {("Utrecht", True)}
    assert "/zittingen?bestand=xlsx" in await own.get("/zittingen")
    rates = await saved(own.client, "/slagingspercentages")
    assert {row["sittingReference"] for row in rates.rows} == {row["reference"] for row in sittings}
    assert all(0 <= row["passed"] <= row["tookPart"] for row in rates.rows)
    assert "&bestand=csv" in await own.get("/slagingspercentages")
    provider = await making.organisation(Kind.PROVIDER, "Een andere opleider")
    stranger = await making.account(await making.person("Vera", "Vreemd"), Role.PROVIDER, provider)
    other = await in_browser(client, stranger)
    assert await found_by_any_choice(other.client, "/zittingen", SITTINGS, "utrecht") == []
    assert (await saved(other.client, "/slagingspercentages")).rows == []
    assert (await other.client.get(f"/slagingspercentages?opleider={here.provider}&bestand=json")).status_code == 404
