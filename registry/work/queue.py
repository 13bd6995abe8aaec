"""The queue of work that is done in the background: the one file that knows pgqueuer.

Work is queued in the transaction that causes it: rolled back, it never existed; committed, a worker begins within
milliseconds. A worker that dies leaves its work to the next one once its heartbeat has stopped.
"""

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import timedelta
from functools import partial
from uuid import UUID

import asyncpg
import structlog
from pgqueuer.adapters.drivers.asyncpg import AsyncpgDriver
from pgqueuer.adapters.persistence.qb import QueryBuilderEnvironment, QueryQueueBuilder, QuerySchedulerBuilder
from pgqueuer.core.executors import DatabaseRetryEntrypointExecutor
from pgqueuer.core.qm import QueueManager
from pgqueuer.domain.models import Job
from pgqueuer.domain.settings import DBSettings
from pgqueuer.queries import Queries

from registry.transactions import Connection

SCHEMA = "queue"
_QUEUED = "SELECT payload FROM queue.pgqueuer WHERE entrypoint = $1"
TRIES = 5
_STALE = timedelta(seconds=10)
_AT_ONCE = 2

Act = Callable[[UUID], Awaitable[None]]

_log = structlog.get_logger(__name__)


class ActFailed(Exception):
    """An act failed, told by the kind of its exception alone: the queue keeps what it is told, and messages quote rows."""


def _queries(connection: Connection) -> Queries:
    settings = DBSettings(db_schema=SCHEMA)
    return Queries(
        AsyncpgDriver(connection),
        qbe=QueryBuilderEnvironment(settings),
        qbq=QueryQueueBuilder(settings),
        qbs=QuerySchedulerBuilder(settings),
    )


async def install(connection: Connection) -> None:
    """Make the queue's own tables, in a schema of their own, unless they are there."""
    queries = _queries(connection)
    if not await queries.schema_is_installed():
        await queries.install()


async def enqueue(task: str, subject: UUID, *, connection: Connection) -> None:
    """Ask for the task to be done with the subject, once this transaction has committed."""
    await _queries(connection).enqueue(task, subject.bytes)


async def enqueue_all(task: str, subjects: Sequence[UUID], *, connection: Connection) -> None:
    """As `enqueue`, with each of the subjects; many go in as fast as one."""
    if subjects:
        count = len(subjects)
        await _queries(connection).enqueue([task] * count, [each.bytes for each in subjects], [0] * count)


async def queued(task: str, *, connection: Connection) -> set[UUID]:
    """What is queued under this task or being done, as far as this transaction sees."""
    rows = await connection.fetch(_QUEUED, task)
    return {UUID(bytes=row["payload"]) for row in rows}


async def work_off(address: str, acts: Mapping[str, Act], *, stop: asyncio.Event) -> None:
    """Do what is queued, two at a time, until told to stop; what is being done then is finished first.

    An act that fails is tried again, later and later, five times in all. Raises when the connection is lost.
    """
    connection = await asyncpg.connect(address)
    try:
        manager = QueueManager(_queries(connection), channel=DBSettings(db_schema=SCHEMA).channel)
        retried = partial(DatabaseRetryEntrypointExecutor, max_attempts=TRIES - 1)
        for task, act in acts.items():
            manager.entrypoint(task, executor_factory=retried)(_entrypoint(task, act))
        stopping = asyncio.create_task(_shut_down(manager, stop))
        try:
            await manager.run(
                batch_size=1,
                max_concurrent_tasks=_AT_ONCE,
                heartbeat_timeout=_STALE,
                shutdown_on_listener_failure=True,
            )
        finally:
            stopping.cancel()
    finally:
        await connection.close()


def _entrypoint(task: str, act: Act) -> Callable[[Job], Awaitable[None]]:
    async def done(job: Job) -> None:
        try:
            await act(UUID(bytes=job.payload))
        except Exception as error:  # noqa: BLE001  whatever it is, it is logged here and tried again
            _log.exception("background work failed", task=task, tries=job.attempts + 1)
            failed = ActFailed(f"{type(error).__module__}.{type(error).__qualname__}")
        else:
            return
        raise failed

    return done


async def _shut_down(manager: QueueManager, stop: asyncio.Event) -> None:
    await stop.wait()
    manager.shutdown.set()
