"""Making tracks and their versions; a version never changes."""

from datetime import date, datetime
from uuid import UUID

import asyncpg

from exams.tracks.errors import TrackExists
from exams.tracks.rules import part_faults, prerequisite_faults, route_faults, tenths
from exams.tracks.schemas import CreateTrack, PublishVersion, VersionPublished
from exams.tracks.tables import EquivalentRoute, ExamPart, Track, TrackPrerequisite, TrackVersion
from registry.audit import service as audit
from registry.audit.actions import Action
from registry.days import amsterdam_day
from registry.errors import Fault, Invalid, NotFound
from registry.permissions import Actor, Permission
from registry.texts import Text
from registry.transactions import Connection, transaction

_BEFORE_PREVIOUS = Text(
    "Versie {number} geldt vanaf {day}. Een volgende begint niet eerder.",
    "Version {number} holds from {day}. A next one begins no earlier.",
)
_REQUIRED = """
    SELECT track.code, needed.code AS needed
    FROM track
        LEFT JOIN track_version version ON version.track = track.id AND NOT EXISTS (
            SELECT 1 FROM track_version later
            WHERE later.track = track.id AND later.number > version.number AND later.effective_from <= $1)
        LEFT JOIN track_prerequisite prerequisite ON prerequisite.track_version = version.id
        LEFT JOIN track needed ON needed.id = prerequisite.requires
"""
"""What each track asks for in the versions that hold on the day or later."""


async def create(command: CreateTrack, *, actor: Actor, now: datetime) -> UUID:
    """A new track with its first version. Raises Invalid with every fault, TrackExists."""
    actor.must_for(Permission.OWN_SCHEMES, command.owner)
    track = Track(code=command.code, name_nl=command.name_nl, name_en=command.name_en, owner=command.owner, recorded_at=now)
    try:
        async with transaction() as connection:
            await _check(command, command.code, connection=connection, today=amsterdam_day(now))
            await Track.insert(track)
            await _write(command, track.id, number=1, now=now)
            facts = {"code": command.code, "parts": [part.code for part in command.parts]}
            await audit.record(Action.TRACK_CREATED, track.id, actor=actor, at=now, facts=facts)
    except asyncpg.UniqueViolationError as error:
        raise TrackExists(code=command.code) from error
    return track.id


async def publish_version(code: str, command: PublishVersion, *, actor: Actor, now: datetime) -> VersionPublished:
    """The next version of a track, by its owner; those before it stay as they are. Raises NotFound, Invalid."""
    actor.must(Permission.OWN_SCHEMES)
    async with transaction() as connection:
        track = await connection.fetchrow("SELECT id, owner FROM track WHERE code = $1 FOR NO KEY UPDATE", code)
        if track is None:
            raise NotFound
        actor.must_for(Permission.OWN_SCHEMES, track["owner"])
        [previous] = await connection.fetch(
            "SELECT number, effective_from FROM track_version WHERE track = $1 ORDER BY number DESC LIMIT 1", track["id"]
        )
        early = []
        if command.effective_from < previous["effective_from"]:
            facts = {"number": previous["number"], "day": previous["effective_from"]}
            early.append(Fault("effectiveFrom", _BEFORE_PREVIOUS, facts))
        await _check(command, code, connection=connection, today=amsterdam_day(now), more=early)
        number = previous["number"] + 1
        published = await _write(command, track["id"], number=number, now=now)
        said = {"track": code, "number": number, "from": command.effective_from, "parts": [each.code for each in command.parts]}
        await audit.record(Action.TRACK_VERSION_PUBLISHED, published, actor=actor, at=now, facts=said)
    return VersionPublished(id=published, number=number)


async def _check(
    command: PublishVersion, code: str, *, connection: Connection, today: date, more: list[Fault] | None = None
) -> None:
    """Every fault at once. Who asks for other tracks queues here, so that no two make a circle together."""
    faults = [*(more or []), *part_faults(command.parts), *route_faults(command.equivalent_routes)]
    if command.prerequisites:
        await connection.execute("LOCK TABLE track_prerequisite IN SHARE ROW EXCLUSIVE MODE")
        required: dict[str, set[str]] = {}
        for row in await connection.fetch(_REQUIRED, today):
            required.setdefault(row["code"], set()).update({row["needed"]} - {None})
        faults += prerequisite_faults(code, command.prerequisites, required)
    if faults:
        raise Invalid(faults)


async def _write(command: PublishVersion, track: UUID, *, number: int, now: datetime) -> UUID:
    version = TrackVersion(
        track=track,
        number=number,
        effective_from=command.effective_from,
        audience=command.audience.value,
        recorded_at=now,
    )
    await TrackVersion.insert(version)
    await ExamPart.insert(*_parts(command, version.id))
    if command.prerequisites:
        rows = await Track.select(Track.id).where(Track.code.is_in(command.prerequisites))
        await TrackPrerequisite.insert(*(TrackPrerequisite(track_version=version.id, requires=row["id"]) for row in rows))
    if command.equivalent_routes:
        await EquivalentRoute.insert(*_routes(command, version.id))
    made: UUID = version.id
    return made


def _parts(command: PublishVersion, version: UUID) -> list[ExamPart]:
    return [
        ExamPart(
            track_version=version,
            position=position,
            code=part.code,
            name_nl=part.name_nl,
            name_en=part.name_en,
            scale_maximum=tenths(part.scale_maximum),
            pass_mark=tenths(part.pass_mark),
            resit_after_days=part.resit_after_days,
            maximum_attempts=part.maximum_attempts,
            counts_months=part.counts_months,
            weight=part.weight,
            absence_uses_attempt=part.absence_uses_attempt,
        )
        for position, part in enumerate(command.parts, start=1)
    ]


def _routes(command: PublishVersion, version: UUID) -> list[EquivalentRoute]:
    return [
        EquivalentRoute(
            track_version=version,
            code=route.code,
            name_nl=route.name_nl,
            name_en=route.name_en,
            description_nl=route.description_nl,
            description_en=route.description_en,
        )
        for route in command.equivalent_routes
    ]
