"""Files of enrolments: taken in, shown as what they would do, and accepted whole or not at all."""

import hashlib
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import cast
from uuid import UUID

import asyncpg

from exams.enrolments import errors, recording
from exams.enrolments.judging import check_rows
from exams.enrolments.reading import Reading
from exams.enrolments.rolls import roll_of
from exams.enrolments.schemas import AcceptEnrolments
from exams.enrolments.tables import EnrolmentFile
from exams.spreadsheets.labels import label_of
from exams.spreadsheets.reader import read_file
from exams.spreadsheets.sheet import Sheet
from exams.tracks import service as tracks
from exams.tracks.service import Version
from registry.audit import service as audit
from registry.audit.actions import Action
from registry.days import amsterdam_day
from registry.errors import NotFound
from registry.organisations.turns import take_turn
from registry.people import duplicates
from registry.people import service as people
from registry.permissions import Actor, Permission
from registry.transactions import Connection, fetch, transaction

_LISTED = """
SELECT enrolment_file.id, track.code AS track, file_name, sha256, enrolment_file.recorded_at, accepted_at,
    content IS NOT NULL AS waits
FROM enrolment_file JOIN track_version ON track_version.id = track_version JOIN track ON track.id = track_version.track
WHERE provider = $1 ORDER BY enrolment_file.recorded_at DESC, enrolment_file.id
"""


@dataclass(frozen=True, slots=True)
class Sent:
    """A file as it arrived; its name is a label and no path."""

    provider: UUID
    track: str
    file_name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Preview:
    """A file with what the judge says of it now; nothing once it was accepted."""

    file: EnrolmentFile
    version: Version
    reading: Reading | None

    @property
    def acceptable(self) -> bool:
        """It could be accepted as it is now, once every doubt is decided."""
        return self.reading is not None and not self.reading.faults and self.reading.brings_something


@dataclass(frozen=True, slots=True)
class FileListed:
    """A file in the list: it waits until it is accepted; or what was in it is gone, discarded or erased with somebody."""

    id: UUID
    track: str
    file_name: str
    sha256: bytes
    recorded_at: datetime
    accepted_at: datetime | None
    waits: bool


async def send(sent: Sent, *, actor: Actor, now: datetime) -> Preview:
    """Take in a file that can be read, for the version in force today, and tell what its cells hold.

    Raises UploadRefused, NotFound.
    """
    actor.must_for(Permission.ENROL, sent.provider)
    version = await tracks.in_force(sent.track, amsterdam_day(now))
    sheet = await read_file(sent.content, filename=sent.file_name)
    file = EnrolmentFile(
        provider=sent.provider,
        track_version=version.id,
        sha256=hashlib.sha256(sent.content).digest(),
        file_name=label_of(sent.file_name),
        size=len(sent.content),
        content=sent.content,
        uploaded_by=actor.account,
        recorded_at=now,
    )
    async with transaction():
        await EnrolmentFile.insert(file)
        facts = {"sha256": file.sha256.hex(), "size": file.size}
        await audit.record(Action.ENROLMENT_FILE_RECEIVED, file.id, actor=actor, at=now, facts=facts)
    return Preview(file, version, await _judge(sheet, file, version, now))


async def preview(file: UUID, *, actor: Actor, now: datetime) -> Preview:
    """What the file holds and what accepting it would do as things stand; nothing is written. Raises NotFound."""
    found = await _own(file, actor)
    version = await tracks.version(found.track_version)
    sheet = await _sheet(found)
    return Preview(found, version, None if sheet is None else await _judge(sheet, found, version, now))


