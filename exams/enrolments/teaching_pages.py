"""The pages of a provider about teaching: who teaches its candidates what, until when, and its trainers."""

from datetime import date, datetime
from typing import Annotated
from uuid import UUID

import msgspec
from litestar import Controller, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, QueryParameter
from litestar.response import Redirect, Template

from exams.enrolments import service
from exams.enrolments.errors import TrainerKnown, TrainerKnownElsewhere
from exams.enrolments.pages import LABELS, choices, found_by, providers_of
from exams.enrolments.rules import latest_last_day
from exams.enrolments.schemas import ChangeLastDay, RecordTeachings, RegisterTrainer
from exams.tracks import service as tracks
from registry.accounts.forms import NOTHING, Form, Refusal, news, refusal
from registry.accounts.guards import requires
from registry.accounts.pages import in_language
from registry.days import amsterdam_day
from registry.errors import Fault, Invalid, NotFound, RuleBroken
from registry.permissions import Actor, Permission
from registry.schema import Schema
from registry.texts import Language, Text

_CHOSEN, _PART = "kandidaat-", "onderdeel-"
_CHOOSE_PARTS = Text("Kies een of meer onderdelen.", "Choose one or more parts.")
_CHOOSE_CANDIDATES = Text("Kies een of meer kandidaten.", "Choose one or more candidates.")
_NEWS = {"docent": Text("De docent is geregistreerd.", "The trainer has been registered.")}


class _Lessons(Schema, frozen=True):
    trainer: UUID
    valid_from: date
    valid_to: date


class TeachingPages(Controller):
    """Lessons and trainers, in the browser."""

    path = "/kandidaten"
    guards = (requires(Permission.ENROL),)

    @get("/lessen")
    async def ask_lessons(
        self,
        actor: NamedDependency[Actor],
        now: NamedDependency[datetime],
        version: Annotated[UUID, QueryParameter(name="versie")],
        search: Annotated[str, QueryParameter(name="zoek")] = "",
    ) -> Template:
        """The candidates of one version of a track, to say who teaches them what."""
        return await _lessons(actor, now, version, search=search)

    @post("/lessen")
    async def record_lessons(
        self,
        form: NamedDependency[Form],
        language: NamedDependency[Language],
        actor: NamedDependency[Actor],
        now: NamedDependency[datetime],
        version: Annotated[UUID, QueryParameter(name="versie")],
    ) -> Template | Redirect:
        """Record the same lessons of everyone who was chosen."""
        try:
            await service.record_teachings(_teachings(form), actor=actor, now=now)
        except (Invalid, RuleBroken) as error:
            told = refusal(error, language, LABELS)
            return await _lessons(actor, now, version, search=form.text("zoek"), refused=told, kept=form)
        return Redirect(in_language("/kandidaten?gedaan=lessen", language), status_code=303)

    @get("/lessen/{teaching_id:uuid}")
    async def ask_last_day(
        self, teaching_id: FromPath[UUID], actor: NamedDependency[Actor], now: NamedDependency[datetime]
    ) -> Template:
        """One teaching, to say when it ends."""
        return await _teaching(teaching_id, actor, now)

    @post("/lessen/{teaching_id:uuid}")
    async def change_last_day(
        self,
        teaching_id: FromPath[UUID],
        form: NamedDependency[Form],
        language: NamedDependency[Language],
        actor: NamedDependency[Actor],
        now: NamedDependency[datetime],
    ) -> Template | Redirect:
        """Extend a teaching, or end it from today on."""
        try:
            await service.change_last_day(teaching_id, form.read(ChangeLastDay), actor=actor, now=now)
        except Invalid as error:
            return await _teaching(teaching_id, actor, now, refused=refusal(error, language, LABELS), kept=form)
        return Redirect(in_language("/kandidaten?gedaan=lesdag", language), status_code=303)

    @get("/docenten")
    async def trainers(
        self,
        actor: NamedDependency[Actor],
        language: NamedDependency[Language],
        done: Annotated[str, QueryParameter(name="gedaan")] = "",
    ) -> Template:
        """Whom I can name as trainer, and the form for somebody new."""
        return await _trainers(actor, language, flash=news(done, _NEWS, language))

    @post("/docenten")
    async def register_trainer(
        self,
        form: NamedDependency[Form],
        language: NamedDependency[Language],
        actor: NamedDependency[Actor],
        now: NamedDependency[datetime],
    ) -> Template | Redirect:
        """Register a trainer; who may be known is shown for a decision."""
        try:
            fields = {name: value for name, value in form.fields.items() if name != "isSomebodyElse"}
            command = Form(fields).read(RegisterTrainer)
            command = msgspec.structs.replace(command, is_somebody_else=bool(form.text("isSomebodyElse")))
            await service.register_trainer(command, actor=actor, now=now)
        except (Invalid, RuleBroken) as error:
            doubtful = isinstance(error, TrainerKnown | TrainerKnownElsewhere)
            return await _trainers(actor, language, refused=refusal(error, language, LABELS), kept=form, doubtful=doubtful)
        return Redirect(in_language("/kandidaten/docenten?gedaan=docent", language), status_code=303)


