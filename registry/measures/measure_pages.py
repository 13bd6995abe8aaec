"""The pages of measures: what waits for a second person, one measure with its decision, and deciding many."""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated
from uuid import UUID

import msgspec
from litestar import Controller, get, post
from litestar.di import NamedDependency, Provide
from litestar.params import FromPath, QueryParameter
from litestar.response import Redirect, Stream, Template

from registry.accounts.forms import NOTHING, Form, Refusal, news, refusal
from registry.accounts.guards import requires
from registry.accounts.pages import in_language
from registry.days import amsterdam_day
from registry.errors import Fault, Invalid, RuleBroken
from registry.exports.answering import AskedKind, answer
from registry.measures import bulk, listing, presenting, reading, service
from registry.measures.errors import OwnMeasure
from registry.measures.schemas import DecideMeasures, DeclineMeasure, MeasureOut
from registry.measures.seeking import MEASURES, stands
from registry.measures.wording import ACTS, ENDINGS, LABELS
from registry.people.ordering import Named
from registry.permissions import Actor, Permission
from registry.sieves import choosing
from registry.sieves.choosing import NOTHING_CHOSEN, Choice
from registry.sieves.sieve import Sifted
from registry.texts import Language, Text

_TICK = "maatregel-"
_NEWS = {
    "voorgesteld": Text(
        "De maatregel is voorgesteld. Een andere certificeerder beslist.",
        "The measure is proposed. Another certifier decides.",
    ),
    "besloten": Text("De maatregel is besloten.", "The measure is decided."),
    "afgewezen": Text("De maatregel is afgewezen. Er verandert niets.", "The measure is declined. Nothing changes."),
    "teruggenomen": Text("De maatregel is teruggenomen. Er verandert niets.", "The measure is taken back. Nothing changes."),
}
_NONE_TICKED = Text("Kruis ten minste één maatregel aan.", "Tick at least one measure.")


@dataclass(frozen=True, slots=True)
class _Visit:
    """Who looks at which measure, and what they sent."""

    measure: UUID
    form: Form
    language: Language
    actor: Actor
    now: datetime

    def back(self, done: str) -> Redirect:
        """To the measure, with the news."""
        return Redirect(in_language(f"/maatregelen/{self.measure}?gedaan={done}", self.language), status_code=303)


async def _visit(
    measure_id: FromPath[UUID],
    form: NamedDependency[Form],
    language: NamedDependency[Language],
    actor: NamedDependency[Actor],
    now: NamedDependency[datetime],
) -> _Visit:
    """The dependency `visit` of every page of one measure."""
    return _Visit(measure_id, form, language, actor, now)


