"""The pages of who approves: the list, who waits first, and the approvals of providers to teach and to examine."""

from collections.abc import Sequence
from datetime import date, datetime
from enum import StrEnum
from typing import Annotated
from uuid import UUID

from litestar import Controller, get, post
from litestar.di import NamedDependency, Provide
from litestar.params import FromPath, QueryParameter
from litestar.response import Redirect, Stream, Template

from exams.sittings import approval_listing as listing
from exams.sittings import approving as examining
from exams.sittings.approval_listing import KINDS
from exams.sittings.approval_visit import LABELS, OF_APPROVALS, PATH, Ending, Visit, ending_page, visit_of
from exams.sittings.seeking import APPROVALS
from exams.tracks import approving, ending
from exams.tracks.approving import Approvable
from exams.tracks.schemas import ApprovalOut, ApproveProvider, EndApproval
from registry.accounts.forms import NOTHING, Form, Refusal, news, refusal
from registry.accounts.guards import signed_in
from registry.accounts.work import Card
from registry.days import amsterdam_day
from registry.errors import Fault, Invalid, NotFound, RuleBroken
from registry.exports.answering import AskedKind, answer
from registry.exports.listing import Exported
from registry.organisations import service as organisations
from registry.organisations.tables import Kind
from registry.permissions import Actor, Permission
from registry.schema import Schema
from registry.sieves import choosing
from registry.sieves.choosing import NOTHING_CHOSEN, Choice
from registry.texts import Language, Text

_NEWS = {
    "erkend": Text("De erkenning is vastgelegd.", "The approval is on record."),
    "beeindigd": Text("De erkenning eindigt op de dag die u koos.", "The approval ends on the day that you chose."),
    "geannuleerd": Text("De erkenning gaat niet door.", "The approval is cancelled."),
}
_WHAT = Text("{kind}: {track}", "{kind}: {track}")
_NO_SUCH = Text("Kies een van de mogelijkheden.", "Choose one of the options.")


class _Table(StrEnum):
    PROVIDERS = "opleiders"
    EXAMINERS = "examinatoren"
    WITHOUT = "zonder-erkenning"


class _ApproveForm(Schema, frozen=True):
    what: str
    provider: UUID
    valid_from: date
    valid_to: date | None = None


async def waiting(actor: Actor, now: datetime) -> list[Card]:
    """Who approves sees how many wait for it."""
    if not (actor.may(Permission.APPROVE_TEACHING) or actor.may(Permission.APPROVE_EXAMINING)):
        return []
    today = amsterdam_day(now)
    examiners = [each for each in await examining.candidates_for(actor, today=today) if each.waiting]
    return [
        Card(
            Text("Erkenningen", "Approvals"),
            PATH,
            Text(
                "Erken opleiders en examinatoren, of beëindig een erkenning.",
                "Approve providers and examiners, or end an approval.",
            ),
            len(await approving.waiting_for(actor, today=today)) + len(examiners),
            Text("zonder erkenning", "without approval"),
        ),
    ]


class ApprovalPages(Controller):
    """Approvals in the browser."""

    path = PATH
    guards = (signed_in,)
    dependencies = {"visit": Provide(visit_of), "chosen": Provide(choosing.chosen)}  # noqa: RUF012  Litestar's own way to say it

    @get()
    async def listed(  # noqa: PLR0917  Litestar passes parameters by name
        self,
        visit: NamedDependency[Visit],
        chosen: NamedDependency[Choice],
        done: Annotated[str, QueryParameter(name="gedaan")] = "",
        provider: Annotated[str, QueryParameter(name="opleider")] = "",
        what: Annotated[str, QueryParameter(name="wat")] = "",
        kind: AskedKind = None,
        table: Annotated[_Table, QueryParameter(name="tabel")] = _Table.PROVIDERS,
    ) -> Template | Stream:
        """Who waits, what was approved, and the form to approve a provider, filled in as far as the address says.

        Each of the lists as a file where one is asked.
        """
        if kind is not None:
            return answer(await _exported(table, visit, chosen), kind, language=visit.language)
        kept = Form({"provider": provider, "what": what})
        return await _approvals(visit, kept=kept, chosen=chosen, flash=news(done, _NEWS, visit.language))

    @post()
    async def approve(self, visit: NamedDependency[Visit]) -> Template | Redirect:
        """A provider is approved."""
        try:
            code, command = await _provider_command(visit)
            await approving.approve(code, command, actor=visit.actor, now=visit.now)
        except (Invalid, RuleBroken) as error:
            return await _approvals(visit, kept=visit.form, refused=refusal(error, visit.language, LABELS))
        return visit.back("erkend")

    @get("/{approval_id:uuid}/einde")
    async def ask_end(self, visit: NamedDependency[Visit], approval_id: FromPath[UUID]) -> Template:
        """Until when?"""
        return ending_page(await _own(visit, approval_id), today=visit.today, kept=visit.form)

    @post("/{approval_id:uuid}/einde")
    async def end(self, visit: NamedDependency[Visit], approval_id: FromPath[UUID]) -> Template | Redirect:
        """The approval of a provider ends earlier."""
        shown = await _own(visit, approval_id)
        try:
            await ending.end_approval(approval_id, visit.form.read(EndApproval), actor=visit.actor, now=visit.now)
        except (Invalid, RuleBroken) as error:
            refused = refusal(error, visit.language, LABELS)
            return ending_page(shown, today=visit.today, kept=visit.form, refused=refused)
        return visit.back("beeindigd")

    @post("/{approval_id:uuid}/annuleren")
    async def cancel(self, visit: NamedDependency[Visit], approval_id: FromPath[UUID]) -> Template | Redirect:
        """The approval of a provider never begins."""
        shown = await _own(visit, approval_id)
        try:
            await ending.cancel_approval(approval_id, actor=visit.actor, now=visit.now)
        except RuleBroken as error:
            refused = refusal(error, visit.language, LABELS)
            return ending_page(shown, today=visit.today, kept=visit.form, refused=refused)
        return visit.back("geannuleerd")


