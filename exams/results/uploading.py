"""Uploads as people and programs use them: a short file is handled at once, a long one in the background."""

import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import cast
from uuid import UUID

import msgspec

from exams.results import service, taking_back, work
from exams.results.acceptance import Choices
from exams.results.correcting import Proposal, Proposed, agreed, proposal_for
from exams.results.errors import AcceptedBefore
from exams.results.history import Nature, RetractionReason
from exams.results.receiving import Sent
from exams.results.recording import Recorded
from exams.results.retracting import Retracted
from exams.results.schemas import PreviewOut
from exams.results.service import Preview
from exams.results.tables import Result, SetAsideRow, Upload, UploadReading
from exams.results.upload_schemas import Retract
from exams.results.work import Work
from exams.results.work_errors import NothingUnderway
from exams.results.work_rules import Ending, Task
from exams.tracks import service as tracks
from exams.tracks.service import Version
from registry.audit import service as audit
from registry.audit.actions import Action
from registry.permissions import Actor
from registry.texts import Language
from registry.transactions import transaction


@dataclass(frozen=True, slots=True)
class Long:
    """A long file: the last work on it, and what it held when it was judged, if it was."""

    upload: Upload
    version: Version
    work: Work
    told: Mapping[Language, PreviewOut] | None
    judged_at: datetime | None
    proposal: Proposal | None


async def send(sent: Sent, *, actor: Actor, now: datetime) -> Preview | Long:
    """Take in a file; a short one is judged at once. Raises as `service.receive` does."""
    opened = await service.receive(sent, actor=actor, now=now)
    latest = await work.newest(opened.upload.id)
    if latest is None:
        return await _noted(await service.preview_of(opened, set_aside=frozenset(), now=now))
    return await _long(opened.upload, latest)


async def preview(upload: UUID, *, actor: Actor, now: datetime) -> Preview | Long:
    """A short file as things stand; a long one as it was judged, or how far that is. Raises NotFound."""
    found = await service.seen(upload, actor)
    latest = await work.newest(upload)
    if latest is None:
        return await service.preview(upload, actor=actor, now=now)
    return await _long(found, latest)


async def progress(upload: UUID, *, actor: Actor) -> Work | None:
    """The last work on a long file, for who watches it; a short one has none. Raises NotFound."""
    return await work.newest((await service.seen(upload, actor)).id)


async def recorded_of(upload: UUID) -> int:
    """How many results an upload put on record."""
    recorded = [Nature.RECORDED.value, Nature.CORRECTED.value]
    found: int = await Result.count().where(Result.upload == upload, Result.nature.is_in(recorded))
    return found


async def set_aside_of(upload: UUID) -> list[int]:
    """The rows of an upload that were left out when it was accepted."""
    rows = await SetAsideRow.select(SetAsideRow.row).where(SetAsideRow.upload == upload).order_by(SetAsideRow.row)
    return [row["row"] for row in rows]


async def accept(upload: UUID, choices: Choices, *, actor: Actor, now: datetime) -> Recorded | Proposed | Long:
    """Record a short file at once, a long one in the background. Raises as `service.accept` does, and WorkUnderway."""
    latest = await work.newest(upload)
    if latest is None:
        return await service.accept(upload, choices, actor=actor, now=now)
    found = await service.own(upload, actor)
    if cast("datetime | None", found.accepted_at) is not None:
        raise AcceptedBefore
    choices = agreed(await proposal_for(found), choices, actor=actor)
    return await _asked(found, Task.ACCEPT, rows=latest.rows_total, choices=choices, actor=actor, now=now)


async def retract(upload: UUID, reason: RetractionReason, *, actor: Actor, now: datetime) -> Retracted | Long:
    """Take a short file back at once, a long one in the background. Raises as `taking_back.retract` does, and WorkUnderway."""
    if await work.newest(upload) is None:
        return await taking_back.retract(upload, reason, actor=actor, now=now)
    found = await service.own(upload, actor)
    taking_back.check_stands(found)
    rows = await recorded_of(upload)
    return await _asked(found, Task.RETRACT, rows=rows, choices=Retract(reason=reason), actor=actor, now=now)


async def judge_again(upload: UUID, *, actor: Actor, now: datetime) -> Preview | Long:
    """A long file is judged anew, as things stand. Raises NotFound, WorkUnderway."""
    found = await service.own(upload, actor)
    latest = await work.newest(upload)
    if latest is None:
        return await _noted(await service.preview(upload, actor=actor, now=now))
    return await _asked(found, Task.PREVIEW, rows=latest.rows_total, choices=None, actor=actor, now=now)


async def cancel(upload: UUID, *, actor: Actor, now: datetime) -> None:
    """What is underway with a file is not done. Raises NothingUnderway once it has ended, NotFound."""
    found = await service.own(upload, actor)
    latest = await work.newest(found.id)
    if latest is None or not latest.is_underway:
        raise NothingUnderway
    async with transaction() as connection:
        if not await work.end(latest.id, Ending.CANCELLED, connection=connection, now=now):
            raise NothingUnderway
        await audit.record(Action.UPLOAD_WORK_CANCELLED, upload, actor=actor, at=now, facts={"task": latest.task})


async def _noted(seen: Preview) -> Preview:
    async with transaction() as connection:
        await work.note_faults(seen.upload.id, len(seen.reading.faults), connection=connection)
    return seen


async def _asked(
    upload: Upload, task: Task, *, rows: int, choices: Choices | Retract | None, actor: Actor, now: datetime
) -> Long:
    async with transaction() as connection:
        asked = await work.ask(upload.id, task, rows=rows, choices=choices, connection=connection, actor=actor, now=now)
    return await _long(upload, asked)


async def _long(upload: Upload, latest: Work) -> Long:
    kept = await UploadReading.select().where(UploadReading.upload == upload.id).first()
    told = msgspec.json.decode(zlib.decompress(kept["content"]), type=dict[Language, PreviewOut]) if kept else None
    version = await tracks.version(upload.track_version)
    return Long(
        upload=upload,
        version=version,
        work=latest,
        told=told,
        judged_at=kept["judged_at"] if kept else None,
        proposal=await proposal_for(upload),
    )
