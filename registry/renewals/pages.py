"""The pages of certifiers about renewals: education to judge, and renewals whose route is met."""

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
from registry.days import amsterdam_day
from registry.dossiers.wording import ROUTES
from registry.errors import Invalid, RuleBroken
from registry.exports.answering import AskedKind, answer
from registry.permissions import Actor, Permission
from registry.renewals import listing, presenting, service
from registry.renewals.schemas import CompleteRenewal, RefuseEducation
from registry.renewals.seeking import RENEWALS
from registry.renewals.wording import LABELS, OUTCOMES
from registry.sieves import choosing
from registry.sieves.choosing import NOTHING_CHOSEN, Choice
from registry.texts import Language, Text

_OWN = "/hercertificeringen"
_NEWS = {
    "telt-mee": Text("De bijscholing telt mee.", "The education counts."),
    "telt-niet-mee": Text("De bijscholing telt niet mee.", "The education does not count."),
    "compleet": Text("De aanvraag is compleet en kan worden voorbereid.", "The application is complete and can be prepared."),
}


class _Table(StrEnum):
    RENEWALS = "aanvragen"
    EDUCATION = "bijscholing"


async def waiting(actor: Actor, now: datetime) -> list[Card]:
    """A certifier sees how much education waits for them and how many renewals wait for a route."""
    if not actor.may(Permission.READ_CERTIFICATES):
        return []
    text = Text("Beoordeel bijscholing en maak aanvragen compleet.", "Judge education and complete applications.")
    title, counted = Text("Hercertificering", "Recertification"), Text("wachten op u", "wait for you")
    return [Card(title, _OWN, text, await presenting.how_much_waits(actor, now=now), counted)]


class RenewalPages(Controller):
    """Renewals in the browser of who certifies."""

    path = _OWN
    dependencies = {"chosen": Provide(choosing.chosen)}  # noqa: RUF012  Litestar's own way to say it

    @get(guards=[requires(Permission.READ_CERTIFICATES)])
    async def listed(  # noqa: PLR0917  Litestar passes parameters by name
        self,
        language: NamedDependency[Language],
        actor: NamedDependency[Actor],
        now: NamedDependency[datetime],
        chosen: NamedDependency[Choice],
        done: Annotated[str, QueryParameter(name="gedaan")] = "",
        kind: AskedKind = None,
        table: Annotated[_Table, QueryParameter(name="tabel")] = _Table.RENEWALS,
    ) -> Template | Stream:
        """The renewals that were chosen of those that wait, and education of holders; either as a file where one is asked."""
        if kind is not None:
            today = amsterdam_day(now)
            if table is _Table.EDUCATION:
                exported = listing.education(await presenting.education(actor), actor=actor, today=today)
            else:
                found = RENEWALS.sift(await presenting.named_renewals(actor, now=now), chosen, language)
                exported = listing.renewals(found, actor=actor, today=today)
            return answer(exported, kind, language=language)
        return await _page(actor, now, language, chosen=chosen, flash=news(done, _NEWS, language))

    @post("/bijscholing/{entry_id:uuid}/meetellen", guards=[requires(Permission.DECIDE_CERTIFICATES)])
    async def accept(
        self,
        entry_id: FromPath[UUID],
        language: NamedDependency[Language],
        actor: NamedDependency[Actor],
        now: NamedDependency[datetime],
    ) -> Template | Redirect:
        """The education counts."""
        try:
            await service.accept(entry_id, actor=actor, now=now)
        except RuleBroken as error:
            return await _page(actor, now, language, refused=refusal(error, language, LABELS), tried=entry_id)
        return Redirect(in_language(f"{_OWN}?gedaan=telt-mee", language), status_code=303)

    @post("/bijscholing/{entry_id:uuid}/weigeren", guards=[requires(Permission.DECIDE_CERTIFICATES)])
    async def refuse(
        self,
        entry_id: FromPath[UUID],
        form: NamedDependency[Form],
        language: NamedDependency[Language],
        actor: NamedDependency[Actor],
        now: NamedDependency[datetime],
    ) -> Template | Redirect:
        """The education does not count."""
        try:
            await service.refuse(entry_id, form.read(RefuseEducation), actor=actor, now=now)
        except (Invalid, RuleBroken) as error:
            return await _page(actor, now, language, refused=refusal(error, language, LABELS), tried=entry_id, kept=form)
        return Redirect(in_language(f"{_OWN}?gedaan=telt-niet-mee", language), status_code=303)

    @post("/{dossier_id:uuid}/compleet", guards=[requires(Permission.DECIDE_DOSSIERS)])
    async def complete(
        self,
        dossier_id: FromPath[UUID],
        form: NamedDependency[Form],
        language: NamedDependency[Language],
        actor: NamedDependency[Actor],
        now: NamedDependency[datetime],
    ) -> Template | Redirect:
        """A route is met: the application is complete."""
        try:
            await service.complete(dossier_id, form.read(CompleteRenewal), actor=actor, now=now)
        except (Invalid, RuleBroken) as error:
            return await _page(actor, now, language, refused=refusal(error, language, LABELS), tried=dossier_id, kept=form)
        return Redirect(in_language(f"{_OWN}?gedaan=compleet", language), status_code=303)


async def _page(
    actor: Actor,
    now: datetime,
    language: Language,
    *,
    chosen: Choice = NOTHING_CHOSEN,
    flash: dict[str, str] | None = None,
    refused: Refusal = NOTHING,
    tried: UUID | None = None,
    kept: Form | None = None,
) -> Template:
    entries = await presenting.education(actor)
    context = {
        "found": RENEWALS.sift(await presenting.named_renewals(actor, now=now), chosen, language),
        "waiting": [each for each in entries if each.outcome is None],
        "judged": [each for each in entries if each.outcome is not None],
        "may_judge": actor.may(Permission.DECIDE_CERTIFICATES),
        "routes": ROUTES,
        "outcomes": OUTCOMES,
        "labels": LABELS,
        "tried": tried,
        "kept": kept or Form(),
        "refused": refused,
        "flash": flash,
        "own_path": _OWN,
    }
    return Template("renewals.html", context=context, status_code=refused.status)
