"""The pages on which an adviser states their availability, and their ties with municipalities."""

from collections.abc import Sequence
from datetime import datetime
from operator import itemgetter
from typing import Annotated, Any
from uuid import UUID

from litestar import Controller, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, QueryParameter
from litestar.response import Redirect, Template

from registry.accounts.forms import NOTHING, Form, Refusal, kept_day, kept_decimal, news, refusal
from registry.accounts.guards import requires
from registry.accounts.pages import in_language
from registry.availability import rules, service, ties
from registry.availability.schemas import AvailabilityOut, DeclareTie, EndTie, StateAvailability
from registry.availability.service import WEEKDAYS
from registry.availability.wording import LABELS
from registry.days import amsterdam_day
from registry.errors import Invalid, RuleBroken
from registry.organisations import service as organisations
from registry.permissions import Actor, Permission
from registry.texts import Language, Text

_TIME, _TIES = "/mijn-beschikbaarheid", "/mijn-banden"
_WHOLE_WEEK = dict.fromkeys(WEEKDAYS, "1")
_NEWS = {
    "opgegeven": Text("Uw beschikbaarheid is opgeslagen.", "Your availability is saved."),
    "band": Text("De band is opgegeven.", "The tie is declared."),
    "beeindigd": Text("De band heeft nu een laatste dag.", "The tie has a last day now."),
}


class AvailabilityPages(Controller):
    """An adviser's time in the browser."""

    path = _TIME
    guards = (requires(Permission.ANSWER_BOOKINGS),)

    @get()
    async def ask(
        self,
        language: NamedDependency[Language],
        actor: NamedDependency[Actor],
        now: NamedDependency[datetime],
        done: Annotated[str, QueryParameter(name="gedaan")] = "",
    ) -> Template:
        """What I stated, and the form."""
        stated = await service.stated_by(actor)
        undo = _undo(stated, language) if done == "opgegeven" else None
        return await _time(actor, now, Form(_WHOLE_WEEK), flash=news(done, _NEWS, language), undo=undo)

    @post()
    async def state(
        self,
        form: NamedDependency[Form],
        language: NamedDependency[Language],
        actor: NamedDependency[Actor],
        now: NamedDependency[datetime],
    ) -> Template | Redirect:
        """From now on this counts."""
        try:
            await service.state(form.read(StateAvailability), actor=actor, now=now)
        except Invalid as error:
            return await _time(actor, now, form, refused=refusal(error, language, LABELS))
        return Redirect(in_language(f"{_TIME}?gedaan=opgegeven", language), status_code=303)


class TiePages(Controller):
    """An adviser's ties in the browser."""

    path = _TIES
    guards = (requires(Permission.ANSWER_BOOKINGS),)

    @get()
    async def ask(
        self,
        language: NamedDependency[Language],
        actor: NamedDependency[Actor],
        now: NamedDependency[datetime],
        done: Annotated[str, QueryParameter(name="gedaan")] = "",
    ) -> Template:
        """My ties, and the form."""
        return await _ties(actor, now, Form(), flash=news(done, _NEWS, language))

    @post()
    async def declare(
        self,
        form: NamedDependency[Form],
        language: NamedDependency[Language],
        actor: NamedDependency[Actor],
        now: NamedDependency[datetime],
    ) -> Template | Redirect:
        """This municipality cannot book me."""
        try:
            await ties.declare(form.read(DeclareTie), actor=actor, now=now)
        except (Invalid, RuleBroken) as error:
            return await _ties(actor, now, form, refused=refusal(error, language, LABELS))
        return Redirect(in_language(f"{_TIES}?gedaan=band", language), status_code=303)

    @post("/{tie_id:uuid}/einde")
    async def end(
        self,
        tie_id: FromPath[UUID],
        form: NamedDependency[Form],
        language: NamedDependency[Language],
        actor: NamedDependency[Actor],
        now: NamedDependency[datetime],
    ) -> Template | Redirect:
        """The tie gets a last day."""
        try:
            await ties.end(tie_id, form.read(EndTie), actor=actor, now=now)
        except (Invalid, RuleBroken) as error:
            refused = refusal(error, language, LABELS)
            return await _ties(actor, now, form, refused=refused, ending=tie_id)
        return Redirect(in_language(f"{_TIES}?gedaan=beeindigd", language), status_code=303)


def _undo(stated: Sequence[AvailabilityOut], language: Language) -> dict[str, Any] | None:
    """The way to what counted before the last statement, for the same days; none where one statement cannot say it."""
    parts = rules.before_the_last(stated) if stated else None
    if parts is None:
        return None
    week = [(name, kept_decimal(part, language)) for name, part in zip(WEEKDAYS, parts, strict=True)]
    period = [("firstDay", kept_day(stated[0].first_day)), ("lastDay", kept_day(stated[0].last_day))]
    return {"action": _TIME, "fields": [*period, *week]}


async def _time(
    actor: Actor,
    now: datetime,
    form: Form,
    *,
    refused: Refusal = NOTHING,
    flash: dict[str, str] | None = None,
    undo: dict[str, Any] | None = None,
) -> Template:
    context = {
        "stated": await service.stated_by(actor),
        "weekdays": WEEKDAYS,
        "today": kept_day(amsterdam_day(now)),
        "labels": LABELS,
        "kept": form,
        "refused": refused,
        "flash": flash,
        "undo": undo,
    }
    return Template("availability.html", context=context, status_code=refused.status)


async def _ties(
    actor: Actor,
    now: datetime,
    form: Form,
    *,
    refused: Refusal = NOTHING,
    ending: UUID | None = None,
    flash: dict[str, str] | None = None,
) -> Template:
    today = amsterdam_day(now)
    context = {
        "ties": await ties.declared_by(actor),
        "municipalities": sorted(
            ((each.code, each.name) for each in await organisations.municipalities(on=today)), key=itemgetter(1)
        ),
        "today": kept_day(today),
        "ending": ending,
        "labels": LABELS,
        "kept": form,
        "refused": refused,
        "flash": flash,
    }
    return Template("ties.html", context=context, status_code=refused.status)
