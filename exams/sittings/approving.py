"""Which examiners a certification body approved for a track: approving, and who waits for it."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any
from uuid import UUID

import msgspec

from exams.sittings.errors import NotYourself
from exams.sittings.examiners import current, examiners
from exams.sittings.rules import Capacity
from exams.sittings.schemas import ApproveExaminer, CandidateExaminerOut, ExaminerOut
from exams.sittings.tables import ExaminerApproval
from exams.tracks.approving import approvable, approvals
from exams.tracks.rules import Approved, Period, check_approver, check_overlap, overlap
from exams.tracks.versions import Version, versions_of
from registry.audit import service as audit
from registry.audit.actions import Action
from registry.errors import Fault, Invalid, NotFound
from registry.people import merging
from registry.periods import period_faults
from registry.permissions import Actor, Permission
from registry.schemes import service as schemes
from registry.texts import Text
from registry.transactions import Connection, transaction

_UNKNOWN_PART = Text("Onderdeel {code} hoort niet bij dit traject.", "Part {code} is not of this track.")
_OUTSIDE = Text(
    "In deze periode is de examinator niet bij de opleider geregistreerd.",
    "In this period the examiner is not registered with the provider.",
)


async def approve_examiner(command: ApproveExaminer, *, actor: Actor, now: datetime) -> list[UUID]:
    """A body whose scheme asks for the track approves an examiner; returns one approval for each part named, or one for all.

    Raises NotTheApprover, NotYourself, ApprovalOverlaps, NotFound, Invalid with every fault.
    """
    actor.must_for(Permission.APPROVE_EXAMINING, command.approved_by)
    versions = await versions_of(command.track)
    bodies = await schemes.bodies_asking(command.track)
    check_approver(command.approved_by, Approved.EXAMINE, owner=versions[0].owner, bodies=bodies)
    async with transaction() as connection:
        registration = await _registration(command.registration, connection=connection)
        if actor.person is not None and registration["person"] in await merging.same_person_as(actor.person):
            raise NotYourself
        _check(command, versions, (registration["valid_from"], registration["valid_to"]))
        track = versions[0].track
        check_overlap((command.valid_from, command.valid_to), await _standing(command, track, connection=connection))
        rows = [
            ExaminerApproval(
                registration=command.registration,
                track=track,
                part_code=part,
                approved_by=command.approved_by,
                valid_from=command.valid_from,
                valid_to=command.valid_to,
                recorded_at=now,
            )
            for part in (dict.fromkeys(command.parts) if command.parts is not None else [None])
        ]
        await ExaminerApproval.insert(*rows)
        facts = {"track": command.track, "parts": command.parts, "from": command.valid_from, "to": command.valid_to}
        told = {"registration": command.registration, "approvedBy": command.approved_by} | facts
        await audit.record(Action.EXAMINER_APPROVED, registration["person"], actor=actor, at=now, facts=told)
    return [row.id for row in rows]


async def _registration(wanted: UUID, *, connection: Connection) -> Any:  # noqa: ANN401  a row of asyncpg has no types
    row = await connection.fetchrow(
        "SELECT person, capacity, valid_from, valid_to FROM examiner_registration"
        " WHERE id = $1 AND cancelled_at IS NULL FOR NO KEY UPDATE",
        wanted,
    )
    if row is None or row["capacity"] != Capacity.EXAMINER:
        raise NotFound
    return row


def _check(command: ApproveExaminer, versions: Iterable[Version], registered: Period) -> None:
    codes = {part["code"] for version in versions for part in version.parts}
    faults = [Fault("parts", _UNKNOWN_PART, {"code": code}) for code in command.parts or () if code not in codes]
    reversed_period = period_faults(command.valid_from, command.valid_to, field="validTo")
    if not reversed_period and overlap(registered, (command.valid_from, command.valid_to)) is None:
        faults.append(Fault("validFrom", _OUTSIDE))
    if faults or reversed_period:
        raise Invalid([*faults, *reversed_period])


async def _standing(command: ApproveExaminer, track: UUID, *, connection: Connection) -> list[Period]:
    """The periods in which one of the parts is approved already."""
    rows = await connection.fetch(
        "SELECT valid_from, valid_to FROM examiner_approval WHERE registration = $1 AND track = $2 AND cancelled_at IS NULL"
        " AND (part_code IS NULL OR $3::text[] IS NULL OR part_code = ANY($3)) ORDER BY valid_from",
        command.registration,
        track,
        command.parts,
    )
    return [(row["valid_from"], row["valid_to"]) for row in rows]


async def candidates_for(actor: Actor, *, today: date) -> list[CandidateExaminerOut]:
    """The examiners of every provider approved for a track that the actor’s body certifies with; who waits comes first.

    Of one provider they stand as `examiners` has them: by family name.
    """
    if not actor.may(Permission.APPROVE_EXAMINING):
        return []
    lasting = [each for each in await approvals() if each.valid_to is None or each.valid_to >= today]
    registered = [
        each
        for each in await examiners(providers={each.provider for each in lasting})
        if each.capacity is Capacity.EXAMINER and current(each, today)
    ]
    found = []
    for code in [each.version.code for each in await approvable(actor) if each.approved is Approved.EXAMINE]:
        providers = {each.provider for each in lasting if each.track == code}
        found += [_candidate(code, each, today) for each in registered if each.provider in providers]
    return sorted(found, key=lambda each: (not each.waiting, each.track, each.examiner.provider_name))


def _candidate(code: str, examiner: ExaminerOut, today: date) -> CandidateExaminerOut:
    own = [each for each in examiner.approvals if each.track == code]
    waiting = not any(each.valid_to is None or each.valid_to >= today for each in own)
    return CandidateExaminerOut(track=code, examiner=msgspec.structs.replace(examiner, approvals=own), waiting=waiting)
