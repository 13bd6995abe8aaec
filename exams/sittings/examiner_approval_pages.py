"""The pages on which a certification body approves an examiner for a track, and ends or cancels such an approval."""

from datetime import date
from uuid import UUID

from litestar import Controller, get, post
from litestar.di import NamedDependency, Provide
from litestar.params import FromPath
from litestar.response import Redirect, Template

from exams.sittings import approving as examining
from exams.sittings import ending
from exams.sittings.approval_visit import LABELS, OF_APPROVALS, PATH, Ending, Visit, ending_page, visit_of
from exams.sittings.schemas import ApproveExaminer, CandidateExaminerOut
from exams.tracks.approving import approvable
from exams.tracks.rules import Approved
from exams.tracks.schemas import EndApproval
from exams.tracks.versions import newest
from registry.accounts.forms import NOTHING, Refusal, refusal
from registry.accounts.guards import signed_in
from registry.errors import Fault, Invalid, NotFound, RuleBroken
from registry.organisations import service as organisations
from registry.permissions import Permission
from registry.schema import Schema
from registry.texts import Text

_NO_PART = Text("Kies ten minste één onderdeel, of alle.", "Choose at least one part, or all.")
_ALL, _SOME = "all", "some"


class _ExaminerForm(Schema, frozen=True):
    scope: str
    approved_by: UUID
    valid_from: date
    valid_to: date | None = None


class ExaminerApprovalPages(Controller):
    """Approvals of examiners in the browser."""

    path = f"{PATH}/examinatoren"
    guards = (signed_in,)
    dependencies = {"visit": Provide(visit_of)}  # noqa: RUF012  Litestar's own way to say it

    @get("/{registration_id:uuid}/{code:str}")
    async def ask_examiner(
        self, visit: NamedDependency[Visit], registration_id: FromPath[UUID], code: FromPath[str]
    ) -> Template:
        """For which parts, and how long?"""
        return await _examiner(visit, await _candidate(visit, registration_id, code))

    @post("/{registration_id:uuid}/{code:str}")
    async def approve_examiner(
        self, visit: NamedDependency[Visit], registration_id: FromPath[UUID], code: FromPath[str]
    ) -> Template | Redirect:
        """An examiner is approved for a track."""
        candidate = await _candidate(visit, registration_id, code)
        try:
            command = await _examiner_command(visit, candidate)
            await examining.approve_examiner(command, actor=visit.actor, now=visit.now)
        except (Invalid, RuleBroken) as error:
            return await _examiner(visit, candidate, refused=refusal(error, visit.language, LABELS))
        return visit.back("erkend")

    @get("/{approval_id:uuid}/einde")
    async def ask_end(self, visit: NamedDependency[Visit], approval_id: FromPath[UUID]) -> Template:
        """Until when?"""
        return ending_page(await _own(visit, approval_id), today=visit.today, kept=visit.form)

    @post("/{approval_id:uuid}/einde")
    async def end(self, visit: NamedDependency[Visit], approval_id: FromPath[UUID]) -> Template | Redirect:
        """The approval of an examiner ends earlier."""
        shown = await _own(visit, approval_id)
        try:
            command = visit.form.read(EndApproval)
            await ending.end_examiner_approval(approval_id, command, actor=visit.actor, now=visit.now)
        except (Invalid, RuleBroken) as error:
            refused = refusal(error, visit.language, LABELS)
            return ending_page(shown, today=visit.today, kept=visit.form, refused=refused)
        return visit.back("beeindigd")

    @post("/{approval_id:uuid}/annuleren")
    async def cancel(self, visit: NamedDependency[Visit], approval_id: FromPath[UUID]) -> Template | Redirect:
        """The approval of an examiner never begins."""
        shown = await _own(visit, approval_id)
        try:
            await ending.cancel_examiner_approval(approval_id, actor=visit.actor, now=visit.now)
        except RuleBroken as error:
            refused = refusal(error, visit.language, LABELS)
            return ending_page(shown, today=visit.today, kept=visit.form, refused=refused)
        return visit.back("geannuleerd")


async def _examiner_command(visit: Visit, candidate: CandidateExaminerOut) -> ApproveExaminer:
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


async def _own(visit: Visit, approval: UUID) -> Ending:
    """An approval of an examiner that the actor may end; raises NotFound."""
    for candidate in await examining.candidates_for(visit.actor, today=visit.today):
        for each in candidate.examiner.approvals:
            if each.id == approval and each.approved_by in visit.actor.organisations_where(Permission.APPROVE_EXAMINING):
                track = (await newest(candidate.track)).name.say(visit.language)
                what = f"{track}, {each.part}" if each.part else track
                path = f"{PATH}/examinatoren/{approval}"
                return Ending(candidate.examiner.name or "–", what, each, path, OF_APPROVALS)
    raise NotFound


async def _candidate(visit: Visit, registration: UUID, code: str) -> CandidateExaminerOut:
    for each in await examining.candidates_for(visit.actor, today=visit.today):
        if each.examiner.registration == registration and each.track == code:
            return each
    raise NotFound


async def _examiner(visit: Visit, candidate: CandidateExaminerOut, *, refused: Refusal = NOTHING) -> Template:
    own = [each for each in await approvable(visit.actor) if each.approved is Approved.EXAMINE]
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
        "labels": LABELS,
        "today": visit.today,
        "kept": visit.form,
        "refused": refused,
        "own_path": f"{PATH}/examinatoren/{candidate.examiner.registration}/{candidate.track}",
    }
    return Template("examiner_approval.html", context=context, status_code=refused.status)
