"""The integrity watch looks on when results come or go: soon after, in the background, since a flag changes no status."""

from datetime import datetime
from uuid import UUID

from exams.integrity import service as integrity
from exams.results.figures import figures_of
from exams.results.tables import Upload
from registry.accounts import service as accounts
from registry.transactions import Connection, transaction
from registry.work import queue

ACT = "results.watch"
"""The name under which a look at the figures is queued."""


async def ask(upload: UUID, *, connection: Connection) -> None:
    """The figures are looked at once this transaction, in which results of the upload came or went, has committed."""
    await queue.enqueue(ACT, upload, connection=connection)


async def watch(upload: UUID, *, now: datetime) -> list[UUID]:
    """Look at the figures as they are now, on behalf of whoever accepted the upload or took it back; the cases opened.

    One look at a version at a time, so that none writes older figures over newer ones.
    """
    found = await Upload.objects().where(Upload.id == upload).first()
    if found is None or found.accepted_by is None:
        return []
    actor = await accounts.actor_of(found.retracted_by or found.accepted_by)
    async with transaction() as connection:
        await connection.execute("SELECT 1 FROM track_version WHERE id = $1 FOR NO KEY UPDATE", found.track_version)
        figures = await figures_of(found.track_version)
        return await integrity.watch(figures, provider=found.provider, track_version=found.track_version, actor=actor, now=now)
