"""The pages on which a provider enrols by spreadsheet: the template, the file, what it would do, and accepting it."""

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from litestar import Controller, Response, get, post
from litestar.di import NamedDependency, Provide
from litestar.params import FromPath, QueryParameter
from litestar.response import Redirect, Stream, Template

from exams.cells.findings import Finding
from exams.enrolments import file_listing, files
from exams.enrolments.controller import FORM_OVERHEAD
from exams.enrolments.errors import EnrolmentFileAcceptedBefore
from exams.enrolments.files import FileListed, Preview, Sent
from exams.enrolments.pages import LABELS, choices, providers_of
from exams.enrolments.reading import Reading, Standing
from exams.enrolments.schemas import AcceptEnrolments
from exams.enrolments.seeking import FILES
from exams.enrolments.template import template
from exams.spreadsheets import limits
from exams.spreadsheets.downloads import workbook
from exams.spreadsheets.errors import UploadRefused
from registry.accounts.forms import NOTHING, Form, Refusal, news, refusal
from registry.accounts.guards import requires
from registry.accounts.pages import in_language
from registry.days import amsterdam_day
from registry.errors import Fault, Invalid, RuleBroken
from registry.exports.answering import AskedKind, answer
from registry.organisations import service as organisations
from registry.permissions import Actor, Permission
from registry.schema import Schema
from registry.sieves import choosing
from registry.sieves.choosing import NOTHING_CHOSEN, Choice
from registry.texts import Language, Text

_DECIDED = "iemand-anders-"
_LABELS = LABELS | {"file": Text("Bestand met inschrijvingen", "File with enrolments")}
_NO_FILE = Text("Kies het bestand met de inschrijvingen.", "Choose the file with the enrolments.")
_NEWS = {
    "aangenomen": Text("De inschrijvingen zijn vastgelegd.", "The enrolments are on record."),
    "weggegooid": Text("Het bestand is weggegooid.", "The file has been thrown away."),
}
_STANDINGS = {
    Standing.NEW: Text("Nieuw: krijgt een nummer", "New: gets a number"),
    Standing.KNOWN: Text("Bekend", "Known"),
    Standing.ENROLLED: Text("Al ingeschreven", "Enrolled already"),
}


class _Choices(Schema, frozen=True):
    provider: UUID
    track: str


class EnrolmentFilePages(Controller):
    """Enrolments by spreadsheet, in the browser."""

    path = "/kandidaten/bestanden"
    guards = (requires(Permission.ENROL),)
    dependencies = {"chosen": Provide(choosing.chosen)}  # noqa: RUF012  Litestar's own way to say it

    @get()
    async def listed(
        self,
        *,
        actor: NamedDependency[Actor],
        language: NamedDependency[Language],
        now: NamedDependency[datetime],
        chosen: NamedDependency[Choice],
        done: Annotated[str, QueryParameter(name="gedaan")] = "",
        kind: AskedKind = None,
    ) -> Template | Stream:
        """My files of enrolments, and the form for another; the files as a list to save where one is asked."""
        if kind is not None:
            names = await organisations.names_of(set(providers_of(actor)))
            found = FILES.sift(await _sent_by(actor), chosen, language)
            exported = file_listing.enrolment_files(found, names, actor=actor, today=amsterdam_day(now))
            return answer(exported, kind, language=language)
        return await _files(actor, language, chosen=chosen, flash=news(done, _NEWS, language))

    @post(request_max_body_size=limits.FILE_BYTES + FORM_OVERHEAD)
    async def send(
        self,
        form: NamedDependency[Form],
        language: NamedDependency[Language],
        actor: NamedDependency[Actor],
        now: NamedDependency[datetime],
    ) -> Template | Redirect:
        """Take in a file; a refused one is told at the form, which keeps its choices."""
        try:
            seen = await files.send(await _sent(form), actor=actor, now=now)
        except UploadRefused as error:
            told = refusal(Invalid([Fault("file", error.detail, error.facts)]), language, _LABELS)
            return await _files(actor, language, refused=told, kept=form)
        except Invalid as error:
            return await _files(actor, language, refused=refusal(error, language, _LABELS), kept=form)
        return Redirect(in_language(f"/kandidaten/bestanden/{seen.file.id}", language), status_code=303)

    @get("/sjabloon")
    async def template(
        self,
        provider: Annotated[UUID, QueryParameter(name="opleider")],
        track: Annotated[str, QueryParameter(name="traject")],
        actor: NamedDependency[Actor],
        now: NamedDependency[datetime],
    ) -> Response[bytes]:
        """The workbook to fill in."""
        return workbook(await template(provider, track, actor=actor, now=now), "inschrijvingen.xlsx")

    @get("/{file_id:uuid}")
    async def preview(
        self,
        file_id: FromPath[UUID],
        language: NamedDependency[Language],
        actor: NamedDependency[Actor],
        now: NamedDependency[datetime],
        done: Annotated[str, QueryParameter(name="gedaan")] = "",
    ) -> Template:
        """What is in the file and what accepting would do; or that it was accepted."""
        return _preview(await files.preview(file_id, actor=actor, now=now), language, flash=news(done, _NEWS, language))

    @post("/{file_id:uuid}/aannemen")
    async def accept(
        self,
        file_id: FromPath[UUID],
        form: NamedDependency[Form],
        language: NamedDependency[Language],
        actor: NamedDependency[Actor],
        now: NamedDependency[datetime],
    ) -> Template | Redirect:
        """Enrol everyone in the file, or nobody; who was ticked is somebody else than those of the same name."""
        ticked = [name.removeprefix(_DECIDED) for name in form.fields if name.startswith(_DECIDED)]
        command = AcceptEnrolments(somebody_else=[int(row) for row in ticked if row.isascii() and row.isdigit()])
        try:
            await files.accept(file_id, command, actor=actor, now=now)
        except RuleBroken as error:
            seen = await files.preview(file_id, actor=actor, now=now)
            return _preview(seen, language, refused=refusal(error, language, _LABELS), kept=form)
        return Redirect(in_language(f"/kandidaten/bestanden/{file_id}?gedaan=aangenomen", language), status_code=303)

    @post("/{file_id:uuid}/weggooien")
    async def discard(
        self,
        file_id: FromPath[UUID],
        language: NamedDependency[Language],
        actor: NamedDependency[Actor],
        now: NamedDependency[datetime],
    ) -> Template | Redirect:
        """Throw away what is in a file that was not accepted."""
        try:
            await files.discard(file_id, actor=actor, now=now)
        except EnrolmentFileAcceptedBefore as error:
            seen = await files.preview(file_id, actor=actor, now=now)
            return _preview(seen, language, refused=refusal(error, language, _LABELS))
        return Redirect(in_language("/kandidaten/bestanden?gedaan=weggegooid", language), status_code=303)


