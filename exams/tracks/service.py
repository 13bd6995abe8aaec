"""Training tracks: creating them, approving providers, and what stands in the catalogue."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

import asyncpg

from exams.tracks.errors import ApprovedAlready, NotApproved, TrackExists
from exams.tracks.rules import TENTHS, Approved, Audience, check_approver, check_parts, tenths
from exams.tracks.schemas import ApproveProvider, CreateTrack, PartOut, TrackOut
from exams.tracks.tables import Approval, ExamPart, Track, TrackVersion
from registry.audit import service as audit
from registry.audit.actions import Action
from registry.errors import NotFound
from registry.organisations import service as organisations
from registry.organisations.tables import Kind
from registry.periods import check_period
from registry.permissions import Actor, Permission
from registry.schemes import service as schemes
from registry.texts import Text
from registry.transactions import transaction

_WHO_APPROVES = {Approved.TEACH: Permission.APPROVE_TEACHING, Approved.EXAMINE: Permission.APPROVE_EXAMINING}


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
    parts: tuple[dict[str, Any], ...]


async def create(command: CreateTrack, *, actor: Actor, now: datetime) -> UUID:
    """A new track with its first version, which never changes. Raises Invalid, TrackExists."""
    actor.must_for(Permission.OWN_SCHEMES, command.owner)
    check_parts(command.parts)
    track = Track(code=command.code, name_nl=command.name_nl, name_en=command.name_en, owner=command.owner, recorded_at=now)
    version = TrackVersion(
        track=track.id,
        number=1,
        effective_from=command.effective_from,
        audience=Audience.ADVISER.value,
        recorded_at=now,
    )
    parts = [
        ExamPart(
            track_version=version.id,
            position=position,
            code=part.code,
            name_nl=part.name_nl,
            name_en=part.name_en,
            scale_maximum=tenths(part.scale_maximum),
            pass_mark=tenths(part.pass_mark),
            resit_after_days=part.resit_after_days,
            maximum_attempts=part.maximum_attempts,
            counts_months=part.counts_months,
            weight=1,
            absence_uses_attempt=False,
        )
        for position, part in enumerate(command.parts, start=1)
    ]
    try:
        async with transaction():
            await Track.insert(track)
            await TrackVersion.insert(version)
            await ExamPart.insert(*parts)
            facts = {"code": command.code, "parts": [part.code for part in command.parts]}
            await audit.record(Action.TRACK_CREATED, track.id, actor=actor, at=now, facts=facts)
    except asyncpg.UniqueViolationError as error:
        raise TrackExists(code=command.code) from error
    return track.id


async def approve(code: str, command: ApproveProvider, *, actor: Actor, now: datetime) -> None:
    """The scheme owner approves teaching, the certification body examining.

    Raises NotTheApprover, NotFound, ApprovedAlready, Invalid.
    """
    actor.must_for(_WHO_APPROVES[command.approved], command.approved_by)
    check_period(command.valid_from, command.valid_to, field="validTo")
    await organisations.must_be(command.provider, Kind.PROVIDER)
    track = await newest(code)
    bodies = await schemes.bodies_asking(code)
    check_approver(command.approved_by, command.approved, owner=track.owner, bodies=bodies)
    approval = Approval(
        provider=command.provider,
        track=track.track,
        approved=command.approved.value,
        approved_by=command.approved_by,
        valid_from=command.valid_from,
        valid_to=command.valid_to,
        recorded_at=now,
    )
    try:
        async with transaction():
            await Approval.insert(approval)
            facts = {"track": code, "approved": command.approved, "from": command.valid_from, "to": command.valid_to}
            await audit.record(Action.PROVIDER_APPROVED, command.provider, actor=actor, at=now, facts=facts)
    except asyncpg.UniqueViolationError as error:
        raise ApprovedAlready(day=command.valid_from) from error


async def must_be_approved(provider: UUID, track: UUID, approved: Approved, day: date) -> None:
    """Raises NotApproved unless the provider may do this with the track on the day."""
    found = await Approval.exists().where(
        Approval.provider == provider,
        Approval.track == track,
        Approval.approved == approved.value,
        Approval.valid_from <= day,
        (Approval.valid_to.is_null()) | (Approval.valid_to >= day),
    )
    if not found:
        raise NotApproved(day=day)


async def newest(code: str) -> Version:
    """The newest version of a track; raises NotFound."""
    found = await _versions(TrackVersion.track.code == code)
    if not found:
        raise NotFound
    return found[-1]


async def version(wanted: UUID) -> Version:
    """One version of a track; raises NotFound."""
    found = await _versions(TrackVersion.id == wanted)
    if not found:
        raise NotFound
    return found[0]


async def catalogue() -> list[TrackOut]:
    """Every track in its newest version, by code."""
    newest_of = {each.code: each for each in await _versions(None)}
    return [_out(each) for _, each in sorted(newest_of.items())]


async def _versions(where: Any) -> list[Version]:  # noqa: ANN401  a Piccolo condition has no one type
    query = TrackVersion.select(
        *TrackVersion.all_columns(),
        TrackVersion.track.code.as_alias("code"),
        TrackVersion.track.owner.as_alias("owner"),
        TrackVersion.track.name_nl.as_alias("name_nl"),
        TrackVersion.track.name_en.as_alias("name_en"),
    )
    rows = await (query if where is None else query.where(where)).order_by(TrackVersion.number)
    parts = await ExamPart.select().order_by(ExamPart.position)
    return [
        Version(
            id=row["id"],
            track=row["track"],
            owner=row["owner"],
            code=row["code"],
            name=Text(row["name_nl"], row["name_en"]),
            number=row["number"],
            effective_from=row["effective_from"],
            parts=tuple(part for part in parts if part["track_version"] == row["id"]),
        )
        for row in rows
    ]


def _out(version: Version) -> TrackOut:
    return TrackOut(
        id=version.track,
        code=version.code,
        name_nl=version.name.nl,
        name_en=version.name.en,
        version=version.number,
        effective_from=version.effective_from,
        parts=[
            PartOut(
                code=part["code"],
                name_nl=part["name_nl"],
                name_en=part["name_en"],
                scale_maximum=Decimal(part["scale_maximum"]) / TENTHS,
                pass_mark=Decimal(part["pass_mark"]) / TENTHS,
                resit_after_days=part["resit_after_days"],
                maximum_attempts=part["maximum_attempts"],
                counts_months=part["counts_months"],
            )
            for part in version.parts
        ],
    )
