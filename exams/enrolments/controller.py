"""Enrolments in the API: one by one, and by spreadsheet."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from litestar import Controller, Response, get, post, put
from litestar.datastructures import UploadFile
from litestar.di import NamedDependency
from litestar.enums import RequestEncodingType
from litestar.params import Body, FromPath, FromQuery, JSONBody
from msgspec import Struct

from exams.enrolments import files, presenting, service
from exams.enrolments.schemas import (
    AcceptEnrolments,
    ChangeLastDay,
    Enrol,
    EnrolledOut,
    EnrolmentFileListedOut,
    EnrolmentOut,
    EnrolmentPreviewOut,
    RecordTeaching,
    RecordTeachings,
    RegisterTrainer,
    TrainerOut,
)
from exams.enrolments.template import template
from exams.spreadsheets import limits
from exams.spreadsheets.downloads import XLSX, workbook
from registry.accounts.guards import requires
from registry.permissions import Actor, Permission
from registry.texts import Language

FORM_OVERHEAD = 64 * 1024


class EnrolmentController(Controller):
    """Candidates in tracks."""

    tags = ("Inschrijvingen",)
    guards = (requires(Permission.ENROL),)

    @get("/enrolments", opt={"problems": (404,)})
    async def listed(
        self, provider: FromQuery[UUID], actor: NamedDependency[Actor], search: FromQuery[str] = ""
    ) -> list[EnrolmentOut]:
        """De kandidaten van uw opleiding, op nummer; met `search` alleen wie zo heet of zo’n nummer heeft."""
        return await service.enrolments_of(provider, actor=actor, search=search)

    @post("/enrolments", opt={"problems": (404,)})
    async def enrol(
        self,
        data: JSONBody[Enrol],
        actor: NamedDependency[Actor],
        now: NamedDependency[datetime],
    ) -> EnrolmentOut:
        """Schrijft een kandidaat in; wie nieuw is krijgt een kandidaatnummer."""
        return await service.enrol(data, actor=actor, now=now)

    @post("/enrolments/{enrolment_id:uuid}/teachings", status_code=204)
    async def teach(
        self,
        enrolment_id: FromPath[UUID],
        data: JSONBody[RecordTeaching],
        actor: NamedDependency[Actor],
        now: NamedDependency[datetime],
    ) -> None:
        """Legt vast wie de kandidaat welke onderdelen geeft."""
        await service.record_teaching(enrolment_id, data, actor=actor, now=now)

    @post("/teachings", status_code=204, opt={"problems": (404,)})
    async def teach_many(
        self,
        data: JSONBody[RecordTeachings],
        actor: NamedDependency[Actor],
        now: NamedDependency[datetime],
    ) -> None:
        """Legt van meer kandidaten tegelijk vast wie hun welke onderdelen geeft."""
        await service.record_teachings(data, actor=actor, now=now)

    @put("/teachings/{teaching_id:uuid}/last-day", status_code=204)
    async def change_last_day(
        self,
        teaching_id: FromPath[UUID],
        data: JSONBody[ChangeLastDay],
        actor: NamedDependency[Actor],
        now: NamedDependency[datetime],
    ) -> None:
        """Verlengt de lessen, of laat ze eerder eindigen, vanaf vandaag."""
        await service.change_last_day(teaching_id, data, actor=actor, now=now)

    @get("/trainers", opt={"problems": (404,)})
    async def trainers(self, provider: FromQuery[UUID], actor: NamedDependency[Actor]) -> list[TrainerOut]:
        """Wie u als docent kunt noemen."""
        return await service.trainers_of(provider, actor=actor)

    @post("/trainers", opt={"problems": (404,)})
    async def register_trainer(
        self,
        data: JSONBody[RegisterTrainer],
        actor: NamedDependency[Actor],
        now: NamedDependency[datetime],
    ) -> TrainerOut:
        """Registreert een nieuwe docent van uw opleiding."""
        return await service.register_trainer(data, actor=actor, now=now)


class EnrolmentFileForm(Struct, frozen=True, forbid_unknown_fields=True):
    """The multipart form of a file of enrolments."""

    provider: UUID
    track: str
    file: UploadFile


class EnrolmentFileController(Controller):
    """Enrolments by spreadsheet."""

    tags = ("Inschrijvingen",)
    guards = (requires(Permission.ENROL),)

    @get("/enrolment-templates/{track:str}", media_type=XLSX)
    async def template(
        self,
        track: FromPath[str],
        provider: FromQuery[UUID],
        actor: NamedDependency[Actor],
        now: NamedDependency[datetime],
    ) -> Response[bytes]:
        """Een Excelbestand om uw kandidaten voor dit traject in te vullen."""
        return workbook(await template(provider, track, actor=actor, now=now), "inschrijvingen.xlsx")

    @post("/enrolment-files", request_max_body_size=limits.FILE_BYTES + FORM_OVERHEAD, opt={"problems": (404,)})
    async def send(
        self,
        data: Annotated[EnrolmentFileForm, Body(media_type=RequestEncodingType.MULTI_PART)],
        language: NamedDependency[Language],
        actor: NamedDependency[Actor],
        now: NamedDependency[datetime],
    ) -> EnrolmentPreviewOut:
        """Levert een bestand met inschrijvingen aan en toont wat erin staat; er wordt nog niets vastgelegd."""
        sent = files.Sent(data.provider, data.track, data.file.filename, await data.file.read())
        return presenting.preview(await files.send(sent, actor=actor, now=now), language)

    @get("/enrolment-files/{file_id:uuid}")
    async def preview(
        self,
        file_id: FromPath[UUID],
        language: NamedDependency[Language],
        actor: NamedDependency[Actor],
        now: NamedDependency[datetime],
    ) -> EnrolmentPreviewOut:
        """Wat er in het bestand staat en wat aannemen nu zou doen."""
        return presenting.preview(await files.preview(file_id, actor=actor, now=now), language)

    @get("/enrolment-files", opt={"problems": (404,)})
    async def listed(self, provider: FromQuery[UUID], actor: NamedDependency[Actor]) -> list[EnrolmentFileListedOut]:
        """Uw bestanden met inschrijvingen, nieuwste eerst; `waits` zegt of er nog iets aan te nemen is."""
        return [presenting.listed(each) for each in await files.files_of(provider, actor=actor)]

    @post("/enrolment-files/{file_id:uuid}/discarding", status_code=204)
    async def discard(
        self,
        file_id: FromPath[UUID],
        actor: NamedDependency[Actor],
        now: NamedDependency[datetime],
    ) -> None:
        """Gooit weg wat in een bestand staat dat niet is aangenomen; dat het is gestuurd, blijft bekend."""
        await files.discard(file_id, actor=actor, now=now)

    @post("/enrolment-files/{file_id:uuid}/acceptance")
    async def accept(
        self,
        file_id: FromPath[UUID],
        data: JSONBody[AcceptEnrolments],
        actor: NamedDependency[Actor],
        now: NamedDependency[datetime],
    ) -> EnrolledOut:
        """Schrijft iedereen uit het bestand in, of niemand; het bestand zelf wordt niet bewaard."""
        return presenting.enrolled(await files.accept(file_id, data, actor=actor, now=now))
