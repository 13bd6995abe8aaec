"""Tracks and their versions: who makes them, which one holds, and that none ever changes."""

import asyncio
from decimal import Decimal
from uuid import uuid4

import asyncpg
import msgspec
import pytest

from exams.tracks import service as tracks
from exams.tracks.errors import TrackExists
from exams.tracks.rules import Audience, RouteIn
from exams.tracks.tables import Track, TrackVersion
from registry.audit.actions import Action
from registry.audit.tables import AuditEntry
from registry.errors import Invalid, NotAllowed, NotFound
from registry.organisations.tables import Kind
from registry.permissions import OPERATOR, Role
from registry.transactions import transaction
from tests.exams.tracks.school import ONE_DAY, another, part, track_of, version_from, with_track
from tests.registry import making
from tests.registry.making import BEFORE, NOW, TODAY, TRACK

change = msgspec.structs.replace


async def test_a_track_is_created_once_by_a_scheme_owner(database: None) -> None:
    """With its parts in their order, marks in tenths; nobody else, not twice, and every fault of its parts at once."""
    world = await with_track()
    create = track_of(world.organisations["scheme-owner"])
    made = await tracks.newest(TRACK)
    assert [(each["code"], each["scale_maximum"], each["pass_mark"]) for each in made.parts] == [
        ("GP", 100, 55),
        ("IM", 100, 55),
    ]
    assert [(each["weight"], each["absence_uses_attempt"]) for each in made.parts] == [(1, False), (1, False)]
    assert (made.number, made.audience, made.owner) == (1, Audience.ADVISER, world.organisations["scheme-owner"])
    with pytest.raises(TrackExists):
        await tracks.create(create, actor=world.owner, now=NOW)
    bad = [part(scale_maximum=Decimal("9.99")), part(pass_mark=Decimal(11))]
    with pytest.raises(Invalid) as refused:
        await tracks.create(change(create, code="ander", parts=bad, prerequisites=["nergens"]), actor=world.owner, now=NOW)
    assert [fault.field for fault in refused.value.faults] == [
        "parts[0].scaleMaximum",
        "parts[1].passMark",
        "parts[1].code",
        "prerequisites[0]",
    ]
    for actor in (OPERATOR, world.provider, world.certifiers[0]):
        with pytest.raises(NotAllowed):
            await tracks.create(create, actor=actor, now=NOW)
    with pytest.raises(NotFound):
        await tracks.create(change(create, code="ander", owner=uuid4()), actor=world.owner, now=NOW)
    assert await Track.count() == 1


async def test_the_next_version_leaves_the_first_as_it_was(database: None) -> None:
    """It has the next number, its own parts, weights, prerequisites and routes; the first keeps its row for row."""
    world = await with_track()
    owner = world.organisations["scheme-owner"]
    await tracks.create(track_of(owner, "basis"), actor=world.owner, now=BEFORE)
    first = await tracks.newest(TRACK)
    route = RouteIn(code="praktijk", name_nl="Praktijk", name_en="Practice", description_nl="Zo.", description_en="So.")
    command = change(
        version_from(TODAY, prerequisites=["basis"]),
        audience=Audience.MUNICIPAL_EMPLOYEE,
        parts=[part("ET", weight=3, absence_uses_attempt=True)],
        equivalent_routes=[route],
    )
    published = await tracks.publish_version(TRACK, command, actor=world.owner, now=NOW)
    newest = await tracks.newest(TRACK)
    assert (newest.id, newest.number, newest.audience) == (published.id, 2, Audience.MUNICIPAL_EMPLOYEE)
    assert [(each["code"], each["weight"], each["absence_uses_attempt"]) for each in newest.parts] == [("ET", 3, True)]
    assert await tracks.versions_of(TRACK) == [first, newest]
    assert await tracks.version(first.id) == first
    assert [each.code for each in await tracks.prerequisites_of(newest.id)] == ["basis"]
    assert await tracks.prerequisites_of(first.id) == []
    [entry] = await AuditEntry.select().where(AuditEntry.action == Action.TRACK_VERSION_PUBLISHED.value)
    assert entry["subject"] == published.id


