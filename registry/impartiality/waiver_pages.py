"""The pages of waivers: asking for one, and deciding about a colleague's."""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated
from uuid import UUID

from litestar import Controller, get, post
from litestar.di import NamedDependency, Provide
from litestar.params import FromPath, QueryParameter
from litestar.response import Redirect, Stream, Template

from registry.accounts.forms import NOTHING, Form, Refusal, news, refusal
from registry.accounts.guards import requires
from registry.accounts.pages import in_language
from registry.days import add_months, amsterdam_day
from registry.errors import Invalid, RuleBroken
from registry.exports.answering import AskedKind, answer
from registry.impartiality import listing, waivers
from registry.impartiality.rules import WAIVER_MONTHS
from registry.impartiality.schemas import AskWaiver
from registry.impartiality.seeking import WAIVERS
from registry.impartiality.wording import GROUNDS, LABELS, NEWS
from registry.permissions import Actor, Permission
from registry.sieves import choosing
from registry.sieves.choosing import NOTHING_CHOSEN, Choice
from registry.texts import Language

_OWN = "/ontheffingen"


@dataclass(frozen=True, slots=True)
class _Visit:
    """Who looks, and what they sent."""

    form: Form
    language: Language
    actor: Actor
    now: datetime


async def _visit(
    form: NamedDependency[Form],
    language: NamedDependency[Language],
    actor: NamedDependency[Actor],
    now: NamedDependency[datetime],
) -> _Visit:
    """The dependency `visit` of these pages."""
    return _Visit(form, language, actor, now)


class WaiverPages(Controller):
    """Waivers in the browser."""

    path = _OWN
    dependencies = {"visit": Provide(_visit), "chosen": Provide(choosing.chosen)}  # noqa: RUF012  Litestar's own way to say it

    @get(guards=[requires(Permission.READ_CERTIFICATES)])
    async def listed(
        self, visit: NamedDependency[_Visit], chosen: NamedDependency[Choice], kind: AskedKind = None
    ) -> Template | Stream:
        """The waivers of the body that were chosen, and the form to ask for one; these waivers as a file where one is asked."""
        if kind is not None:
            found = WAIVERS.sift(await waivers.named_waivers(visit.actor, now=visit.now), chosen, visit.language)
            exported = listing.waivers(found, actor=visit.actor, today=amsterdam_day(visit.now))
            return answer(exported, kind, language=visit.language)
        return await _listed(visit, chosen=chosen)

    @post(guards=[requires(Permission.DECLARE_CONFLICTS)])
    async def ask(self, visit: NamedDependency[_Visit]) -> Template | Redirect:
        """A waiver is asked; what is refused is told at the form, and nothing typed is lost."""
        try:
            made = await waivers.ask(visit.form.read(AskWaiver), actor=visit.actor, now=visit.now)
        except (Invalid, RuleBroken) as error:
            return await _listed(visit, refused=refusal(error, visit.language, LABELS))
        return Redirect(in_language(f"{_OWN}/{made}?gedaan=gevraagd", visit.language), status_code=303)

    @get("/{waiver_id:uuid}", guards=[requires(Permission.READ_CERTIFICATES)])
    async def one(
        self,
        waiver_id: FromPath[UUID],
        visit: NamedDependency[_Visit],
        done: Annotated[str, QueryParameter(name="gedaan")] = "",
    ) -> Template:
        """One waiver, and the decision about it."""
        return await _one(waiver_id, visit, flash=news(done, NEWS, visit.language))

    @post("/{waiver_id:uuid}/verlenen", guards=[requires(Permission.DECLARE_CONFLICTS)])
    async def grant(self, waiver_id: FromPath[UUID], visit: NamedDependency[_Visit]) -> Template | Redirect:
        """The waiver is granted."""
        try:
            await waivers.grant(waiver_id, actor=visit.actor, now=visit.now)
        except RuleBroken as error:
            return await _one(waiver_id, visit, refused=refusal(error, visit.language, LABELS))
        return Redirect(in_language(f"{_OWN}/{waiver_id}?gedaan=verleend", visit.language), status_code=303)

    @post("/{waiver_id:uuid}/afwijzen", guards=[requires(Permission.DECLARE_CONFLICTS)])
    async def decline(self, waiver_id: FromPath[UUID], visit: NamedDependency[_Visit]) -> Template | Redirect:
        """The ground stands."""
        try:
            await waivers.decline(waiver_id, actor=visit.actor, now=visit.now)
        except RuleBroken as error:
            return await _one(waiver_id, visit, refused=refusal(error, visit.language, LABELS))
        return Redirect(in_language(f"{_OWN}/{waiver_id}?gedaan=afgewezen", visit.language), status_code=303)


async def _listed(visit: _Visit, *, chosen: Choice = NOTHING_CHOSEN, refused: Refusal = NOTHING) -> Template:
    today = amsterdam_day(visit.now)
    context = {
        "found": WAIVERS.sift(await waivers.named_waivers(visit.actor, now=visit.now), chosen, visit.language),
        "may_ask": visit.actor.may(Permission.DECLARE_CONFLICTS),
        "grounds": GROUNDS,
        "options": [(each.value, words.say(visit.language)) for each, words in GROUNDS.items()],
        "today": today,
        "last": add_months(today, WAIVER_MONTHS),
        "labels": LABELS,
        "kept": visit.form,
        "refused": refused,
        "own_path": _OWN,
    }
    return Template("waivers.html", context=context, status_code=refused.status)


async def _one(waiver: UUID, visit: _Visit, *, flash: dict[str, str] | None = None, refused: Refusal = NOTHING) -> Template:
    shown = await waivers.one(waiver, visit.actor, now=visit.now)
    may_decide = visit.actor.may(Permission.DECLARE_CONFLICTS) and shown.granted is None and not shown.is_own
    context = {
        "waiver": shown,
        "grounds": GROUNDS,
        "may_decide": may_decide and shown.valid_until >= amsterdam_day(visit.now),
        "labels": LABELS,
        "refused": refused,
        "flash": flash,
        "own_path": f"{_OWN}/{waiver}",
    }
    return Template("waiver.html", context=context, status_code=refused.status)
