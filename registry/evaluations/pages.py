"""The pages of a municipality about evaluations: what waits, what was given, and what those of an adviser came to."""

from datetime import datetime
from enum import StrEnum
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
from registry.certificates.errors import UnknownCertificate
from registry.days import amsterdam_day
from registry.errors import Invalid, RuleBroken
from registry.evaluations import listing, presenting, reading, service
from registry.evaluations.schemas import Evaluate
from registry.evaluations.seeking import GIVEN
from registry.evaluations.wording import AGAIN, LABELS, OUTCOMES, SCORES
from registry.exports.answering import AskedKind, answer
from registry.permissions import Actor, Permission
from registry.reference_data.competences import COMPETENCES
from registry.sieves import choosing
from registry.sieves.choosing import Choice
from registry.texts import Language, Text

_OWN = "/beoordelingen"
_NEWS = {"beoordeeld": Text("Uw beoordeling is vastgelegd.", "Your evaluation has been recorded.")}


class _Table(StrEnum):
    GIVEN = "gegeven"
    DUE = "wachten"


async def waiting(actor: Actor, now: datetime) -> list[Card]:  # noqa: ARG001  every topic is asked alike
    """A municipality sees how many engagements wait for its evaluation; an auditor the way in."""
    if not actor.may(Permission.READ_EVALUATIONS):
        return []
    title = Text("Beoordelingen", "Evaluations")
    if not actor.may(Permission.BOOK):
        return [Card(title, _OWN, Text("Bekijk alle beoordelingen.", "Look at all evaluations."))]
    text = Text("Zeg hoe een afgeronde inzet ging.", "Say how a completed engagement went.")
    return [Card(title, _OWN, text, len(await reading.due_for(actor)), Text("nog te beoordelen", "still to evaluate"))]


class EvaluationPages(Controller):
    """Evaluations in the browser of a municipality."""

    path = _OWN
    dependencies = {"chosen": Provide(choosing.chosen)}  # noqa: RUF012  Litestar's own way to say it

    @get(guards=[requires(Permission.READ_EVALUATIONS)])
    async def listed(
        self,
        *,
        language: NamedDependency[Language],
        actor: NamedDependency[Actor],
        now: NamedDependency[datetime],
        chosen: NamedDependency[Choice],
        done: Annotated[str, QueryParameter(name="gedaan")] = "",
        kind: AskedKind = None,
        table: Annotated[_Table, QueryParameter(name="tabel")] = _Table.GIVEN,
    ) -> Template | Stream:
        """What waits for an evaluation, and what was evaluated; either as a file where one is asked."""
        today = amsterdam_day(now)
        found = GIVEN.sift(await presenting.named(actor), chosen, language)
        if kind is not None and table is _Table.GIVEN:
            return answer(listing.given(found, actor=actor, today=today), kind, language=language)
        due = await presenting.due(actor) if actor.may(Permission.BOOK) else []
        if kind is not None:
            return answer(listing.due(due, actor=actor, today=today), kind, language=language)
        context = {
            "due": due,
            "may_evaluate": actor.may(Permission.BOOK),
            "found": found,
            "outcomes": OUTCOMES,
            "labels": LABELS,
            "flash": news(done, _NEWS, language),
        }
        return Template("evaluations.html", context=context)

    @get("/adviseur", guards=[requires(Permission.READ_EVALUATIONS)])
    async def summary(
        self,
        language: NamedDependency[Language],
        actor: NamedDependency[Actor],
        number: Annotated[str, QueryParameter(name="certificaat")] = "",
    ) -> Template:
        """What the evaluations of one adviser came to; a number that is none is told at its field."""
        refused, found = NOTHING, None
        try:
            found = await presenting.summary(number, actor=actor) if number else None
        except (Invalid, UnknownCertificate) as error:
            refused = refusal(error, language, LABELS, status=404)
        context = {
            "number": number,
            "summary": found,
            "competences": COMPETENCES,
            "labels": LABELS,
            "refused": refused,
        }
        return Template("evaluation_summary.html", context=context, status_code=refused.status)

    @get("/{booking_id:uuid}", guards=[requires(Permission.BOOK)])
    async def ask(
        self, booking_id: FromPath[UUID], language: NamedDependency[Language], actor: NamedDependency[Actor]
    ) -> Template:
        """The form for one engagement."""
        return await _form(booking_id, Form(), language=language, actor=actor)

    @post("/{booking_id:uuid}", guards=[requires(Permission.BOOK)])
    async def evaluate(
        self,
        booking_id: FromPath[UUID],
        form: NamedDependency[Form],
        language: NamedDependency[Language],
        actor: NamedDependency[Actor],
        now: NamedDependency[datetime],
    ) -> Template | Redirect:
        """The evaluation is recorded; what is wrong is told at its field, and nothing typed is lost."""
        try:
            await service.evaluate(booking_id, form.read(Evaluate), actor=actor, now=now)
        except (Invalid, RuleBroken) as error:
            refused = refusal(error, language, LABELS)
            return await _form(booking_id, form, language=language, actor=actor, refused=refused)
        return Redirect(in_language(f"{_OWN}?gedaan=beoordeeld", language), status_code=303)


async def _form(booking: UUID, kept: Form, *, language: Language, actor: Actor, refused: Refusal = NOTHING) -> Template:
    """The form, or, where this engagement cannot be evaluated, why not."""
    may = True
    try:
        await service.to_evaluate(booking, actor=actor)
    except RuleBroken as error:
        may, refused = False, refusal(error, language, LABELS)
    shown = next((each for each in await presenting.due(actor) if each.booking == booking), None)
    context = {
        "booking": booking,
        "shown": shown,
        "may": may,
        "competences": [
            (name, LABELS[name])
            for name in ("municipalProcesses", "informationManagement", "organisationAdvice", "changeManagement")
        ],
        "scores": [(score, words.say(language)) for score, words in SCORES.items()],
        "outcomes": [(each.value, words.say(language), "") for each, words in OUTCOMES.items()],
        "again": [(each, words.say(language), "") for each, words in AGAIN.items()],
        "labels": LABELS,
        "kept": kept,
        "refused": refused,
    }
    return Template("evaluation.html", context=context, status_code=refused.status)
