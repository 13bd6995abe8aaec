"""Long files: judged, accepted and taken back in the background, seen underway, cancelled, and ended in one way only."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec

from exams.results.tables import UploadWork
from exams.results.work_errors import WorkUnderway
from exams.results.work_rules import Ending, Task
from registry.errors import Invalid, RegistryError
from registry.permissions import Actor
from registry.texts import Language, Text
from registry.transactions import Connection, transaction
from registry.work import queue

LONG = 2_000
"""Rows; a file with more is handled in the background."""
TRIES = queue.TRIES
"""How often work is begun; what then has not ended is given up."""
_FAULTS_TOLD = 5
ACT = "results.upload"
"""The name under which work on an upload is queued."""


@dataclass(frozen=True, slots=True)
class Work:
    """Work on an upload as it stands: rows in all and done, and, once it ended, how; `problem` is why it was refused."""

    id: UUID
    upload: UUID
    task: Task
    asked_by: UUID
    api_key: UUID | None
    rows_total: int
    rows_done: int
    ending: Ending | None
    problem: Text | None
    choices: bytes

    @property
    def is_underway(self) -> bool:
        """It has not ended."""
        return self.ending is None


async def ask(
    upload: UUID, task: Task, *, rows: int, choices: object = None, connection: Connection, actor: Actor, now: datetime
) -> Work:
    """Queue work on an upload in the caller's transaction. Raises WorkUnderway while other work on it has not ended."""
    await connection.execute("SELECT 1 FROM upload WHERE id = $1 FOR NO KEY UPDATE", upload)
    if await UploadWork.exists().where(UploadWork.upload == upload, UploadWork.ending.is_null()):
        raise WorkUnderway
    row = UploadWork(
        upload=upload,
        task=task.value,
        choices=msgspec.json.encode(choices).decode() if choices is not None else "{}",
        asked_by=actor.account,
        api_key=actor.api_key,
        asked_at=now,
        rows_total=rows,
        rows_done=0,
    )
    await UploadWork.insert(row)
    await queue.enqueue(ACT, row.id, connection=connection)
    return _work(row.to_dict())


async def newest(upload: UUID) -> Work | None:
    """The last work that was asked for on an upload."""
    row = await UploadWork.select().where(UploadWork.upload == upload).order_by(UploadWork.asked_at, ascending=False).first()
    return _work(row) if row is not None else None


async def by_id(work: UUID) -> Work | None:
    """The work with that key."""
    row = await UploadWork.select().where(UploadWork.id == work).first()
    return _work(row) if row is not None else None


async def begin(work: UUID, *, now: datetime) -> int | None:
    """It is being done from now on, from its first row; how often it was begun by now, or None once it has ended."""
    async with transaction() as connection:
        tries: int | None = await connection.fetchval(
            "UPDATE upload_work SET started_at = $2, rows_done = 0, tries = tries + 1 WHERE id = $1 AND ending IS NULL "
            "RETURNING tries",
            work,
            now,
        )
    return tries


async def take_up_again() -> int:
    """What has not ended and is in nobody's queue, because every try failed, is queued once more; how many there were.

    Whoever asks for work, or takes it up at the same moment, is waited for.
    """
    async with transaction() as connection:
        rows = await connection.fetch("SELECT id FROM upload_work WHERE ending IS NULL ORDER BY id FOR NO KEY UPDATE")
        lost = {row["id"] for row in rows} - await queue.queued(ACT, connection=connection)
        for each in sorted(lost, key=str):
            await queue.enqueue(ACT, each, connection=connection)
    return len(lost)


async def note_faults(upload: UUID, faults: int, *, connection: Connection) -> None:
    """So many faults an upload had when it was judged last, for whoever looks at the corrected file that follows it."""
    await connection.execute(
        "UPDATE upload SET faults = $2 WHERE id = $1 AND accepted_at IS NULL AND faults IS DISTINCT FROM $2", upload, faults
    )


async def end(
    work: UUID, ending: Ending, *, connection: Connection, now: datetime, problem: RegistryError | None = None
) -> bool:
    """It ended without having done anything; False when it had ended before."""
    told = json.dumps({each.value: _reason(problem, each) for each in Language}) if problem is not None else None
    ended = await connection.fetchval(
        "UPDATE upload_work SET ending = $2, ended_at = $3, problem = $4 WHERE id = $1 AND ending IS NULL RETURNING true",
        work,
        ending.value,
        now,
        told,
    )
    return bool(ended)


def _reason(problem: RegistryError, language: Language) -> str:
    """Why it was refused; of what was chosen wrongly, the first things."""
    if not isinstance(problem, Invalid):
        return problem.say(language)
    return " ".join(dict.fromkeys(fault.say(language) for fault in problem.faults[:_FAULTS_TOLD]))


def _work(row: Mapping[str, Any]) -> Work:
    told = json.loads(row["problem"]) if row["problem"] else None
    return Work(
        id=row["id"],
        upload=row["upload"],
        task=Task(row["task"]),
        asked_by=row["asked_by"],
        api_key=row["api_key"],
        rows_total=row["rows_total"],
        rows_done=row["rows_done"],
        ending=Ending(row["ending"]) if row["ending"] else None,
        problem=Text(told["nl"], told["en"]) if told else None,
        choices=row["choices"].encode(),
    )
