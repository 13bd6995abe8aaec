"""The pages of certifiers about certificates that are up for review: the list, and one review with its closing."""

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
from registry.accounts.work import Card
from registry.days import amsterdam_day
from registry.errors import Invalid, RuleBroken
from registry.exports.answering import AskedKind, answer
from registry.permissions import Actor, Permission
from registry.reviews import listing, presenting, service
from registry.reviews.listing import OUTCOMES
from registry.reviews.schemas import CloseReview
from registry.reviews.seeking import REVIEWS
from registry.sieves import choosing
from registry.sieves.choosing import Choice
from registry.texts import Language, Text

_CLOSED = "afgerond"
_LABELS = {
    "outcome": Text("Wat is uw conclusie?", "What do you conclude?"),
    "conclusion": Text("Waarom?", "Why?"),
}
_NEWS = {_CLOSED: Text("De herbeoordeling is afgerond.", "The review is closed.")}


async def waiting(actor: Actor, now: datetime) -> list[Card]:  # noqa: ARG001  every topic is asked alike
    """A certifier sees how many reviews are open; an auditor the way in."""
    if not actor.may(Permission.READ_REVIEWS):
        return []
    title, path = Text("Herbeoordelingen", "Reviews"), "/herbeoordelingen"
    if not actor.may(Permission.DECIDE_CERTIFICATES):
        return [Card(title, path, Text("Bekijk alle herbeoordelingen.", "Look at all reviews."))]
    open_now = sum(each.closing is None for each in await service.reviews_for(actor))
    text = Text("Kijk of een certificaat kan blijven.", "See whether a certificate can stand.")
    return [Card(title, path, text, open_now, Text("open", "open"))]


@dataclass(frozen=True, slots=True)
class _Visit:
    """Who looks at which review, and what they sent."""

    review: UUID
    form: Form
    language: Language
    actor: Actor
    now: datetime


async def _visit(
    review_id: FromPath[UUID],
    form: NamedDependency[Form],
    language: NamedDependency[Language],
    actor: NamedDependency[Actor],
    now: NamedDependency[datetime],
) -> _Visit:
    """The dependency `visit` of every page of one review."""
    return _Visit(review_id, form, language, actor, now)


class ReviewPages(Controller):
    """Reviews in the browser."""

    path = "/herbeoordelingen"
    dependencies = {"visit": Provide(_visit), "chosen": Provide(choosing.chosen)}  # noqa: RUF012  Litestar's own way to say it

    @get(guards=[requires(Permission.READ_REVIEWS)])
    async def listed(
        self,
        language: NamedDependency[Language],
        actor: NamedDependency[Actor],
        now: NamedDependency[datetime],
        chosen: NamedDependency[Choice],
        kind: AskedKind = None,
    ) -> Template | Stream:
        """The reviews that are open, or those that were asked; as a file where one is asked."""
        found = REVIEWS.sift(await presenting.named(actor, language), chosen, language)
        if kind is not None:
            return answer(listing.reviews(found, actor=actor, today=amsterdam_day(now)), kind, language=language)
        context = {"found": found, "closed": bool(found.chosen.stand), "outcomes": OUTCOMES}
        return Template("reviews.html", context=context)

    @get("/{review_id:uuid}", guards=[requires(Permission.READ_REVIEWS)])
    async def one(
        self,
        visit: NamedDependency[_Visit],
        done: Annotated[str, QueryParameter(name="gedaan")] = "",
    ) -> Template:
        """One review: what changed, what keeps you from closing it, and the form that closes it."""
        return await _review(visit, flash=news(done, _NEWS, visit.language))

    @post("/{review_id:uuid}", guards=[requires(Permission.DECIDE_CERTIFICATES)])
    async def close(self, visit: NamedDependency[_Visit]) -> Template | Redirect:
        """The review is closed with a conclusion; what is refused is told at the form, and nothing typed is lost."""
        try:
            await service.close(visit.review, visit.form.read(CloseReview), actor=visit.actor, now=visit.now)
        except (Invalid, RuleBroken) as error:
            return await _review(visit, refused=refusal(error, visit.language, _LABELS))
        way = f"/herbeoordelingen/{visit.review}?gedaan={_CLOSED}"
        return Redirect(in_language(way, visit.language), status_code=303)


async def _review(visit: _Visit, *, flash: dict[str, str] | None = None, refused: Refusal = NOTHING) -> Template:
    shown = await presenting.detail(visit.review, language=visit.language, actor=visit.actor, now=visit.now)
    may = visit.actor.may(Permission.DECIDE_CERTIFICATES)
    context = {
        "review": shown,
        "may_close": shown.closed_at is None and not shown.objections and may,
        "may_propose": may,
        "outcome_options": [(each.value, words.say(visit.language), "") for each, words in OUTCOMES.items()],
        "outcomes": OUTCOMES,
        "labels": _LABELS,
        "kept": visit.form,
        "refused": refused,
        "flash": flash,
    }
    return Template("review.html", context=context, status_code=refused.status)
