"""The pages on which an admin keeps programmes: their day policy, caps on intakes and size classes."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated, Any

from litestar import Controller, get, post
from litestar.di import NamedDependency, Provide
from litestar.params import FromPath, QueryParameter
from litestar.response import Redirect, Stream, Template

from registry.accounts.forms import NOTHING, Form, Refusal, news, refusal
from registry.accounts.guards import requires
from registry.accounts.pages import in_language
from registry.accounts.work import Card
from registry.days import amsterdam_day
from registry.errors import Fault, Invalid, RuleBroken
from registry.exports.answering import AskedKind, answer
from registry.organisations import service as organisations
from registry.organisations.tables import Kind
from registry.permissions import Actor, Permission
from registry.programmes import listing, reading, service
from registry.programmes.schemas import CreateProgramme, SetIntakeCap, SetPolicy, SetSizeClass
from registry.programmes.seeking import PROGRAMMES
from registry.programmes.wording import LABELS, NEWS
from registry.schema import Code, Label, Schema
from registry.schemes import service as schemes
from registry.sieves import choosing
from registry.sieves.choosing import NOTHING_CHOSEN, Choice
from registry.texts import Language, Text

_OWN = "/programmas"
_NO_SCHEME = Text("Kies er ten minste één.", "Choose at least one.")
_SCHEME = "schema-"
_FORMS = {"programme_policy.html": "dagenbeleid", "programme_cap.html": "plafond", "programme_size.html": "grootteklasse"}
"""Where the form of each template is."""


async def waiting(actor: Actor, _: datetime) -> list[Card]:
    """An admin keeps the programmes; who reads everything may look."""
    if not _may_read(actor):
        return []
    return [
        Card(
            Text("Programma’s", "Programmes"),
            _OWN,
            Text(
                "Dagenbeleid, plafonds voor intakes en grootteklassen.",
                "Day policy, caps on intakes and size classes.",
            ),
        ),
    ]


def _may_read(actor: Actor) -> bool:
    return actor.may(Permission.MANAGE_PROGRAMMES) or actor.sees_everything


class _Fields(Schema, frozen=True):
    """What the form of a new programme has one field for."""

    code: Code
    name_nl: Label
    name_en: Label
    first_day: date
    last_day: date


@dataclass(frozen=True, slots=True)
class _Visit:
    """Who looks, and what they sent."""

    form: Form
    language: Language
    actor: Actor
    now: datetime

    def page(self, template: str, *, refused: Refusal = NOTHING, **context: object) -> Template:
        """The page, with what was typed and what was refused of it."""
        told = {"labels": LABELS, "kept": self.form, "refused": refused, "flash": None, **context}
        return Template(template, context=told, status_code=refused.status)

    def back(self, path: str) -> Redirect:
        """To the page, with the news of what was done."""
        return Redirect(in_language(f"{_OWN}{path}", self.language), status_code=303)


async def _visit(
    form: NamedDependency[Form],
    language: NamedDependency[Language],
    actor: NamedDependency[Actor],
    now: NamedDependency[datetime],
) -> _Visit:
    """The dependency `visit` of these pages."""
    return _Visit(form, language, actor, now)


class ProgrammePages(Controller):
    """Programmes in the browser."""

    path = _OWN
    dependencies = {"visit": Provide(_visit), "chosen": Provide(choosing.chosen)}  # noqa: RUF012  Litestar's own way to say it

    @get(guards=[requires(Permission.READ_DAYS)])
    async def listed(
        self, visit: NamedDependency[_Visit], chosen: NamedDependency[Choice], kind: AskedKind = None
    ) -> Template | Stream:
        """The programmes that were chosen, and the form for a new one; these programmes as a file where one is asked."""
        if kind is not None:
            found = PROGRAMMES.sift(await reading.listed(), chosen, visit.language)
            exported = listing.programmes(found, actor=visit.actor, today=amsterdam_day(visit.now))
            return answer(exported, kind, language=visit.language)
        return await _listed(visit, chosen=chosen)

    @post(guards=[requires(Permission.MANAGE_PROGRAMMES)])
    async def create(self, visit: NamedDependency[_Visit]) -> Template | Redirect:
        """A new programme; what is refused is told at the form, and nothing typed is lost."""
        try:
            command = _programme(visit.form)
            await service.create(command, actor=visit.actor, now=visit.now)
        except (Invalid, RuleBroken) as error:
            return await _listed(visit, refused=refusal(error, visit.language, LABELS))
        return visit.back(f"/{command.code}?gedaan=gemaakt")

    @get("/{code:str}", guards=[requires(Permission.READ_DAYS)])
    async def one(
        self,
        code: FromPath[str],
        visit: NamedDependency[_Visit],
        done: Annotated[str, QueryParameter(name="gedaan")] = "",
    ) -> Template:
        """One programme with everything that was set in it."""
        context: dict[str, Any] = {
            "programme": await reading.in_full(code),
            "may_set": visit.actor.may(Permission.MANAGE_PROGRAMMES),
            "flash": news(done, NEWS, visit.language),
        }
        return visit.page("programme.html", **context)

    @get("/{code:str}/dagenbeleid", guards=[requires(Permission.MANAGE_PROGRAMMES)])
    async def policy_form(self, code: FromPath[str], visit: NamedDependency[_Visit]) -> Template:
        """The form for day policy."""
        return await _form("programme_policy.html", code, visit)

    @post("/{code:str}/dagenbeleid", guards=[requires(Permission.MANAGE_PROGRAMMES)])
    async def set_policy(self, code: FromPath[str], visit: NamedDependency[_Visit]) -> Template | Redirect:
        """Day policy is set from a day on."""

        async def act() -> None:
            await service.set_policy(code, visit.form.read(SetPolicy), actor=visit.actor, now=visit.now)

        return await _acted(act, "programme_policy.html", code, visit, done="beleid")

    @get("/{code:str}/plafond", guards=[requires(Permission.MANAGE_PROGRAMMES)])
    async def cap_form(self, code: FromPath[str], visit: NamedDependency[_Visit]) -> Template:
        """The form for a cap on intakes."""
        return await _form("programme_cap.html", code, visit)

    @post("/{code:str}/plafond", guards=[requires(Permission.MANAGE_PROGRAMMES)])
    async def set_cap(self, code: FromPath[str], visit: NamedDependency[_Visit]) -> Template | Redirect:
        """A cap on intakes is set for a period."""

        async def act() -> None:
            await service.set_intake_cap(code, visit.form.read(SetIntakeCap), actor=visit.actor, now=visit.now)

        return await _acted(act, "programme_cap.html", code, visit, done="plafond")

    @get("/{code:str}/grootteklasse", guards=[requires(Permission.MANAGE_PROGRAMMES)])
    async def size_form(self, code: FromPath[str], visit: NamedDependency[_Visit]) -> Template:
        """The form for the size class of a municipality or partnership."""
        return await _form("programme_size.html", code, visit)

    @post("/{code:str}/grootteklasse", guards=[requires(Permission.MANAGE_PROGRAMMES)])
    async def set_size(self, code: FromPath[str], visit: NamedDependency[_Visit]) -> Template | Redirect:
        """A size class is set from a day on."""

        async def act() -> None:
            await service.set_size_class(code, visit.form.read(SetSizeClass), actor=visit.actor, now=visit.now)

        return await _acted(act, "programme_size.html", code, visit, done="klasse")


async def _acted(
    act: Callable[[], Awaitable[None]], template: str, code: str, visit: _Visit, *, done: str
) -> Template | Redirect:
    """Do it, and go to the programme; what is refused is told at the form it came from."""
    try:
        await act()
    except (Invalid, RuleBroken) as error:
        return await _form(template, code, visit, refused=refusal(error, visit.language, LABELS))
    return visit.back(f"/{code}?gedaan={done}")


def _programme(form: Form) -> CreateProgramme:
    """What was filled in; without a scheme that is told together with the other faults."""
    chosen = [name.removeprefix(_SCHEME) for name in form.fields if name.startswith(_SCHEME)]
    faults = [] if chosen else [Fault("schemes", _NO_SCHEME)]
    try:
        fields = form.read(_Fields)
    except Invalid as error:
        raise Invalid([*error.faults, *faults]) from error
    if faults:
        raise Invalid(faults)
    return CreateProgramme(
        code=fields.code,
        name_nl=fields.name_nl,
        name_en=fields.name_en,
        first_day=fields.first_day,
        last_day=fields.last_day,
        schemes=chosen,
    )


async def _listed(visit: _Visit, *, chosen: Choice = NOTHING_CHOSEN, refused: Refusal = NOTHING) -> Template:
    codes = sorted({each.scheme_code for each in await schemes.versions()})
    context: dict[str, Any] = {
        "found": PROGRAMMES.sift(await reading.listed(), chosen, visit.language),
        "schemes": [(code, _SCHEME + code) for code in codes],
        "may_create": visit.actor.may(Permission.MANAGE_PROGRAMMES),
        "own_path": _OWN,
    }
    return visit.page("programmes.html", refused=refused, **context)


async def _form(template: str, code: str, visit: _Visit, *, refused: Refusal = NOTHING) -> Template:
    programme = await reading.in_full(code)
    context: dict[str, Any] = {
        "programme": programme,
        "action": f"{_OWN}/{code}/{_FORMS[template]}",
        "classes": [(each, each) for each in sorted({each.size_class for each in programme.policies if each.size_class})],
        "holders": await _holders(visit) if template == "programme_size.html" else [],
    }
    return visit.page(template, refused=refused, **context)


async def _holders(visit: _Visit) -> list[tuple[str, str]]:
    """Partnerships, then the municipalities of today, as a form offers them."""
    pools = await organisations.listed(Kind.PARTNERSHIP)
    there = await organisations.municipalities(on=amsterdam_day(visit.now))
    named = sorted(((str(each.id), each.name) for each in there), key=lambda each: each[1])
    return [*((str(each.id), each.name) for each in pools), *named]
