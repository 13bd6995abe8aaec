"""Uploads of results in the API: template, upload, preview, accepting, taking back, and the workbook back."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from litestar import Controller, Response, delete, get, post, put
from litestar.datastructures import UploadFile
from litestar.di import NamedDependency
from litestar.enums import RequestEncodingType
from litestar.params import Body, FromPath, FromQuery, JSONBody
from msgspec import Struct

from exams.results import mapping, service, taking_back, upload_presenting, uploading, workbooks
from exams.results.acceptance import Choices
from exams.results.schemas import PreviewOut
from exams.results.service import Sent
from exams.results.told import told
from exams.results.upload_schemas import (
    AcceptanceOut,
    HeadingMapped,
    ListedUploadOut,
    MapHeadings,
    Retract,
    RetractedOut,
    RetractionOut,
)
from exams.spreadsheets import limits
from exams.spreadsheets.downloads import XLSX, workbook
from registry.accounts.guards import requires
from registry.idempotency.requests import IDEMPOTENT, AnyRequest, answer_once
from registry.permissions import Actor, Permission
from registry.texts import Language

_FORM_OVERHEAD = 64 * 1024


class UploadForm(Struct, frozen=True, forbid_unknown_fields=True):
    """The multipart form of an upload; without a version it is the newest in which you have candidates."""

    provider: UUID
    track: str
    file: UploadFile
    version: int | None = None


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
        sitting: FromQuery[UUID | None] = None,
    ) -> Response[bytes]:
        """Een Excelbestand voor uw kandidaten van dit traject, of van één examenzitting, om in te vullen en aan te leveren."""
        return workbook(await workbooks.template(provider, track, sitting=sitting, actor=actor, now=now), "uitslagen.xlsx")

    @get("/uploads", guards=[requires(Permission.READ_RESULTS)])
    async def listed(self, language: NamedDependency[Language], actor: NamedDependency[Actor]) -> list[ListedUploadOut]:
        """De aanleveringen van uw opleiding, nieuwste eerst, en hoe elke ervoor staat."""
        return [upload_presenting.listed(each, language) for each in await service.uploads_for(actor)]

    @post(
        "/uploads",
        guards=[requires(Permission.UPLOAD_RESULTS)],
        opt={**IDEMPOTENT, "problems": (404,)},
        request_max_body_size=limits.FILE_BYTES + _FORM_OVERHEAD,
    )
    async def send(
        self,
        request: AnyRequest,
        data: Annotated[UploadForm, Body(media_type=RequestEncodingType.MULTI_PART)],
        language: NamedDependency[Language],
        actor: NamedDependency[Actor],
        now: NamedDependency[datetime],
    ) -> Response[PreviewOut]:
        """Levert een bestand aan en toont wat erin staat; er wordt nog niets vastgelegd."""

        async def run() -> PreviewOut:
            sent = Sent(data.provider, data.track, data.file.filename, await data.file.read(), data.version)
            return told(await uploading.send(sent, actor=actor, now=now), language)

        return await answer_once(request, run, actor=actor, now=now)

    @get("/uploads/{upload_id:uuid}", guards=[requires(Permission.READ_RESULTS)])
    async def preview(
        self,
        upload_id: FromPath[UUID],
        language: NamedDependency[Language],
        actor: NamedDependency[Actor],
        now: NamedDependency[datetime],
    ) -> PreviewOut:
        """Wat er in het bestand staat en wat aannemen nu zou doen."""
        return told(await uploading.preview(upload_id, actor=actor, now=now), language)

    @post("/uploads/{upload_id:uuid}/acceptance", guards=[requires(Permission.UPLOAD_RESULTS)], opt=IDEMPOTENT)
    async def accept(
        self,
        request: AnyRequest,
        upload_id: FromPath[UUID],
        data: JSONBody[Choices],
        actor: NamedDependency[Actor],
        now: NamedDependency[datetime],
    ) -> Response[AcceptanceOut]:
        """Legt het bestand vast met deze keuzes, of niets; of laat het wachten op een tweede persoon."""

        async def run() -> AcceptanceOut:
            return upload_presenting.acceptance(await uploading.accept(upload_id, data, actor=actor, now=now))

        return await answer_once(request, run, actor=actor, now=now)

    @delete("/uploads/{upload_id:uuid}/acceptance", guards=[requires(Permission.UPLOAD_RESULTS)], opt={"problems": (409,)})
    async def decline(
        self,
        upload_id: FromPath[UUID],
        actor: NamedDependency[Actor],
        now: NamedDependency[datetime],
    ) -> None:
        """Wijst af wat een collega voorstelde, of neemt uw eigen voorstel terug."""
        await service.decline(upload_id, actor=actor, now=now)

    @post("/uploads/{upload_id:uuid}/work", guards=[requires(Permission.UPLOAD_RESULTS)])
    async def judge_again(
        self,
        upload_id: FromPath[UUID],
        language: NamedDependency[Language],
        actor: NamedDependency[Actor],
        now: NamedDependency[datetime],
    ) -> PreviewOut:
        """Leest een lang bestand opnieuw, op de achtergrond."""
        return told(await uploading.judge_again(upload_id, actor=actor, now=now), language)

    @delete("/uploads/{upload_id:uuid}/work", guards=[requires(Permission.UPLOAD_RESULTS)], opt={"problems": (409,)})
    async def cancel(
        self,
        upload_id: FromPath[UUID],
        actor: NamedDependency[Actor],
        now: NamedDependency[datetime],
    ) -> None:
        """Breekt het werk aan een lang bestand af; er wordt dan niets vastgelegd."""
        await uploading.cancel(upload_id, actor=actor, now=now)

    @get("/uploads/{upload_id:uuid}/retraction", guards=[requires(Permission.READ_RESULTS)], opt={"problems": (409,)})
    async def retraction(
        self,
        upload_id: FromPath[UUID],
        language: NamedDependency[Language],
        actor: NamedDependency[Actor],
    ) -> RetractionOut:
        """Wat het terugtrekken van deze aanlevering zou doen; er verandert niets."""
        return upload_presenting.retraction(await taking_back.foreseen(upload_id, actor=actor), language)

    @post("/uploads/{upload_id:uuid}/retraction", guards=[requires(Permission.UPLOAD_RESULTS)], opt=IDEMPOTENT)
    async def retract(  # noqa: PLR0917  Litestar hands these over by name
        self,
        request: AnyRequest,
        upload_id: FromPath[UUID],
        data: JSONBody[Retract],
        language: NamedDependency[Language],
        actor: NamedDependency[Actor],
        now: NamedDependency[datetime],
    ) -> Response[RetractedOut]:
        """Trekt een aangenomen aanlevering terug: wat zij vastlegde telt niet meer, behalve waar anderen op voortbouwden.

        Van een lang bestand gebeurt dat op de achtergrond: `state` blijft dan nog `accepted`.
        """

        async def run() -> RetractedOut:
            done = await uploading.retract(upload_id, data.reason, actor=actor, now=now)
            return upload_presenting.retracted(done, language)

        return await answer_once(request, run, actor=actor, now=now)

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


class HeadingController(Controller):
    """What a provider's own headings mean."""

    path = "/heading-mappings"
    tags = ("Uitslagen",)

    @get(guards=[requires(Permission.READ_RESULTS)], opt={"problems": (404,)})
    async def listed(self, provider: FromQuery[UUID], actor: NamedDependency[Actor]) -> list[HeadingMapped]:
        """Wat uw eigen koppen betekenen in uw bestanden."""
        return [upload_presenting.mapped(each) for each in await mapping.mappings_of(provider, actor=actor)]

    @put(guards=[requires(Permission.UPLOAD_RESULTS)], opt={"problems": (404,)}, status_code=204)
    async def remember(
        self,
        provider: FromQuery[UUID],
        data: JSONBody[MapHeadings],
        actor: NamedDependency[Actor],
        now: NamedDependency[datetime],
    ) -> None:
        """Zegt wat uw koppen voortaan betekenen; wat u eerder van een kop zei, vervalt."""
        await mapping.remember(provider, data.headings, actor=actor, now=now)

    @delete(guards=[requires(Permission.UPLOAD_RESULTS)], opt={"problems": (404,)})
    async def forget(
        self,
        provider: FromQuery[UUID],
        heading: FromQuery[str],
        actor: NamedDependency[Actor],
        now: NamedDependency[datetime],
    ) -> None:
        """Wat u van deze kop zei, geldt niet meer."""
        await mapping.forget(provider, heading, actor=actor, now=now)
