"""The pages for everyone: sending an appeal or complaint, the receipt, and how it stands."""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated
from uuid import UUID

from litestar import Controller, get, post
from litestar.di import NamedDependency, Provide
from litestar.params import FromPath, QueryParameter
from litestar.response import Redirect, Template

from registry.accounts.forms import NOTHING, AnyRequest, Form, Refusal, news, refusal
from registry.accounts.guards import in_person
from registry.accounts.pages import in_language
from registry.appeals import presenting, service
from registry.appeals.errors import UnknownAppeal
from registry.appeals.rules import ENDED, Against, Kind
from registry.appeals.schemas import FileAppeal, OwnAppeal
from registry.appeals.wording import KINDS, LABELS, MEANING, STATES, SUBJECTS
from registry.errors import Fault, Invalid, NotFound, RuleBroken
from registry.numbering import read_appeal_number
from registry.permissions import Actor
from registry.schemes import service as schemes
from registry.texts import Language, Text

_PATH = "/bezwaar"
_SEARCH = "nummer"
_NEWS = {
    "ontvangen": Text("Wij hebben uw bericht ontvangen. Bewaar het nummer.", "We received your message. Keep the number."),
    "ingetrokken": Text("U heeft dit ingetrokken.", "You withdrew this."),
}


@dataclass(frozen=True, slots=True)
class _Visit:
    """Who visits, if they signed in, and what they sent."""

    visitor: Actor | None
    form: Form
    language: Language
    now: datetime

    def page(self, name: str, *, refused: Refusal = NOTHING, **context: object) -> Template:
        """A page that nobody keeps."""
        told = {"labels": LABELS, "states": STATES, "kinds": KINDS, "kept": self.form, "refused": refused, **context}
        headers = {"vary": "cookie", "cache-control": "no-store"}
        return Template(name, context=told, headers=headers, status_code=refused.status)


async def _visit(
    request: AnyRequest,
    form: NamedDependency[Form],
    language: NamedDependency[Language],
    now: NamedDependency[datetime],
) -> _Visit:
    """The dependency `visit` of these pages."""
    return _Visit(request.scope["state"]["visitor"], form, language, now)


class AppealPages(Controller):
    """Sending an appeal or complaint, in the browser of anyone."""

    path = _PATH
    dependencies = {"visit": Provide(_visit)}  # noqa: RUF012  Litestar's own way to say it

    @get(opt={"public": True})
    async def ask(
        self,
        visit: NamedDependency[_Visit],
        typed: Annotated[str, QueryParameter(name="nummer")] = "",
        dossier: Annotated[UUID | None, QueryParameter(name="dossier")] = None,
    ) -> Template | Redirect:
        """The form; a number leads to how it stands."""
        if typed.strip():
            try:
                number = (await presenting.status(typed)).number
                return Redirect(in_language(f"{_PATH}/{number}", visit.language), status_code=303)
            except (Invalid, UnknownAppeal) as error:
                told = refusal(_at_search(error), visit.language, LABELS, status=404)
                return await _form(visit, typed=typed.strip()[:40], dossier=dossier, refused=told)
        return await _form(visit, dossier=dossier)

    @post(opt={"public": True})
    async def file(self, visit: NamedDependency[_Visit]) -> Template | Redirect:
        """It is sent; what is refused is told at the form, and nothing typed is lost."""
        form, visitor = visit.form, visit.visitor
        try:
            if visitor is not None and visitor.person is not None:
                received = await service.file_own(form.read(OwnAppeal), actor=visitor, now=visit.now)
            else:
                received = await service.file(form.read(FileAppeal), now=visit.now)
        except (Invalid, RuleBroken) as error:
            return await _form(visit, refused=refusal(error, visit.language, LABELS))
        way = in_language(f"{_PATH}/{received.number}?gedaan=ontvangen", visit.language)
        return Redirect(way, status_code=303)

    @get("/{number:str}", opt={"public": True})
    async def one(
        self,
        number: FromPath[str],
        visit: NamedDependency[_Visit],
        done: Annotated[str, QueryParameter(name="gedaan")] = "",
    ) -> Template:
        """The receipt, and how it stands; the sender who is signed in reads the answer here."""
        return await _status(number, visit, flash=news(done, _NEWS, visit.language))

    @post("/{number:str}/intrekken", guards=[in_person])
    async def withdraw(
        self, number: FromPath[str], visit: NamedDependency[_Visit], actor: NamedDependency[Actor]
    ) -> Template | Redirect:
        """The sender takes it back."""
        try:
            await service.withdraw(number, actor=actor, now=visit.now)
        except RuleBroken as error:
            return await _status(number, visit, refused=refusal(error, visit.language, LABELS))
        return Redirect(in_language(f"{_PATH}/{number}?gedaan=ingetrokken", visit.language), status_code=303)


def _at_search(error: Invalid | UnknownAppeal) -> Invalid | UnknownAppeal:
    """What is wrong with the number is told where it was typed."""
    if isinstance(error, Invalid):
        return Invalid([Fault(_SEARCH, fault.text, fault.facts) for fault in error.faults])
    return error


async def _status(number: str, visit: _Visit, *, flash: dict[str, str] | None = None, refused: Refusal = NOTHING) -> Template:
    try:
        told = await presenting.status(read_appeal_number(number))
    except Invalid as error:
        raise NotFound from error
    own = await presenting.told_to(told.number, visit.visitor)
    return visit.page("appeal_status.html", refused=refused, appeal=told, own=own, ended=told.state in ENDED, flash=flash)


async def _form(visit: _Visit, *, typed: str = "", dossier: UUID | None = None, refused: Refusal = NOTHING) -> Template:
    language, visitor = visit.language, visit.visitor
    signed_in = visitor is not None and visitor.person is not None
    named = {version.scheme_code: version.scheme_name for version in await schemes.versions() if version.is_signed}
    wanted = await service.own_dossier(dossier, actor=visitor) if dossier and visitor is not None else ""
    return visit.page(
        "appeal_form.html",
        refused=refused,
        signed_in=signed_in,
        sent=await presenting.sent_by(visitor) if visitor is not None else [],
        dossier=dossier if wanted else visit.form.text("dossier"),
        wanted=wanted or visit.form.text("scheme"),
        schemes=[(code, name.say(language)) for code, name in sorted(named.items())],
        kind_options=[(each.value, KINDS[each].say(language), MEANING[each].say(language)) for each in Kind],
        against_options=[(each.value, SUBJECTS[each].say(language)) for each in Against],
        typed=typed,
    )
