"""The pages of certifiers about appeals and complaints: the list, and one with the steps that can be taken now."""

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
from registry.appeals import listing, presenting, service
from registry.appeals.rules import ENDED, Outcome, Step
from registry.appeals.schemas import Acknowledge, Assign, DecideAppeal, PrepareAnswer
from registry.appeals.seeking import APPEALS
from registry.appeals.wording import EFFECTS, KINDS, LABELS, OUTCOMES, STATES, SUBJECTS
from registry.days import amsterdam_day
from registry.errors import Invalid, RuleBroken
from registry.exports.answering import AskedKind, answer
from registry.permissions import Actor, Permission
from registry.sieves import choosing
from registry.sieves.choosing import Choice
from registry.texts import Language, Text

Command = TypeVar("Command", bound=msgspec.Struct)
_NEWS = {
    "bevestigd": Text("De ontvangst is bevestigd.", "Receipt is acknowledged."),
    "toegewezen": Text("Dit is toegewezen.", "This was given away."),
    "voorbereid": Text(
        "Het besluit is voorbereid. Een andere certificeerder beslist.",
        "The decision is prepared. Another certifier decides.",
    ),
    "besloten": Text("Er is beslist. De afzender kan het antwoord lezen.", "It is decided. The sender can read the answer."),
}


async def waiting(actor: Actor, now: datetime) -> list[Card]:
    """A certifier sees how many wait for them; an auditor the way in."""
    if not actor.may(Permission.READ_APPEALS):
        return []
    title, path = Text("Bezwaren en klachten", "Appeals and complaints"), "/bezwaren"
    if not actor.may(Permission.HANDLE_APPEALS):
        return [Card(title, path, Text("Bekijk bezwaren en klachten.", "Look at appeals and complaints."))]
    text = Text("Behandel bezwaren en klachten op tijd.", "Handle appeals and complaints in time.")
    return [Card(title, path, text, await presenting.waiting_for(actor, now=now), Text("voor u", "for you"))]


@dataclass(frozen=True, slots=True)
class _Visit:
    """Who looks at which appeal, and what they sent."""

    appeal: UUID
    form: Form
    language: Language
    actor: Actor
    now: datetime


async def _visit(
    appeal_id: FromPath[UUID],
    form: NamedDependency[Form],
    language: NamedDependency[Language],
    actor: NamedDependency[Actor],
    now: NamedDependency[datetime],
) -> _Visit:
    """The dependency `visit` of every page of one appeal."""
    return _Visit(appeal_id, form, language, actor, now)


class AppealHandlingPages(Controller):
    """Appeals and complaints, in the browser of who handles them."""

    path = "/bezwaren"
    dependencies = {"visit": Provide(_visit), "chosen": Provide(choosing.chosen)}  # noqa: RUF012  Litestar's own way to say it

    @get(guards=[requires(Permission.READ_APPEALS)])
    async def listed(
        self,
        language: NamedDependency[Language],
        actor: NamedDependency[Actor],
        now: NamedDependency[datetime],
        chosen: NamedDependency[Choice],
        kind: AskedKind = None,
    ) -> Template | Stream:
        """Those that run, or those that were asked; as a file where one is asked."""
        found = APPEALS.sift(await presenting.listed(actor, now=now), chosen, language)
        if kind is not None:
            return answer(listing.appeals(found, actor=actor, today=amsterdam_day(now)), kind, language=language)
        context = {"found": found, "states": STATES, "kinds": KINDS}
        return Template("appeals.html", context=context)

    @get("/{appeal_id:uuid}", guards=[requires(Permission.READ_APPEALS)])
    async def one(self, visit: NamedDependency[_Visit], done: Annotated[str, QueryParameter(name="gedaan")] = "") -> Template:
        """One: what was sent, what keeps you from handling it, and the steps that can be taken."""
        return await _appeal(visit, flash=news(done, _NEWS, visit.language))

    @post("/{appeal_id:uuid}/bevestigen", guards=[requires(Permission.HANDLE_APPEALS)])
    async def acknowledge(self, visit: NamedDependency[_Visit]) -> Template | Redirect:
        """Receipt is acknowledged."""
        return await _act(visit, Acknowledge, service.acknowledge, done="bevestigd")

    @post("/{appeal_id:uuid}/toewijzen", guards=[requires(Permission.HANDLE_APPEALS)])
    async def assign(self, visit: NamedDependency[_Visit]) -> Template | Redirect:
        """It is given to a certifier."""
        return await _act(visit, Assign, service.assign, done="toegewezen")

    @post("/{appeal_id:uuid}/voorbereiden", guards=[requires(Permission.HANDLE_APPEALS)])
    async def prepare(self, visit: NamedDependency[_Visit]) -> Template | Redirect:
        """The answer is prepared."""
        return await _act(visit, PrepareAnswer, service.prepare, done="voorbereid")

    @post("/{appeal_id:uuid}/beslissen", guards=[requires(Permission.HANDLE_APPEALS)])
    async def decide(self, visit: NamedDependency[_Visit]) -> Template | Redirect:
        """It is decided."""
        return await _act(visit, DecideAppeal, service.decide, done="besloten")


async def _act(visit: _Visit, kind: type[Command], act: Callable[..., Awaitable[Any]], *, done: str) -> Template | Redirect:
    try:
        await act(visit.appeal, visit.form.read(kind), actor=visit.actor, now=visit.now)
    except (Invalid, RuleBroken) as error:
        return await _appeal(visit, refused=refusal(error, visit.language, LABELS))
    return Redirect(in_language(f"/bezwaren/{visit.appeal}?gedaan={done}", visit.language), status_code=303)


async def _appeal(visit: _Visit, *, flash: dict[str, str] | None = None, refused: Refusal = NOTHING) -> Template:
    shown = await presenting.detail(visit.appeal, language=visit.language, actor=visit.actor, now=visit.now)
    handles = visit.actor.may(Permission.HANDLE_APPEALS) and shown.state not in ENDED
    free = handles and not shown.objections
    context = {
        "appeal": shown,
        "states": STATES,
        "kinds": KINDS,
        "subjects": SUBJECTS,
        "effects": EFFECTS,
        "may_acknowledge": handles and shown.state is Step.RECEIVED,
        "handlers": [(each.person, each.name) for each in shown.handlers],
        "may_assign": handles and shown.state in (Step.ACKNOWLEDGED, Step.ASSIGNED, Step.PREPARED),
        "may_prepare": free and shown.state is Step.ASSIGNED and shown.handled_by_you,
        "may_decide": free and shown.state is Step.PREPARED and not shown.prepared_by_you,
        "outcome_options": [(each.value, OUTCOMES[each].say(visit.language), "") for each in Outcome],
        "labels": LABELS,
        "kept": visit.form,
        "refused": refused,
        "flash": flash,
    }
    return Template("appeal.html", context=context, status_code=refused.status)
