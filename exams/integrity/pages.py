"""The pages of certifiers about cases of the integrity watch: the list, and one case with what can be done."""

from collections.abc import Awaitable
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated
from uuid import UUID

from litestar import Controller, get, post
from litestar.di import NamedDependency, Provide
from litestar.params import FromPath, QueryParameter
from litestar.response import Redirect, Stream, Template

from exams.integrity import listing, presenting, service
from exams.integrity.bars import Bar, bar_of
from exams.integrity.rules import Flag, Tally
from exams.integrity.schemas import CaseDetail, CloseCase, HoldDossiers, RateOut
from exams.integrity.seeking import CASES, SHOWS_CLOSED
from exams.integrity.wording import OUTCOMES
from registry.accounts.forms import NOTHING, Form, Refusal, news, refusal
from registry.accounts.guards import requires
from registry.accounts.pages import in_language
from registry.accounts.work import Card
from registry.days import amsterdam_day
from registry.errors import Invalid, RuleBroken
from registry.exports.answering import AskedKind, answer
from registry.permissions import Actor, Permission
from registry.sieves import choosing
from registry.sieves.choosing import Choice
from registry.texts import Language, Text, written

_LABELS = {
    "reason": Text("Waarom moeten deze dossiers wachten?", "Why do these dossiers have to wait?"),
    "outcome": Text("Wat is uw conclusie?", "What do you conclude?"),
    "conclusion": Text("Waarom?", "Why?"),
}
_NEWS = {
    "genomen": Text("De zaak staat nu op uw naam.", "The case is now in your name."),
    "aangehouden": Text("De dossiers worden aangehouden.", "The dossiers are on hold."),
    "geen": Text("Er was geen dossier om aan te houden.", "There was no dossier to hold."),
    "vrijgegeven": Text("De dossiers zijn vrijgegeven.", "The dossiers are released."),
    "herbeoordelen": Text("De certificaten worden herbeoordeeld.", "The certificates are under review."),
    "gesloten": Text("De zaak is gesloten.", "The case is closed."),
}
_DRAWN = {
    Flag.FAILED_WATCHED_PASSED_UNWATCHED: (
        Text("Eerst, met toezicht", "First, under supervision"),
        Text("Daarna, zonder toezicht", "Then, without supervision"),
    ),
    Flag.RATE_STANDS_OUT: (Text("De anderen", "The others"), Text("Deze groep", "This group")),
}


async def waiting(actor: Actor, now: datetime) -> list[Card]:  # noqa: ARG001  every topic is asked alike
    """A certifier sees how many cases are open; an auditor the way in."""
    if not actor.may(Permission.READ_INTEGRITY):
        return []
    title, path = Text("Integriteit", "Integrity"), "/integriteit"
    if not actor.may(Permission.HANDLE_INTEGRITY):
        return [Card(title, path, Text("Bekijk alle zaken.", "Look at all cases."))]
    open_now = sum(each.closing is None for each in await service.cases_for(actor))
    text = Text("Kijk of opvallende examencijfers kloppen.", "See whether striking exam figures are right.")
    return [Card(title, path, text, open_now, Text("open", "open"))]


@dataclass(frozen=True, slots=True)
class _Visit:
    """Who does what in which case, and what they sent."""

    case: UUID
    form: Form
    language: Language
    actor: Actor
    now: datetime


async def _visit(
    case_id: FromPath[UUID],
    form: NamedDependency[Form],
    language: NamedDependency[Language],
    actor: NamedDependency[Actor],
    now: NamedDependency[datetime],
) -> _Visit:
    """The dependency `visit` of every page of one case."""
    return _Visit(case_id, form, language, actor, now)


