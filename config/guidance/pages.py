"""The guides as pages, in both languages."""

from litestar import Controller, Response, get
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Template

from config.guidance.contents import BY_SLUG, GUIDES, PATH, Guide, picture, shown
from public_list.listing.visiting import page
from registry.accounts.forms import AnyRequest
from registry.errors import NotFound
from registry.texts import Language


def _of_visitor(request: AnyRequest) -> list[Guide]:
    """The guides for the roles of who looks."""
    visitor = request.scope["state"]["visitor"]
    roles = {grant.role for grant in visitor.grants} if visitor is not None else set()
    return [guide for guide in GUIDES if roles & set(guide.roles)]


class GuidePages(Controller):
    """What everyone may read."""

    path = PATH
    opt = {"public": True}  # noqa: RUF012  Litestar's own way to say it

    @get()
    async def contents(self, request: AnyRequest) -> Template:
        """All guides; first those for the visitor's own roles."""
        own = _of_visitor(request)
        return page("guides.html", request, own=own, others=[guide for guide in GUIDES if guide not in own])

    @get("/{slug:str}")
    async def read(self, request: AnyRequest, slug: FromPath[str], language: NamedDependency[Language]) -> Template:
        """One guide with its contents, and the one before and after it. Raises NotFound for a name that is none."""
        if slug not in BY_SLUG:
            raise NotFound
        guide = BY_SLUG[slug]
        place = GUIDES.index(guide)
        return page(
            "guide.html",
            request,
            guide=guide,
            shown=shown(guide, language),
            before=GUIDES[place - 1] if place else None,
            after=GUIDES[place + 1] if place + 1 < len(GUIDES) else None,
        )

    @get("/beelden/{language_code:str}/{name:str}")
    async def picture(self, language_code: FromPath[str], name: FromPath[str]) -> Response[bytes]:
        """A picture of a guide. Raises NotFound where there is none."""
        found = picture(language_code, name) if language_code in set(Language) else None
        if found is None:
            raise NotFound
        return Response(found, media_type="image/webp", headers={"cache-control": "public, max-age=3600"})