class MeasurePages(Controller):
    """Measures in the browser."""

    path = "/maatregelen"
    dependencies = {"visit": Provide(_visit), "chosen": Provide(choosing.chosen)}  # noqa: RUF012  Litestar's own way to say it

    @get(guards=[requires(Permission.READ_CERTIFICATES)])
    async def listed(
        self,
        language: NamedDependency[Language],
        actor: NamedDependency[Actor],
        now: NamedDependency[datetime],
        chosen: NamedDependency[Choice],
        kind: AskedKind = None,
    ) -> Template | Stream:
        """The measures that wait, with what they would do, or those that were asked; or these as a file."""
        if kind is not None:
            found = await _found(chosen, language, actor=actor, now=now)
            return answer(listing.measures(found, actor=actor, today=amsterdam_day(now)), kind, language=language)
        return await _listed(actor, language, now, chosen=chosen)

    @post("/beslissen", guards=[requires(Permission.DECIDE_CERTIFICATES)])
    async def decide_all(
        self,
        form: NamedDependency[Form],
        language: NamedDependency[Language],
        actor: NamedDependency[Actor],
        now: NamedDependency[datetime],
    ) -> Template:
        """Decide every measure that was ticked; row by row what became of it."""
        try:
            command = _ticked(form)
        except Invalid as error:
            return await _listed(actor, language, now, refused=refusal(error, language, LABELS))
        rows = await bulk.decide_all(command, actor=actor, now=now)
        context = {"outcomes": await presenting.outcomes(rows, language=language, actor=actor), "decided": True}
        return Template("measure_outcomes.html", context=context)

    @get("/{measure_id:uuid}", guards=[requires(Permission.READ_CERTIFICATES)])
    async def one(
        self,
        visit: NamedDependency[_Visit],
        done: Annotated[str, QueryParameter(name="gedaan")] = "",
    ) -> Template:
        """One measure: what it would do, what keeps you from deciding it, and the forms that end it."""
        return await _measure(visit, flash=news(done, _NEWS, visit.language))

    @post("/{measure_id:uuid}/beslissen", guards=[requires(Permission.DECIDE_CERTIFICATES)])
    async def decide(self, visit: NamedDependency[_Visit]) -> Template | Redirect:
        """The measure holds."""
        try:
            await service.decide(visit.measure, actor=visit.actor, now=visit.now)
        except (Invalid, RuleBroken) as error:
            return await _measure(visit, refused=refusal(error, visit.language, LABELS))
        return visit.back("besloten")

    @post("/{measure_id:uuid}/afwijzen", guards=[requires(Permission.DECIDE_CERTIFICATES)])
    async def decline(self, visit: NamedDependency[_Visit]) -> Template | Redirect:
        """The measure is declined, with the reason; nothing typed is lost."""
        try:
            await service.decline(visit.measure, visit.form.read(DeclineMeasure), actor=visit.actor, now=visit.now)
        except (Invalid, RuleBroken) as error:
            return await _measure(visit, refused=refusal(error, visit.language, LABELS))
        return visit.back("afgewezen")

    @post("/{measure_id:uuid}/terugnemen", guards=[requires(Permission.DECIDE_CERTIFICATES)])
    async def take_back(self, visit: NamedDependency[_Visit]) -> Template | Redirect:
        """Who proposed the measure takes it back."""
        try:
            await service.take_back(visit.measure, actor=visit.actor, now=visit.now)
        except RuleBroken as error:
            return await _measure(visit, refused=refusal(error, visit.language, LABELS))
        return visit.back("teruggenomen")


def _ticked(form: Form) -> DecideMeasures:
    """The measures that were ticked, each in a field of its own; raises Invalid where there is none."""
    ticked = [name.removeprefix(_TICK) for name in form.fields if name.startswith(_TICK)]
    try:
        return msgspec.convert({"measures": ticked}, DecideMeasures)
    except msgspec.ValidationError as error:
        raise Invalid([Fault("maatregelen", _NONE_TICKED)]) from error


async def _found(chosen: Choice, language: Language, *, actor: Actor, now: datetime) -> Sifted[Named[MeasureOut]]:
    filed = [each for each in await reading.measures_for(actor) if stands(each.ending, chosen.stand)]
    return MEASURES.sift(await presenting.named(filed, language=language, actor=actor, now=now), chosen, language)


async def _listed(
    actor: Actor, language: Language, now: datetime, *, chosen: Choice = NOTHING_CHOSEN, refused: Refusal = NOTHING
) -> Template:
    found = await _found(chosen, language, actor=actor, now=now)
    may_act = actor.may(Permission.DECIDE_CERTIFICATES)
    context = {
        "found": found,
        "may_act": may_act,
        "tickable": [
            each for each in (row.told for row in found.shown) if may_act and each.effect and not each.proposed_by_you
        ],
        "tick": _TICK,
        "acts": ACTS,
        "endings": ENDINGS,
        "refused": refused,
    }
    return Template("measures.html", context=context, status_code=refused.status)


async def _measure(visit: _Visit, *, flash: dict[str, str] | None = None, refused: Refusal = NOTHING) -> Template:
    actor = visit.actor
    shown = await presenting.detail(visit.measure, language=visit.language, actor=actor, now=visit.now)
    may_act = shown.ending is None and actor.may(Permission.DECIDE_CERTIFICATES)
    may_judge = may_act and not shown.objections and not shown.proposed_by_you
    context = {
        "measure": shown,
        "act": ACTS[shown.measure],
        "endings": ENDINGS,
        "may_decide": may_judge and shown.effect is not None,
        "may_decline": may_judge,
        "may_take_back": may_act and shown.proposed_by_you,
        "same_person": OwnMeasure() if may_act and shown.proposed_by_you else None,
        "labels": LABELS,
        "kept": visit.form,
        "refused": refused,
        "flash": flash,
    }
    return Template("measure.html", context=context, status_code=refused.status)
