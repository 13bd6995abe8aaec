"""Taking in a file: which version of the track it is for, whose marked workbook came back, and what it is called."""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from exams.enrolments.tables import Enrolment
from exams.results import work
from exams.results.tables import Upload, UploadFile
from exams.results.work_rules import Task
from exams.spreadsheets.labels import label_of
from exams.spreadsheets.sheet import Sheet
from exams.tracks import service as tracks
from exams.tracks.service import Version
from registry.audit import service as audit
from registry.audit.actions import Action
from registry.errors import NotFound
from registry.permissions import Actor
from registry.transactions import transaction


@dataclass(frozen=True, slots=True)
class Sent:
    """A file as it arrived, for one version of a track; its name is a label and no path."""

    provider: UUID
    track: str
    file_name: str
    content: bytes
    version: int | None = None


async def version_for(provider: UUID, track: str, *, number: int | None = None) -> Version:
    """The version of a track that a file of results is for; raises NotFound.

    It is the one asked for, else the newest in which the provider has candidates, else the newest.
    """
    versions = await tracks.versions_of(track)
    if number is not None:
        versions = [each for each in versions if each.number == number]
    if not versions:
        raise NotFound
    rows = (
        await Enrolment.select(Enrolment.track_version)
        .where(Enrolment.provider == provider, Enrolment.track_version.is_in([each.id for each in versions]))
        .distinct()
    )
    enrolled = {row["track_version"] for row in rows}
    return max(versions, key=lambda each: (each.id in enrolled, each.number))


async def take_in(sent: Sent, sheet: Sheet, version: Version, *, actor: Actor, now: datetime) -> Upload:
    """Keep the file, byte for byte, with its digest; it follows the upload that its workbook was marked for.

    A long file is judged in the background from then on.
    """
    follows = await _followed(sheet.own_mark, provider=sent.provider)
    upload = Upload(
        provider=sent.provider,
        track_version=version.id,
        sha256=hashlib.sha256(sent.content).digest(),
        file_name=label_of(sent.file_name),
        size=len(sent.content),
        uploaded_by=actor.account,
        recorded_at=now,
        follows=follows,
    )
    async with transaction() as connection:
        await Upload.insert(upload)
        await UploadFile.insert(UploadFile(upload=upload.id, content=sent.content))
        facts = {"sha256": upload.sha256.hex(), "size": upload.size, "follows": follows}
        await audit.record(Action.UPLOADED, upload.id, actor=actor, at=now, facts=facts)
        if len(sheet.rows) > work.LONG:
            await work.ask(upload.id, Task.PREVIEW, rows=len(sheet.rows), connection=connection, actor=actor, now=now)
    return upload


async def _followed(mark: str | None, *, provider: UUID) -> UUID | None:
    """The provider's own upload that a returned workbook names; anything else that somebody wrote there is nothing."""
    if mark is None:
        return None
    row = await Upload.select(Upload.id).where(Upload.id == UUID(mark), Upload.provider == provider).first()
    return row["id"] if row is not None else None
