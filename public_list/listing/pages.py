"""The pages for everyone: home, the public list, and one adviser on it."""

from dataclasses import replace
from datetime import datetime
from urllib.parse import quote

from litestar import Controller, get
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Redirect, Stream, Template

from public_list.listing import asking, files, presenting, service
from public_list.listing.answering import Answer, answer, placed
from public_list.listing.asking import FOR_PEOPLE, Reading
from public_list.listing.structured import json_ld
from public_list.listing.visiting import page, rests_on
from public_list.listing.wording import FIELDS, ORDERS, Names, names_of_values
from registry.accounts.forms import NOTHING, AnyRequest, kept_day, refusal
from registry.days import amsterdam_day
from registry.errors import Invalid
from registry.numbering import read_certificate_number
from registry.permissions import Permission
from registry.texts import Language


class PublicPages(Controller):
    """What everyone may see."""

    opt = {"public": True}  # noqa: RUF012  Litestar's own way to say it

    @get("/")
    async def home(self, request: AnyRequest, now: NamedDependency[datetime]) -> Template:
        """The way in; with nothing of the list on it, it rests on whatever the list is."""
        generation = service.generation_kept(now=now)
        if generation is not None:
            rests_on(request, generation)
        return page("home.html", request)

    @get("/adviseurs")
    async def search(
        self, request: AnyRequest, language: NamedDependency[Language], now: NamedDependency[datetime]
    ) -> Template | Stream:
        """The certified advisers who answer the question, on the page or as a file; its address can be kept."""
        standing = await service.standing(now=now)
        reading, place = await placed(asking.read(request.scope["query_string"], FOR_PEOPLE), FOR_PEOPLE, now=now)
        names = await names_of_values(language)
        told = await answer(reading.question, place, now=now)
        if reading.question.file and not reading.faults:
            return files.file(told, reading.question, names, language=language, now=now)
        if place is None:
            rests_on(request, standing.generation)
        return _page(request, told, reading, names, language=language, now=now)

    @get("/adviseurs/{number:str}")
    async def one(
        self, request: AnyRequest, number: FromPath[str], language: NamedDependency[Language], now: NamedDependency[datetime]
    ) -> Template | Redirect:
        """One adviser on the list of today; what is on it no more, or is no number, is for the check of the number to tell."""
        standing = await service.standing(now=now)
        try:
            entry = await service.entry(read_certificate_number(number), now=now)
        except Invalid:
            entry = None
        if entry is None:
            way = f"/certificaten/{quote(number, safe='')}"
            return Redirect(f"/en{way}" if language is Language.EN else way, status_code=303)
        rests_on(request, standing.generation)
        return page(
            "adviser.html",
            request,
            entry=entry,
            names=await names_of_values(language),
            scope=await presenting.scope_of(entry, language),
            structured=json_ld(entry, base_url=request.app.state.base_url, language=language),
        )


def _page(request: AnyRequest, told: Answer, reading: Reading, names: Names, *, language: Language, now: datetime) -> Template:
    """What was found by what is right in the address; what is wrong in it is told at its field, as it was typed."""
    question, found, visitor = replace(reading.question, file=""), told.found, request.scope["state"]["visitor"]
    return page(
        "advisers.html",
        request,
        question=question,
        typed=_typed(reading),
        found=found,
        names=names,
        today=amsterdam_day(now),
        offered=presenting.offered(found, question, names, language),
        chips=list(presenting.chips(question, names, language)),
        orders=[(word, ORDERS[order].say(language)) for order, word in FOR_PEOPLE.orders.items()],
        fields=FIELDS,
        refused=refusal(Invalid(reading.faults), language, FIELDS) if reading.faults else NOTHING,
        suggestions=list(presenting.meant(reading.faults, question)),
        told=presenting.told_of(told.around, told.wanted, names, language) if told.around else [],
        wider=presenting.wider(told.around, question) if told.around else None,
        pages_link=presenting.pages_link(question),
        last_page=presenting.link(replace(question, page=found.pages)),
        of_today=presenting.link(replace(question, day=None, page=1)),
        right=presenting.link(question),
        whole=presenting.link(replace(question, page=1)),
        may_see_as_known=visitor is not None and visitor.may(Permission.READ_CERTIFICATES),
    )


def _typed(reading: Reading) -> dict[str, str]:
    """What stands in each field of the form: as it was typed, but days as the field of a browser takes them."""
    question = reading.question
    days = {FOR_PEOPLE.day: question.day, FOR_PEOPLE.available_from: question.available_from}
    typed = {name: reading.typed.get(name, "") for name in FOR_PEOPLE.single}
    return typed | {name: kept_day(day) for name, day in days.items()}
