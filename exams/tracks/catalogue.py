"""The public catalogue of tracks: what each asks and tests, and who may teach and examine it today."""

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from itertools import groupby
from typing import Any
from uuid import UUID

import msgspec

from exams.tracks.approving import approvals
from exams.tracks.rules import TENTHS, Approved
from exams.tracks.schemas import (
    ApprovalOut,
    PartOut,
    ProviderOut,
    RouteOut,
    TrackDetail,
    TrackName,
    TrackOut,
    VersionOut,
)
from exams.tracks.versions import Version, all_versions, prerequisites, routes, versions_of
from registry.organisations import service as organisations


async def tracks_on(day: date) -> list[TrackOut]:
    """Every track by code, in the version that holds on the day; one that has not begun in its first."""
    shown = [_holding(list(versions), day) for _, versions in groupby(await all_versions(), key=lambda each: each.code)]
    return await _tracks(shown, await approvals(on=day))


async def track_on(code: str, day: date) -> TrackDetail:
    """One track on a day, with all its versions, newest first; raises NotFound."""
    versions = await versions_of(code)
    holding = _holding(versions, day)
    [track] = await _tracks([holding], await approvals(on=day, track=holding.track))
    told = await _versions(reversed(versions))
    return TrackDetail(versions=told, **{name: getattr(track, name) for name in msgspec.structs.asdict(track)})


def _holding(versions: Sequence[Version], day: date) -> Version:
    begun = [each for each in versions if each.effective_from <= day]
    return begun[-1] if begun else versions[0]


async def _tracks(versions: Sequence[Version], approved: Sequence[ApprovalOut]) -> list[TrackOut]:
    owners = await organisations.names_of({each.owner for each in versions})
    told = await _versions(versions)
    return [
        TrackOut(
            **(msgspec.structs.asdict(out) | {"id": each.track}),
            code=each.code,
            name_nl=each.name.nl,
            name_en=each.name.en,
            owner=owners[each.owner],
            teaching=_providers(approved, each.code, Approved.TEACH),
            examining=_providers(approved, each.code, Approved.EXAMINE),
        )
        for each, out in zip(versions, told, strict=True)
    ]


def _providers(approved: Iterable[ApprovalOut], code: str, kind: Approved) -> list[ProviderOut]:
    return [
        ProviderOut(id=each.provider, name=each.provider_name, valid_from=each.valid_from, valid_to=each.valid_to)
        for each in approved
        if each.track == code and each.approved is kind
    ]


async def _versions(versions: Iterable[Version]) -> list[VersionOut]:
    shown = list(versions)
    ids = [each.id for each in shown]
    needed: dict[UUID, list[TrackName]] = {}
    for track in await prerequisites(ids):
        name = TrackName(id=track.track, code=track.code, name_nl=track.name.nl, name_en=track.name.en)
        needed.setdefault(track.version, []).append(name)
    ways: dict[UUID, list[RouteOut]] = {}
    for route in await routes(ids):
        way = RouteOut(
            code=route.code,
            name_nl=route.name.nl,
            name_en=route.name.en,
            description_nl=route.description.nl,
            description_en=route.description.en,
        )
        ways.setdefault(route.version, []).append(way)
    return [
        VersionOut(
            id=each.id,
            version=each.number,
            effective_from=each.effective_from,
            audience=each.audience,
            parts=[_part(part) for part in each.parts],
            prerequisites=needed.get(each.id, []),
            equivalent_routes=ways.get(each.id, []),
        )
        for each in shown
    ]


def _part(part: dict[str, Any]) -> PartOut:
    return PartOut(
        id=part["id"],
        code=part["code"],
        name_nl=part["name_nl"],
        name_en=part["name_en"],
        scale_maximum=Decimal(part["scale_maximum"]) / TENTHS,
        pass_mark=Decimal(part["pass_mark"]) / TENTHS,
        weight=part["weight"],
        resit_after_days=part["resit_after_days"],
        maximum_attempts=part["maximum_attempts"],
        absence_uses_attempt=part["absence_uses_attempt"],
        counts_months=part["counts_months"],
    )
