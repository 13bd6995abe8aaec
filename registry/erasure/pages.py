"""The pages on which an admin erases a person: finding them, what it would do, and doing it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated
from uuid import UUID

from litestar import Controller, get, post
from litestar.di import NamedDependency, Provide
from litestar.params import FromPath, QueryParameter
from litestar.response import Redirect, Template

from registry.accounts.forms import NOTHING, Form, Refusal, news, refusal
from registry.accounts.guards import requires
from registry.accounts.pages import in_language
from registry.accounts.work import Card
from registry.erasure import service
from registry.erasure.errors import ErasureBlocked
from registry.erasure.files import NamingFiles
from registry.erasure.schemas import ErasePerson, FindPerson
from registry.errors import Invalid
from registry.permissions import Actor, Permission
from registry.texts import Language, Text

_OWN = "/wissen"
_LABELS = {
    "reference": Text("Kandidaatnummer of e-mailadres", "Candidate number or e-mail address"),
    "confirmation": Text("Typ dit over om te bevestigen", "Type this to confirm"),
}
_NEWS = {
    "gewist": Text(
        "De persoon is gewist. Certificaten zijn nog te controleren, zonder naam.",
        "The person is erased. Certificates can still be checked, without a name.",
    ),
}


async def waiting(actor: Actor, now: datetime) -> list[Card]:  # noqa: ARG001  every topic is asked alike
    """An admin sees the way in."""
    if not actor.may(Permission.ERASE_PERSONS):
        return []
    text = Text(
        "Wis iemand die daarom vraagt. U ziet eerst wat er verdwijnt.",
        "Erase somebody who asks for it. You see first what goes.",
    )
    return [Card(Text("Persoonsgegevens wissen", "Erase personal data"), _OWN, text)]


@dataclass(frozen=True, slots=True)
class _Visit:
    """Who looks at whom, and what they sent."""

    person: UUID
    files: NamingFiles
    form: Form
    language: Language
    actor: Actor
    now: datetime


async def _visit(
    *,
    person_id: FromPath[UUID],
    naming_files: NamedDependency[NamingFiles],
    form: NamedDependency[Form],
    language: NamedDependency[Language],
    actor: NamedDependency[Actor],
    now: NamedDependency[datetime],
) -> _Visit:
    """The dependency `visit` of the pages of one person."""
    return _Visit(person_id, naming_files, form, language, actor, now)


class ErasurePages(Controller):
    """Erasing a person, in the browser."""

    path = _OWN
    dependencies = {"visit": Provide(_visit)}  # noqa: RUF012  Litestar's own way to say it
    guards = (requires(Permission.ERASE_PERSONS),)

    @get()
    async def ask(
        self, language: NamedDependency[Language], done: Annotated[str, QueryParameter(name="gedaan")] = ""
    ) -> Template:
        """The form to find somebody."""
        return _finding(Form(), flash=news(done, _NEWS, language))

    @post()
    async def find(
        self, form: NamedDependency[Form], language: NamedDependency[Language], actor: NamedDependency[Actor]
    ) -> Template | Redirect:
        """The page of the person that was meant."""
        try:
            person = await service.find(form.read(FindPerson), actor=actor)
        except Invalid as error:
            return _finding(form, refused=refusal(error, language, _LABELS))
        return Redirect(in_language(f"{_OWN}/{person}", language), status_code=303)

    @get("/{person_id:uuid}")
    async def preview(self, visit: NamedDependency[_Visit]) -> Template:
        """What goes, what stays and what is in the way."""
        return await _preview(visit)

    @post("/{person_id:uuid}")
    async def erase(self, visit: NamedDependency[_Visit]) -> Template | Redirect:
        """The person is erased, once the confirmation was typed."""
        try:
            command = visit.form.read(ErasePerson)
            await service.erase(visit.person, command, visit.files, actor=visit.actor, now=visit.now)
        except (Invalid, ErasureBlocked) as error:
            return await _preview(visit, refused=refusal(error, visit.language, _LABELS))
        return Redirect(in_language(f"{_OWN}?gedaan=gewist", visit.language), status_code=303)


async def _preview(visit: _Visit, *, refused: Refusal = NOTHING) -> Template:
    shown = await service.preview(visit.person, visit.files, language=visit.language, actor=visit.actor, now=visit.now)
    context = {"preview": shown, "labels": _LABELS, "refused": refused, "own_path": f"{_OWN}/{visit.person}"}
    return Template("erasure.html", context=context, status_code=refused.status)


def _finding(kept: Form, *, flash: dict[str, str] | None = None, refused: Refusal = NOTHING) -> Template:
    context = {"labels": _LABELS, "kept": kept, "flash": flash, "refused": refused, "own_path": _OWN}
    return Template("erasing.html", context=context, status_code=refused.status)
