"""The page on which an admin takes over a list of intakes completed elsewhere, and reads what is wrong at which cell."""

from datetime import datetime
from typing import Annotated

from litestar import Controller, Response, get, post
from litestar.di import NamedDependency
from litestar.params import QueryParameter
from litestar.response import Redirect, Template

from exams.spreadsheets import limits
from exams.spreadsheets.downloads import workbook
from exams.spreadsheets.errors import UploadRefused
from exams.takeovers import intake_files
from exams.takeovers.files import FORM_OVERHEAD
from exams.takeovers.intake_files import SentIntakes
from exams.takeovers.intake_rows import IntakeReading
from exams.takeovers.pages import finding_on_page
from exams.takeovers.template import intake_template
from registry.accounts.forms import NOTHING, Form, Refusal, news, refusal
from registry.accounts.guards import requires
from registry.accounts.pages import in_language
from registry.errors import Fault, Invalid, RuleBroken
from registry.intakes.schemas import IntakeList
from registry.permissions import Actor, Permission
from registry.programmes import reading as programmes
from registry.texts import Language, Text

_OWN = "/intakes/overnemen/lijst"
_LABELS = {
    "programme": Text("Programma", "Programme"),
    "reason": Text("Waar komt de lijst vandaan?", "Where does the list come from?"),
    "file": Text("Bestand met intakes", "File with intakes"),
}
_NO_FILE = Text("Kies het bestand met de intakes.", "Choose the file with the intakes.")
_NEWS = {"overgenomen": Text("De intakes zijn overgenomen.", "The intakes have been taken over.")}


class IntakeListPages(Controller):
    """Lists of intakes completed elsewhere, in the browser. One admin decides at once: what is wrong is told beforehand."""

    path = _OWN
    guards = (requires(Permission.MANAGE_PROGRAMMES),)

    @get()
    async def ask(
        self, language: NamedDependency[Language], done: Annotated[str, QueryParameter(name="gedaan")] = ""
    ) -> Template:
        """The form for a list."""
        return await _page(Form(), language, flash=news(done, _NEWS, language))

    @get("/sjabloon")
    async def template(self) -> Response[bytes]:
        """The workbook to fill in."""
        return workbook(intake_template(), "intakes-overnemen.xlsx")

    @post(request_max_body_size=limits.FILE_BYTES + FORM_OVERHEAD)
    async def send(
        self,
        form: NamedDependency[Form],
        language: NamedDependency[Language],
        actor: NamedDependency[Actor],
        now: NamedDependency[datetime],
    ) -> Template | Redirect:
        """The list is looked at, or taken over whole where nothing is wrong; what is, is told at its cell."""
        decided = form.text("act") == "take-over"
        try:
            sent = await _sent(form)
            act = intake_files.take_over if decided else intake_files.preview
            found = await act(sent, actor=actor, now=now)
        except UploadRefused as error:
            told = refusal(Invalid([Fault("file", error.detail, error.facts)]), language, _LABELS)
            return await _page(form, language, refused=told)
        except (Invalid, RuleBroken) as error:
            return await _page(form, language, refused=refusal(error, language, _LABELS))
        if decided and not found.faults:
            return Redirect(in_language(f"{_OWN}?gedaan=overgenomen", language), status_code=303)
        return _seen(found, sent, language)


def _seen(found: IntakeReading, sent: SentIntakes, language: Language) -> Template:
    context = {
        "file_name": sent.file_name,
        "lines": found.lines,
        "faults": [finding_on_page(each, language) for each in found.faults],
        "notices": [finding_on_page(each, language) for each in found.notices],
        "skipped": found.skipped,
        "own_path": _OWN,
    }
    return Template("intake_list_seen.html", context=context, status_code=400 if found.faults else 200)


async def _sent(form: Form) -> SentIntakes:
    faults: list[Fault] = []
    chosen, file = None, form.files.get("file")
    try:
        chosen = form.read(IntakeList)
    except Invalid as error:
        faults.extend(error.faults)
    if file is None:
        faults.append(Fault("file", _NO_FILE))
    if chosen is None or file is None:
        raise Invalid(faults)
    return SentIntakes(chosen, file.filename, await file.read())


async def _page(kept: Form, language: Language, *, refused: Refusal = NOTHING, flash: dict[str, str] | None = None) -> Template:
    context = {
        "programmes": [
            (each.code, each.name_nl if language is Language.NL else each.name_en) for each in await programmes.listed()
        ],
        "labels": _LABELS,
        "kept": kept,
        "refused": refused,
        "flash": flash,
        "own_path": _OWN,
    }
    return Template("intake_list.html", context=context, status_code=refused.status)
