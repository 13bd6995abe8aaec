"""The public catalogue of tracks, as programs and as people read it, and the routes of tracks and approvals."""

from decimal import Decimal

import httpx
import msgspec
import pytest

from exams.tracks import catalogue
from exams.tracks import service as tracks
from exams.tracks.rules import Audience, RouteIn
from registry.errors import NotFound
from tests.conftest import Clock
from tests.exams.entering import as_program
from tests.exams.tracks.school import MONTH, ONE_DAY, part, school, track_of, version_from
from tests.registry.making import BEFORE, NOW, TODAY, TRACK, World

change = msgspec.structs.replace
ROUTE = RouteIn(
    code="praktijk",
    name_nl="Praktijkervaring",
    name_en="Work experience",
    description_nl="Wie het werk al jaren doet.",
    description_en="Who has done the work for years.",
)


async def _two_tracks() -> World:
    """One of which the next version begins tomorrow, and one for municipal employees that asks for it."""
    world = await school()
    basis = track_of(world.organisations["scheme-owner"], "zaakgericht", prerequisites=[TRACK])
    await tracks.create(change(basis, audience=Audience.MUNICIPAL_EMPLOYEE), actor=world.owner, now=BEFORE)
    second = change(version_from(TODAY + ONE_DAY), parts=[part("ET", weight=3)], equivalent_routes=[ROUTE])
    await tracks.publish_version(TRACK, second, actor=world.owner, now=NOW)
    return world


async def test_each_track_is_shown_in_the_version_that_holds(database: None) -> None:
    """With who may teach and examine it that day; one that has not begun is shown in its first version."""
    await _two_tracks()
    main, other = await catalogue.tracks_on(TODAY)
    assert (main.code, main.version, [each.code for each in main.parts]) == (TRACK, 1, ["GP", "IM"])
    assert (other.code, other.audience, [each.code for each in other.prerequisites]) == (
        "zaakgericht",
        Audience.MUNICIPAL_EMPLOYEE,
        [TRACK],
    )
    assert [each.name for each in main.teaching] == [each.name for each in main.examining] == ["De provider"]
    assert other.teaching == other.examining == []
    [tomorrow, _] = await catalogue.tracks_on(TODAY + ONE_DAY)
    assert (tomorrow.version, tomorrow.parts[0].weight, tomorrow.parts[0].pass_mark) == (2, 3, Decimal("5.5"))
    assert [each.code for each in tomorrow.equivalent_routes] == ["praktijk"]
    [after, _] = await catalogue.tracks_on(TODAY + MONTH + ONE_DAY)
    assert after.teaching == after.examining == []
    [before, _] = await catalogue.tracks_on(BEFORE.date() - ONE_DAY)
    assert before.version == 1


async def test_one_track_is_shown_with_every_version(database: None) -> None:
    """Newest first; what is no track is not found."""
    await _two_tracks()
    shown = await catalogue.track_on(TRACK, TODAY)
    assert (shown.version, [each.version for each in shown.versions]) == (1, [2, 1])
    with pytest.raises(NotFound):
        await catalogue.track_on("onbekend", TODAY)


async def test_anyone_reads_the_catalogue(client: httpx.AsyncClient, clock: Clock) -> None:
    """As JSON and as pages, in two languages, without an account."""
    await _two_tracks()
    clock.now = NOW
    listed = (await client.get("/api/v1/tracks")).json()
    assert [(each["code"], each["audience"]) for each in listed] == [(TRACK, "adviser"), ("zaakgericht", "municipal-employee")]
    assert {"weight", "absenceUsesAttempt", "resitAfterDays", "maximumAttempts", "countsMonths"} <= listed[0]["parts"][0].keys()
    one = (await client.get(f"/api/v1/tracks/{TRACK}")).json()
    assert [each["version"] for each in one["versions"]] == [2, 1]
    assert (await client.get("/api/v1/tracks/onbekend")).status_code == 404
    page = (await client.get("/opleidingen")).text
    assert 'href="/opleidingen/zaakgericht"' in page
    assert "Voor medewerkers van gemeenten" in page
    page = (await client.get(f"/en/opleidingen/{TRACK}")).text
    for words in ("Municipal processes", "5.5 of 10", "at most 3 attempts", "De provider", "Version 2", "Training tracks"):
        assert words in page
    clock.now = NOW + ONE_DAY
    page = (await client.get(f"/opleidingen/{TRACK}")).text
    assert "Praktijkervaring" in page
    assert (await client.get("/opleidingen/onbekend")).status_code == 404


async def test_programs_make_versions_and_approvals(client: httpx.AsyncClient, clock: Clock) -> None:
    """Each by who may; the answer names what was made, and a refusal its rule."""
    world = await school()
    clock.now = NOW
    owner, provider = await as_program(client, world.owner, clock), await as_program(client, world.provider, clock)
    version = msgspec.to_builtins(version_from(TODAY, "GP"), str_keys=True)
    made = await owner("POST", f"/tracks/{TRACK}/versions", json=version)
    assert (made.status_code, made.json()["number"]) == (201, 2)
    refused = await owner("POST", f"/tracks/{TRACK}/versions", json=version | {"effectiveFrom": "2026-01-01"})
    assert (refused.status_code, [each["location"] for each in refused.json()["errors"]]) == (400, ["effectiveFrom"])
    assert (await provider("POST", f"/tracks/{TRACK}/versions", json=version)).status_code == 403
    [approval] = (await owner("GET", "/approvals")).json()
    ending = f"/approvals/{approval['id']}/ending"
    assert (await provider("POST", ending, json={"lastDay": TODAY.isoformat()})).status_code == 403
    assert (await owner("POST", ending, json={"lastDay": "2026-01-01"})).status_code == 400
    assert (await owner("POST", ending, json={"lastDay": TODAY.isoformat()})).status_code == 204
    again = {"provider": approval["provider"], "approved": "teach", "approvedBy": approval["approvedBy"]}
    overlapping = await owner("POST", f"/tracks/{TRACK}/approvals", json=again | {"validFrom": TODAY.isoformat()})
    assert (overlapping.status_code, overlapping.json()["type"].rsplit("/", 1)[1]) == (409, "approval-overlaps")
    assert len((await provider("GET", "/approvals")).json()) == 2
