"""The workbooks that go to a provider: the template to fill in, and its own file back with the faults marked."""

import asyncio
from datetime import datetime
from uuid import UUID

from exams.results import service, standing
from exams.sittings import service as sittings
from exams.sittings.schemas import SittingOut
from exams.workbooks.lines import TemplateSitting
from exams.workbooks.marking import marked_workbook
from exams.workbooks.template import results_template
from registry.days import amsterdam_day
from registry.errors import NotFound
from registry.organisations import service as organisations
from registry.organisations.tables import Kind
from registry.permissions import Actor, Permission
from registry.texts import Language


async def template(provider: UUID, track: str, *, sitting: UUID | None = None, actor: Actor, now: datetime) -> bytes:
    """A workbook with the provider's candidates and the parts they have not passed, or for one of its sittings.

    Raises NotFound, also for a sitting of another provider or track.
    """
    actor.must_for(Permission.UPLOAD_RESULTS, provider)
    name = await organisations.must_be(provider, Kind.PROVIDER)
    held = None if sitting is None else await _sitting(sitting, provider, track, actor=actor)
    version = await service.version_for(provider, track, number=held.version if held else None)
    register = await standing.register_of(provider, version, today=amsterdam_day(now))
    of = None if held is None else TemplateSitting(held.part_code, held.held_on, held.examiner, held.invigilator, held.place)
    return await asyncio.to_thread(results_template, register, provider=name, track=version.name, sitting=of)


async def _sitting(sitting: UUID, provider: UUID, track: str, *, actor: Actor) -> SittingOut:
    found = await sittings.sitting_of(sitting, actor=actor)
    if (found.provider, found.track) != (provider, track):
        raise NotFound
    return found


async def marked(upload: UUID, *, language: Language, actor: Actor, now: datetime) -> bytes:
    """The uploaded file as a workbook, each faulty cell coloured and commented; raises NotFound."""
    seen = await service.preview(upload, actor=actor, now=now)
    content = await service.content_of(seen.upload)
    return await marked_workbook(
        content, filename=seen.upload.file_name, upload=seen.upload.id, reading=seen.reading, language=language
    )
