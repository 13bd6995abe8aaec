"""Lists of certificates issued elsewhere in the API: the template, and sending a list."""

from datetime import datetime
from typing import Annotated

import msgspec
from litestar import Controller, Response, get, post
from litestar.di import NamedDependency
from litestar.enums import RequestEncodingType
from litestar.params import Body

from exams.cells.findings import Finding
from exams.spreadsheets import limits
from exams.spreadsheets.downloads import XLSX, workbook
from exams.takeovers import files
from exams.takeovers.files import FORM_OVERHEAD, Seen, Sent
from exams.takeovers.schemas import TakeoverFindingOut, TakeoverForm, TakeoverLineOut, TakeoverPreviewOut
from exams.takeovers.template import template
from registry.accounts.guards import requires
from registry.errors import Fault, Invalid
from registry.idempotency.once import NOT_KEPT
from registry.permissions import Actor, Permission
from registry.takeovers.schemas import ListOf
from registry.texts import Language, Text

_ODD = Text("Deze invoer klopt niet. Controleer wat u stuurde.", "This input is not right. Check what you sent.")


class TakeoverFileController(Controller):
    """Lists of certificates issued elsewhere, as spreadsheets."""

    tags = ("Overnames",)
    guards = (requires(Permission.DECIDE_CERTIFICATES),)

    @get("/takeover-template", media_type=XLSX)
    async def template(self) -> Response[bytes]:
        """Een Excelbestand om certificaten in te vullen die elders zijn uitgegeven."""
        return workbook(template(), "overname.xlsx")

    @post("/takeovers", request_max_body_size=limits.FILE_BYTES + FORM_OVERHEAD, opt={"problems": (404,)})
    async def send(
        self,
        data: Annotated[TakeoverForm, Body(media_type=RequestEncodingType.MULTI_PART)],
        language: NamedDependency[Language],
        actor: NamedDependency[Actor],
        now: NamedDependency[datetime],
    ) -> TakeoverPreviewOut:
        """Leest een lijst en toont elke fout bij haar cel; zonder fouten is de lijst voorbereid en beslist een ander."""
        return _out(await files.send(await _sent(data), actor=actor, now=now), language)

    @post(
        "/takeovers/marked",
        request_max_body_size=limits.FILE_BYTES + FORM_OVERHEAD,
        opt={**NOT_KEPT, "problems": (404,)},
        media_type=XLSX,
    )
    async def marked(
        self,
        data: Annotated[TakeoverForm, Body(media_type=RequestEncodingType.MULTI_PART)],
        language: NamedDependency[Language],
        actor: NamedDependency[Actor],
        now: NamedDependency[datetime],
    ) -> Response[bytes]:
        """Geeft de lijst terug met elke fout bij haar cel; er wordt niets bewaard."""
        return workbook(
            await files.marked(await _sent(data), language=language, actor=actor, now=now), "overname-gemarkeerd.xlsx"
        )


async def _sent(data: TakeoverForm) -> Sent:
    given = {"scheme": data.scheme, "issuer": data.issuer, "source": data.source}
    faults, found = [], {}
    for each in msgspec.structs.fields(ListOf):
        try:
            found[each.name] = msgspec.convert(given[each.name], each.type)
        except msgspec.ValidationError:
            faults.append(Fault(each.name, _ODD))
    if faults:
        raise Invalid(faults)
    return Sent(ListOf(**found), data.file.filename, await data.file.read())


def _out(seen: Seen, language: Language) -> TakeoverPreviewOut:
    return TakeoverPreviewOut(
        takeover=seen.takeover,
        lines=[
            TakeoverLineOut(
                row=each.row,
                candidate_number=each.number,
                name=str(each.name),
                number_there=each.certificate,
                first_day=each.first_day,
                last_day=each.last_day,
            )
            for each in seen.reading.lines
        ],
        faults=[_finding(each, language) for each in seen.reading.faults],
        notices=[_finding(each, language) for each in seen.reading.notices],
    )


def _finding(finding: Finding, language: Language) -> TakeoverFindingOut:
    return TakeoverFindingOut(
        sheet=finding.sheet,
        cell=finding.cell,
        row=finding.row,
        code=finding.code,
        text=finding.say(language),
        suggestion=finding.suggestion,
    )