class IntegrityPages(Controller):
    """Cases of the integrity watch in the browser."""

    path = "/integriteit"
    dependencies = {"visit": Provide(_visit), "chosen": Provide(choosing.chosen)}  # noqa: RUF012  Litestar's own way to say it

    @get(guards=[requires(Permission.READ_INTEGRITY)])
    async def listed(
        self,
        language: NamedDependency[Language],
        actor: NamedDependency[Actor],
        now: NamedDependency[datetime],
        chosen: NamedDependency[Choice],
        kind: AskedKind = None,
    ) -> Template | Stream:
        """The cases that are open, or those that were asked; as a file where one is asked."""
        found = CASES.sift(await presenting.listed(actor, language), chosen, language)
        if kind is not None:
            return answer(listing.cases(found, actor=actor, today=amsterdam_day(now)), kind, language=language)
        context = {"found": found, "closed": found.chosen.stand in SHOWS_CLOSED, "outcomes": OUTCOMES}
        return Template("integrity_cases.html", context=context)

    @get("/{case_id:uuid}", guards=[requires(Permission.READ_INTEGRITY)])
    async def one(self, visit: NamedDependency[_Visit], done: Annotated[str, QueryParameter(name="gedaan")] = "") -> Template:
        """One case: why it is there, its figures, and what can be done."""
        return await _case(visit, flash=news(done, _NEWS, visit.language))

    @post("/{case_id:uuid}/nemen", guards=[requires(Permission.HANDLE_INTEGRITY)])
    async def take(self, visit: NamedDependency[_Visit]) -> Template | Redirect:
        """The case is mine."""
        return await _act(visit, service.take(visit.case, actor=visit.actor, now=visit.now), done="genomen")

    @post("/{case_id:uuid}/aanhouden", guards=[requires(Permission.HANDLE_INTEGRITY)])
    async def hold(self, visit: NamedDependency[_Visit]) -> Template | Redirect:
        """Undecided dossiers wait, with a reason."""
        try:
            held = await service.hold(visit.case, visit.form.read(HoldDossiers), actor=visit.actor, now=visit.now)
        except (Invalid, RuleBroken) as error:
            return await _case(visit, refused=refusal(error, visit.language, _LABELS))
        return _back(visit, "aangehouden" if held else "geen")

    @post("/{case_id:uuid}/vrijgeven", guards=[requires(Permission.HANDLE_INTEGRITY)])
    async def lift(self, visit: NamedDependency[_Visit]) -> Template | Redirect:
        """They need not wait any more."""
        return await _act(visit, service.lift(visit.case, actor=visit.actor, now=visit.now), done="vrijgegeven")

    @post("/{case_id:uuid}/herbeoordelen", guards=[requires(Permission.HANDLE_INTEGRITY)])
    async def review(self, visit: NamedDependency[_Visit]) -> Template | Redirect:
        """Certificates are put up for review."""
        return await _act(visit, service.review(visit.case, actor=visit.actor, now=visit.now), done="herbeoordelen")

    @post("/{case_id:uuid}/sluiten", guards=[requires(Permission.HANDLE_INTEGRITY)])
    async def close(self, visit: NamedDependency[_Visit]) -> Template | Redirect:
        """The case is closed with a conclusion."""
        return await _act(visit, _close(visit), done="gesloten")


async def _close(visit: _Visit) -> None:
    await service.close(visit.case, visit.form.read(CloseCase), actor=visit.actor, now=visit.now)


async def _act(visit: _Visit, act: Awaitable[object], *, done: str) -> Template | Redirect:
    """Do it and go back to the case; what is refused is told there, and nothing typed is lost."""
    try:
        await act
    except (Invalid, RuleBroken) as error:
        return await _case(visit, refused=refusal(error, visit.language, _LABELS))
    return _back(visit, done)


def _back(visit: _Visit, done: str) -> Redirect:
    return Redirect(in_language(f"/integriteit/{visit.case}?gedaan={done}", visit.language), status_code=303)


async def _case(visit: _Visit, *, flash: dict[str, str] | None = None, refused: Refusal = NOTHING) -> Template:
    language = visit.language
    shown = await presenting.detail(visit.case, language=language, actor=visit.actor, now=visit.now)
    is_open = shown.closed_at is None and visit.actor.may(Permission.HANDLE_INTEGRITY)
    first, second = _DRAWN[shown.flag]
    context = {
        "case": shown,
        "may_take": is_open and not shown.is_yours,
        "may_act": is_open and shown.is_yours,
        "compared": [
            bar_of(first.say(language), _tally(shown.others)),
            bar_of(second.say(language), _tally(shown.group)),
        ],
        "bars": _sittings(shown, language),
        "outcome_options": [(each.value, words.say(language), "") for each, words in OUTCOMES.items()],
        "outcomes": OUTCOMES,
        "labels": _LABELS,
        "kept": visit.form,
        "refused": refused,
        "flash": flash,
        "own_path": f"/integriteit/{visit.case}",
    }
    return Template("integrity_case.html", context=context, status_code=refused.status)


def _sittings(shown: CaseDetail, language: Language) -> list[Bar]:
    return [bar_of(written(each.held_on, language), _tally(each.rate), supervised=each.supervised) for each in shown.sittings]


def _tally(rate: RateOut) -> Tally:
    return Tally(rate.passed, rate.taken)
