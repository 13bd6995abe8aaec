"""The list for the site of somebody else: a piece of HTML to take in, and the same in a frame. No cookie, no script."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from litestar import Controller, Response, get
from litestar.di import NamedDependency
from litestar.response import Template

from public_list.listing import asking
from public_list.listing.answering import answer, placed
from public_list.listing.asking import FOR_PEOPLE
from public_list.listing.wording import names_of_values
from public_list.open_data.answering import FRESH, in_language, known_already, present, publisher_of
from registry.accounts.forms import AnyRequest
from registry.certificates.wording import STATUSES
from registry.days import amsterdam_day
from registry.texts import Language

_OWN = "/insluiten/adviseurs"


class EmbeddedList(Controller):
    """The first entries of the list, narrowed down as its address asks, as on the page of the list."""

    opt = {"public": True}  # noqa: RUF012  Litestar's own way to say it

    @get([_OWN, f"/en{_OWN}"])
    async def piece(self, request: AnyRequest, now: NamedDependency[datetime]) -> Response[Any]:
        """A piece of HTML, to be put into a page."""
        return await _list(request, "embedded_list.html", now=now)

    @get([f"{_OWN}/kader", f"/en{_OWN}/kader"])
    async def framed(self, request: AnyRequest, now: NamedDependency[datetime]) -> Response[Any]:
        """The same as a small page of its own, to be shown in a frame."""
        return await _list(request, "embedded_frame.html", now=now)


async def _list(request: AnyRequest, template: str, *, now: datetime) -> Response[Any]:
    language = Language.EN if request.scope["path"].startswith("/en/") else Language.NL
    publisher = publisher_of(request)
    headers = {**FRESH, **_shared_with(request, publisher.origins)}
    reading, place = await placed(asking.read(request.scope["query_string"], FOR_PEOPLE), FOR_PEOPLE, now=now)
    question = replace(reading.right(), file="")
    known = await present(request, now=now)
    if already := known_already(request, known, headers):
        return already
    told = await answer(question, place, now=now)
    asked = question.address(FOR_PEOPLE)
    context = {
        "site": publisher.site,
        "found": told.found,
        "names": await names_of_values(language),
        "day": question.day or amsterdam_day(now),
        "whole": publisher.site + in_language("/adviseurs", language) + (f"?{asked}" if asked else ""),
        "statuses": STATUSES,
    }
    return Template(template, context=context, headers={**headers, **known.validators.headers})


def _shared_with(request: AnyRequest, origins: tuple[str, ...]) -> dict[str, str]:
    """Scripts of these sites, and of no others, may take it in."""
    asking_site = request.headers.get("origin", "").lower()
    allowed = {"access-control-allow-origin": asking_site} if asking_site in origins else {}
    return {"vary": "origin", **allowed}
