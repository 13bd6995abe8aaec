"""Uploads as people and programs use them: a short file is handled at once, a long one in the background."""

import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import cast
from uuid import UUID

import asyncpg
import msgspec
import structlog

from exams.results import presenting, service, work
from exams.results.acceptance import Choices
from exams.results.correcting import Proposal, Proposed, proposal_for
from exams.results.errors import AcceptedBefore
from exams.results.history import Nature
from exams.results.progress import Count, reported
from exams.results.receiving import Sent
from exams.results.recording import Recorded
from exams.results.schemas import PreviewOut
from exams.results.service import Preview
from exams.results.tables import Result, SetAsideRow, Upload, UploadReading
from exams.results.work import Work
from exams.results.work_errors import NothingUnderway, WorkCancelled
from exams.results.work_rules import Ending, Task
from exams.tracks import service as tracks
from exams.tracks.service import Version
from registry.accounts import service as accounts
from registry.audit import service as audit
from registry.audit.actions import Action
from registry.errors import RegistryError
from registry.permissions import Actor
from registry.texts import Language
from registry.transactions import transaction

_log = structlog.get_logger(__name__)
_TRIED_AGAIN = (
    OSError,
    asyncpg.InterfaceError,
    asyncpg.PostgresConnectionError,
    asyncpg.OperatorInterventionError,
    asyncpg.InsufficientResourcesError,
    asyncpg.TransactionRollbackError,
)
"""The database is away for a moment, is stopping, has no room, or undid what got in another's way: the queue tries again."""


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
        return await service.preview_of(opened, set_aside=frozenset(), now=now)
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
    return await _asked(found, Task.ACCEPT, latest, choices=choices, actor=actor, now=now)


async def judge_again(upload: UUID, *, actor: Actor, now: datetime) -> Preview | Long:
    """A long file is judged anew, as things stand. Raises NotFound, WorkUnderway."""
    found = await service.own(upload, actor)
    latest = await work.newest(upload)
    if latest is None:
        return await service.preview(upload, actor=actor, now=now)
    return await _asked(found, Task.PREVIEW, latest, choices=None, actor=actor, now=now)


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


async def _asked(upload: Upload, task: Task, latest: Work, *, choices: Choices | None, actor: Actor, now: datetime) -> Long:
    async with transaction() as connection:
        asked = await work.ask(
            upload.id, task, rows=latest.rows_total, choices=choices, connection=connection, actor=actor, now=now
        )
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


async def do(asked: UUID, *, now: datetime) -> None:
    """Do what was asked for a long file; once it has ended, nothing. What cannot be done ends it, with the reason."""
    found = await work.by_id(asked)
    if found is None or not found.is_underway:
        return
    await work.begin(asked, now=now)
    try:
        actor = await accounts.actor_of(found.asked_by)
        async with reported(asked) as count:
            await _do(found, count, actor=actor, now=now)
    except WorkCancelled:
        _log.info("work on an upload was cancelled", task=found.task)
    except RegistryError as refused:
        await _give_up(asked, Ending.REFUSED, now=now, problem=refused)
    except _TRIED_AGAIN:
        raise
    except Exception:  # noqa: BLE001  whatever it is, the person who waits is told that it failed
        _log.exception("work on an upload failed", task=found.task)
        await _give_up(asked, Ending.FAILED, now=now)


async def _do(found: Work, count: Count, *, actor: Actor, now: datetime) -> None:
    if found.task is Task.ACCEPT:
        choices = msgspec.json.decode(found.choices, type=Choices)
        await service.accept(found.upload, choices, actor=actor, now=now, count=count)
        return
    seen = await service.preview(found.upload, actor=actor, now=now, progress=count.tell)
    told = {language: presenting.preview(seen, language) for language in Language}
    async with transaction() as connection:
        await connection.execute(
            "INSERT INTO upload_reading (id, upload, content, judged_at) VALUES (gen_random_uuid(), $1, $2, $3) "
            "ON CONFLICT (upload) DO UPDATE SET content = excluded.content, judged_at = excluded.judged_at",
            found.upload,
            zlib.compress(msgspec.json.encode(told)),
            now,
        )
        await count.finish(connection, now=now)


async def _give_up(asked: UUID, ending: Ending, *, now: datetime, problem: RegistryError | None = None) -> None:
    async with transaction() as connection:
        await work.end(asked, ending, connection=connection, now=now, problem=problem)
