"""The pages of a provider’s sittings: the list with a form for another, and one sitting to complete."""

from collections.abc import Iterable
from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from litestar import Controller, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, QueryParameter
from litestar.response import Redirect, Stream, Template
from msgspec import structs

from exams.sittings import holding, listing
from exams.sittings.examiners import examiners
from exams.sittings.rules import Capacity
from exams.sittings.schemas import CompleteSitting, RecordSitting, SittingFacts, SittingOut
from exams.tracks.approving import approvals_for
from exams.tracks.rules import Approved
from exams.tracks.versions import versions_of
from registry.accounts.forms import NOTHING, Form, Refusal, news, refusal
from registry.accounts.guards import requires
from registry.accounts.pages import in_language
from registry.accounts.work import Card
from registry.days import amsterdam_day
from registry.errors import Invalid, RuleBroken
from registry.exports.answering import ASKED, FileKind, answer
from registry.organisations import service as organisations
from registry.organisations.tables import Kind
from registry.permissions import Actor, Permission
from registry.texts import Language, Text

_LABELS = {
    "provider": Text("Opleider", "Training provider"),
    "part": Text("Examenonderdeel", "Exam part"),
    "heldOn": Text("Dag", "Day"),
    "examiner": Text("Examinator", "Examiner"),
    "invigilator": Text("Surveillant", "Invigilator"),
    "place": Text("Plaats", "Place"),
    "examForm": Text("Toetsvorm", "Form of the exam"),
    "examFormVersion": Text("Versie van de toets", "Version of the exam"),
    "conditions": Text("Omstandigheden", "Conditions"),
    "identityChecked": Text("Is van iedereen de identiteit gecontroleerd?", "Was everyone’s identity checked?"),
    "confidentialitySigned": Text("Is de geheimhouding getekend?", "Was confidentiality signed?"),
}
_NEWS = {
    "vastgelegd": Text("De zitting is vastgelegd.", "The sitting is on record."),
    "aangevuld": Text("De zitting is bijgewerkt.", "The sitting is updated."),
}
_KNOWN = "known"
"""The field that says what was known when the page was opened."""
_YES_OR_NO = (("true", Text("Ja", "Yes")), ("false", Text("Nee", "No")))
_ASKED = ("place", "exam_form", "exam_form_version", "identity_checked", "confidentiality_signed")
"""What a sitting is complete with; an invigilator or special conditions there need not be."""


async def waiting(actor: Actor, _: datetime) -> list[Card]:
    """A provider sees how many of its sittings are to be completed."""
    if not actor.may(Permission.UPLOAD_RESULTS):
        return []
    found = [each for provider in await _providers(actor) for each in await holding.sittings_of(provider, actor=actor)]
    return [
        Card(
            Text("Examenzittingen", "Exam sittings"),
            "/zittingen",
            Text(
                "Plan een zitting, of vul aan wat er nog niet bekend was.",
                "Plan a sitting, or complete what was not known yet.",
            ),
            sum(not _is_complete(each) for each in found),
            Text("aan te vullen", "to complete"),
        ),
    ]


def _is_complete(sitting: SittingOut) -> bool:
    return all(getattr(sitting, name) is not None for name in _ASKED)


async def _providers(actor: Actor) -> dict[UUID, str]:
    """The providers whose sittings the actor may see, by name."""
    if actor.sees_everything:
        return {each.id: each.name for each in await organisations.listed(Kind.PROVIDER)}
    names = await organisations.names_of(set(actor.organisations_where(Permission.READ_RESULTS)))
    return dict(sorted(names.items(), key=lambda each: each[1]))


class SittingPages(Controller):
    """Sittings in the browser."""

    path = "/zittingen"

    @get(guards=[requires(Permission.READ_RESULTS)])
    async def listed(
        self,
        actor: NamedDependency[Actor],
        language: NamedDependency[Language],
        now: NamedDependency[datetime],
        done: Annotated[str, QueryParameter(name="gedaan")] = "",
        kind: Annotated[FileKind | None, QueryParameter(name=ASKED)] = None,
    ) -> Template | Stream:
        """My sittings, and the form for another; the sittings as a file where one is asked."""
        if kind is not None:
            providers, today = await _providers(actor), amsterdam_day(now)
            exported = listing.sittings(await _found(providers, actor), providers, actor=actor, today=today)
            return answer(exported, kind, language=language, day=today)
        return await _sittings(actor, language=language, flash=news(done, _NEWS, language))

    @post(guards=[requires(Permission.UPLOAD_RESULTS)])
    async def record(
        self,
        form: NamedDependency[Form],
        actor: NamedDependency[Actor],
        language: NamedDependency[Language],
        now: NamedDependency[datetime],
    ) -> Template | Redirect:
        """A sitting is planned or recorded."""
        try:
            await holding.record_sitting(form.read(RecordSitting), actor=actor, now=now)
        except (Invalid, RuleBroken) as error:
            return await _sittings(actor, language=language, refused=refusal(error, language, _LABELS), kept=form)
        return Redirect(in_language("/zittingen?gedaan=vastgelegd", language), status_code=303)

    @get("/{sitting_id:uuid}", guards=[requires(Permission.READ_RESULTS)])
    async def one(
        self, sitting_id: FromPath[UUID], actor: NamedDependency[Actor], language: NamedDependency[Language]
    ) -> Template:
        """One sitting, and the form to complete it."""
        sitting = await holding.sitting_of(sitting_id, actor=actor)
        return await _sitting(sitting, actor=actor, language=language, kept=_known(sitting))

    @post("/{sitting_id:uuid}", guards=[requires(Permission.UPLOAD_RESULTS)])
    async def complete(
        self,
        sitting_id: FromPath[UUID],
        form: NamedDependency[Form],
        actor: NamedDependency[Actor],
        language: NamedDependency[Language],
        now: NamedDependency[datetime],
    ) -> Template | Redirect:
        """What was not known is filled in, what was is corrected or emptied."""
        try:
            await holding.complete_sitting(sitting_id, _completed(form), actor=actor, now=now)
        except (Invalid, RuleBroken) as error:
            sitting = await holding.sitting_of(sitting_id, actor=actor)
            told = refusal(error, language, _LABELS)
            return await _sitting(sitting, actor=actor, language=language, refused=told, kept=form)
        return Redirect(in_language("/zittingen?gedaan=aangevuld", language), status_code=303)


