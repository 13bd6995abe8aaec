"""Taking an accepted upload back: foreseen, and done whole in one transaction or not at all (DESIGN §2.5, §7)."""

from datetime import datetime
from typing import cast
from uuid import UUID

from exams.results import errors, retracting, service, watching
from exams.results.history import RETRACTED_BECAUSE, RetractionReason
from exams.results.progress import Count
from exams.results.retracting import Retracted, Retraction
from exams.results.tables import Upload
from exams.tracks import service as tracks
from registry.audit import service as audit
from registry.audit.actions import Action
from registry.organisations.turns import take_turn
from registry.permissions import Actor
from registry.transactions import Connection, transaction


async def retract(
    upload: UUID, reason: RetractionReason, *, actor: Actor, now: datetime, count: Count | None = None
) -> Retracted:
    """Take an accepted upload back: what it recorded no longer counts, but for what others built on. Long work is counted,
    and ends in this transaction; what was cancelled by then is not done.

    Raises NotAccepted, RetractedBefore, NotFound, WorkCancelled.
    """
    found = await service.own(upload, actor)
    version = await tracks.version(found.track_version)
    async with transaction() as connection:
        await take_turn(found.provider, connection=connection)
        await _claim(upload, reason, connection=connection, actor=actor, now=now)
        why = RETRACTED_BECAUSE[reason]
        retracted = await retracting.take_back(found, version, why, connection=connection, actor=actor, now=now, count=count)
        await watching.ask(upload, connection=connection)
        facts = {
            "reason": reason,
            "takenBack": retracted.taken_back,
            "kept": len(retracted.kept),
            "reviews": retracted.reviews,
            "dossiersReopened": retracted.dossiers_reopened,
        }
        await audit.record(Action.UPLOAD_RETRACTED, upload, actor=actor, at=now, facts=facts)
        if count is not None:
            await count.finish(connection, now=now)
    return retracted


async def foreseen(upload: UUID, *, actor: Actor) -> Retraction:
    """What retracting would do as things stand. Raises NotAccepted, RetractedBefore, NotFound."""
    found = await service.seen(upload, actor)
    check_stands(found)
    return await retracting.retraction_of(found, await tracks.version(found.track_version))


def check_stands(upload: Upload) -> None:
    """It was accepted and not taken back; raises NotAccepted, RetractedBefore."""
    if cast("datetime | None", upload.accepted_at) is None:
        raise errors.NotAccepted
    if cast("datetime | None", upload.retracted_at) is not None:
        raise errors.RetractedBefore


async def _claim(upload: UUID, reason: RetractionReason, *, connection: Connection, actor: Actor, now: datetime) -> None:
    """This retraction, or none."""
    claimed = await connection.fetch(
        "UPDATE upload SET retracted_at = $2, retracted_by = $3, retraction_reason = $4 "
        "WHERE id = $1 AND accepted_at IS NOT NULL AND retracted_at IS NULL RETURNING id",
        upload,
        now,
        actor.account,
        reason.value,
    )
    if not claimed:
        check_stands(await service.own(upload, actor))