async def _sent(form: Form) -> Sent:
    faults: list[Fault] = []
    chosen, file = None, form.files.get("file")
    try:
        chosen = form.read(_Choices)
    except Invalid as error:
        faults.extend(error.faults)
    if file is None:
        faults.append(Fault("file", _NO_FILE))
    if chosen is None or file is None:
        raise Invalid(faults)
    return Sent(chosen.provider, chosen.track, file.filename, await file.read())


async def _sent_by(actor: Actor) -> list[tuple[UUID, FileListed]]:
    """Each file with the provider that sent it."""
    return [(provider, each) for provider in providers_of(actor) for each in await files.files_of(provider, actor=actor)]


async def _files(
    actor: Actor,
    language: Language,
    *,
    chosen: Choice = NOTHING_CHOSEN,
    flash: dict[str, str] | None = None,
    refused: Refusal = NOTHING,
    kept: Form | None = None,
) -> Template:
    context: dict[str, Any] = await choices(actor, language) | {
        "found": FILES.sift(await _sent_by(actor), chosen, language),
        "labels": _LABELS,
        "flash": flash,
        "refused": refused,
        "kept": kept or Form(),
        "own_path": "/kandidaten/bestanden",
    }
    return Template("enrolment_files.html", context=context, status_code=refused.status)


def _preview(
    seen: Preview,
    language: Language,
    *,
    flash: dict[str, str] | None = None,
    refused: Refusal = NOTHING,
    kept: Form | None = None,
) -> Template:
    reading = seen.reading or Reading("")
    context = {
        "file": seen.file,
        "track": seen.version.name,
        "reading": reading,
        "counts": {each.value: reading.count(each) for each in Standing},
        "acceptable": seen.acceptable,
        "faults": [_finding(each, language) for each in reading.faults],
        "notices": [_finding(each, language) for each in reading.notices],
        "standings": _STANDINGS,
        "flash": flash,
        "refused": refused,
        "kept": kept or Form(),
        "own_path": f"/kandidaten/bestanden/{seen.file.id}",
    }
    return Template("enrolment_file.html", context=context, status_code=refused.status)


def _finding(finding: Finding, language: Language) -> dict[str, str]:
    return {
        "sheet": finding.sheet,
        "cell": finding.cell,
        "problem": finding.what(language),
        "remedy": finding.remedy(language),
        "suggestion": finding.suggestion or "",
    }
