"""The pages of certifiers: the list of dossiers, and one dossier with the steps that can be taken now."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any, TypeVar
from uuid import UUID

import msgspec
from litestar import Controller, get, post
from litestar.di import NamedDependency, Provide
from litestar.params import FromPath, QueryParameter
from litestar.response import Redirect, Template

from registry.accounts.forms import NOTHING, Form, Refusal, news, refusal
from registry.accounts.guards import requires
from registry.accounts.pages import in_language
from registry.accounts.work import Card
from registry.dossiers import equivalence_presenting, presenting, service
from registry.dossiers.admission_form import ticked, turned_away
from registry.dossiers.rules import State
from registry.dossiers.schemas import Admit, DossierDetail, Grant, Prepare, Refuse, Return
from registry.dossiers.waiting import work_for
from registry.dossiers.wording import (
    ADMISSION_FAULTS,
    DOCUMENTS,
    EQUIVALENCE_STATES,
    LABELS,
    NOT_ADMITTING,
    RETURNING,
    ROUTES,
    STATES,
    STEPS,
)
from registry.errors import Invalid, RuleBroken
from registry.impartiality.errors import SamePerson
from registry.organisations import service as organisations
from registry.people import service as people
from registry.permissions import Actor, Permission
from registry.texts import Language, Text

Command = TypeVar("Command", bound=msgspec.Struct)
Act = Callable[..., Awaitable[Any]]

_RETURNED, _TURNED_AWAY = "teruggegeven", "niet-toegelaten"
_NEWS = {
    "toegelaten": Text("De kandidaat is toegelaten.", "The candidate is admitted."),
    _TURNED_AWAY: Text("De aanvrager is niet toegelaten.", "The applicant is not admitted."),
    "voorbereid": Text(
        "Het besluit is voorbereid. Een andere certificeerder beslist.",
        "The decision is prepared. Another certifier decides.",
    ),
    _RETURNED: Text(
        "Het dossier is teruggegeven. Het kan opnieuw worden voorbereid.",
        "The dossier is returned. It can be prepared again.",
    ),
    "toegekend": Text("Het certificaat is uitgegeven.", "The certificate is issued."),
    "afgewezen": Text("De aanvraag is afgewezen.", "The application is refused."),
}


async def waiting(actor: Actor, now: datetime) -> list[Card]:
    """A certifier sees how many dossiers they can admit, prepare and decide; an auditor the way in."""
    if not actor.may(Permission.READ_DOSSIERS):
        return []
    if not actor.may(Permission.DECIDE_DOSSIERS):
        return [Card(Text("Dossiers", "Dossiers"), "/dossiers", Text("Bekijk alle dossiers.", "Look at all dossiers."))]
    found, ready = await work_for(actor, now=now), Text("voor u", "for you")
    return [
        Card(
            Text("Kandidaten toelaten", "Admit candidates"),
            f"/dossiers?stand={State.APPLIED.value}",
            Text("Stel vast wie de kandidaat is.", "Establish who the candidate is."),
            found.admit,
            ready,
        ),
        Card(
            Text("Besluiten voorbereiden", "Prepare decisions"),
            f"/dossiers?stand={State.COMPLETE.value}",
            Text("Bekijk het bewijs en geef advies.", "Look at the evidence and advise."),
            found.prepare,
            ready,
        ),
        Card(
            Text("Beslissen over dossiers", "Decide on dossiers"),
            f"/dossiers?stand={State.PREPARED.value}",
            Text("Ken het certificaat toe of wijs de aanvraag af.", "Grant the certificate or refuse the application."),
            found.decide,
            ready,
        ),
    ]


@dataclass(frozen=True, slots=True)
class _Visit:
    """Who takes a step in which dossier, and what they sent."""

    dossier: UUID
    form: Form
    language: Language
    actor: Actor
    now: datetime


async def _visit(
    dossier_id: FromPath[UUID],
    form: NamedDependency[Form],
    language: NamedDependency[Language],
    actor: NamedDependency[Actor],
    now: NamedDependency[datetime],
) -> _Visit:
    """The dependency `visit` of every page of one dossier."""
    return _Visit(dossier_id, form, language, actor, now)


class DossierPages(Controller):
    """Dossiers in the browser."""

    path = "/dossiers"
    dependencies = {"visit": Provide(_visit)}  # noqa: RUF012  Litestar's own way to say it

    @get("/{dossier_id:uuid}", guards=[requires(Permission.READ_DOSSIERS)])
    async def one(
        self,
        visit: NamedDependency[_Visit],
        done: Annotated[str, QueryParameter(name="gedaan")] = "",
    ) -> Template:
        """One dossier: evidence, steps, what keeps you from judging it, and what you can do."""
        return await _dossier(visit, flash=news(done, _NEWS, visit.language))

    @post("/{dossier_id:uuid}/toelaten", guards=[requires(Permission.ADMIT_DOSSIERS)])
    async def admit(self, visit: NamedDependency[_Visit]) -> Template | Redirect:
        """The candidate is who they say."""
        return await _take(visit, Admit, service.admit, done="toegelaten")

    @post("/{dossier_id:uuid}/niet-toelaten", guards=[requires(Permission.ADMIT_DOSSIERS)])
    async def not_admit(self, visit: NamedDependency[_Visit]) -> Template | Redirect:
        """The applicant is turned away, with every reason at once."""
        try:
            await service.not_admit(visit.dossier, turned_away(visit.form), actor=visit.actor, now=visit.now)
        except (Invalid, RuleBroken) as error:
            return await _dossier(visit, refused=refusal(error, visit.language, NOT_ADMITTING), tried=_TURNED_AWAY)
        return _back(visit, _TURNED_AWAY)

    @post("/{dossier_id:uuid}/voorbereiden", guards=[requires(Permission.DECIDE_DOSSIERS)])
    async def prepare(self, visit: NamedDependency[_Visit]) -> Template | Redirect:
        """The decision is prepared on the evidence that was shown."""
        return await _take(visit, Prepare, service.prepare, done="voorbereid")

    @post("/{dossier_id:uuid}/teruggeven", guards=[requires(Permission.DECIDE_DOSSIERS)])
    async def return_(self, visit: NamedDependency[_Visit]) -> Template | Redirect:
        """The dossier goes back to be prepared again, with a reason."""
        return await _take(visit, Return, service.return_, done=_RETURNED)

    @post("/{dossier_id:uuid}/toekennen", guards=[requires(Permission.DECIDE_DOSSIERS)])
    async def grant(self, visit: NamedDependency[_Visit]) -> Template | Redirect:
        """The certificate is granted."""
        return await _take(visit, Grant, service.grant, done="toegekend")

    @post("/{dossier_id:uuid}/afwijzen", guards=[requires(Permission.DECIDE_DOSSIERS)])
    async def refuse(self, visit: NamedDependency[_Visit]) -> Template | Redirect:
        """The application is refused, with a reason."""
        return await _take(visit, Refuse, service.refuse, done="afgewezen")


async def _take(visit: _Visit, kind: type[Command], act: Act, *, done: str) -> Template | Redirect:
    """Take the step and go back to the dossier; what is refused is told there, and nothing typed is lost."""
    try:
        await act(visit.dossier, visit.form.read(kind), actor=visit.actor, now=visit.now)
    except (Invalid, RuleBroken) as error:
        labels = RETURNING if done == _RETURNED else LABELS
        return await _dossier(visit, refused=refusal(error, visit.language, labels), tried=done)
    return _back(visit, done)


def _back(visit: _Visit, done: str) -> Redirect:
    return Redirect(in_language(f"/dossiers/{visit.dossier}?gedaan={done}", visit.language), status_code=303)


async def _dossier(
    visit: _Visit, *, flash: dict[str, str] | None = None, refused: Refusal = NOTHING, tried: str = ""
) -> Template:
    actor, language = visit.actor, visit.language
    shown = await presenting.detail(visit.dossier, language=language, actor=actor, now=visit.now)
    may_judge = actor.may(Permission.DECIDE_DOSSIERS) and not shown.objections
    may_end = may_judge and not shown.on_hold
    evidence = shown.evidence_detail
    context = {
        "dossier": shown,
        "people": await _people(shown),
        "provider": await _provider(shown),
        "step_names": STEPS,
        "route_names": ROUTES,
        "state_name": STATES[shown.state],
        "same_person": SamePerson() if shown.prepared_by_you and actor.may(Permission.DECIDE_DOSSIERS) else None,
        "may_admit": shown.state is State.APPLIED and actor.may(Permission.ADMIT_DOSSIERS),
        "may_prepare": shown.state is State.COMPLETE and may_end and evidence is not None,
        "may_return": shown.state is State.PREPARED and may_judge and not shown.prepared_by_you,
        "may_decide": shown.state is State.PREPARED and may_end and not shown.prepared_by_you,
        "documents": [(code, words.say(language)) for code, words in DOCUMENTS.items()],
        "labels": LABELS,
        "returning": RETURNING,
        "not_admitting": NOT_ADMITTING,
        "admission_faults": ADMISSION_FAULTS,
        "ticked": ticked(visit.form),
        "equivalence_states": EQUIVALENCE_STATES,
        "equivalences": await equivalence_presenting.of_dossier(visit.dossier, language=language, actor=actor),
        "kept": visit.form,
        "refused": refused,
        "tried": tried,
        "flash": flash,
        "own_path": f"/dossiers/{visit.dossier}",
    }
    return Template("dossier.html", context=context, status_code=refused.status)


async def _people(shown: DossierDetail) -> dict[UUID, str]:
    """The names of who examined for the evidence."""
    content = shown.evidence_detail.content if shown.evidence_detail else None
    names = await people.names_of(proof.examiner for proof in content.results) if content else {}
    return {person: str(name) for person, name in names.items()}


async def _provider(shown: DossierDetail) -> str:
    content = shown.evidence_detail.content if shown.evidence_detail else None
    return (await organisations.names_of({content.provider}))[content.provider] if content else ""
