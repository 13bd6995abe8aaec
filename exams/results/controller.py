"""Uploads of results in the API: template, upload, preview, accept, and the workbook back."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from litestar import Controller, Response, get, post
from litestar.datastructures import UploadFile
from litestar.di import NamedDependency
from litestar.enums import RequestEncodingType
from litestar.params import Body, FromPath, FromQuery
from msgspec import Struct

from exams.results import presenting, service, workbooks
from exams.results.downloads import XLSX, workbook
from exams.results.schemas import AcceptedOut, PreviewOut, UploadOut
from exams.results.service import Sent
from exams.spreadsheets import limits
from registry.accounts.guards import requires
from registry.permissions import Actor, Permission
from registry.texts import Language

_FORM_OVERHEAD = 64 * 1024


class UploadForm(Struct, frozen=True, forbid_unknown_fields=True):
    """The multipart form of an upload."""

    provider: UUID
    track: str
    file: UploadFile


class UploadController(Controller):
    """Results by spreadsheet."""

    tags = ("Uitslagen",)

    @get("/results-templates/{track:str}", guards=[requires(Permission.UPLOAD_RESULTS)], media_type=XLSX)
    async def template(
        self,
        track: FromPath[str],
        provider: FromQuery[UUID],
        actor: NamedDependency[Actor],
        now: NamedDependency[datetime],
    ) -> Response[bytes]:
        """Een Excelbestand voor uw kandidaten van dit traject, om in te vullen en aan te leveren."""
        return workbook(await workbooks.template(provider, track, actor=actor, now=now), "uitslagen.xlsx")

    @get("/uploads", guards=[requires(Permission.READ_RESULTS)], opt={"problems": (404,)})
    async def listed(self, provider: FromQuery[UUID], actor: NamedDependency[Actor]) -> list[UploadOut]:
        """De aanleveringen van uw opleiding, nieuwste eerst."""
        return [presenting.upload(each) for each in await service.uploads_of(provider, actor=actor)]

    @post("/uploads", guards=[requires(Permission.UPLOAD_RESULTS)], request_max_body_size=limits.FILE_BYTES + _FORM_OVERHEAD)
    async def send(
        self,
        data: Annotated[UploadForm, Body(media_type=RequestEncodingType.MULTI_PART)],
        language: NamedDependency[Language],
        actor: NamedDependency[Actor],
        now: NamedDependency[datetime],
    ) -> PreviewOut:
        """Levert een bestand aan en toont wat erin staat; er wordt nog niets vastgelegd."""
        sent = Sent(data.provider, data.track, data.file.filename, await data.file.read())
        return presenting.preview(await service.send(sent, actor=actor, now=now), language)

    @get("/uploads/{upload_id:uuid}", guards=[requires(Permission.READ_RESULTS)])
    async def preview(
        self,
        upload_id: FromPath[UUID],
        language: NamedDependency[Language],
        actor: NamedDependency[Actor],
        now: NamedDependency[datetime],
    ) -> PreviewOut:
        """Wat er in het bestand staat en wat aannemen nu zou doen."""
        return presenting.preview(await service.preview(upload_id, actor=actor, now=now), language)

    @post("/uploads/{upload_id:uuid}/acceptance", guards=[requires(Permission.UPLOAD_RESULTS)])
    async def accept(
        self,
        upload_id: FromPath[UUID],
        actor: NamedDependency[Actor],
        now: NamedDependency[datetime],
    ) -> AcceptedOut:
        """Legt alle uitslagen van het bestand vast, of geen."""
        return presenting.accepted(await service.accept(upload_id, actor=actor, now=now))

    @get("/uploads/{upload_id:uuid}/marked-workbook", guards=[requires(Permission.READ_RESULTS)], media_type=XLSX)
    async def marked(
        self,
        upload_id: FromPath[UUID],
        language: NamedDependency[Language],
        actor: NamedDependency[Actor],
        now: NamedDependency[datetime],
    ) -> Response[bytes]:
        """Uw eigen werkboek terug, met elke fout gemarkeerd in haar cel."""
        content = await workbooks.marked(upload_id, language=language, actor=actor, now=now)
        return workbook(content, "uitslagen-met-fouten.xlsx")
