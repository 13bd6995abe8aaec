"""The pages of one upload: what is in it, what its headings mean, accepting or declining it, and taking it back."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from litestar import Controller, Response, get, post
from litestar.di import NamedDependency, Provide
from litestar.params import FromPath, QueryParameter
from litestar.response import Redirect, Template

from exams.judging.headings import Field
from exams.results import mapping, service, uploading, workbooks
from exams.results.choices_form import choices_of
from exams.results.correcting import Proposed
from exams.results.history import RetractionReason
from exams.results.preview_page import LABELS, WHY, Visit, page_of, retraction_page
from exams.results.schemas import WorkOut
from exams.results.told import told, told_work
from exams.results.uploading import Long
from exams.results.work_rules import Ending, Task
from exams.spreadsheets.downloads import workbook
from registry.accounts.forms import Form, news, refusal
from registry.accounts.guards import requires
from registry.errors import Invalid, RuleBroken
from registry.permissions import Actor, Permission
from registry.schema import Schema
from registry.texts import Language, Text

_NOT_READ = "-"
NOTHING_UNDERWAY = WorkOut(task=Task.PREVIEW, rows_total=None, rows_done=None, ending=Ending.DONE, problem=None)
"""What the script is told of a short file."""
_NEWS = {
    "aangenomen": Text("De uitslagen zijn vastgelegd.", "The results are on record."),
    "voorgesteld": Text("Uw voorstel wacht op een collega.", "Your proposal waits for a colleague."),
    "afgewezen": Text("Het voorstel is van de baan; er is niets vastgelegd.", "The proposal is off; nothing was recorded."),
    "koppen": Text("De koppen zijn onthouden.", "The headings are remembered."),
    "teruggetrokken": Text("De aanlevering is teruggetrokken.", "The upload was retracted."),
    "afgebroken": Text("Het werk aan dit bestand is afgebroken.", "The work on this file was cancelled."),
    "bezig": Text("We gaan ermee aan de slag.", "We are on it."),
}


async def _visit(
    upload_id: FromPath[UUID],
    form: NamedDependency[Form],
    language: NamedDependency[Language],
    actor: NamedDependency[Actor],
    now: NamedDependency[datetime],
) -> Visit:
    return Visit(upload_id, form, language, actor, now)


class _Retraction(Schema, frozen=True):
    reason: RetractionReason


class PreviewPages(Controller):
    """One upload in the browser."""

    path = "/aanleveringen/{upload_id:uuid}"
    dependencies = {"visit": Provide(_visit)}  # noqa: RUF012  Litestar reads it and changes nothing

    @get(guards=[requires(Permission.READ_RESULTS)])
    async def preview(
        self, visit: NamedDependency[Visit], done: Annotated[str, QueryParameter(name="gedaan")] = ""
    ) -> Template:
        """What is in the file and what accepting would do; or that it was accepted."""
        return await page_of(visit, flash=news(done, _NEWS, visit.language))

    @get("/voortgang", guards=[requires(Permission.READ_RESULTS)], media_type="application/json")
    async def progress(self, visit: NamedDependency[Visit]) -> WorkOut:
        """How far the work on a long file is, for the script of its page."""
        found = await uploading.progress(visit.upload, actor=visit.actor)
        return told_work(found, visit.language) if found is not None else NOTHING_UNDERWAY

    @post("/aannemen", guards=[requires(Permission.UPLOAD_RESULTS)])
    async def accept(self, visit: NamedDependency[Visit]) -> Template | Redirect:
        """Record the file with what was chosen, or nothing."""
        seen = await uploading.preview(visit.upload, actor=visit.actor, now=visit.now)
        try:
            found = told(seen, visit.language)
            choices = choices_of(visit.form, faulty_rows=found.faulty_rows, sittings=[each.key for each in found.sittings])
            done = await uploading.accept(visit.upload, choices, actor=visit.actor, now=visit.now)
        except (Invalid, RuleBroken) as error:
            return await page_of(visit, refused=refusal(error, visit.language, LABELS))
        return visit.back("voorgesteld" if isinstance(done, Proposed) else "bezig" if isinstance(done, Long) else "aangenomen")

    @post("/afwijzen", guards=[requires(Permission.UPLOAD_RESULTS)])
    async def decline(self, visit: NamedDependency[Visit]) -> Template | Redirect:
        """What was proposed is not done."""
        try:
            await service.decline(visit.upload, actor=visit.actor, now=visit.now)
        except RuleBroken as error:
            return await page_of(visit, refused=refusal(error, visit.language, LABELS))
        return visit.back("afgewezen")

    @post("/koppen", guards=[requires(Permission.UPLOAD_RESULTS)])
    async def map_headings(self, visit: NamedDependency[Visit]) -> Template | Redirect:
        """What the provider's own headings mean, from now on."""
        upload = await service.own(visit.upload, visit.actor)
        try:
            await mapping.remember(upload.provider, _meanings(visit.form), actor=visit.actor, now=visit.now)
            await uploading.judge_again(visit.upload, actor=visit.actor, now=visit.now)
        except (Invalid, RuleBroken) as error:
            return await page_of(visit, refused=refusal(error, visit.language, LABELS))
        return visit.back("koppen")

    @post("/opnieuw", guards=[requires(Permission.UPLOAD_RESULTS)])
    async def judge_again(self, visit: NamedDependency[Visit]) -> Template | Redirect:
        """A long file is judged anew."""
        try:
            await uploading.judge_again(visit.upload, actor=visit.actor, now=visit.now)
        except RuleBroken as error:
            return await page_of(visit, refused=refusal(error, visit.language, LABELS))
        return visit.back("bezig")

    @post("/afbreken", guards=[requires(Permission.UPLOAD_RESULTS)])
    async def cancel(self, visit: NamedDependency[Visit]) -> Template | Redirect:
        """What is underway is not done."""
        try:
            await uploading.cancel(visit.upload, actor=visit.actor, now=visit.now)
        except RuleBroken as error:
            return await page_of(visit, refused=refusal(error, visit.language, LABELS))
        return visit.back("afgebroken")

    @get("/terugtrekken", guards=[requires(Permission.UPLOAD_RESULTS)])
    async def retraction(self, visit: NamedDependency[Visit]) -> Template:
        """What taking it back would do."""
        return await retraction_page(visit)

    @post("/terugtrekken", guards=[requires(Permission.UPLOAD_RESULTS)])
    async def retract(self, visit: NamedDependency[Visit]) -> Template | Redirect:
        """Take it back."""
        try:
            reason = visit.form.read(_Retraction).reason
            done = await uploading.retract(visit.upload, reason, actor=visit.actor, now=visit.now)
        except Invalid as error:
            return await retraction_page(visit, refused=refusal(error, visit.language, {"reason": WHY}))
        except RuleBroken as error:
            return await page_of(visit, refused=refusal(error, visit.language, LABELS))
        return visit.back("bezig" if isinstance(done, Long) else "teruggetrokken")

    @get("/werkboek", guards=[requires(Permission.READ_RESULTS)])
    async def marked(self, visit: NamedDependency[Visit]) -> Response[bytes]:
        """My own workbook back, each fault marked in its cell."""
        content = await workbooks.marked(visit.upload, language=visit.language, actor=visit.actor, now=visit.now)
        return workbook(content, "uitslagen-met-fouten.xlsx")


def _meanings(form: Form) -> dict[str, Field | None]:
    """What was said of each heading on the page; one without a choice is left as it is."""
    meanings: dict[str, Field | None] = {}
    number = 1
    while heading := form.text(f"heading.{number}"):
        chosen = form.text(f"field.{number}")
        if chosen == _NOT_READ or chosen in list(Field):
            meanings[heading] = None if chosen == _NOT_READ else Field(chosen)
        number += 1
    return meanings
