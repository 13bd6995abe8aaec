"""What was asked for a long file, as the background worker does it: done, refused, failed, or tried again later."""

import zlib
from datetime import datetime
from uuid import UUID

import asyncpg
import msgspec
import structlog

from exams.results import presenting, service, taking_back, work
from exams.results.acceptance import Choices
from exams.results.progress import Count, reported
from exams.results.upload_schemas import Retract
from exams.results.work import Work
from exams.results.work_errors import TriedTooOften, WorkCancelled
from exams.results.work_rules import Ending, Task
from registry.accounts import api_keys
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


async def do(asked: UUID, *, now: datetime) -> None:
    """Do what was asked for a long file; once it has ended, nothing. What cannot be done ends it, with the reason.

    What was begun `work.TRIES` times and never ended, because it failed for the moment or because whoever did it died,
    ends as failed: no file keeps the worker busy, or dying, for ever.
    """
    found = await work.by_id(asked)
    tries = await work.begin(asked, now=now)
    if found is None or tries is None:
        return
    if tries > work.TRIES:
        await _give_up(found, Ending.FAILED, now=now, problem=TriedTooOften(tries=work.TRIES))
        return
    try:
        await _try(found, now=now)
    except _TRIED_AGAIN:
        if tries < work.TRIES:
            raise
        _log.exception("work on an upload failed too often", task=found.task, tries=tries)
        await _give_up(found, Ending.FAILED, now=now, problem=TriedTooOften(tries=tries))


async def _try(found: Work, *, now: datetime) -> None:
    try:
        actor = await api_keys.actor_again(found.asked_by, found.api_key, now=now)
        async with reported(found.id) as count:
            await _do(found, count, actor=actor, now=now)
    except WorkCancelled:
        _log.info("work on an upload was cancelled", task=found.task)
    except RegistryError as refused:
        await _give_up(found, Ending.REFUSED, now=now, problem=refused)
    except _TRIED_AGAIN:
        raise
    except Exception:  # noqa: BLE001  whatever it is, the person who waits is told that it failed
        _log.exception("work on an upload failed", task=found.task)
        await _give_up(found, Ending.FAILED, now=now)


async def _do(found: Work, count: Count, *, actor: Actor, now: datetime) -> None:
    match found.task:
        case Task.ACCEPT:
            choices = msgspec.json.decode(found.choices, type=Choices)
            await service.accept(found.upload, choices, actor=actor, now=now, count=count)
        case Task.RETRACT:
            reason = msgspec.json.decode(found.choices, type=Retract).reason
            await taking_back.retract(found.upload, reason, actor=actor, now=now, count=count)
        case Task.PREVIEW:
            await _judge(found, count, actor=actor, now=now)


async def _judge(found: Work, count: Count, *, actor: Actor, now: datetime) -> None:
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
        await work.note_faults(found.upload, len(seen.reading.faults), connection=connection)
        await count.finish(connection, now=now)


async def _give_up(found: Work, ending: Ending, *, now: datetime, problem: RegistryError | None = None) -> None:
    async with transaction() as connection:
        await work.end(found.id, ending, connection=connection, now=now, problem=problem)
