"""The pages of a candidate: their own applications, and stopping one before it is decided."""

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
from registry.dossiers import presenting, service
from registry.dossiers.rules import is_undecided
from registry.dossiers.schemas import Abandon
from registry.dossiers.wording import ADMISSION_FAULTS, STATES
from registry.errors import Invalid, NotFound, RuleBroken
from registry.permissions import Actor, Permission
from registry.texts import Language, Text

_LABELS = {"reason": Text("Waarom stopt u?", "Why do you stop?")}
_REASON = Text("Waarom stopt u met de aanvraag voor ‘{scheme}’?", "Why do you stop the application for ‘{scheme}’?")
_NEWS = {"gestopt": Text("U bent gestopt met deze aanvraag.", "You stopped this application.")}


async def waiting(actor: Actor, now: datetime) -> list[Card]:  # noqa: ARG001  every topic is asked alike
    """A candidate sees the way to their own applications; whoever has no file yet has none."""
    if not actor.may(Permission.APPLY):
        return []
    try:
        own = await presenting.own(actor)
    except NotFound:
        return []
    text = Text("Bekijk hoe uw aanvraag ervoor staat.", "See how your application stands.")
    running = sum(is_undecided(each.state) for each in own)
    return [Card(Text("Mijn aanvragen", "My applications"), "/aanvragen", text, running, Text("lopend", "open"))]


class OwnDossierPages(Controller):
    """A candidate's applications in the browser."""

    path = "/aanvragen"
    guards = (requires(Permission.APPLY),)

    @get()
    async def listed(
        self,
        language: NamedDependency[Language],
        actor: NamedDependency[Actor],
        done: Annotated[str, QueryParameter(name="gedaan")] = "",
    ) -> Template:
        """Your applications and how they stand."""
        return await _own(actor, flash=news(done, _NEWS, language))

    @post("/{dossier_id:uuid}/stoppen")
    async def abandon(
        self,
        dossier_id: FromPath[UUID],
        form: NamedDependency[Form],
        language: NamedDependency[Language],
        actor: NamedDependency[Actor],
        now: NamedDependency[datetime],
    ) -> Template | Redirect:
        """The candidate stops."""
        try:
            await service.abandon(dossier_id, form.read(Abandon), actor=actor, now=now)
        except (Invalid, RuleBroken) as error:
            return await _own(actor, tried=dossier_id, form=form, refused=refusal(error, language, _LABELS))
        return Redirect(in_language("/aanvragen?gedaan=gestopt", language), status_code=303)


async def _own(
    actor: Actor,
    *,
    tried: UUID | None = None,
    form: Form | None = None,
    flash: dict[str, str] | None = None,
    refused: Refusal = NOTHING,
) -> Template:
    own = await presenting.own(actor)
    context = {
        "dossiers": own,
        "running": [each for each in own if is_undecided(each.state)],
        "states": STATES,
        "admission_faults": ADMISSION_FAULTS,
        "why": _REASON,
        "tried": tried,
        "kept": form or Form(),
        "refused": refused,
        "flash": flash,
        "own_path": "/aanvragen",
    }
    return Template("own_dossiers.html", context=context, status_code=refused.status)
