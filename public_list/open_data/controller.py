"""The addresses of open data: files of the list, the catalogue and the feed. No account needed, from any site."""

from collections.abc import AsyncIterator
from datetime import datetime
from typing import Any

from litestar import Controller, Response, get
from litestar.di import NamedDependency
from litestar.response import Stream

from public_list.listing import files, service
from public_list.listing.answering import Answer
from public_list.listing.asking import Question
from public_list.listing.rules import Wanted
from public_list.listing.wording import names_of_values
from public_list.open_data import datasets
from public_list.open_data.answering import SHARED, known_already, present, publisher_of, whole
from public_list.open_data.catalogue import PREFIXES, catalogue
from public_list.open_data.feed import MEDIA_TYPE, feed
from public_list.open_data.graph import Spelling, json_ld, turtle
from public_list.open_data.service import lately
from registry.accounts.forms import AnyRequest
from registry.days import amsterdam_day
from registry.exports.answering import FileKind
from registry.texts import Language

_LINKS = '</open-data>; rel="describedby", </catalogus.jsonld>; rel="describedby"; type="application/ld+json"'


class OpenDataFiles(Controller):
    """The list of today, whole."""

    opt = {"public": True}  # noqa: RUF012  Litestar's own way to say it

    @get("/data/adviseurs.json")
    async def in_json(self, request: AnyRequest, now: NamedDependency[datetime]) -> Response[Any]:
        """As one JSON object."""
        publisher = publisher_of(request)
        every = service.every(Wanted(), now=now)
        pieces = datasets.in_json(every, publisher, day=amsterdam_day(now))
        return await _file(request, pieces, "application/json", now=now)

    @get("/data/adviseurs.csv")
    async def in_csv(self, request: AnyRequest, now: NamedDependency[datetime]) -> Response[Any]:
        """As CSV for programs."""
        pieces = datasets.in_csv(service.every(Wanted(), now=now))
        return await _file(request, pieces, "text/csv; header=present", now=now)

    @get("/data/adviseurs.xlsx")
    async def in_excel(self, request: AnyRequest, now: NamedDependency[datetime]) -> Response[Any]:
        """As the workbook that the page of the list gives, in Dutch."""
        known = await present(request, now=now)
        if already := known_already(request, known):
            return already
        question = Question(file=FileKind.XLSX.value)
        found = Answer(question.wanted(), await service.search(Wanted(), now=now))
        names = await names_of_values(Language.NL)
        made = files.file(found, question, names, language=Language.NL, now=now)
        for name, value in {**SHARED, **known.validators.headers, "link": _LINKS}.items():
            made.set_header(name, value)
        return made


class OpenDataController(Controller):
    """What tells of the data."""

    opt = {"public": True}  # noqa: RUF012  Litestar's own way to say it

    @get("/catalogus.jsonld")
    async def in_json_ld(self, request: AnyRequest, now: NamedDependency[datetime]) -> Response[Any]:
        """The catalogue in JSON-LD."""
        return await _catalogue(request, json_ld, "application/ld+json", now=now)

    @get("/catalogus.ttl")
    async def in_turtle(self, request: AnyRequest, now: NamedDependency[datetime]) -> Response[Any]:
        """The catalogue in Turtle."""
        return await _catalogue(request, turtle, "text/turtle", now=now)

    @get(["/wijzigingen.atom", "/en/wijzigingen.atom"])
    async def changes(self, request: AnyRequest, now: NamedDependency[datetime]) -> Response[Any]:
        """The changes of late, as a feed."""
        known = await present(request, now=now)
        if already := known_already(request, known):
            return already
        language = Language.EN if request.scope["path"].startswith("/en/") else Language.NL
        body = feed(await lately(now=now), publisher_of(request), changed_at=known.changed_at, language=language)
        return whole(request, known, body, MEDIA_TYPE)


async def _file(request: AnyRequest, pieces: AsyncIterator[bytes], media_type: str, *, now: datetime) -> Response[Any]:
    known = await present(request, now=now)
    if already := known_already(request, known):
        return already
    return Stream(pieces, media_type=media_type, headers={**SHARED, **known.validators.headers, "link": _LINKS})


async def _catalogue(request: AnyRequest, spelled: Spelling, media_type: str, *, now: datetime) -> Response[Any]:
    known = await present(request, now=now)
    if already := known_already(request, known):
        return already
    nodes = catalogue(publisher_of(request), changed_at=known.changed_at)
    return whole(request, known, spelled(nodes, PREFIXES), media_type)
