"""The pages of a provider: the template, the upload, what accepting would do, and accepting."""

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from litestar import Controller, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, QueryParameter
from litestar.response import Redirect, Template

from exams.cells.findings import Finding
from exams.results import service, workbooks
from exams.results.downloads import workbook
from exams.results.errors import CorrectionsNotYet, NothingNew
from exams.results.reading import Skip, Standing
from exams.results.service import Preview, Sent
from exams.spreadsheets import limits
from exams.spreadsheets.errors import UploadRefused
from exams.tracks import service as tracks
from registry.accounts.forms import NOTHING, Form, Refusal, news, refusal
from registry.accounts.guards import requires
from registry.accounts.pages import in_language
from registry.accounts.work import Card
from registry.errors import Fault, Invalid, RuleBroken
from registry.organisations import service as organisations
from registry.people import service as people
from registry.permissions import Actor, Permission
from registry.schema import Schema
from registry.texts import Language, Text

_FORM_OVERHEAD = 64 * 1024
_LABELS = {
    "provider": Text("Opleider", "Training provider"),
    "track": Text("Opleidingstraject", "Training track"),
    "file": Text("Bestand met uitslagen", "File with results"),
}
_NO_FILE = Text("Kies het bestand met de uitslagen.", "Choose the file with the results.")
_NEWS = {
    "aangenomen": Text("De uitslagen zijn vastgelegd.", "The results are on record."),
}
_SKIPPED = {
    Skip.NOT_A_RESULT: Text("Geen uitslag", "Not a result"),
    Skip.NOT_FILLED_IN: Text("Niet ingevuld", "Not filled in"),
    Skip.HEADING_AGAIN: Text("Nog een keer de koppen", "The headings again"),
}


class _Choices(Schema, frozen=True):
    provider: UUID
    track: str


async def waiting(actor: Actor, _: datetime) -> list[Card]:
    """A provider sees how many of its uploads have not been accepted."""
    if not actor.may(Permission.UPLOAD_RESULTS):
        return []
    rows = [row for provider in _providers(actor) for row in await service.uploads_of(provider, actor=actor)]
    return [
        Card(
            Text("Uitslagen aanleveren", "Send results"),
            "/aanleveringen",
            Text(
                "Download het sjabloon, vul het in en lever het aan. U ziet eerst wat er klopt en wat niet.",
                "Download the template, fill it in and send it. You first see what is right and what is not.",
            ),
            sum(row.accepted_at is None for row in rows),
            Text("nog niet aangenomen", "not accepted yet"),
        ),
    ]


def _providers(actor: Actor) -> Sequence[UUID]:
    return sorted(actor.organisations_where(Permission.READ_RESULTS), key=str)


class UploadPages(Controller):
    """Results by spreadsheet, in the browser."""

    path = "/aanleveringen"

    @get(guards=[requires(Permission.READ_RESULTS)])
    async def listed(self, actor: NamedDependency[Actor], language: NamedDependency[Language]) -> Template:
        """My uploads, and the form for another."""
        return await _uploads(actor, language=language)

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
            seen = await service.send(await _sent(form), actor=actor, now=now)
        except UploadRefused as error:
            told = refusal(Invalid([Fault("file", error.detail, error.facts)]), language, _LABELS)
            return await _uploads(actor, language=language, refused=told, kept=form)
        except (Invalid, RuleBroken) as error:
            return await _uploads(actor, language=language, refused=refusal(error, language, _LABELS), kept=form)
        return Redirect(in_language(f"/aanleveringen/{seen.upload.id}", language), status_code=303)

    @get("/sjabloon", guards=[requires(Permission.UPLOAD_RESULTS)])
    async def template(
        self,
        provider: Annotated[UUID, QueryParameter(name="opleider")],
        track: Annotated[str, QueryParameter(name="traject")],
        actor: NamedDependency[Actor],
        now: NamedDependency[datetime],
    ) -> Response[bytes]:
        """The workbook to fill in."""
        return workbook(await workbooks.template(provider, track, actor=actor, now=now), "uitslagen.xlsx")

    @get("/{upload_id:uuid}", guards=[requires(Permission.READ_RESULTS)])
    async def preview(
        self,
        upload_id: FromPath[UUID],
        language: NamedDependency[Language],
        actor: NamedDependency[Actor],
        now: NamedDependency[datetime],
        done: Annotated[str, QueryParameter(name="gedaan")] = "",
    ) -> Template:
        """What is in the file and what accepting would do; or that it was accepted."""
        seen = await service.preview(upload_id, actor=actor, now=now)
        return await _preview(seen, actor=actor, language=language, flash=news(done, _NEWS, language))

    @post("/{upload_id:uuid}/aannemen", guards=[requires(Permission.UPLOAD_RESULTS)])
    async def accept(
        self,
        upload_id: FromPath[UUID],
        language: NamedDependency[Language],
        actor: NamedDependency[Actor],
        now: NamedDependency[datetime],
    ) -> Template | Redirect:
        """Record every result of the file, or none."""
        try:
            await service.accept(upload_id, actor=actor, now=now)
        except RuleBroken as error:
            seen = await service.preview(upload_id, actor=actor, now=now)
            return await _preview(seen, actor=actor, language=language, refused=refusal(error, language, _LABELS))
        return Redirect(in_language(f"/aanleveringen/{upload_id}?gedaan=aangenomen", language), status_code=303)

    @get("/{upload_id:uuid}/werkboek", guards=[requires(Permission.READ_RESULTS)])
    async def marked(
        self,
        upload_id: FromPath[UUID],
        language: NamedDependency[Language],
        actor: NamedDependency[Actor],
        now: NamedDependency[datetime],
    ) -> Response[bytes]:
        """My own workbook back, each fault marked in its cell."""
        content = await workbooks.marked(upload_id, language=language, actor=actor, now=now)
        return workbook(content, "uitslagen-met-fouten.xlsx")


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
    return Sent(choices.provider, choices.track, file.filename, await file.read())


