"""The page on which admins say which coordinator works in which region."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from litestar import Controller, get, post
from litestar.di import NamedDependency, Provide
from litestar.params import FromPath, QueryParameter
from litestar.response import Redirect, Stream, Template

from registry.accounts.forms import NOTHING, Form, Refusal, kept_day, news, refusal
from registry.accounts.guards import requires
from registry.accounts.pages import in_language
from registry.accounts.work import Card
from registry.days import amsterdam_day
from registry.errors import Invalid, RuleBroken
from registry.exports.answering import AskedKind, answer
from registry.intakes import coordinating, coordinator_listing
from registry.intakes.schemas import AssignCoordinator, EndCoordinating
from registry.intakes.seeking import COORDINATING
from registry.intakes.wording import LABELS
from registry.permissions import Actor, Permission
from registry.sieves import choosing
from registry.sieves.choosing import NOTHING_CHOSEN, Choice
from registry.texts import Language, Text

_OWN = "/regie-adviseurs"
_NEWS = {
    "toegewezen": Text("De regie-adviseur werkt in deze regio.", "The coordinator works in this region."),
    "beeindigd": Text("De laatste dag is vastgelegd.", "The last day is on record."),
}


async def waiting(actor: Actor, now: datetime) -> list[Card]:  # noqa: ARG001  every topic is asked alike
    """An admin sees who works where."""
    if not actor.may(Permission.MANAGE_PROGRAMMES):
        return []
    title = Text("Regie-adviseurs en regio’s", "Coordinators and regions")
    return [Card(title, _OWN, Text("Kies welke regie-adviseur waar werkt.", "Choose which coordinator works where."))]


class RegionCoordinatorPages(Controller):
    """Coordinators and their regions, in the browser."""

    path = _OWN
    dependencies = {"chosen": Provide(choosing.chosen)}  # noqa: RUF012  Litestar's own way to say it

    @get(guards=[requires(Permission.MANAGE_PROGRAMMES)])
    async def listed(  # noqa: PLR0917  Litestar passes parameters by name
        self,
        language: NamedDependency[Language],
        actor: NamedDependency[Actor],
        now: NamedDependency[datetime],
        chosen: NamedDependency[Choice],
        done: Annotated[str, QueryParameter(name="gedaan")] = "",
        kind: AskedKind = None,
    ) -> Template | Stream:
        """Those that were chosen of who works where, and the form for another; the first as a file where one is asked."""
        if kind is not None:
            found = COORDINATING.sift(await coordinating.listed(actor=actor), chosen, language)
            exported = coordinator_listing.coordinating(found, actor=actor, today=amsterdam_day(now))
            return answer(exported, kind, language=language)
        return await _page(Form(), actor=actor, language=language, now=now, chosen=chosen, flash=news(done, _NEWS, language))

    @post(guards=[requires(Permission.MANAGE_PROGRAMMES)])
    async def assign(
        self,
        form: NamedDependency[Form],
        language: NamedDependency[Language],
        actor: NamedDependency[Actor],
        now: NamedDependency[datetime],
    ) -> Template | Redirect:
        """A coordinator works in a region from a day on."""
        try:
            await coordinating.assign(form.read(AssignCoordinator), actor=actor, now=now)
        except (Invalid, RuleBroken) as error:
            return await _page(form, actor=actor, language=language, now=now, refused=refusal(error, language, LABELS))
        return Redirect(in_language(f"{_OWN}?gedaan=toegewezen", language), status_code=303)

    @post("/{coordinating_id:uuid}/beeindigen", guards=[requires(Permission.MANAGE_PROGRAMMES)])
    async def end(
        self,
        coordinating_id: FromPath[UUID],
        form: NamedDependency[Form],
        language: NamedDependency[Language],
        actor: NamedDependency[Actor],
        now: NamedDependency[datetime],
    ) -> Template | Redirect:
        """The last day in that region."""
        try:
            await coordinating.end(coordinating_id, form.read(EndCoordinating), actor=actor, now=now)
        except (Invalid, RuleBroken) as error:
            refused = refusal(error, language, LABELS)
            return await _page(form, actor=actor, language=language, now=now, refused=refused, ending=coordinating_id)
        return Redirect(in_language(f"{_OWN}?gedaan=beeindigd", language), status_code=303)


async def _page(
    form: Form,
    *,
    actor: Actor,
    language: Language,
    now: datetime,
    chosen: Choice = NOTHING_CHOSEN,
    flash: dict[str, str] | None = None,
    refused: Refusal = NOTHING,
    ending: UUID | None = None,
) -> Template:
    """`ending` is the one whose last day was refused: the faults are at its field, not at those of the other form."""
    context = {
        "found": COORDINATING.sift(await coordinating.listed(actor=actor), chosen, language),
        "coordinators": list((await coordinating.coordinators()).items()),
        "regions": await coordinating.regions(),
        "today": kept_day(amsterdam_day(now)),
        "labels": LABELS,
        "kept": form,
        "ending": ending,
        "refused": refused,
        "flash": flash,
    }
    return Template("region_coordinators.html", context=context, status_code=refused.status)
