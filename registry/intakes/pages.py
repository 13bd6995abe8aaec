"""The pages of intakes: the list, and one intake with the steps that can be taken now."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated
from uuid import UUID

from litestar import Controller, get, post
from litestar.di import NamedDependency, Provide
from litestar.params import FromPath, QueryParameter
from litestar.response import Redirect, Stream, Template

from registry.accounts.forms import NOTHING, Form, Labels, Refusal, kept_day, news, refusal
from registry.accounts.guards import requires
from registry.accounts.pages import in_language
from registry.accounts.work import Card
from registry.days import amsterdam_day
from registry.errors import Invalid, RuleBroken
from registry.exports.answering import AskedKind, answer
from registry.intakes import coordinating, entering, finding, listing, service
from registry.intakes.rules import GRANTING, OVER, IntakeStep
from registry.intakes.schemas import CancelIntake, CompleteIntake, HandOver, IntakeDetail, RecordPlan
from registry.intakes.wording import LABELS, REASONS, STATES, labels_of_row
from registry.permissions import Actor, Permission
from registry.programmes import reading as programmes
from registry.sieves import choosing
from registry.sieves.choosing import Choice
from registry.texts import Language, Text

_NEWS = {
    "gepland": Text("De intake is gepland.", "The intake is planned."),
    "gehouden": Text(
        "Vastgelegd dat de intake is gehouden. Rond hem af met een propositie.",
        "It is on record that the intake was held. Complete it with a proposition.",
    ),
    "afgerond": Text("De intake is afgerond. De dagen zijn toegekend.", "The intake is completed. The days are granted."),
    "geannuleerd": Text("De intake is geannuleerd.", "The intake is cancelled."),
    "overgedragen": Text("De intake is overgedragen.", "The intake has been handed over."),
    "vastgelegd": Text("Het realisatieplan is vastgelegd.", "The realisation plan is on record."),
    "overgenomen": Text("De intake is overgenomen.", "The intake has been taken over."),
}
_OWN = "/intakes"


async def waiting(actor: Actor, now: datetime) -> list[Card]:
    """A coordinator sees how many of theirs are not over; whoever else sees intakes the way in."""
    if not actor.may(Permission.READ_INTAKES):
        return []
    seen = await service.counts(actor=actor, now=now)
    title = Text("Intakes", "Intakes")
    if not actor.may(Permission.HOLD_INTAKES):
        return [Card(title, _OWN, Text("Bekijk de intakes.", "Look at the intakes."), seen.number, Text("in totaal", "in all"))]
    text = Text("Plan een intake, houd hem en rond hem af.", "Plan an intake, hold it and complete it.")
    return [Card(title, _OWN, text, seen.own_running, Text("van u nog niet afgerond", "of yours not completed yet"))]


@dataclass(frozen=True, slots=True)
class _Visit:
    """Who looks at which intake, and what they sent."""

    intake: UUID
    form: Form
    language: Language
    actor: Actor
    now: datetime


async def _visit(
    intake_id: FromPath[UUID],
    form: NamedDependency[Form],
    language: NamedDependency[Language],
    actor: NamedDependency[Actor],
    now: NamedDependency[datetime],
) -> _Visit:
    """The dependency `visit` of every page of one intake."""
    return _Visit(intake_id, form, language, actor, now)


class IntakePages(Controller):
    """Intakes in the browser."""

    path = _OWN
    dependencies = {"visit": Provide(_visit), "chosen": Provide(choosing.chosen)}  # noqa: RUF012  Litestar's own way to say it

    @get(guards=[requires(Permission.READ_INTAKES)])
    async def listed(
        self,
        *,
        language: NamedDependency[Language],
        actor: NamedDependency[Actor],
        now: NamedDependency[datetime],
        chosen: NamedDependency[Choice],
        kind: AskedKind = None,
    ) -> Template | Stream:
        """Those that were chosen of the intakes that I see; as a file where one is asked."""
        if kind is not None:
            exported = await listing.intakes(chosen, actor=actor, now=now)
            return answer(exported, kind, language=language)
        page = await finding.page_of(chosen, actor=actor, now=now)
        context = {
            "found": finding.INTAKES.around(page, chosen, language),
            "programme_names": await programmes.names(language),
            "states": STATES,
            "may_plan": actor.may(Permission.HOLD_INTAKES),
            "may_take_over": actor.may(Permission.MANAGE_PROGRAMMES),
        }
        return Template("intakes.html", context=context)

    @get("/{intake_id:uuid}", guards=[requires(Permission.READ_INTAKES)])
    async def one(self, visit: NamedDependency[_Visit], done: Annotated[str, QueryParameter(name="gedaan")] = "") -> Template:
        """One intake, and the steps that can be taken."""
        return await _intake(visit, flash=news(done, _NEWS, visit.language))

    @post("/{intake_id:uuid}/gehouden", guards=[requires(Permission.HOLD_INTAKES)])
    async def hold(self, visit: NamedDependency[_Visit]) -> Template | Redirect:
        """It was held."""

        async def act() -> None:
            await service.hold_intake(visit.intake, entering.held(visit.form), actor=visit.actor, now=visit.now)

        return await _act(visit, act, done="gehouden")

    @post("/{intake_id:uuid}/afronden", guards=[requires(Permission.HOLD_INTAKES)])
    async def complete(self, visit: NamedDependency[_Visit]) -> Template | Redirect:
        """It is completed, and its days are granted."""

        async def act() -> None:
            shown = await service.detail(visit.intake, actor=visit.actor, now=visit.now)
            command = entering.completed(visit.form, [each.code for each in shown.members])
            await _complete(visit, command)

        return await _act(visit, act, done="afgerond")

    @post("/{intake_id:uuid}/annuleren", guards=[requires(Permission.READ_INTAKES)])
    async def cancel(self, visit: NamedDependency[_Visit]) -> Template | Redirect:
        """It does not go on."""

        async def act() -> None:
            await service.cancel_intake(visit.intake, visit.form.read(CancelIntake), actor=visit.actor, now=visit.now)

        return await _act(visit, act, done="geannuleerd")

    @post("/{intake_id:uuid}/overdragen", guards=[requires(Permission.MANAGE_PROGRAMMES)])
    async def hand_over(self, visit: NamedDependency[_Visit]) -> Template | Redirect:
        """Another coordinator takes it further."""

        async def act() -> None:
            await service.hand_over(visit.intake, visit.form.read(HandOver), actor=visit.actor, now=visit.now)

        return await _act(visit, act, done="overgedragen")

    @post("/{intake_id:uuid}/plannen", guards=[requires(Permission.HOLD_INTAKES)])
    async def record_plan(self, visit: NamedDependency[_Visit]) -> Template | Redirect:
        """The next version of the realisation plan."""

        async def act() -> None:
            await service.record_plan(visit.intake, visit.form.read(RecordPlan), actor=visit.actor, now=visit.now)

        return await _act(visit, act, done="vastgelegd")


async def _complete(visit: _Visit, command: CompleteIntake) -> None:
    try:
        await service.complete_intake(visit.intake, command, actor=visit.actor, now=visit.now)
    except Invalid as error:
        raise entering.at_own_fields(error, command) from error


async def _act(visit: _Visit, act: Callable[[], Awaitable[None]], *, done: str) -> Template | Redirect:
    try:
        await act()
    except (Invalid, RuleBroken) as error:
        return await _intake(visit, refused=refusal(error, visit.language, await _labels(visit)))
    return Redirect(in_language(f"{_OWN}/{visit.intake}?gedaan={done}", visit.language), status_code=303)


async def _labels(visit: _Visit) -> Labels:
    """What the fields of this page are called: those of participants and of shares with whose they are."""
    shown = await service.detail(visit.intake, actor=visit.actor, now=visit.now)
    rows = [labels_of_row(row) for row in entering.ROWS]
    shares = {entering.SHARE + each.code: Text(each.name, each.name) for each in shown.members}
    return {**LABELS, **shares, **{name: label for row in rows for name, label in row.items()}}


async def _intake(visit: _Visit, *, flash: dict[str, str] | None = None, refused: Refusal = NOTHING) -> Template:
    shown = await service.detail(visit.intake, actor=visit.actor, now=visit.now)
    today = amsterdam_day(visit.now)
    may = _steps_open(shown, visit.actor)
    context = {
        "intake": shown,
        "programme": (await programmes.names(visit.language))[shown.programme],
        "coordinators": list((await coordinating.coordinators_now()).items()) if may["may_hand_over"] else [],
        "states": STATES,
        "reasons": REASONS,
        "joint": _is_joint(shown),
        "reason_options": [(each.value, REASONS[each].say(visit.language), "") for each in REASONS],
        "rows": entering.ROWS,
        "share": entering.SHARE,
        "today": kept_day(today),
        "held_on": kept_day(min(shown.held_on, today)),
        "labels": LABELS,
        "kept": visit.form,
        "refused": refused,
        "flash": flash,
        **may,
    }
    return Template("intake.html", context=context, status_code=refused.status)


def _is_joint(shown: IntakeDetail) -> bool:
    """The holder is a partnership: none of the municipalities named."""
    return shown.holder not in {each.id for each in shown.members}


def _steps_open(shown: IntakeDetail, actor: Actor) -> dict[str, bool]:
    over = shown.state in OVER
    return {
        "may_hold": shown.is_yours and shown.state is IntakeStep.PLANNED,
        "may_complete": shown.is_yours and shown.state is IntakeStep.HELD,
        "may_cancel": not over and (shown.is_yours or actor.may(Permission.MANAGE_PROGRAMMES)),
        "may_hand_over": not over and actor.may(Permission.MANAGE_PROGRAMMES),
        "may_plan": actor.may(Permission.HOLD_INTAKES) and shown.state in GRANTING,
    }
