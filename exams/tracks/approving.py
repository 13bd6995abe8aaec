"""Which provider may teach and examine a track: approving, and asking after it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from exams.tracks.errors import NotApproved
from exams.tracks.rules import Approved, Period, check_approver, check_overlap
from exams.tracks.schemas import ApprovalOut, ApproveProvider
from exams.tracks.tables import Approval
from exams.tracks.versions import Version, all_versions, newest
from registry.audit import service as audit
from registry.audit.actions import Action
from registry.organisations import service as organisations
from registry.organisations.tables import Kind
from registry.periods import check_period
from registry.permissions import Actor, Permission
from registry.schemes import service as schemes
from registry.transactions import transaction

WHO_APPROVES = {Approved.TEACH: Permission.APPROVE_TEACHING, Approved.EXAMINE: Permission.APPROVE_EXAMINING}


async def approve(code: str, command: ApproveProvider, *, actor: Actor, now: datetime) -> UUID:
    """The scheme owner approves teaching, the certification body examining.

    Raises NotTheApprover, NotFound, ApprovalOverlaps, Invalid.
    """
    actor.must_for(WHO_APPROVES[command.approved], command.approved_by)
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
    async with transaction() as connection:
        await connection.execute("SELECT 1 FROM track WHERE id = $1 FOR NO KEY UPDATE", track.track)
        standing = await approved_periods(command.provider, track.track, command.approved)
        check_overlap((command.valid_from, command.valid_to), standing)
        await Approval.insert(approval)
        facts = {"track": code, "approved": command.approved, "from": command.valid_from, "to": command.valid_to}
        await audit.record(Action.PROVIDER_APPROVED, command.provider, actor=actor, at=now, facts=facts)
    made: UUID = approval.id
    return made


@dataclass(frozen=True, slots=True)
class Approvable:
    """A track for which an organisation of the actor approves teaching or examining."""

    version: Version
    approved: Approved
    approver: UUID


async def approvable(actor: Actor) -> list[Approvable]:
    """What the actor may approve, by track."""
    own = {kind: actor.organisations_where(permission) for kind, permission in WHO_APPROVES.items()}
    newest_of = {each.code: each for each in await all_versions()} if any(own.values()) else {}
    found = []
    for version in newest_of.values():
        bodies = await schemes.bodies_asking(version.code)
        owners = own[Approved.TEACH] & {version.owner}
        examining = own[Approved.EXAMINE] & bodies if bodies else own[Approved.EXAMINE]
        found += [Approvable(version, Approved.TEACH, each) for each in owners]
        found += [Approvable(version, Approved.EXAMINE, each) for each in sorted(examining, key=str)]
    return found


@dataclass(frozen=True, slots=True)
class Waiting:
    """A provider without an approval that lasts, to whoever would give it."""

    provider: UUID
    provider_name: str
    approvable: Approvable


async def waiting_for(actor: Actor, *, today: date) -> list[Waiting]:
    """Providers without approval to teach, to the owner; those that teach and may not examine, to the body. By track, name."""
    lasting = {
        (each.provider, each.track, each.approved)
        for each in await approvals()
        if each.valid_to is None or each.valid_to >= today
    }
    providers = await organisations.listed(Kind.PROVIDER)
    return [
        Waiting(provider.id, provider.name, each)
        for each in await approvable(actor)
        for provider in providers
        if (provider.id, each.version.code, each.approved) not in lasting
        and (each.approved is Approved.TEACH or (provider.id, each.version.code, Approved.TEACH) in lasting)
    ]


async def must_be_approved(provider: UUID, track: UUID, approved: Approved, day: date) -> None:
    """Raises NotApproved unless the provider may do this with the track on the day."""
    found = await Approval.exists().where(
        Approval.provider == provider,
        Approval.track == track,
        Approval.approved == approved.value,
        Approval.cancelled_at.is_null(),
        Approval.valid_from <= day,
        (Approval.valid_to.is_null()) | (Approval.valid_to >= day),
    )
    if not found:
        raise NotApproved(day=day)


async def approved_periods(provider: UUID, track: UUID, approved: Approved) -> list[Period]:
    """When the provider may do this with the track: first and last days, in order; without last day for as long as it lasts."""
    rows = (
        await Approval.select(Approval.valid_from, Approval.valid_to)
        .where(
            Approval.provider == provider,
            Approval.track == track,
            Approval.approved == approved.value,
            Approval.cancelled_at.is_null(),
        )
        .order_by(Approval.valid_from)
    )
    return [(row["valid_from"], row["valid_to"]) for row in rows]


async def approvals_for(actor: Actor) -> list[ApprovalOut]:
    """The approvals that the actor's organisations gave, and those that providers were given; an auditor sees all."""
    found = await approvals()
    if actor.sees_everything:
        return found
    own = {kind: actor.organisations_where(permission) for kind, permission in WHO_APPROVES.items()}
    given = actor.organisations_where(Permission.READ_RESULTS)
    return [each for each in found if each.approved_by in own[each.approved] or each.provider in given]


async def approvals(*, on: date | None = None, track: UUID | None = None) -> list[ApprovalOut]:
    """Every approval that was not cancelled, or those that hold on a day, or of one track; by track, provider and first day."""
    of: Any = Approval
    query = of.select(
        *of.all_columns(),
        of.provider.name.as_alias("provider_name"),
        of.approved_by.name.as_alias("approved_by_name"),
        of.track.code.as_alias("code"),
        of.track.name_nl.as_alias("name_nl"),
        of.track.name_en.as_alias("name_en"),
    ).where(of.cancelled_at.is_null())
    if on is not None:
        query = query.where(of.valid_from <= on, (of.valid_to.is_null()) | (of.valid_to >= on))
    if track is not None:
        query = query.where(of.track == track)
    return _out(await query.order_by(of.track.code).order_by(of.provider.name).order_by(of.valid_from))


def _out(rows: Iterable[dict[str, Any]]) -> list[ApprovalOut]:
    return [
        ApprovalOut(
            id=row["id"],
            provider=row["provider"],
            provider_name=row["provider_name"],
            track=row["code"],
            name_nl=row["name_nl"],
            name_en=row["name_en"],
            approved=Approved(row["approved"]),
            approved_by=row["approved_by"],
            approved_by_name=row["approved_by_name"],
            valid_from=row["valid_from"],
            valid_to=row["valid_to"],
        )
        for row in rows
    ]
