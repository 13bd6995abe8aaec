"""The pages of allotments: the statement of every posting, and what an admin does with days."""

from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Annotated, Any
from uuid import UUID

from litestar import Controller, get, post
from litestar.di import NamedDependency, Provide
from litestar.params import FromPath, QueryParameter
from litestar.response import Redirect, Stream, Template

from registry.accounts.forms import NOTHING, Form, Refusal, news, refusal
from registry.accounts.guards import requires
from registry.accounts.pages import in_language
from registry.accounts.work import Card
from registry.allotments import listing, reading, service
from registry.allotments.ledger import AccountKind
from registry.allotments.reading import Held
from registry.allotments.schemas import CorrectDays, TransferDays
from registry.allotments.seeking import ALLOTMENTS
from registry.allotments.wording import KINDS, LABELS, NEWS
from registry.days import amsterdam_day
from registry.errors import Invalid, RuleBroken
from registry.exports.answering import AskedKind, FileKind, answer
from registry.exports.listing import Exported
from registry.permissions import Actor, Permission
from registry.programmes import reading as programmes
from registry.sieves import choosing
from registry.sieves.choosing import Choice
from registry.texts import Language, Text

_OWN = "/dagenbudgetten"


async def waiting(actor: Actor, now: datetime) -> list[Card]:
    """A municipality sees its own allotments; admins and auditors see all."""
    if not (actor.may(Permission.READ_BOOKINGS) or actor.may(Permission.MANAGE_PROGRAMMES)):
        return []
    told = Text("Bekijk per dagenbudget elke beweging van dagen.", "See every movement of days, by allotment.")
    held = len(await reading.allotments_for(actor, now=now))
    return [Card(Text("Dagenbudgetten", "Allotments"), _OWN, told, held, Text("in totaal", "in all"))]


@dataclass(frozen=True, slots=True)
class _Visit:
    """Who looks, and what they sent."""

    form: Form
    language: Language
    actor: Actor
    now: datetime

    @property
    def today(self) -> date:
        """The day it is."""
        return amsterdam_day(self.now)

    def file(self, exported: Exported, kind: FileKind) -> Stream:
        """A list as a file."""
        return answer(exported, kind, language=self.language)

    def page(self, template: str, *, refused: Refusal = NOTHING, **context: object) -> Template:
        """The page, with what was typed and what was refused of it."""
        told = {"labels": LABELS, "kinds": KINDS, "kept": self.form, "refused": refused, "flash": None, **context}
        return Template(template, context=told, status_code=refused.status)


async def _visit(
    form: NamedDependency[Form],
    language: NamedDependency[Language],
    actor: NamedDependency[Actor],
    now: NamedDependency[datetime],
) -> _Visit:
    """The dependency `visit` of these pages."""
    return _Visit(form, language, actor, now)


