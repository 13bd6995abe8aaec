"""Accepting an upload: judged afresh and recorded whole, inside the transaction of whoever asked for it."""

import asyncio
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import msgspec

from exams.judging.reading import Reading
from exams.judging.rules import Progress, check_rows
from exams.results import correcting, errors, evidence, mapping, recording, standing, watching
from exams.results.acceptance import Choices, Left, check_choices, left_of
from exams.results.correcting import Proposal, Proposed
from exams.results.evidence import Undone
from exams.results.history import CORRECTED_BECAUSE, CorrectionReason
from exams.results.progress import Count
from exams.results.recording import Recorded
from exams.results.tables import Upload
from exams.spreadsheets.sheet import Sheet
from exams.tracks.service import Version
from registry.audit import service as audit
from registry.audit.actions import Action
from registry.days import amsterdam_day
from registry.dossiers.resting import certificates_resting_on
from registry.permissions import Actor
from registry.reviews.rules import Cause
from registry.transactions import Connection


@dataclass(frozen=True, slots=True)
class Opened:
    """An upload whose file was read, and the version of the track that it is for."""

    upload: Upload
    version: Version
    sheet: Sheet


async def judge(opened: Opened, *, set_aside: frozenset[int], now: datetime, progress: Progress | None = None) -> Left:
    """What the rules say of the file now, without the rows set aside. Raises Invalid for one of those without a fault."""
    provider, sheet = opened.upload.provider, opened.sheet
    register = await standing.register_of(provider, opened.version, today=amsterdam_day(now))
    known = await mapping.mapping_of(provider)

    def judged(without: frozenset[int]) -> Reading:
        rows = tuple(row for row in sheet.rows if row.number not in without) if without else sheet.rows
        return check_rows(msgspec.structs.replace(sheet, rows=rows), register, mapping=known, progress=progress)

    return await asyncio.to_thread(left_of, judged, set_aside)


async def accept(
    opened: Opened,
    choices: Choices,
    *,
    connection: Connection,
    actor: Actor,
    now: datetime,
    count: Count | None = None,
) -> Recorded | Proposed:
    """Record the file, or leave the choices for a second person; inside the transaction in which the provider queues.

    Long work is counted, and ends in this transaction; what was cancelled by then is not done.
    """
    upload, version = opened.upload, opened.version
    proposal = await correcting.proposal_for(upload)
    choices = correcting.agreed(proposal, choices, actor=actor)
    left = await judge(opened, set_aside=choices.set_aside, now=now, progress=count.tell if count else None)
    reading = check_choices(left.reading, choices)
    rows = recording.rows_to_record(reading)
    await evidence.lock_files((row.adviser_id for row in rows), connection=connection)
    replaced = correcting.replaced(rows)
    if proposal is None and replaced and await certificates_resting_on(replaced):
        proposed = await correcting.propose(upload, choices, actor=actor, now=now)
        await _finish(count, connection, now=now)
        return proposed
    await _claim(upload, connection, actor=actor, now=now)
    await recording.record(rows, reading, choices, upload=upload, version=version, connection=connection, now=now)
    await recording.record_set_aside(left, upload=upload.id, connection=connection)
    undone = await _put_right(replaced, choices.reason, upload=upload.id, actor=actor, now=now)
    makers = [effect.adviser_id for effect in reading.effects if effect.makes_evidence]
    completed = await evidence.hand_over(makers, version, provider=upload.provider, actor=actor, now=now)
    await watching.ask(upload.id, connection=connection)
    if proposal is not None:
        await correcting.remove_proposal(upload.id)
    recorded = Recorded(
        results=len(rows),
        corrected=sum(map(len, replaced.values())),
        set_aside=len(left.set_aside),
        reviews=undone.reviews,
        completed=tuple(completed),
    )
    await _tell(recorded, opened, choices, proposal, actor=actor, now=now)
    await _finish(count, connection, now=now)
    return recorded


async def _finish(count: Count | None, connection: Connection, *, now: datetime) -> None:
    if count is not None:
        await count.finish(connection, now=now)


async def _tell(
    recorded: Recorded, opened: Opened, choices: Choices, proposal: Proposal | None, *, actor: Actor, now: datetime
) -> None:
    facts = {
        "results": recorded.results,
        "corrected": recorded.corrected,
        "reason": choices.reason if recorded.corrected else None,
        "setAside": sorted(choices.set_aside),
        "completed": len(recorded.completed),
        "reviews": recorded.reviews,
        "proposedBy": proposal.by if proposal is not None else None,
    }
    await audit.record(Action.UPLOAD_ACCEPTED, opened.upload.id, actor=actor, at=now, facts=facts)


async def _claim(upload: Upload, connection: Connection, *, actor: Actor, now: datetime) -> None:
    """This acceptance, or none: the partial unique index lets one upload of a file through."""
    claimed = await connection.fetch(
        "UPDATE upload SET accepted_at = $2, accepted_by = $3 WHERE id = $1 AND accepted_at IS NULL RETURNING id",
        upload.id,
        now,
        actor.account,
    )
    if not claimed:
        raise errors.AcceptedBefore


async def _put_right(
    replaced: Mapping[UUID, Collection[UUID]],
    reason: CorrectionReason | None,
    *,
    upload: UUID,
    actor: Actor,
    now: datetime,
) -> Undone:
    """What corrections do to evidence and certificates; nothing where there are none."""
    if reason is None or not replaced:
        return Undone(reviews=0, dossiers=0)
    why = CORRECTED_BECAUSE[reason]
    return await evidence.take_back(replaced, cause=Cause.RESULT_CORRECTED, upload=upload, why=why, actor=actor, now=now)