async def test_a_version_holds_from_its_first_day(database: None) -> None:
    """Until then the one before it; before the first there is none."""
    world = await with_track()
    await tracks.publish_version(TRACK, version_from(TODAY), actor=world.owner, now=NOW)
    assert (await tracks.in_force(TRACK, TODAY - ONE_DAY)).number == 1
    assert (await tracks.in_force(TRACK, TODAY)).number == 2
    with pytest.raises(NotFound):
        await tracks.in_force(TRACK, BEFORE.date() - ONE_DAY)
    for asked in (tracks.newest("onbekend"), tracks.versions_of("onbekend"), tracks.version(uuid4())):
        with pytest.raises(NotFound):
            await asked


async def test_a_version_begins_no_earlier_than_the_one_before(database: None) -> None:
    """On the same day it may; every fault comes at once, and nothing is written."""
    world = await with_track()
    early = change(version_from(BEFORE.date() - ONE_DAY, "GP", "GP"), prerequisites=[TRACK])
    with pytest.raises(Invalid) as refused:
        await tracks.publish_version(TRACK, early, actor=world.owner, now=NOW)
    assert [fault.field for fault in refused.value.faults] == ["effectiveFrom", "parts[1].code", "prerequisites[0]"]
    assert await TrackVersion.count() == 1
    await tracks.publish_version(TRACK, version_from(BEFORE.date()), actor=world.owner, now=NOW)


async def test_a_version_is_published_by_the_owner_of_its_track(database: None) -> None:
    """Another scheme owner finds nothing; nobody else may; and what is no track has no versions."""
    world = await with_track()
    _, stranger = await another(Kind.SCHEME_OWNER, Role.SCHEME_OWNER)
    for actor, error in ((stranger, NotFound), (world.provider, NotAllowed), (OPERATOR, NotAllowed)):
        with pytest.raises(error):
            await tracks.publish_version(TRACK, version_from(TODAY), actor=actor, now=NOW)
    with pytest.raises(NotFound):
        await tracks.publish_version("onbekend", version_from(TODAY), actor=world.owner, now=NOW)
    assert await TrackVersion.count() == 1


async def test_rivals_get_a_number_each(database: None) -> None:
    """Five versions at once are numbered two to six."""
    world = await with_track()
    made = await asyncio.gather(
        *(tracks.publish_version(TRACK, version_from(TODAY), actor=world.owner, now=NOW) for _ in range(5)),
    )
    assert sorted(each.number for each in made) == [2, 3, 4, 5, 6]


async def test_rivals_make_no_circle_together(database: None) -> None:
    """Of two tracks that ask for each other at the same moment one is refused."""
    world = await with_track()
    await tracks.create(track_of(world.organisations["scheme-owner"], "basis"), actor=world.owner, now=BEFORE)
    asked = ((TRACK, "basis"), ("basis", TRACK))
    made = await asyncio.gather(
        *(
            tracks.publish_version(code, version_from(TODAY, prerequisites=[need]), actor=world.owner, now=NOW)
            for code, need in asked
        ),
        return_exceptions=True,
    )
    assert sorted(isinstance(each, Invalid) for each in made) == [False, True]


async def test_a_circle_is_seen_as_long_as_a_version_lasts(database: None) -> None:
    """What a track asks for until its next version begins still counts; what no version asks any more does not."""
    world = await with_track()
    await tracks.create(
        track_of(world.organisations["scheme-owner"], "basis", prerequisites=[TRACK]), actor=world.owner, now=BEFORE
    )
    await tracks.publish_version("basis", version_from(TODAY + ONE_DAY), actor=world.owner, now=NOW)
    command = version_from(TODAY, prerequisites=["basis"])
    with pytest.raises(Invalid):
        await tracks.publish_version(TRACK, command, actor=world.owner, now=NOW)
    await tracks.publish_version(TRACK, command, actor=world.owner, now=NOW + ONE_DAY)


async def test_the_database_changes_no_version(database: None) -> None:
    """Nor its parts, prerequisites and routes."""
    world = await making.world()
    owner = world.organisations["scheme-owner"]
    route = RouteIn(code="praktijk", name_nl="Praktijk", name_en="Practice", description_nl="Zo.", description_en="So.")
    await tracks.create(track_of(owner, "basis"), actor=world.owner, now=BEFORE)
    await tracks.create(
        change(track_of(owner, prerequisites=["basis"]), equivalent_routes=[route]), actor=world.owner, now=BEFORE
    )
    for table in ("track_version", "exam_part", "track_prerequisite", "equivalent_route"):
        for statement in (f"UPDATE {table} SET id = id", f"DELETE FROM {table}"):  # noqa: S608  names of tables
            with pytest.raises(asyncpg.RestrictViolationError):
                async with transaction() as connection:
                    await connection.execute(statement)