async def _uploads(actor: Actor, *, language: Language, refused: Refusal = NOTHING, kept: Form | None = None) -> Template:
    providers = _providers(actor)
    names = await organisations.names_of(set(providers))
    rows = [(names[provider], row) for provider in providers for row in await service.uploads_of(provider, actor=actor)]
    context: dict[str, Any] = {
        "providers": [(provider, names[provider]) for provider in providers],
        "tracks": [(each.code, Text(each.name_nl, each.name_en).say(language)) for each in await tracks.catalogue()],
        "uploads": rows,
        "may_upload": actor.may(Permission.UPLOAD_RESULTS),
        "labels": _LABELS,
        "refused": refused,
        "kept": kept or Form(),
    }
    return Template("uploads.html", context=context, status_code=refused.status)


async def _preview(
    seen: Preview,
    *,
    actor: Actor,
    language: Language,
    flash: dict[str, str] | None = None,
    refused: Refusal = NOTHING,
) -> Template:
    reading = seen.reading
    persons = await people.persons_of(effect.adviser_id for effect in reading.effects)
    names = await people.names_of(persons.values())
    context = {
        "upload": seen.upload,
        "acceptable": seen.acceptable and actor.may(Permission.UPLOAD_RESULTS),
        "counts": {each.value: seen.count(each) for each in Standing},
        "faults": [_finding(each, language) for each in reading.faults],
        "notices": [_finding(each, language) for each in reading.notices],
        "skipped": [(each.row, _SKIPPED[each.why], each.text) for each in reading.skipped],
        "sittings": [each for each in reading.sittings if each.id is None],
        "effects": [(each, str(names.get(persons[each.adviser_id], ""))) for each in reading.effects],
        "parts": {part["code"]: Text(part["name_nl"], part["name_en"]).say(language) for part in seen.version.parts},
        "hindrance": _hindrance(seen),
        "track": seen.version.name,
        "flash": flash,
        "refused": refused,
        "own_path": f"/aanleveringen/{seen.upload.id}",
    }
    return Template("upload.html", context=context, status_code=refused.status)


def _finding(finding: Finding, language: Language) -> dict[str, str]:
    return {
        "sheet": finding.sheet,
        "cell": finding.cell,
        "problem": finding.what(language),
        "remedy": finding.remedy(language),
        "suggestion": finding.suggestion or "",
    }


def _is_accepted(seen: Preview) -> bool:
    return seen.upload.accepted_at is not None


def _hindrance(seen: Preview) -> dict[str, Any]:
    """Why a file without faults cannot be accepted, in the words of the error that accepting it would raise."""
    if seen.acceptable or _is_accepted(seen) or seen.reading.faults:
        return {}
    count = seen.count(Standing.CORRECTION)
    error: RuleBroken = CorrectionsNotYet(count=count) if count else NothingNew()
    return {"title": error.title, "text": error.detail, "facts": error.facts}