async def _found(providers: Iterable[UUID], actor: Actor) -> list[SittingOut]:
    return [each for provider in providers for each in await holding.sittings_of(provider, actor=actor)]


async def _sittings(
    actor: Actor,
    *,
    language: Language,
    flash: dict[str, str] | None = None,
    refused: Refusal = NOTHING,
    kept: Form | None = None,
) -> Template:
    providers = await _providers(actor)
    context = {
        "sittings": [(each, _is_complete(each)) for each in await _found(providers, actor)],
        "providers": list(providers.items()),
        "parts": await _parts(actor, language),
        "may_record": actor.may(Permission.UPLOAD_RESULTS),
        "kept": kept or Form(),
        "flash": flash,
        **(await _offered(providers, language)),
    }
    return Template("sittings.html", context=context | {"refused": refused}, status_code=refused.status)


async def _sitting(
    sitting: SittingOut, *, actor: Actor, language: Language, kept: Form, refused: Refusal = NOTHING
) -> Template:
    context = {
        "sitting": sitting,
        "may_complete": actor.may(Permission.UPLOAD_RESULTS),
        "kept": kept,
        "refused": refused,
        "own_path": f"/zittingen/{sitting.id}",
        **(await _offered([sitting.provider], language)),
    }
    return Template("sitting.html", context=context, status_code=refused.status)


async def _offered(providers: Any, language: Language) -> dict[str, Any]:  # noqa: ANN401  keys of a dict, or a list
    """What there is to choose from."""
    people = {capacity: {} for capacity in Capacity}  # type: dict[Capacity, dict[UUID, str]]
    for each in await examiners(providers=providers):
        if each.name is not None:
            people[each.capacity][each.person] = each.name
    return {
        "examiners": list(people[Capacity.EXAMINER].items()),
        "invigilators": list(people[Capacity.INVIGILATOR].items()),
        "yes_or_no": [(value, words.say(language)) for value, words in _YES_OR_NO],
        "labels": _LABELS,
        "text": Text,
    }


async def _parts(actor: Actor, language: Language) -> list[tuple[UUID, str]]:
    """The parts of every version of the tracks that the actor’s providers may examine, or could; newest version first."""
    own = actor.organisations_where(Permission.UPLOAD_RESULTS)
    given = await approvals_for(actor) if own else []
    codes = dict.fromkeys(each.track for each in given if each.approved is Approved.EXAMINE and each.provider in own)
    return [
        (part["id"], _PART.say(language, track=version.name, number=version.number, part=_named(part), code=part["code"]))
        for code in codes
        for version in reversed(await versions_of(code))
        for part in version.parts
    ]


_PART = Text("{code} {part} ({track}, versie {number})", "{code} {part} ({track}, version {number})")


def _named(part: dict[str, Any]) -> Text:
    return Text(part["name_nl"], part["name_en"])


def _known(sitting: SittingOut) -> Form:
    """What is known of a sitting, as its form would send it; and the names of what is."""
    fields = {
        "place": sitting.place or "",
        "invigilator": str(sitting.invigilator or ""),
        "examForm": sitting.exam_form or "",
        "examFormVersion": sitting.exam_form_version or "",
        "conditions": sitting.conditions or "",
        "identityChecked": _answer(sitting.identity_checked),
        "confidentialitySigned": _answer(sitting.confidentiality_signed),
    }
    return Form(fields | {_KNOWN: " ".join(name for name, value in fields.items() if value)})


def _completed(form: Form) -> CompleteSitting:
    """What is filled in; what was when the page was opened and is not any more, is emptied.

    What a colleague filled in meanwhile is left alone. Raises Invalid.
    """
    facts, known = form.read(SittingFacts), form.text(_KNOWN).split()
    told: dict[str, Any] = {name: value for name, value in structs.asdict(facts).items() if value is not None}
    emptied = [each.name for each in structs.fields(SittingFacts) if each.encode_name in known and each.name not in told]
    return CompleteSitting(**told, **dict.fromkeys(emptied))


def _answer(known: bool | None) -> str:  # noqa: FBT001  the answer itself, no switch
    return "" if known is None else str(known).lower()
