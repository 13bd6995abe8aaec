"""The addresses at which machines look for what a site is: site maps, robots.txt and security.txt."""

from datetime import datetime
from typing import Any

from litestar import Controller, MediaType, Response, get
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Stream

from public_list.listing import service
from public_list.listing.rules import Wanted
from public_list.open_data import site
from public_list.open_data.answering import FRESH, known_already, present, publisher_of, whole
from public_list.open_data.security_file import security_file
from public_list.open_data.site import ADVISERS_IN_A_PART
from registry.accounts.forms import AnyRequest
from registry.errors import NotFound

_XML = "application/xml"


class SiteController(Controller):
    """What is asked of every site."""

    opt = {"public": True}  # noqa: RUF012  Litestar's own way to say it

    @get("/robots.txt", sync_to_thread=False)
    def robots(self, request: AnyRequest) -> Response[str]:
        """What machines may visit."""
        return Response(site.robots(publisher_of(request)), media_type=MediaType.TEXT, headers=FRESH)

    @get("/.well-known/security.txt", sync_to_thread=False)
    def security_contact(self, request: AnyRequest) -> Response[str]:
        """Where a flaw is told; nothing is here while the operator has not said so."""
        publisher = publisher_of(request)
        if publisher.security is None:
            raise NotFound
        return Response(security_file(publisher.security, publisher), media_type=MediaType.TEXT, headers=FRESH)

    @get("/sitemap.xml")
    async def site_maps(self, request: AnyRequest, now: NamedDependency[datetime]) -> Response[Any]:
        """Which site maps there are."""
        known = await present(request, now=now)
        if already := known_already(request, known, FRESH):
            return already
        found = await service.search(Wanted(), now=now)
        body = site.site_map(publisher_of(request), advisers=found.total).encode()
        return whole(request, known, body, _XML, FRESH)

    @get("/sitemap/paginas.xml", sync_to_thread=False)
    def of_pages(self, request: AnyRequest) -> Response[bytes]:
        """The pages that are always there."""
        return Response(site.of_pages(publisher_of(request)).encode(), media_type=_XML, headers=FRESH)

    @get("/sitemap/{part:str}")
    async def of_advisers(self, request: AnyRequest, part: FromPath[str], now: NamedDependency[datetime]) -> Response[Any]:
        """The pages of some of the advisers: `adviseurs-1.xml` and on."""
        total = (await service.search(Wanted(), now=now)).total
        first = next((at for at in range(0, total, ADVISERS_IN_A_PART) if part == _name(at)), None)
        if first is None:
            raise NotFound
        known = await present(request, now=now)
        if already := known_already(request, known, FRESH):
            return already
        pieces = site.of_advisers(publisher_of(request), site.part(service.every(Wanted(), now=now), first))
        return Stream(pieces, media_type=_XML, headers={**FRESH, **known.validators.headers})


def _name(first: int) -> str:
    return f"adviseurs-{first // ADVISERS_IN_A_PART + 1}.xml"
