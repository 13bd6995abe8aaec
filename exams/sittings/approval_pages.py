"""The pages of who approves: providers to teach and examine, examiners for a track; who waits for it comes first."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated, Any
from uuid import UUID

from litestar import Controller, get, post
from litestar.di import NamedDependency, Provide
from litestar.params import FromPath, QueryParameter
from litestar.response import Redirect, Template

from exams.sittings import approving as examining
from exams.sittings.schemas import ApproveExaminer, CandidateExaminerOut
from exams.tracks import approving
from exams.tracks.approving import Approvable
from exams.tracks.rules import Approved
from exams.tracks.schemas import ApprovalOut, ApproveProvider, EndApproval
from exams.tracks.versions import newest
from registry.accounts.forms import NOTHING, Form, Refusal, news, refusal
from registry.accounts.guards import signed_in
from registry.accounts.pages import in_language
from registry.accounts.work import Card
from registry.days import amsterdam_day
from registry.errors import Fault, Invalid, NotAllowed, NotFound, RuleBroken
from registry.organisations import service as organisations
from registry.organisations.tables import Kind
from registry.permissions import Actor, Permission
from registry.schema import Schema
from registry.texts import Language, Text

_LABELS = {
    "what": Text("Waarvoor?", "For what?"),
    "provider": Text("Opleider", "Training provider"),
    "scope": Text("Voor welke onderdelen?", "For which parts?"),
    "approvedBy": Text("Namens", "On behalf of"),
    "validFrom": Text("Vanaf", "From"),
    "validTo": Text("Tot en met", "Through"),
    "lastDay": Text("Laatste dag", "Last day"),
}
_NEWS = {
    "erkend": Text("De erkenning is vastgelegd.", "The approval is on record."),
    "beeindigd": Text("De erkenning eindigt op de dag die u koos.", "The approval ends on the day that you chose."),
}
_KINDS = {Approved.TEACH: Text("lesgeven", "teaching"), Approved.EXAMINE: Text("examineren", "examining")}
_WHAT = Text("{kind}: {track}", "{kind}: {track}")
_NO_SUCH = Text("Kies een van de mogelijkheden.", "Choose one of the options.")
_NO_PART = Text("Kies ten minste één onderdeel, of alle.", "Choose at least one part, or all.")
_ALL, _SOME = "all", "some"


class _ApproveForm(Schema, frozen=True):
    what: str
    provider: UUID
    valid_from: date
    valid_to: date | None = None


class _ExaminerForm(Schema, frozen=True):
    scope: str
    approved_by: UUID
    valid_from: date
    valid_to: date | None = None


@dataclass(frozen=True, slots=True)
class _Visit:
    """Who approves, what they sent, and when."""

    form: Form
    language: Language
    actor: Actor
    now: datetime

    @property
    def today(self) -> date:
        """The day it is."""
        return amsterdam_day(self.now)


async def _visit(
    form: NamedDependency[Form],
    language: NamedDependency[Language],
    actor: NamedDependency[Actor],
    now: NamedDependency[datetime],
) -> _Visit:
    """The dependency `visit` of these pages; raises NotAllowed for who neither approves nor reads everything."""
    if not (actor.may(Permission.APPROVE_TEACHING) or actor.may(Permission.APPROVE_EXAMINING) or actor.sees_everything):
        raise NotAllowed
    return _Visit(form, language, actor, now)


async def waiting(actor: Actor, now: datetime) -> list[Card]:
    """Who approves sees how many wait for it."""
    if not (actor.may(Permission.APPROVE_TEACHING) or actor.may(Permission.APPROVE_EXAMINING)):
        return []
    today = amsterdam_day(now)
    examiners = [each for each in await examining.candidates_for(actor, today=today) if each.waiting]
    return [
        Card(
            Text("Erkenningen", "Approvals"),
            "/erkenningen",
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

    path = "/erkenningen"
    guards = (signed_in,)
    dependencies = {"visit": Provide(_visit)}  # noqa: RUF012  Litestar's own way to say it

    @get()
    async def listed(
        self,
        visit: NamedDependency[_Visit],
        done: Annotated[str, QueryParameter(name="gedaan")] = "",
        provider: Annotated[str, QueryParameter(name="opleider")] = "",
        what: Annotated[str, QueryParameter(name="wat")] = "",
    ) -> Template:
        """Who waits, what was approved, and the form to approve a provider, filled in as far as the address says."""
        kept = Form({"provider": provider, "what": what})
        return await _approvals(visit, kept=kept, flash=news(done, _NEWS, visit.language))

    @post()
    async def approve(self, visit: NamedDependency[_Visit]) -> Template | Redirect:
        """A provider is approved."""
        try:
            code, command = await _provider_command(visit)
            await approving.approve(code, command, actor=visit.actor, now=visit.now)
        except (Invalid, RuleBroken) as error:
            return await _approvals(visit, kept=visit.form, refused=refusal(error, visit.language, _LABELS))
        return _back(visit, "erkend")

    @get("/{approval_id:uuid}/einde")
    async def ask_end(self, visit: NamedDependency[_Visit], approval_id: FromPath[UUID]) -> Template:
        """Until when?"""
        return _ending(visit, await _own(visit, approval_id))

    @post("/{approval_id:uuid}/einde")
    async def end(self, visit: NamedDependency[_Visit], approval_id: FromPath[UUID]) -> Template | Redirect:
        """The approval of a provider ends earlier."""
        shown = await _own(visit, approval_id)
        try:
            await approving.end_approval(approval_id, visit.form.read(EndApproval), actor=visit.actor, now=visit.now)
        except (Invalid, RuleBroken) as error:
            return _ending(visit, shown, refused=refusal(error, visit.language, _LABELS))
        return _back(visit, "beeindigd")

    @get("/examinatoren/{registration_id:uuid}/{code:str}")
    async def ask_examiner(
        self, visit: NamedDependency[_Visit], registration_id: FromPath[UUID], code: FromPath[str]
    ) -> Template:
        """For which parts, and how long?"""
        return await _examiner(visit, await _candidate(visit, registration_id, code))

    @post("/examinatoren/{registration_id:uuid}/{code:str}")
    async def approve_examiner(
        self, visit: NamedDependency[_Visit], registration_id: FromPath[UUID], code: FromPath[str]
    ) -> Template | Redirect:
        """An examiner is approved for a track."""
        candidate = await _candidate(visit, registration_id, code)
        try:
            command = await _examiner_command(visit, candidate)
            await examining.approve_examiner(command, actor=visit.actor, now=visit.now)
        except (Invalid, RuleBroken) as error:
            return await _examiner(visit, candidate, refused=refusal(error, visit.language, _LABELS))
        return _back(visit, "erkend")

    @get("/examinatoren/{approval_id:uuid}/einde")
    async def ask_examiner_end(self, visit: NamedDependency[_Visit], approval_id: FromPath[UUID]) -> Template:
        """Until when?"""
        return _ending(visit, await _own_examiner(visit, approval_id))

    @post("/examinatoren/{approval_id:uuid}/einde")
    async def end_examiner(self, visit: NamedDependency[_Visit], approval_id: FromPath[UUID]) -> Template | Redirect:
        """The approval of an examiner ends earlier."""
        shown = await _own_examiner(visit, approval_id)
        try:
            command = visit.form.read(EndApproval)
            await examining.end_examiner_approval(approval_id, command, actor=visit.actor, now=visit.now)
        except (Invalid, RuleBroken) as error:
            return _ending(visit, shown, refused=refusal(error, visit.language, _LABELS))
        return _back(visit, "beeindigd")


def _back(visit: _Visit, done: str) -> Redirect:
    return Redirect(in_language(f"/erkenningen?gedaan={done}", visit.language), status_code=303)


def _key(each: Approvable) -> str:
    return f"{each.approved}:{each.version.code}:{each.approver}"


async def _provider_command(visit: _Visit) -> tuple[str, ApproveProvider]:
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


async def _examiner_command(visit: _Visit, candidate: CandidateExaminerOut) -> ApproveExaminer:
    form = visit.form.read(_ExaminerForm)
    chosen = [part["code"] for part in (await newest(candidate.track)).parts if visit.form.text(f"part-{part['code']}")]
    if form.scope == _SOME and not chosen:
        raise Invalid([Fault("scope", _NO_PART)])
    return ApproveExaminer(
        registration=candidate.examiner.registration,
        track=candidate.track,
        approved_by=form.approved_by,
        valid_from=form.valid_from,
        valid_to=form.valid_to,
        parts=chosen if form.scope == _SOME else None,
    )


async def _approvals(visit: _Visit, *, kept: Form, flash: dict[str, str] | None = None, refused: Refusal = NOTHING) -> Template:
    own, language = await approving.approvable(visit.actor), visit.language
    candidates = await examining.candidates_for(visit.actor, today=visit.today)
    given = await approving.approvals_for(visit.actor)
    context = {
        "waiting": [(each, _key(each.approvable)) for each in await approving.waiting_for(visit.actor, today=visit.today)],
        "candidates": [each for each in candidates if each.waiting],
        "approved_examiners": [each for each in candidates if not each.waiting],
        "approvals": [(each, _may_end(each, own, visit.today)) for each in given],
        "options": [(_key(each), _said(each, language)) for each in own],
        "providers": [(each.id, each.name) for each in await organisations.listed(Kind.PROVIDER)] if own else [],
        "tracks": {each.version.code: each.version.name.say(language) for each in own},
        "own_bodies": visit.actor.organisations_where(Permission.APPROVE_EXAMINING),
        "kinds": _KINDS,
        "labels": _LABELS,
        "text": Text,
        "today": visit.today,
        "kept": kept,
        "refused": refused,
        "flash": flash,
    }
    return Template("approvals.html", context=context, status_code=refused.status)


def _said(each: Approvable, language: Language) -> str:
    return _WHAT.say(language, kind=_KINDS[each.approved].say(language).capitalize(), track=each.version.name)


def _may_end(approval: ApprovalOut, own: Sequence[Approvable], today: date) -> bool:
    lasts = approval.valid_to is None or approval.valid_to > today
    return lasts and approval.approved_by in {each.approver for each in own}


async def _own(visit: _Visit, approval: UUID) -> dict[str, Any]:
    """What the page says of an approval of a provider that the actor may end; raises NotFound."""
    own = {each.approver for each in await approving.approvable(visit.actor)}
    for each in await approving.approvals_for(visit.actor):
        if each.id == approval and each.approved_by in own:
            what = Text(each.name_nl, each.name_en).say(visit.language)
            kind = _KINDS[each.approved].say(visit.language)
            return {
                "who": each.provider_name,
                "what": f"{kind}, {what}",
                "of": each,
                "own_path": f"/erkenningen/{approval}/einde",
            }
    raise NotFound


async def _own_examiner(visit: _Visit, approval: UUID) -> dict[str, Any]:
    """As `_own`, of an examiner."""
    for candidate in await examining.candidates_for(visit.actor, today=visit.today):
        for each in candidate.examiner.approvals:
            if each.id == approval and each.approved_by in visit.actor.organisations_where(Permission.APPROVE_EXAMINING):
                track = (await newest(candidate.track)).name.say(visit.language)
                what = f"{track}, {each.part}" if each.part else track
                path = f"/erkenningen/examinatoren/{approval}/einde"
                return {"who": candidate.examiner.name or "–", "what": what, "of": each, "own_path": path}
    raise NotFound


def _ending(visit: _Visit, shown: dict[str, Any], *, refused: Refusal = NOTHING) -> Template:
    context = {"labels": _LABELS, "today": visit.today, "kept": visit.form, "refused": refused, **shown}
    return Template("approval_ending.html", context=context, status_code=refused.status)


async def _candidate(visit: _Visit, registration: UUID, code: str) -> CandidateExaminerOut:
    for each in await examining.candidates_for(visit.actor, today=visit.today):
        if each.examiner.registration == registration and each.track == code:
            return each
    raise NotFound


async def _examiner(visit: _Visit, candidate: CandidateExaminerOut, *, refused: Refusal = NOTHING) -> Template:
    own = [each for each in await approving.approvable(visit.actor) if each.approved is Approved.EXAMINE]
    bodies = [each.approver for each in own if each.version.code == candidate.track]
    names = await organisations.names_of(set(bodies))
    version = await newest(candidate.track)
    context = {
        "candidate": candidate,
        "track": version.name.say(visit.language),
        "parts": [(part["code"], Text(part["name_nl"], part["name_en"]).say(visit.language)) for part in version.parts],
        "bodies": [(each, names[each]) for each in bodies],
        "all": _ALL,
        "some": _SOME,
        "labels": _LABELS,
        "today": visit.today,
        "kept": visit.form,
        "refused": refused,
        "own_path": f"/erkenningen/examinatoren/{candidate.examiner.registration}/{candidate.track}",
    }
    return Template("examiner_approval.html", context=context, status_code=refused.status)
