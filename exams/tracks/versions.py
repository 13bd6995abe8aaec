"""Reading the versions of tracks: the newest, the one in force on a day, and what each asks of who joins."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from exams.tracks.rules import Audience
from exams.tracks.tables import EquivalentRoute, ExamPart, TrackPrerequisite
from registry.errors import NotFound
from registry.texts import Text

_OF_VERSION = ("track", "number", "effective_from", "audience", "owner", "track_code", "name_nl_of_track", "name_en_of_track")


@dataclass(frozen=True, slots=True)
class Version:
    """A version of a track with its parts, in order; marks in tenths."""

    id: UUID
    track: UUID
    owner: UUID
    code: str
    name: Text
    number: int
    effective_from: date
    audience: Audience
    parts: tuple[dict[str, Any], ...]


@dataclass(frozen=True, slots=True)
class Prerequisite:
    """A track that who joins a version has passed before."""

    version: UUID
    track: UUID
    code: str
    name: Text


@dataclass(frozen=True, slots=True)
class Route:
    """An equivalent route of a version."""

    version: UUID
    code: str
    name: Text
    description: Text


async def newest(code: str) -> Version:
    """The version of a track with the highest number, in force or not; raises NotFound."""
    return (await versions_of(code))[-1]


async def in_force(code: str, day: date) -> Version:
    """The newest version of a track whose first day has come by then; raises NotFound where none has."""
    begun = [each for each in await versions_of(code) if each.effective_from <= day]
    if not begun:
        raise NotFound
    return begun[-1]


async def versions_of(code: str) -> list[Version]:
    """Every version of a track, oldest first; raises NotFound for what is no track."""
    found = await _read(ExamPart.track_version.track.code == code)
    if not found:
        raise NotFound
    return found


async def version(wanted: UUID) -> Version:
    """One version of a track; raises NotFound."""
    found = await _read(ExamPart.track_version == wanted)
    if not found:
        raise NotFound
    return found[0]


async def all_versions() -> list[Version]:
    """Every version of every track, by code and number."""
    return await _read(None)


async def prerequisites_of(wanted: UUID) -> list[Prerequisite]:
    """The tracks that who joins this version has passed before, by code; none where it asks for none."""
    return await prerequisites([wanted])


async def prerequisites(wanted: Iterable[UUID]) -> list[Prerequisite]:
    """The prerequisites of these versions, by code."""
    versions = list(wanted)
    if not versions:
        return []
    rows = (
        await TrackPrerequisite.select(
            TrackPrerequisite.track_version,
            TrackPrerequisite.requires,
            TrackPrerequisite.requires.code.as_alias("code"),
            TrackPrerequisite.requires.name_nl.as_alias("name_nl"),
            TrackPrerequisite.requires.name_en.as_alias("name_en"),
        )
        .where(TrackPrerequisite.track_version.is_in(versions))
        .order_by(TrackPrerequisite.requires.code)
    )
    return [
        Prerequisite(row["track_version"], row["requires"], row["code"], Text(row["name_nl"], row["name_en"])) for row in rows
    ]


async def routes(wanted: Iterable[UUID]) -> list[Route]:
    """The equivalent routes of these versions, by code."""
    versions = list(wanted)
    if not versions:
        return []
    rows = await EquivalentRoute.select().where(EquivalentRoute.track_version.is_in(versions)).order_by(EquivalentRoute.code)
    return [
        Route(
            version=row["track_version"],
            code=row["code"],
            name=Text(row["name_nl"], row["name_en"]),
            description=Text(row["description_nl"], row["description_en"]),
        )
        for row in rows
    ]


async def _read(where: Any) -> list[Version]:  # noqa: ANN401  a Piccolo condition has no one type
    """In one query, from the parts up: a version has at least one."""
    of: Any = ExamPart.track_version
    query = ExamPart.select(
        *ExamPart.all_columns(),
        of.track.as_alias("track"),
        of.number.as_alias("number"),
        of.effective_from.as_alias("effective_from"),
        of.audience.as_alias("audience"),
        of.track.owner.as_alias("owner"),
        of.track.code.as_alias("track_code"),
        of.track.name_nl.as_alias("name_nl_of_track"),
        of.track.name_en.as_alias("name_en_of_track"),
    )
    rows = await (query if where is None else query.where(where)).order_by(of.track.code).order_by(of.number, ExamPart.position)
    parts: dict[UUID, list[dict[str, Any]]] = {}
    facts: dict[UUID, dict[str, Any]] = {}
    for row in rows:
        facts[row["track_version"]] = {name: row.pop(name) for name in _OF_VERSION}
        parts.setdefault(row["track_version"], []).append(row)
    return [_version(each, facts[each], parts[each]) for each in facts]


def _version(of: UUID, facts: dict[str, Any], parts: list[dict[str, Any]]) -> Version:
    return Version(
        id=of,
        track=facts["track"],
        owner=facts["owner"],
        code=facts["track_code"],
        name=Text(facts["name_nl_of_track"], facts["name_en_of_track"]),
        number=facts["number"],
        effective_from=facts["effective_from"],
        audience=Audience(facts["audience"]),
        parts=tuple(parts),
    )