def _teachings(form: Form) -> RecordTeachings:
    """The choices of the form: each candidate and each part is a box of its own."""
    faults = []
    chosen = [name.removeprefix(_CHOSEN) for name in form.fields if name.startswith(_CHOSEN)]
    parts = [name.removeprefix(_PART) for name in form.fields if name.startswith(_PART)]
    if not chosen:
        faults.append(Fault("enrolments", _CHOOSE_CANDIDATES))
    if not parts:
        faults.append(Fault("parts", _CHOOSE_PARTS))
    try:
        read = form.read(_Lessons)
    except Invalid as error:
        raise Invalid([*faults, *error.faults]) from error
    if faults:
        raise Invalid(faults)
    try:
        values = {**msgspec.structs.asdict(read), "enrolments": chosen, "parts": parts}
        return msgspec.convert({_camel(name): value for name, value in values.items()}, RecordTeachings)
    except msgspec.ValidationError as odd:
        raise Invalid([Fault("enrolments", _CHOOSE_CANDIDATES)]) from odd


def _camel(name: str) -> str:
    first, *rest = name.split("_")
    return first + "".join(each.title() for each in rest)


async def _lessons(
    actor: Actor, now: datetime, version: UUID, *, search: str = "", refused: Refusal = NOTHING, kept: Form | None = None
) -> Template:
    found = await tracks.version(version)
    rows = [each.told for each in await found_by(actor, search) if each.told.track_version == version]
    trainers = {each.person: each.name for of in providers_of(actor) for each in await service.trainers_of(of, actor=actor)}
    context = {
        "version": found,
        "rows": rows,
        "parts": [(part["code"], Text(part["name_nl"], part["name_en"])) for part in found.parts],
        "trainers": list(trainers.items()),
        "latest": latest_last_day(amsterdam_day(now)),
        "search": search,
        "labels": LABELS,
        "refused": refused,
        "kept": kept or Form(),
        "own_path": f"/kandidaten/lessen?versie={version}",
    }
    return Template("candidate_lessons.html", context=context, status_code=refused.status)


async def _teaching(
    teaching: UUID, actor: Actor, now: datetime, *, refused: Refusal = NOTHING, kept: Form | None = None
) -> Template:
    found = await service.teaching_of(teaching, actor=actor)
    if found is None:
        raise NotFound
    enrolled, taught = found
    context = {
        "enrolled": enrolled,
        "taught": taught,
        "latest": latest_last_day(amsterdam_day(now)),
        "labels": LABELS,
        "refused": refused,
        "kept": kept or Form(),
        "own_path": f"/kandidaten/lessen/{teaching}",
    }
    return Template("candidate_lesson.html", context=context, status_code=refused.status)


async def _trainers(
    actor: Actor,
    language: Language,
    *,
    flash: dict[str, str] | None = None,
    refused: Refusal = NOTHING,
    kept: Form | None = None,
    doubtful: bool = False,
) -> Template:
    context = await choices(actor, language) | {
        "trainers": [each.name for of in providers_of(actor) for each in await service.trainers_of(of, actor=actor)],
        "flash": flash,
        "refused": refused,
        "kept": kept or Form(),
        "doubtful": doubtful,
        "own_path": "/kandidaten/docenten",
    }
    return Template("trainers.html", context=context, status_code=refused.status)
