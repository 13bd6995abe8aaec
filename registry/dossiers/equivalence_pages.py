"""The pages about equivalence: a candidate asks for it, and certifiers prepare and decide."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any, TypeVar
from uuid import UUID

import msgspec
from litestar import Controller, get, post
from litestar.di import NamedDependency, Provide
from litestar.params import FromPath, QueryParameter
from litestar.response import Redirect, Stream, Template

from registry.accounts.forms import NOTHING, Form, Refusal, news, refusal
from registry.accounts.guards import requires
from registry.accounts.pages import in_language
from registry.accounts.work import Card
from registry.days import amsterdam_day
from registry.dossiers import equivalence
from registry.dossiers import equivalence_listing as listing
from registry.dossiers import equivalence_presenting as presenting
from registry.dossiers.equivalence_schemas import AskEquivalence, DecideEquivalence, PrepareEquivalence
from registry.dossiers.seeking import EQUIVALENCES
from registry.dossiers.wording import EQUIVALENCE_STATES
from registry.errors import Fault, Invalid, RuleBroken
from registry.exports.answering import AskedKind, answer
from registry.impartiality.errors import SamePerson
from registry.permissions import Actor, Permission
from registry.sieves import choosing
from registry.sieves.choosing import Choice
from registry.texts import Language, Text

Command = TypeVar("Command", bound=msgspec.Struct)
_LABELS = {
    "route": Text("Voor welk onderdeel, en waarom?", "For which part, and on what ground?"),
    "explanation": Text("Leg uit wat u al kunt", "Explain what you can do already"),
    "advice": Text("Advies voor wie beslist", "Advice for whoever decides"),
    "reason": Text("Waarom beslist u zo?", "Why do you decide so?"),
}
_CHOICE = Text("Kies een van de mogelijkheden.", "Choose one of the options.")
_NEWS = {
    "gevraagd": Text(
        "Uw verzoek is ontvangen. Twee certificeerders bekijken het.", "Your request is received. Two certifiers look at it."
    ),
    "voorbereid": Text(
        "Het besluit is voorbereid. Een andere certificeerder beslist.",
        "The decision is prepared. Another certifier decides.",
    ),
    "toegekend": Text("De vrijstelling is toegekend.", "The exemption is granted."),
    "afgewezen": Text("De vrijstelling is afgewezen.", "The exemption is refused."),
}


async def waiting(actor: Actor, now: datetime) -> list[Card]:  # noqa: ARG001  every topic is asked alike
    """A certifier sees how many requests wait for them; an auditor the way in."""
    if not actor.may(Permission.READ_DOSSIERS):
        return []
    title, path = Text("Vrijstellingen", "Exemptions"), "/vrijstellingen"
    if not actor.may(Permission.DECIDE_DOSSIERS):
        return [Card(title, path, Text("Bekijk alle verzoeken.", "Look at all requests."))]
    text = Text("Beoordeel verzoeken om vrijstelling.", "Judge requests for exemption.")
    return [Card(title, path, text, await presenting.waiting_for(actor), Text("voor u", "for you"))]


class OwnEquivalencePages(Controller):
    """A candidate asks for equivalence in an application of their own."""

    path = "/aanvragen/{dossier_id:uuid}/vrijstelling"
    guards = (requires(Permission.APPLY),)

    @get()
    async def asked(
        self,
        dossier_id: FromPath[UUID],
        language: NamedDependency[Language],
        actor: NamedDependency[Actor],
        now: NamedDependency[datetime],
        done: Annotated[str, QueryParameter(name="gedaan")] = "",
    ) -> Template:
        """What was asked and decided, and the form for another part."""
        return await _own(_Visit(dossier_id, Form(), language, actor, now), flash=news(done, _NEWS, language))

    @post()
    async def ask(
        self,
        dossier_id: FromPath[UUID],
        form: NamedDependency[Form],
        language: NamedDependency[Language],
        actor: NamedDependency[Actor],
        now: NamedDependency[datetime],
    ) -> Template | Redirect:
        """The candidate asks."""
        visit = _Visit(dossier_id, form, language, actor, now)
        try:
            await equivalence.ask(dossier_id, _asked(form), actor=actor, now=now)
        except (Invalid, RuleBroken) as error:
            return await _own(visit, refused=refusal(error, language, _LABELS))
        return Redirect(in_language(f"/aanvragen/{dossier_id}/vrijstelling?gedaan=gevraagd", language), status_code=303)


def _asked(form: Form) -> AskEquivalence:
    """Route and part are one choice on the page."""
    route, _, part = form.text("route").partition("/")
    try:
        return Form({**form.fields, "route": route, "part": part}).read(AskEquivalence)
    except Invalid as error:
        others = [each for each in error.faults if each.field not in ("route", "part")]
        wrong = [Fault("route", _CHOICE)] if len(others) < len(error.faults) else []
        raise Invalid([*wrong, *others]) from error


@dataclass(frozen=True, slots=True)
class _Visit:
    """Who looks at which request or application, and what they sent."""

    subject: UUID
    form: Form
    language: Language
    actor: Actor
    now: datetime


async def _own(visit: _Visit, *, flash: dict[str, str] | None = None, refused: Refusal = NOTHING) -> Template:
    scheme, asked = await presenting.own(visit.subject, language=visit.language, actor=visit.actor)
    offered = await presenting.offered(visit.subject, language=visit.language, actor=visit.actor, now=visit.now)
    context = {
        "dossier": visit.subject,
        "scheme": scheme,
        "asked": asked,
        "options": [(f"{each.route}/{each.part}", f"{each.part}: {each.name}") for each in offered],
        "states": EQUIVALENCE_STATES,
        "labels": _LABELS,
        "kept": visit.form,
        "refused": refused,
        "flash": flash,
    }
    return Template("own_equivalence.html", context=context, status_code=refused.status)


async def _visit(
    request_id: FromPath[UUID],
    form: NamedDependency[Form],
    language: NamedDependency[Language],
    actor: NamedDependency[Actor],
    now: NamedDependency[datetime],
) -> _Visit:
    """The dependency `visit` of every page of one request."""
    return _Visit(request_id, form, language, actor, now)


class EquivalencePages(Controller):
    """Requests for equivalence, in the browser of who judges them."""

    path = "/vrijstellingen"
    dependencies = {"visit": Provide(_visit), "chosen": Provide(choosing.chosen)}  # noqa: RUF012  Litestar's own way to say it

    @get(guards=[requires(Permission.READ_DOSSIERS)])
    async def listed(
        self,
        language: NamedDependency[Language],
        actor: NamedDependency[Actor],
        now: NamedDependency[datetime],
        chosen: NamedDependency[Choice],
        kind: AskedKind = None,
    ) -> Template | Stream:
        """The requests that wait, or those that were asked; as a file where one is asked."""
        found = EQUIVALENCES.sift(await presenting.named(actor, language=language), chosen, language)
        if kind is not None:
            return answer(listing.equivalences(found, actor=actor, today=amsterdam_day(now)), kind, language=language)
        return Template("equivalences.html", context={"found": found, "states": EQUIVALENCE_STATES})

    @get("/{request_id:uuid}", guards=[requires(Permission.READ_DOSSIERS)])
    async def one(self, visit: NamedDependency[_Visit], done: Annotated[str, QueryParameter(name="gedaan")] = "") -> Template:
        """One request, what keeps you from judging it, and the forms that do."""
        return await _request(visit, flash=news(done, _NEWS, visit.language))

    @post("/{request_id:uuid}/voorbereiden", guards=[requires(Permission.DECIDE_DOSSIERS)])
    async def prepare(self, visit: NamedDependency[_Visit]) -> Template | Redirect:
        """The decision is prepared."""
        return await _act(visit, PrepareEquivalence, equivalence.prepare, done="voorbereid")

    @post("/{request_id:uuid}/toekennen", guards=[requires(Permission.DECIDE_DOSSIERS)])
    async def grant(self, visit: NamedDependency[_Visit]) -> Template | Redirect:
        """The request is granted."""
        return await _act(visit, DecideEquivalence, equivalence.grant, done="toegekend")

    @post("/{request_id:uuid}/afwijzen", guards=[requires(Permission.DECIDE_DOSSIERS)])
    async def refuse(self, visit: NamedDependency[_Visit]) -> Template | Redirect:
        """The request is refused."""
        return await _act(visit, DecideEquivalence, equivalence.refuse, done="afgewezen")


async def _act(visit: _Visit, kind: type[Command], act: Callable[..., Awaitable[Any]], *, done: str) -> Template | Redirect:
    try:
        await act(visit.subject, visit.form.read(kind), actor=visit.actor, now=visit.now)
    except (Invalid, RuleBroken) as error:
        return await _request(visit, refused=refusal(error, visit.language, _LABELS), tried=done)
    return Redirect(in_language(f"/vrijstellingen/{visit.subject}?gedaan={done}", visit.language), status_code=303)


async def _request(
    visit: _Visit, *, flash: dict[str, str] | None = None, refused: Refusal = NOTHING, tried: str = ""
) -> Template:
    shown = await presenting.detail(visit.subject, language=visit.language, actor=visit.actor, now=visit.now)
    judges = visit.actor.may(Permission.DECIDE_DOSSIERS)
    waits = judges and shown.granted is None and not shown.objections
    context = {
        "asked": shown,
        "states": EQUIVALENCE_STATES,
        "same_person": SamePerson() if judges and waits and shown.prepared_by_you else None,
        "may_prepare": waits and shown.prepared_at is None,
        "may_decide": waits and shown.prepared_at is not None and not shown.prepared_by_you,
        "labels": _LABELS,
        "kept": visit.form,
        "refused": refused,
        "tried": tried,
        "flash": flash,
    }
    return Template("equivalence.html", context=context, status_code=refused.status)
