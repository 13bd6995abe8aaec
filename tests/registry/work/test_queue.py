"""Background work: queued with what causes it, done once, tried again when it fails, and left to the next worker."""

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager, suppress
from uuid import UUID, uuid4

from registry.transactions import transaction
from registry.work import queue
from registry.work.queue import Act


@asynccontextmanager
async def working(address: str, acts: Mapping[str, Act]) -> AsyncIterator[None]:
    """A worker, until the end of the block."""
    stop = asyncio.Event()
    worker = asyncio.create_task(queue.work_off(address, acts, stop=stop))
    yield
    stop.set()
    await asyncio.wait_for(worker, 10)


async def soon(condition: Callable[[], bool], *, seconds: float = 10) -> None:
    """Wait until it is true, or fail."""
    async with asyncio.timeout(seconds):
        while not condition():  # noqa: ASYNC110  what is waited for is a count
            await asyncio.sleep(0.02)


async def ask(subject: UUID) -> None:
    """Queue one piece of work, and commit."""
    async with transaction() as connection:
        await queue.enqueue("count", subject, connection=connection)


async def waiting() -> int:
    """How much is queued or being done."""
    async with transaction() as connection:
        found: int = await connection.fetchval("SELECT count(*) FROM queue.pgqueuer WHERE entrypoint = 'count'")
        return found


async def test_what_is_rolled_back_was_never_asked(database: None, database_url: str) -> None:
    """The committed work is done, the other one never existed."""
    done: list[UUID] = []

    async def count(subject: UUID) -> None:
        done.append(subject)

    asked = uuid4()
    with suppress(KeyError):
        async with transaction() as connection:
            await queue.enqueue("count", uuid4(), connection=connection)
            raise KeyError
    await ask(asked)
    async with working(database_url, {"count": count}):
        await soon(lambda: bool(done))
    assert done == [asked]
    assert await waiting() == 0


async def test_what_fails_is_tried_again(database: None, database_url: str) -> None:
    """The second time it goes well; then it is off the queue."""
    tries: list[UUID] = []

    async def count(subject: UUID) -> None:
        tries.append(subject)
        if len(tries) == 1:
            raise ValueError("not yet")

    async with working(database_url, {"count": count}):
        await ask(uuid4())
        await soon(lambda: len(tries) == 2)
    assert await waiting() == 0


async def test_what_is_begun_is_finished_before_the_worker_ends(database: None, database_url: str) -> None:
    """Told to stop in the middle, it finishes what it does and begins nothing else."""
    begun, finished = [], []

    async def count(subject: UUID) -> None:
        begun.append(subject)
        await asyncio.sleep(0.5)
        finished.append(subject)

    await ask(uuid4())
    async with working(database_url, {"count": count}):
        await soon(lambda: bool(begun))
    assert finished == begun
    assert await waiting() == 0


async def test_work_of_a_dead_worker_goes_to_the_next(database: None, database_url: str) -> None:
    """A worker whose heartbeat stopped had it; within seconds another one does it."""
    done: list[UUID] = []

    async def count(subject: UUID) -> None:
        done.append(subject)

    await ask(uuid4())
    async with transaction() as connection:
        await connection.execute(
            "UPDATE queue.pgqueuer SET status = 'picked', heartbeat = now() - interval '1 minute', queue_manager_id = $1",
            uuid4(),
        )
    async with working(database_url, {"count": count}):
        await soon(lambda: bool(done), seconds=30)
    assert len(done) == 1