async def _exported(table: _Table, visit: Visit, chosen: Choice) -> Exported:
    actor, today = visit.actor, visit.today
    match table:
        case _Table.EXAMINERS:
            found = await examining.candidates_for(actor, today=today)
            return listing.candidates(found, actor=actor, today=today)
        case _Table.WITHOUT:
            return listing.waiting(await approving.waiting_for(actor, today=today), actor=actor, today=today)
        case _Table.PROVIDERS:
            sifted = APPROVALS.sift(await approving.approvals_for(actor), chosen, visit.language)
            return listing.approvals(sifted, actor=actor, today=today)


def _key(each: Approvable) -> str:
    return f"{each.approved}:{each.version.code}:{each.approver}"


async def _provider_command(visit: Visit) -> tuple[str, ApproveProvider]:
    """What to approve is one of the things that the actor may approve; every fault at once."""
    form = visit.form.read(_ApproveForm)
    found = {_key(each): each for each in await approving.approvable(visit.actor)}.get(form.what)
    if found is None:
        raise Invalid([Fault("what", _NO_SUCH)])
    command = ApproveProvider(
        provider=form.provider,
        approved=found.approved,
        approved_by=found.approver,
        valid_from=form.valid_from,
        valid_to=form.valid_to,
    )
    return found.version.code, command


async def _approvals(
    visit: Visit,
    *,
    kept: Form,
    chosen: Choice = NOTHING_CHOSEN,
    flash: dict[str, str] | None = None,
    refused: Refusal = NOTHING,
) -> Template:
    own, language = await approving.approvable(visit.actor), visit.language
    candidates = await examining.candidates_for(visit.actor, today=visit.today)
    found = APPROVALS.sift(await approving.approvals_for(visit.actor), chosen, language)
    context = {
        "waiting": [(each, _key(each.approvable)) for each in await approving.waiting_for(visit.actor, today=visit.today)],
        "candidates": [each for each in candidates if each.waiting],
        "approved_examiners": [each for each in candidates if not each.waiting],
        "found": found,
        "approvals": [(each, _may_end(each, own, visit.today)) for each in found.shown],
        "options": [(_key(each), _said(each, language)) for each in own],
        "providers": [(each.id, each.name) for each in await organisations.listed(Kind.PROVIDER)] if own else [],
        "tracks": {each.version.code: each.version.name.say(language) for each in own},
        "own_bodies": visit.actor.organisations_where(Permission.APPROVE_EXAMINING),
        "kinds": KINDS,
        "labels": LABELS,
        "text": Text,
        "today": visit.today,
        "kept": kept,
        "refused": refused,
        "flash": flash,
    }
    return Template("approvals.html", context=context, status_code=refused.status)


def _said(each: Approvable, language: Language) -> str:
    return _WHAT.say(language, kind=KINDS[each.approved].say(language).capitalize(), track=each.version.name)


def _may_end(approval: ApprovalOut, own: Sequence[Approvable], today: date) -> bool:
    lasts = approval.valid_to is None or approval.valid_to > today
    return lasts and approval.approved_by in {each.approver for each in own}


async def _own(visit: Visit, approval: UUID) -> Ending:
    """An approval of a provider that the actor may end; raises NotFound."""
    own = {each.approver for each in await approving.approvable(visit.actor)}
    for each in await approving.approvals_for(visit.actor):
        if each.id == approval and each.approved_by in own:
            track = Text(each.name_nl, each.name_en).say(visit.language)
            what = f"{KINDS[each.approved].say(visit.language)}, {track}"
            return Ending(each.provider_name, what, each, f"{PATH}/{approval}", OF_APPROVALS)
    raise NotFound
