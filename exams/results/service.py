"""Uploads: taken in, shown as what they would do, and accepted whole or not at all (DESIGN §2.11, §7)."""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from pathlib import PurePath
from typing import cast
from uuid import UUID

import asyncpg

from exams.results import errors, recording, standing
from exams.results.reading import Reading, Standing
from exams.results.rules import check_rows
from exams.results.tables import Upload, UploadFile
from exams.spreadsheets.reader import read_file
from exams.spreadsheets.sheet import Sheet
from exams.tracks import service as tracks
from exams.tracks.rules import Approved
from exams.tracks.service import Version
from registry.audit import service as audit
from registry.audit.actions import Action
from registry.days import amsterdam_day
from registry.errors import NotFound
from registry.permissions import Actor, Permission
from registry.transactions import Connection, transaction

_LONGEST_NAME = 200


@dataclass(frozen=True, slots=True)
class Sent:
    """A file as it arrived; its name is a label and no path."""

    provider: UUID
    track: str
    file_name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Preview:
    """An upload with what the rules say of it now."""

    upload: Upload
    version: Version
    reading: Reading

    def count(self, wanted: Standing) -> int:
        """How many rows stand so."""
        return sum(row.standing is wanted for row in self.reading.rows)

    @property
    def acceptable(self) -> bool:
        """It could be accepted as it is now."""
        return (
            cast("datetime | None", self.upload.accepted_at) is None
            and not self.reading.faults
            and self.count(Standing.NEW) > 0
            and self.count(Standing.CORRECTION) == 0
        )


async def send(sent: Sent, *, actor: Actor, now: datetime) -> Preview:
    """Take in a file that can be read, and tell what its cells hold. Raises UploadRefused, NotApproved."""
    actor.must_for(Permission.UPLOAD_RESULTS, sent.provider)
    version = await tracks.newest(sent.track)
    await tracks.must_be_approved(sent.provider, version.track, Approved.EXAMINE, amsterdam_day(now))
    sheet = await read_file(sent.content, filename=sent.file_name)
    upload = Upload(
        provider=sent.provider,
        track_version=version.id,
        sha256=hashlib.sha256(sent.content).digest(),
        file_name=_label(sent.file_name),
        size=len(sent.content),
        uploaded_by=actor.account,
        recorded_at=now,
    )
    async with transaction():
        await Upload.insert(upload)
        await UploadFile.insert(UploadFile(upload=upload.id, content=sent.content))
        facts = {"sha256": upload.sha256.hex(), "size": upload.size}
        await audit.record(Action.UPLOADED, upload.id, actor=actor, at=now, facts=facts)
    return Preview(upload, version, await _judge(sheet, upload, version, now))


def _label(file_name: str) -> str:
    bare = PurePath(file_name.replace("\\", "/")).name
    return "".join(char for char in bare if char.isprintable())[-_LONGEST_NAME:] or "bestand"


async def preview(upload: UUID, *, actor: Actor, now: datetime) -> Preview:
    """What the file holds and what accepting it would do as things stand; nothing is written. Raises NotFound."""
    found = await _own(upload, actor)
    sheet = await _sheet(found)
    version = await tracks.version(found.track_version)
    return Preview(found, version, await _judge(sheet, found, version, now))


async def accept(upload: UUID, *, actor: Actor, now: datetime) -> recording.Recorded:
    """Record every result of the file, in one transaction, judged afresh inside it.

    Raises AcceptedBefore, HasFaults, NothingNew, CorrectionsNotYet, NotFound. Of one file sent often it is recorded once.
    """
    found = await _own(upload, actor)
    actor.must_for(Permission.UPLOAD_RESULTS, found.provider)
    sheet = await _sheet(found)
    version = await tracks.version(found.track_version)
    try:
        async with transaction() as connection:
            await connection.execute("SELECT 1 FROM organisation WHERE id = $1 FOR NO KEY UPDATE", found.provider)
            await _claim(found, connection, actor=actor, now=now)
            reading = await _judge(sheet, found, version, now)
            _check(reading)
            recorded = await recording.record(found, version, reading, connection=connection, actor=actor, now=now)
            facts = {"results": recorded.results, "completed": len(recorded.completed)}
            await audit.record(Action.UPLOAD_ACCEPTED, upload, actor=actor, at=now, facts=facts)
    except asyncpg.UniqueViolationError as error:
        if error.constraint_name == "upload_is_accepted_once":
            raise errors.AcceptedBefore from error
        raise
    return recorded


async def _claim(upload: Upload, connection: Connection, *, actor: Actor, now: datetime) -> None:
    """This acceptance, or none: the partial unique index lets one upload of a file through."""
    claimed = await connection.fetch(
        "UPDATE upload SET accepted_at = $2, accepted_by = $3 WHERE id = $1 AND accepted_at IS NULL RETURNING id",
        upload.id,
        now,
        actor.account,
    )
    if not claimed:
        raise errors.AcceptedBefore


def _check(reading: Reading) -> None:
    if reading.faults:
        raise errors.HasFaults(count=len(reading.faults))
    corrections = sum(row.standing is Standing.CORRECTION for row in reading.rows)
    if corrections:
        raise errors.CorrectionsNotYet(count=corrections)
    if not any(row.standing is Standing.NEW for row in reading.rows):
        raise errors.NothingNew


async def _judge(sheet: Sheet, upload: Upload, version: Version, now: datetime) -> Reading:
    register = await standing.register_of(upload.provider, version, today=amsterdam_day(now))
    return check_rows(sheet, register)


async def _sheet(upload: Upload) -> Sheet:
    return await read_file(await content_of(upload), filename=upload.file_name)


async def content_of(upload: Upload) -> bytes:
    """The bytes as they were sent; raises NotFound once they were erased."""
    row = await UploadFile.select(UploadFile.content).where(UploadFile.upload == upload.id).first()
    if row is None:
        raise NotFound
    content: bytes = row["content"]
    return content


async def _own(upload: UUID, actor: Actor) -> Upload:
    found = await Upload.objects().where(Upload.id == upload).first()
    if found is None:
        raise NotFound
    actor.must_see(Permission.READ_RESULTS, found.provider)
    return found


async def uploads_of(provider: UUID, *, actor: Actor) -> list[Upload]:
    """The provider's uploads, newest first."""
    actor.must_see(Permission.READ_RESULTS, provider)
    found: list[Upload] = (
        await Upload.objects().where(Upload.provider == provider).order_by(Upload.recorded_at, ascending=False)
    )
    return found