class AllotmentPages(Controller):
    """Allotments in the browser."""

    path = _OWN
    dependencies = {"visit": Provide(_visit), "chosen": Provide(choosing.chosen)}  # noqa: RUF012  Litestar's own way to say it

    @get(guards=[requires(Permission.READ_INTAKES)])
    async def listed(
        self,
        visit: NamedDependency[_Visit],
        chosen: NamedDependency[Choice],
        programme: Annotated[str, QueryParameter(name="programma", max_length=40)] = "",
        kind: AskedKind = None,
    ) -> Template | Stream:
        """Of the allotments that the visitor may read those that were chosen; as a file where one is asked."""
        held = await reading.allotments_for(visit.actor, now=visit.now, programme=programme or None)
        found = ALLOTMENTS.sift(held, replace(chosen, others={"programma": programme}), visit.language)
        if kind is not None:
            return visit.file(listing.allotments(found, actor=visit.actor, today=visit.today), kind)
        name = "name_nl" if visit.language is Language.NL else "name_en"
        context: dict[str, Any] = {
            "found": found,
            "allotments": [_told(each) for each in found.shown],
            "programmes": [(each.code, getattr(each, name)) for each in await programmes.listed()],
        }
        return visit.page("allotments.html", **context)

    @get("/{allotment_id:uuid}", guards=[requires(Permission.READ_INTAKES)])
    async def statement(
        self,
        allotment_id: FromPath[UUID],
        visit: NamedDependency[_Visit],
        page: Annotated[int, QueryParameter(name="pagina", ge=1, le=1_000_000)] = 1,
        done: Annotated[str, QueryParameter(name="gedaan")] = "",
        kind: AskedKind = None,
    ) -> Template | Stream:
        """One allotment, with every posting and what was available after it; these as a file where one is asked."""
        shown = await reading.statement(allotment_id, page=page, actor=visit.actor, now=visit.now)
        if kind is not None:
            return visit.file(await listing.postings(shown, actor=visit.actor, today=visit.today), kind)
        context: dict[str, Any] = {
            "allotment": _told(shown.held),
            "programme": (await programmes.names(visit.language))[shown.held.programme],
            "statement": shown,
            "may_move": visit.actor.may(Permission.MANAGE_PROGRAMMES),
            "flash": news(done, NEWS, visit.language),
        }
        return visit.page("allotment.html", **context)

    @get("/{allotment_id:uuid}/terugdraaien", guards=[requires(Permission.MANAGE_PROGRAMMES)])
    async def correcting(self, allotment_id: FromPath[UUID], visit: NamedDependency[_Visit]) -> Template:
        """The form to reverse unused days."""
        return await _form("allotment_correcting.html", allotment_id, visit)

    @post("/{allotment_id:uuid}/terugdraaien", guards=[requires(Permission.MANAGE_PROGRAMMES)])
    async def correct(self, allotment_id: FromPath[UUID], visit: NamedDependency[_Visit]) -> Template | Redirect:
        """Unused days are reversed."""

        async def act() -> None:
            await service.correct(allotment_id, visit.form.read(CorrectDays), actor=visit.actor, now=visit.now)

        return await _acted(act, "allotment_correcting.html", allotment_id, visit, done="teruggedraaid")

    @get("/{allotment_id:uuid}/overzetten", guards=[requires(Permission.MANAGE_PROGRAMMES)])
    async def transferring(self, allotment_id: FromPath[UUID], visit: NamedDependency[_Visit]) -> Template:
        """The form to pass days to another allotment."""
        return await _form("allotment_transferring.html", allotment_id, visit)

    @post("/{allotment_id:uuid}/overzetten", guards=[requires(Permission.MANAGE_PROGRAMMES)])
    async def transfer(self, allotment_id: FromPath[UUID], visit: NamedDependency[_Visit]) -> Template | Redirect:
        """Days pass to another allotment."""

        async def act() -> None:
            await service.transfer(allotment_id, visit.form.read(TransferDays), actor=visit.actor, now=visit.now)

        return await _acted(act, "allotment_transferring.html", allotment_id, visit, done="overgezet")


async def _acted(
    act: Callable[[], Awaitable[None]], template: str, allotment: UUID, visit: _Visit, *, done: str
) -> Template | Redirect:
    """Do it, and go to the statement; what is refused is told at the form it came from."""
    try:
        await act()
    except (Invalid, RuleBroken) as error:
        return await _form(template, allotment, visit, refused=refusal(error, visit.language, LABELS))
    return Redirect(in_language(f"{_OWN}/{allotment}?gedaan={done}", visit.language), status_code=303)


async def _form(template: str, allotment: UUID, visit: _Visit, *, refused: Refusal = NOTHING) -> Template:
    shown = await reading.statement(allotment, actor=visit.actor, now=visit.now)
    others = await reading.allotments_for(visit.actor, now=visit.now, programme=shown.held.programme)
    return visit.page(template, refused=refused, allotment=_told(shown.held), others=_choices(others, allotment))


def _choices(held: Iterable[Held], but: UUID) -> list[tuple[UUID, str]]:
    return [(each.id, each.holder_name) for each in held if each.id != but and each.passed_to is None]


def _told(held: Held) -> dict[str, Any]:
    """An allotment in quarters, as the bar of days takes them."""
    amounts = {kind.value: held.balances[kind] for kind in AccountKind if kind is not AccountKind.GRANTED}
    named = {"holder": held.holder_name, "programme": held.programme, "passed_to": held.passed_to}
    return {"id": held.id, "period": held.period, **named, **amounts}
