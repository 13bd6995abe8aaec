"""The page on which an adviser reads what municipalities found of their work, and answers."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from litestar import Controller, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, QueryParameter
from litestar.response import Redirect, Template

from registry.accounts.forms import NOTHING, Form, Refusal, news, refusal
from registry.accounts.guards import requires
from registry.accounts.pages import in_language
from registry.accounts.work import Card
from registry.errors import Invalid, RuleBroken
from registry.evaluations import presenting, service
from registry.evaluations.schemas import Reply
from registry.evaluations.wording import LABELS
from registry.permissions import Actor, Permission
from registry.reference_data.competences import COMPETENCES
from registry.texts import Language, Text

_OWN = "/mijn-beoordelingen"
_NEWS = {
    "beantwoord": Text(
        "Uw antwoord is vastgelegd. De gemeente leest het.", "Your reply is recorded. The municipality reads it."
    )
}


async def waiting(actor: Actor, now: datetime) -> list[Card]:  # noqa: ARG001  every topic is asked alike
    """An adviser is shown the way to their evaluations."""
    if not actor.may(Permission.ANSWER_BOOKINGS):
        return []
    text = Text("Lees wat gemeenten van uw werk vonden.", "Read what municipalities found of your work.")
    return [Card(Text("Mijn beoordelingen", "My evaluations"), _OWN, text)]


class OwnEvaluationPages(Controller):
    """Evaluations in the browser of an adviser."""

    path = _OWN

    @get(guards=[requires(Permission.ANSWER_BOOKINGS)])
    async def listed(
        self,
        language: NamedDependency[Language],
        actor: NamedDependency[Actor],
        done: Annotated[str, QueryParameter(name="gedaan")] = "",
    ) -> Template:
        """The averages, what was written, and what was answered."""
        return await _page(actor, flash=news(done, _NEWS, language))

    @post("/{evaluation_id:uuid}", guards=[requires(Permission.ANSWER_BOOKINGS)])
    async def reply(
        self,
        evaluation_id: FromPath[UUID],
        form: NamedDependency[Form],
        language: NamedDependency[Language],
        actor: NamedDependency[Actor],
        now: NamedDependency[datetime],
    ) -> Template | Redirect:
        """The reply is recorded."""
        try:
            await service.reply(evaluation_id, form.read(Reply), actor=actor, now=now)
        except (Invalid, RuleBroken) as error:
            return await _page(actor, refused=refusal(error, language, LABELS), tried=evaluation_id, kept=form)
        return Redirect(in_language(f"{_OWN}?gedaan=beantwoord", language), status_code=303)


async def _page(
    actor: Actor,
    *,
    flash: dict[str, str] | None = None,
    refused: Refusal = NOTHING,
    tried: UUID | None = None,
    kept: Form | None = None,
) -> Template:
    own = await presenting.own(actor)
    context = {
        "summary": own.summary,
        "remarks": own.remarks,
        "competences": COMPETENCES,
        "labels": LABELS,
        "tried": tried,
        "kept": kept or Form(),
        "refused": refused,
        "flash": flash,
        "own_path": _OWN,
    }
    return Template("own_evaluations.html", context=context, status_code=refused.status)
