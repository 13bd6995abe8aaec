"""The pages for one measure on many certificates: the form, what it would do to each, and what became of each."""

import re
from datetime import datetime
from typing import Any

import msgspec
from litestar import Controller, get, post
from litestar.di import NamedDependency
from litestar.response import Template

from registry.accounts.forms import NOTHING, Form, Refusal, refusal
from registry.accounts.guards import requires
from registry.days import amsterdam_day
from registry.errors import Fault, Invalid
from registry.measures import bulk, presenting
from registry.measures.rules import Measure
from registry.measures.schemas import MOST_AT_ONCE, ProposeMeasures, Wish
from registry.measures.wording import ACTS, LABELS
from registry.permissions import Actor, Permission
from registry.schemes import service as schemes
from registry.texts import Language, Text

_TOGETHER = (Measure.SUSPENDED, Measure.REINSTATED, Measure.WITHDRAWN, Measure.VOIDED)
_BETWEEN = re.compile(r"[\n,;]+")
_NUMBERS = Text(
    "Zet op elke regel één nummer, hooguit {most}.",
    "Put one number on each line, at most {most}.",
)


class BulkMeasurePages(Controller):
    """One measure on many certificates, in the browser."""

    path = "/maatregelen/samen"
    guards = (requires(Permission.DECIDE_CERTIFICATES),)

    @get()
    async def ask(
        self, language: NamedDependency[Language], actor: NamedDependency[Actor], now: NamedDependency[datetime]
    ) -> Template:
        """The form: which measure, from when, why, and on which certificates."""
        return await _form(Form(), language, actor, now)

    @post("/voorbeeld")
    async def preview(
        self,
        form: NamedDependency[Form],
        language: NamedDependency[Language],
        actor: NamedDependency[Actor],
        now: NamedDependency[datetime],
    ) -> Template:
        """What the measure would do to each certificate; nothing is written yet."""
        try:
            command = _command(form)
        except Invalid as error:
            return await _form(form, language, actor, now, refused=refusal(error, language, LABELS))
        rows = await bulk.preview(command, actor=actor, now=now)
        context = {
            "outcomes": await presenting.outcomes(rows, language=language, actor=actor),
            "act": ACTS[command.measure],
            "fields": [(name, value) for name, value in form.fields.items() if name in LABELS],
        }
        return Template("measure_preview.html", context=context)

    @post()
    async def propose_all(
        self,
        form: NamedDependency[Form],
        language: NamedDependency[Language],
        actor: NamedDependency[Actor],
        now: NamedDependency[datetime],
    ) -> Template:
        """The measure is proposed on each certificate where that may be; row by row what became of it."""
        try:
            command = _command(form)
        except Invalid as error:
            return await _form(form, language, actor, now, refused=refusal(error, language, LABELS))
        _, rows = await bulk.propose_all(command, actor=actor, now=now)
        context = {"outcomes": await presenting.outcomes(rows, language=language, actor=actor), "decided": False}
        return Template("measure_outcomes.html", context=context)


def _command(form: Form) -> ProposeMeasures:
    """What the form says; raises Invalid with every fault."""
    faults: list[Fault] = []
    wish = None
    try:
        wish = form.read(Wish)
    except Invalid as error:
        faults += error.faults
    typed = [each.strip() for each in _BETWEEN.split(form.text("certificates")) if each.strip()]
    if not 1 <= len(typed) <= MOST_AT_ONCE or any(len(each) > 40 for each in typed):  # noqa: PLR2004  as a number is at most
        faults.append(Fault("certificates", _NUMBERS, {"most": MOST_AT_ONCE}))
    if faults or wish is None:
        raise Invalid(faults)
    return ProposeMeasures(certificates=tuple(typed), **msgspec.structs.asdict(wish))


async def _form(form: Form, language: Language, actor: Actor, now: datetime, *, refused: Refusal = NOTHING) -> Template:
    context: dict[str, Any] = {
        "measures": [(each.value, ACTS[each].say(language)) for each in _TOGETHER],
        "reasons": await _reasons(actor, language),
        "effective_on": form.text("effectiveOn") or ("" if form.fields else amsterdam_day(now).isoformat()),
        "most": MOST_AT_ONCE,
        "labels": LABELS,
        "kept": form,
        "refused": refused,
    }
    return Template("measures_together.html", context=context, status_code=refused.status)


async def _reasons(actor: Actor, language: Language) -> list[tuple[str, str]]:
    """Every reason that a version of the actor's body names; whether it fits is judged for each certificate."""
    bodies = actor.organisations_where(Permission.DECIDE_CERTIFICATES)
    versions = [each for each in await schemes.versions() if each.certification_body in bodies]
    return sorted({reason.code: reason.name.say(language) for each in versions for reason in each.rules.reasons}.items())
