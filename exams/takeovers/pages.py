"""The pages on which a certifier sends a list of certificates issued elsewhere, and reads what is wrong at which cell."""

from datetime import datetime
from uuid import UUID

from litestar import Controller, Response, get, post
from litestar.di import NamedDependency, Provide
from litestar.response import Redirect, Stream, Template

from exams.cells.findings import Finding
from exams.spreadsheets import limits
from exams.spreadsheets.downloads import workbook
from exams.spreadsheets.errors import UploadRefused
from exams.takeovers import files
from exams.takeovers.files import FORM_OVERHEAD, Seen, Sent
from exams.takeovers.template import template
from registry.accounts.forms import NOTHING, Form, Refusal, refusal
from registry.accounts.guards import requires
from registry.accounts.pages import in_language
from registry.days import amsterdam_day
from registry.errors import Fault, Invalid, RuleBroken
from registry.exports.answering import AskedKind, answer
from registry.permissions import Actor, Permission
from registry.schemes import service as schemes
from registry.sieves import choosing
from registry.sieves.choosing import NOTHING_CHOSEN, Choice
from registry.takeovers import listing, presenting
from registry.takeovers.schemas import ListOf
from registry.takeovers.seeking import TAKEOVERS
from registry.takeovers.wording import ENDINGS
from registry.texts import Language, Text

_OWN = "/overnames"
_LABELS = {
    "scheme": Text("Certificatieschema hier", "Scheme here"),
    "issuer": Text("Welke instelling gaf ze uit?", "Which body issued them?"),
    "source": Text("Uit welk document komt de lijst?", "Which document does the list come from?"),
    "file": Text("Bestand met certificaten", "File with certificates"),
}
_NO_FILE = Text("Kies het bestand met de certificaten.", "Choose the file with the certificates.")


class TakeoverFilePages(Controller):
    """Lists of certificates issued elsewhere, in the browser."""

    path = _OWN
    dependencies = {"chosen": Provide(choosing.chosen)}  # noqa: RUF012  Litestar's own way to say it

    @get(guards=[requires(Permission.READ_CERTIFICATES)])
    async def listed(
        self,
        language: NamedDependency[Language],
        actor: NamedDependency[Actor],
        now: NamedDependency[datetime],
        chosen: NamedDependency[Choice],
        kind: AskedKind = None,
    ) -> Template | Stream:
        """The lists that were chosen, and the form for another; these lists as a file where one is asked."""
        if kind is not None:
            found = TAKEOVERS.sift(await presenting.listed(actor), chosen, language)
            exported = listing.takeovers(found, actor=actor, today=amsterdam_day(now))
            return answer(exported, kind, language=language)
        return await _page(actor, language, chosen=chosen)

    @get("/sjabloon", guards=[requires(Permission.DECIDE_CERTIFICATES)])
    async def template(self) -> Response[bytes]:
        """The workbook to fill in."""
        return workbook(template(), "overname.xlsx")

    @post(guards=[requires(Permission.DECIDE_CERTIFICATES)], request_max_body_size=limits.FILE_BYTES + FORM_OVERHEAD)
    async def send(
        self,
        form: NamedDependency[Form],
        language: NamedDependency[Language],
        actor: NamedDependency[Actor],
        now: NamedDependency[datetime],
    ) -> Template | Redirect | Response[bytes]:
        """A list without faults is prepared; of another each fault is told at its cell, on the page or in the list itself."""
        try:
            sent = await _sent(form)
            if form.text("marked"):
                content = await files.marked(sent, language=language, actor=actor, now=now)
                return workbook(content, "overname-gemarkeerd.xlsx")
            seen = await files.send(sent, actor=actor, now=now)
        except UploadRefused as error:
            told = refusal(Invalid([Fault("file", error.detail, error.facts)]), language, _LABELS)
            return await _page(actor, language, refused=told, kept=form)
        except (Invalid, RuleBroken) as error:
            return await _page(actor, language, refused=refusal(error, language, _LABELS), kept=form)
        return _seen(seen, seen.takeover, sent, language)


def _seen(seen: Seen, takeover: UUID | None, sent: Sent, language: Language) -> Template | Redirect:
    if takeover is not None:
        return Redirect(in_language(f"{_OWN}/{takeover}?gedaan=voorbereid", language), status_code=303)
    context = {
        "file_name": sent.file_name,
        "lines": seen.reading.lines,
        "faults": [finding_on_page(each, language) for each in seen.reading.faults],
        "notices": [finding_on_page(each, language) for each in seen.reading.notices],
        "skipped": seen.reading.skipped,
        "own_path": _OWN,
    }
    return Template("takeover_faults.html", context=context, status_code=400)


async def _sent(form: Form) -> Sent:
    faults: list[Fault] = []
    chosen, file = None, form.files.get("file")
    try:
        chosen = form.read(ListOf)
    except Invalid as error:
        faults.extend(error.faults)
    if file is None:
        faults.append(Fault("file", _NO_FILE))
    if chosen is None or file is None:
        raise Invalid(faults)
    return Sent(chosen, file.filename, await file.read())


async def _page(
    actor: Actor,
    language: Language,
    *,
    chosen: Choice = NOTHING_CHOSEN,
    refused: Refusal = NOTHING,
    kept: Form | None = None,
) -> Template:
    own = actor.organisations_where(Permission.DECIDE_CERTIFICATES)
    names = {
        each.scheme_code: each.scheme_name.say(language)
        for each in await schemes.versions()
        if each.is_signed and each.certification_body in own
    }
    context = {
        "found": TAKEOVERS.sift(await presenting.listed(actor), chosen, language),
        "schemes": sorted(names.items(), key=lambda each: each[1]),
        "endings": ENDINGS,
        "labels": _LABELS,
        "may_act": actor.may(Permission.DECIDE_CERTIFICATES),
        "refused": refused,
        "kept": kept or Form(),
        "own_path": _OWN,
    }
    return Template("takeovers.html", context=context, status_code=refused.status)


def finding_on_page(finding: Finding, language: Language) -> dict[str, str]:
    """A finding in the words of the page."""
    return {
        "sheet": finding.sheet,
        "cell": finding.cell,
        "problem": finding.what(language),
        "remedy": finding.remedy(language),
        "suggestion": finding.suggestion or "",
    }
