"""The pages of a provider: the template, the upload, what accepting would do, and accepting."""

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum
from typing import Annotated, Any
from uuid import UUID

from litestar import Controller, Response, get, post
from litestar.di import NamedDependency, Provide
from litestar.params import QueryParameter
from litestar.response import Redirect, Stream, Template

from exams.results import exporting, service, uploading, workbooks
from exams.results.listing import UploadState
from exams.results.offered import Offered, offered_to
from exams.results.seeking import UPLOADS
from exams.results.service import Sent
from exams.spreadsheets import limits
from exams.spreadsheets.downloads import workbook
from exams.spreadsheets.errors import UploadRefused
from registry.accounts.forms import NOTHING, Form, Refusal, refusal
from registry.accounts.guards import requires
from registry.accounts.pages import in_language
from registry.accounts.work import Card
from registry.days import amsterdam_day
from registry.errors import Fault, Invalid, RuleBroken
from registry.exports.answering import AskedKind, answer
from registry.organisations import service as organisations
from registry.permissions import Actor, Permission
from registry.schema import Schema
from registry.sieves import choosing
from registry.sieves.choosing import NOTHING_CHOSEN, Choice
from registry.texts import Language, Text

_FORM_OVERHEAD = 64 * 1024
_LABELS = {
    "provider": Text("Opleider", "Training provider"),
    "track": Text("Opleidingstraject", "Training track"),
    "file": Text("Bestand met uitslagen", "File with results"),
}
_NO_FILE = Text("Kies het bestand met de uitslagen.", "Choose the file with the results.")


_VERSION = Text("{track}, versie {number}", "{track}, version {number}")
_OF_A_VERSION = "/"
"""Between the code of a track and the number of a version, in the field of the form."""


class _Table(StrEnum):
    UPLOADS = "aanleveringen"
    RESULTS = "uitslagen"


class _Choices(Schema, frozen=True):
    provider: UUID
    track: str


async def waiting(actor: Actor, _: datetime) -> list[Card]:
    """A provider sees how many of its uploads have not been accepted."""
    if not actor.may(Permission.UPLOAD_RESULTS):
        return []
    rows = await service.uploads_for(actor)
    return [
        Card(
            Text("Uitslagen aanleveren", "Send results"),
            "/aanleveringen",
            Text(
                "Download het sjabloon, vul het in en lever het aan. U ziet eerst wat er klopt en wat niet.",
                "Download the template, fill it in and send it. You first see what is right and what is not.",
            ),
            sum(row.state in (UploadState.RECEIVED, UploadState.WAITING) for row in rows),
            Text("nog niet aangenomen", "not accepted yet"),
        ),
    ]


def _providers(actor: Actor) -> Sequence[UUID]:
    return sorted(actor.organisations_where(Permission.READ_RESULTS), key=str)


class UploadPages(Controller):
    """Results by spreadsheet, in the browser."""

    path = "/aanleveringen"
    dependencies = {"chosen": Provide(choosing.chosen)}  # noqa: RUF012  Litestar's own way to say it

    @get(guards=[requires(Permission.READ_RESULTS)])
    async def listed(
        self,
        *,
        actor: NamedDependency[Actor],
        language: NamedDependency[Language],
        now: NamedDependency[datetime],
        chosen: NamedDependency[Choice],
        kind: AskedKind = None,
        table: Annotated[_Table, QueryParameter(name="tabel")] = _Table.UPLOADS,
    ) -> Template | Stream:
        """My uploads, and the form for another; or as a file: the uploads, or the results on record."""
        if kind is None:
            return await _uploads(actor, language=language, chosen=chosen)
        today = amsterdam_day(now)
        if table is _Table.RESULTS:
            exported = await exporting.results(actor=actor, today=today)
        else:
            found = UPLOADS.sift(await service.uploads_for(actor), chosen, language)
            exported = exporting.uploads(found, actor=actor, today=today)
        return answer(exported, kind, language=language)

    @post(guards=[requires(Permission.UPLOAD_RESULTS)], request_max_body_size=limits.FILE_BYTES + _FORM_OVERHEAD)
    async def send(
        self,
        form: NamedDependency[Form],
        language: NamedDependency[Language],
        actor: NamedDependency[Actor],
        now: NamedDependency[datetime],
    ) -> Template | Redirect:
        """Take in a file; a refused one is told at the form, which keeps its choices."""
        try:
            seen = await uploading.send(await _sent(form), actor=actor, now=now)
        except UploadRefused as error:
            told = refusal(Invalid([Fault("file", error.detail, error.facts)]), language, _LABELS)
            return await _uploads(actor, language=language, refused=told, kept=form)
        except (Invalid, RuleBroken) as error:
            told = refusal(error, language, _LABELS)
            return await _uploads(actor, language=language, refused=told, kept=form)
        return Redirect(in_language(f"/aanleveringen/{seen.upload.id}", language), status_code=303)

    @get("/sjabloon", guards=[requires(Permission.UPLOAD_RESULTS)])
    async def template(
        self,
        provider: Annotated[UUID, QueryParameter(name="opleider")],
        track: Annotated[str, QueryParameter(name="traject")],
        actor: NamedDependency[Actor],
        now: NamedDependency[datetime],
        sitting: Annotated[UUID | None, QueryParameter(name="zitting")] = None,
    ) -> Response[bytes]:
        """The workbook to fill in, for the whole track or for one sitting."""
        return workbook(await workbooks.template(provider, track, sitting=sitting, actor=actor, now=now), "uitslagen.xlsx")


async def _sent(form: Form) -> Sent:
    faults: list[Fault] = []
    choices, file = None, form.files.get("file")
    try:
        choices = form.read(_Choices)
    except Invalid as error:
        faults.extend(error.faults)
    if file is None:
        faults.append(Fault("file", _NO_FILE))
    if choices is None or file is None:
        raise Invalid(faults)
    track, _, number = choices.track.partition(_OF_A_VERSION)
    version = int(number) if number.isdecimal() else None
    return Sent(choices.provider, track, file.filename, await file.read(), version)


def _tracks(offered: Sequence[Offered], language: Language) -> dict[str, str]:
    """What to choose from: each track, and its versions where there are candidates in more than one."""
    found = {}
    for each in offered:
        name = each.name.say(language)
        if len(each.versions) <= 1:
            found[each.code] = name
        for number in each.versions if len(each.versions) > 1 else ():
            found[f"{each.code}{_OF_A_VERSION}{number}"] = _VERSION.say(language, track=name, number=number)
    return found


async def _uploads(
    actor: Actor, *, language: Language, chosen: Choice = NOTHING_CHOSEN, refused: Refusal = NOTHING, kept: Form | None = None
) -> Template:
    providers = _providers(actor)
    names = await organisations.names_of(set(providers))
    offered = await offered_to(providers)
    context: dict[str, Any] = {
        "providers": [(provider, names[provider]) for provider in providers],
        "names": names,
        "offered": offered,
        "tracks": list(_tracks(offered, language).items()),
        "found": UPLOADS.sift(await service.uploads_for(actor), chosen, language),
        "may_upload": actor.may(Permission.UPLOAD_RESULTS),
        "labels": _LABELS,
        "refused": refused,
        "kept": kept or Form(),
    }
    return Template("uploads.html", context=context, status_code=refused.status)
