"""Uploads: taken in, shown as what they would do, accepted whole or not at all, and taken back (DESIGN §2.5, §2.11, §7)."""

from dataclasses import dataclass
from datetime import datetime
from typing import cast
from uuid import UUID

import asyncpg

from exams.judging.reading import Reading, Standing
from exams.judging.rules import Progress
from exams.results import accepting, correcting, errors
from exams.results.acceptance import Choices
from exams.results.accepting import Opened
from exams.results.consequences import Consequences, consequences_of
from exams.results.correcting import Proposal, Proposed
from exams.results.listing import uploads_for
from exams.results.progress import Count
from exams.results.receiving import Sent, take_in, version_for
from exams.results.recording import Recorded
from exams.results.tables import Upload, UploadFile
from exams.spreadsheets.reader import read_file
from exams.tracks import service as tracks
from exams.tracks.errors import NotApproved
from exams.tracks.rules import Approved
from exams.tracks.service import Version
from registry.audit import service as audit
from registry.audit.actions import Action
from registry.days import amsterdam_day
from registry.errors import NotFound
from registry.organisations.turns import take_turn
from registry.permissions import Actor, Permission
from registry.transactions import transaction

__all__ = (
    "Preview",
    "Sent",
    "accept",
    "content_of",
    "decline",
    "own",
    "preview",
    "preview_of",
    "receive",
    "seen",
    "send",
    "uploads_for",
    "version_for",
)


@dataclass(frozen=True, slots=True)
class Preview:
    """An upload with what the rules say of it now, and what accepting would cause.

    `proposal` waits for a second person; `follows` is the upload whose marked workbook came back as this one.
    """

    upload: Upload
    version: Version
    reading: Reading
    consequences: Consequences
    proposal: Proposal | None
    follows: Upload | None

    def count(self, wanted: Standing) -> int:
        """How many rows stand so."""
        return sum(row.standing is wanted for row in self.reading.rows)

    @property
    def acceptable(self) -> bool:
        """It could be accepted as it is now, with the choices it asks for."""
        return (
            cast("datetime | None", self.upload.accepted_at) is None
            and not self.reading.faults
            and self.count(Standing.UNCHANGED) < len(self.reading.rows)
        )


async def receive(sent: Sent, *, actor: Actor, now: datetime) -> Opened:
    """Take in a file that can be read, of a provider that is or was approved to examine the track; each row has its own day.

    Raises UploadRefused, NotApproved, NotFound.
    """
    actor.must_for(Permission.UPLOAD_RESULTS, sent.provider)
    version = await version_for(sent.provider, sent.track, number=sent.version)
    if not await tracks.approved_periods(sent.provider, version.track, Approved.EXAMINE):
        raise NotApproved(day=amsterdam_day(now))
    sheet = await read_file(sent.content, filename=sent.file_name)
    return Opened(await take_in(sent, sheet, version, actor=actor, now=now), version, sheet)


async def send(sent: Sent, *, actor: Actor, now: datetime) -> Preview:
    """Take in a file and tell what its cells hold, however long it is. Raises as `receive` does."""
    return await preview_of(await receive(sent, actor=actor, now=now), set_aside=frozenset(), now=now)


async def preview(
    upload: UUID,
    *,
    actor: Actor,
    now: datetime,
    set_aside: frozenset[int] = frozenset(),
    progress: Progress | None = None,
) -> Preview:
    """What the file holds without the rows set aside, and what accepting that would do as things stand; nothing is written.

    Raises NotFound, and Invalid for a row set aside that has no fault.
    """
    opened = await _opened(await seen(upload, actor))
    return await preview_of(opened, set_aside=set_aside, now=now, progress=progress)


async def preview_of(opened: Opened, *, set_aside: frozenset[int], now: datetime, progress: Progress | None = None) -> Preview:
    """What the rules say of an upload whose file was read."""
    upload, version = opened.upload, opened.version
    left = await accepting.judge(opened, set_aside=set_aside, now=now, progress=progress)
    return Preview(
        upload=upload,
        version=version,
        reading=left.reading,
        consequences=await consequences_of(left.reading, version, day=amsterdam_day(now)),
        proposal=await correcting.proposal_for(upload),
        follows=await _found(upload.follows) if upload.follows else None,
    )


async def accept(
    upload: UUID, choices: Choices, *, actor: Actor, now: datetime, count: Count | None = None
) -> Recorded | Proposed:
    """Record the file with these choices, in one transaction, judged afresh inside it; of one file sent often it is once.

    Where a certificate rests on a result that changes, the choices wait for a second person, who accepts them as they are.
    Raises AcceptedBefore, RetractedBefore, HasFaults, NothingNew, SecondPersonNeeded, OtherProposal, Invalid, NotFound.
    """
    found = await own(upload, actor)
    await _check_open(found)
    opened = await _opened(found)
    try:
        async with transaction() as connection:
            await take_turn(found.provider, connection=connection)
            await _check_open(found)
            return await accepting.accept(opened, choices, connection=connection, actor=actor, now=now, count=count)
    except asyncpg.UniqueViolationError as error:
        if error.constraint_name == "upload_is_accepted_once":
            raise errors.AcceptedBefore from error
        raise


async def decline(upload: UUID, *, actor: Actor, now: datetime) -> None:
    """What was proposed is not done; whoever proposed it may take it back as well. Raises NothingProposed, NotFound."""
    found = await own(upload, actor)
    async with transaction() as connection:
        await take_turn(found.provider, connection=connection)
        proposal = await correcting.proposal_for(found)
        await correcting.remove_proposal(upload)
        facts = {"proposedBy": proposal.by if proposal else None}
        await audit.record(Action.UPLOAD_DECLINED, upload, actor=actor, at=now, facts=facts)


async def _check_open(upload: Upload) -> None:
    """Neither this upload nor another of the same file is on record."""
    same = Upload.select(Upload.id, Upload.retracted_at).where(
        Upload.provider == upload.provider, Upload.sha256 == upload.sha256, Upload.accepted_at.is_not_null()
    )
    for row in await same:
        if row["retracted_at"] is None:
            raise errors.AcceptedBefore
        if row["id"] == upload.id:
            raise errors.RetractedBefore


async def _opened(upload: Upload) -> Opened:
    sheet = await read_file(await content_of(upload), filename=upload.file_name)
    return Opened(upload, await tracks.version(upload.track_version), sheet)


async def content_of(upload: Upload) -> bytes:
    """The bytes as they were sent; raises NotFound once they were erased."""
    row = await UploadFile.select(UploadFile.content).where(UploadFile.upload == upload.id).first()
    if row is None:
        raise NotFound
    content: bytes = row["content"]
    return content


async def _found(upload: UUID) -> Upload:
    found = await Upload.objects().where(Upload.id == upload).first()
    if found is None:
        raise NotFound
    return found


async def seen(upload: UUID, actor: Actor) -> Upload:
    """The upload, for who may read it; raises NotFound."""
    found = await _found(upload)
    actor.must_see(Permission.READ_RESULTS, found.provider)
    return found


async def own(upload: UUID, actor: Actor) -> Upload:
    """The upload, for who may act on it; raises NotFound, NotAllowed."""
    found = await seen(upload, actor)
    actor.must_for(Permission.UPLOAD_RESULTS, found.provider)
    return found
