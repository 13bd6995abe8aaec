"""The workbooks that go to a provider: the template to fill in, and its own file back with the faults marked."""

from datetime import datetime
from uuid import UUID

from exams.results import service, standing
from exams.results.marking import marked_workbook
from exams.results.template import results_template
from exams.tracks import service as tracks
from registry.days import amsterdam_day
from registry.organisations import service as organisations
from registry.organisations.tables import Kind
from registry.permissions import Actor, Permission
from registry.texts import Language


async def template(provider: UUID, track: str, *, actor: Actor, now: datetime) -> bytes:
    """A workbook with the provider's candidates and the parts they have not passed; raises NotFound."""
    actor.must_for(Permission.UPLOAD_RESULTS, provider)
    version = await tracks.newest(track)
    register = await standing.register_of(provider, version, today=amsterdam_day(now))
    name = await organisations.must_be(provider, Kind.PROVIDER)
    return results_template(register, provider=name, track=version.name)


async def marked(upload: UUID, *, language: Language, actor: Actor, now: datetime) -> bytes:
    """The uploaded file as a workbook, each faulty cell coloured and commented; raises NotFound."""
    seen = await service.preview(upload, actor=actor, now=now)
    content = await service.content_of(seen.upload)
    return await marked_workbook(content, filename=seen.upload.file_name, reading=seen.reading, language=language)
