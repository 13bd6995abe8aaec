"""The pages of a provider’s sittings: the list with a form for another, and one sitting to complete."""

from collections.abc import Iterable
from datetime import datetime
from typing import Annotated
from uuid import UUID

from litestar import Controller, get, post
from litestar.di import NamedDependency, Provide
from litestar.params import FromPath, QueryParameter
from litestar.response import Redirect, Stream, Template

from exams.sittings import holding, listing
from exams.sittings.schemas import RecordSitting, SittingOut
from exams.sittings.seeking import SITTINGS, is_complete
from exams.sittings.sitting_form import LABELS, completed, known, offered, parts
from registry.accounts.forms import NOTHING, Form, Refusal, news, refusal
from registry.accounts.guards import requires
from registry.accounts.pages import in_language
from registry.accounts.work import Card
from registry.days import amsterdam_day
from registry.errors import Invalid, RuleBroken
from registry.exports.answering import AskedKind, answer
from registry.organisations import service as organisations
from registry.organisations.tables import Kind
from registry.people.ordering import Named
from registry.permissions import Actor, Permission
from registry.sieves import choosing
from registry.sieves.choosing import NOTHING_CHOSEN, Choice
from registry.texts import Language, Text

_NEWS = {
    "vastgelegd": Text("De zitting is vastgelegd.", "The sitting is on record."),
    "aangevuld": Text("De zitting is bijgewerkt.", "The sitting is updated."),
}


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
            sum(not is_complete(each) for each in found),
            Text("aan te vullen", "to complete"),
        ),
    ]


async def _providers(actor: Actor) -> dict[UUID, str]:
    """The providers whose sittings the actor may see, by name."""
    if actor.sees_everything:
        return {each.id: each.name for each in await organisations.listed(Kind.PROVIDER)}
    names = await organisations.names_of(set(actor.organisations_where(Permission.READ_RESULTS)))
    return dict(sorted(names.items(), key=lambda each: each[1]))


class SittingPages(Controller):
    """Sittings in the browser."""

    path = "/zittingen"
    dependencies = {"chosen": Provide(choosing.chosen)}  # noqa: RUF012  Litestar's own way to say it

    @get(guards=[requires(Permission.READ_RESULTS)])
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
        """My sittings, and the form for another; the sittings as a file where one is asked."""
        if kind is not None:
            providers = await _providers(actor)
            found = SITTINGS.sift(await _found(providers, actor), chosen, language)
            exported = listing.sittings(found, providers, actor=actor, today=amsterdam_day(now))
            return answer(exported, kind, language=language)
        return await _sittings(actor, language=language, chosen=chosen, flash=news(done, _NEWS, language))

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
            return await _sittings(actor, language=language, refused=refusal(error, language, LABELS), kept=form)
        return Redirect(in_language("/zittingen?gedaan=vastgelegd", language), status_code=303)

    @get("/{sitting_id:uuid}", guards=[requires(Permission.READ_RESULTS)])
    async def one(
        self, sitting_id: FromPath[UUID], actor: NamedDependency[Actor], language: NamedDependency[Language]
    ) -> Template:
        """One sitting, and the form to complete it."""
        sitting = await holding.sitting_of(sitting_id, actor=actor)
        return await _sitting(sitting, actor=actor, language=language, kept=known(sitting))

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
            await holding.complete_sitting(sitting_id, completed(form), actor=actor, now=now)
        except (Invalid, RuleBroken) as error:
            sitting = await holding.sitting_of(sitting_id, actor=actor)
            told = refusal(error, language, LABELS)
            return await _sitting(sitting, actor=actor, language=language, refused=told, kept=form)
        return Redirect(in_language("/zittingen?gedaan=aangevuld", language), status_code=303)


async def _found(providers: Iterable[UUID], actor: Actor) -> list[Named[SittingOut]]:
    return [each for provider in providers for each in await holding.named_sittings_of(provider, actor=actor)]


async def _sittings(
    actor: Actor,
    *,
    language: Language,
    chosen: Choice = NOTHING_CHOSEN,
    flash: dict[str, str] | None = None,
    refused: Refusal = NOTHING,
    kept: Form | None = None,
) -> Template:
    providers = await _providers(actor)
    context = {
        "found": SITTINGS.sift(await _found(providers, actor), chosen, language),
        "is_complete": is_complete,
        "providers": list(providers.items()),
        "parts": await parts(actor, language),
        "may_record": actor.may(Permission.UPLOAD_RESULTS),
        "kept": kept or Form(),
        "flash": flash,
        **(await offered(providers, language)),
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
        **(await offered([sitting.provider], language)),
    }
    return Template("sitting.html", context=context, status_code=refused.status)
