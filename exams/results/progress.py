"""How far long work is, for whoever looks on; being told to stop; and ending, once."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from datetime import datetime
from uuid import UUID

from exams.results.work_errors import WorkCancelled
from exams.results.work_rules import Ending
from registry.transactions import Connection, transaction

_EVERY = 0.3
"""Seconds between two reports."""


class Count:
    """The rows done so far. Whoever does them counts, in whatever thread; the next count after a cancellation raises."""

    def __init__(self, work: UUID) -> None:
        self.work = work
        self.rows = 0
        self.cancelled = False

    def tell(self, rows: int) -> None:
        """So many rows are done; raises WorkCancelled once a person cancelled."""
        if self.cancelled:
            raise WorkCancelled
        self.rows = rows

    async def finish(self, connection: Connection, *, now: datetime) -> None:
        """The work is done, in the transaction of what it did, and what was chosen for it is no longer kept.

        Raises WorkCancelled when a person was first.
        """
        ended = await connection.fetchval(
            "UPDATE upload_work SET ending = $2, ended_at = $3, rows_done = rows_total, choices = '{}' "
            "WHERE id = $1 AND ending IS NULL RETURNING true",
            self.work,
            Ending.DONE.value,
            now,
        )
        if not ended:
            raise WorkCancelled


@asynccontextmanager
async def reported(work: UUID) -> AsyncIterator[Count]:
    """Inside, the count is written to the work every moment, in transactions of its own; not to be entered inside one."""
    count = Count(work)
    reporting = asyncio.create_task(_report(count))
    try:
        yield count
    finally:
        reporting.cancel()
        with suppress(asyncio.CancelledError):
            await reporting


async def _report(count: Count) -> None:
    while not count.cancelled:
        await asyncio.sleep(_EVERY)
        async with transaction() as connection:
            goes_on = await connection.fetchval(
                "UPDATE upload_work SET rows_done = $2 WHERE id = $1 AND ending IS NULL RETURNING true", count.work, count.rows
            )
        count.cancelled = not goes_on