async def accept(file: UUID, command: AcceptEnrolments, *, actor: Actor, now: datetime) -> recording.Recorded:
    """Enrol everyone in the file and record who teaches them, in one transaction, judged afresh inside it.

    The file itself is not kept after that. Raises EnrolmentFileAcceptedBefore, EnrolmentFileHasFaults, NobodyToEnrol,
    DuplicatesUndecided, NotFound. Of one file sent often it is recorded once.
    """
    found = await _own(file, actor)
    version = await tracks.version(found.track_version)
    sheet = await _sheet(found)
    if sheet is None:
        raise errors.EnrolmentFileAcceptedBefore
    try:
        async with transaction() as connection:
            await take_turn(found.provider, connection=connection)
            await duplicates.queue_for_new_files(connection)
            await _claim(found, connection, actor=actor, now=now)
            reading = await _locked(sheet, found, version, connection=connection, now=now)
            check_decided(reading, command.somebody_else)
            recorded = await recording.record(found, version, reading, connection=connection, actor=actor, now=now)
            facts = {"enrolled": recorded.enrolled, "lessons": recorded.lessons, "newNumbers": recorded.new_numbers}
            facts |= {"track": version.code, "somebodyElse": sorted({doubt.row for doubt in reading.doubts})}
            await audit.record(Action.ENROLMENT_FILE_ACCEPTED, file, actor=actor, at=now, facts=facts)
    except asyncpg.UniqueViolationError as error:
        if error.constraint_name == "enrolment_file_is_accepted_once":
            raise errors.EnrolmentFileAcceptedBefore from error
        raise
    return recorded


async def discard(file: UUID, *, actor: Actor, now: datetime) -> None:
    """What is in a file that was not accepted is gone for good; that it was sent stays on record.

    Raises EnrolmentFileAcceptedBefore; NotFound for one that is gone already.
    """
    await _own(file, actor)
    async with transaction() as connection:
        discarded = await connection.fetch(
            "UPDATE enrolment_file SET content = NULL "
            "WHERE id = $1 AND accepted_at IS NULL AND content IS NOT NULL RETURNING id",
            file,
        )
        if not discarded:
            raise errors.EnrolmentFileAcceptedBefore if _accepted_at(await _own(file, actor)) else NotFound
        await audit.record(Action.ENROLMENT_FILE_DISCARDED, file, actor=actor, at=now)


async def _claim(file: EnrolmentFile, connection: Connection, *, actor: Actor, now: datetime) -> None:
    """This acceptance, or none: the partial unique index lets one file of its bytes through."""
    claimed = await connection.fetch(
        "UPDATE enrolment_file SET accepted_at = $2, accepted_by = $3, content = NULL "
        "WHERE id = $1 AND accepted_at IS NULL AND content IS NOT NULL RETURNING id",
        file.id,
        now,
        actor.account,
    )
    if not claimed:
        raise errors.EnrolmentFileAcceptedBefore


async def _locked(sheet: Sheet, file: EnrolmentFile, version: Version, *, connection: Connection, now: datetime) -> Reading:
    """Judged to see whom the file is about, and once more when nobody else can change what is known of them.

    Of a file of new people only nothing can change: whoever opens files or accepts for this provider waits already.
    """
    reading = await _judge(sheet, file, version, now)
    about = [each.adviser for each in reading.candidates if each.adviser is not None]
    if not about:
        return reading
    await people.lock_all(about, connection=connection)
    return await _judge(sheet, file, version, now)


def check_decided(reading: Reading, somebody_else: Collection[int]) -> None:
    """A file is taken without any fault, with something new in it, and with every doubt decided by a person."""
    if reading.faults:
        raise errors.EnrolmentFileHasFaults(count=len(reading.faults))
    if not reading.brings_something:
        raise errors.NobodyToEnrol
    if open_rows := sorted({doubt.row for doubt in reading.doubts} - set(somebody_else)):
        raise errors.DuplicatesUndecided(rows=open_rows)


async def _judge(sheet: Sheet, file: EnrolmentFile, version: Version, now: datetime) -> Reading:
    return check_rows(sheet, await roll_of(file.provider, version, today=amsterdam_day(now)))


async def _sheet(file: EnrolmentFile) -> Sheet | None:
    """None once it was accepted; raises NotFound once its content was discarded or erased."""
    content: bytes | None = file.content
    if content is None:
        if _accepted_at(file) is None:
            raise NotFound
        return None
    return await read_file(content, filename=file.file_name)


def _accepted_at(file: EnrolmentFile) -> datetime | None:
    return cast("datetime | None", file.accepted_at)


async def _own(file: UUID, actor: Actor) -> EnrolmentFile:
    found = await EnrolmentFile.objects().where(EnrolmentFile.id == file).first()
    if found is None:
        raise NotFound
    actor.must_for(Permission.ENROL, found.provider)
    return found


async def files_of(provider: UUID, *, actor: Actor) -> list[FileListed]:
    """The provider's files of enrolments, newest first, without their content."""
    actor.must_for(Permission.ENROL, provider)
    return [FileListed(**row) for row in await fetch(_LISTED, provider)]
