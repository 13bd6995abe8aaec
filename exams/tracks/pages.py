"""The public pages of the catalogue: every track, and one track with its versions and who may teach and examine it."""

from datetime import datetime

from litestar import Controller, get
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Template

from exams.tracks import catalogue
from exams.tracks.rules import Audience
from registry.accounts.forms import AnyRequest
from registry.days import amsterdam_day
from registry.texts import Text

_AUDIENCES = {
    Audience.ADVISER: Text("Voor e-adviseurs", "For e-advisers"),
    Audience.MUNICIPAL_EMPLOYEE: Text("Voor medewerkers van gemeenten", "For municipal employees"),
}


def _page(name: str, request: AnyRequest, **context: object) -> Template:
    """A page that anyone may keep for a moment; for who is signed in it is nobody else's."""
    visited = request.scope["state"]["visitor"] is not None
    headers = {"vary": "cookie", "cache-control": "no-store" if visited else "public, max-age=0"}
    return Template(name, context={"audiences": _AUDIENCES, "text": Text, **context}, headers=headers)


class TrackPages(Controller):
    """The catalogue of tracks, for everyone."""

    path = "/opleidingen"
    opt = {"public": True}  # noqa: RUF012  Litestar's own way to say it

    @get()
    async def listed(self, request: AnyRequest, now: NamedDependency[datetime]) -> Template:
        """Every track that holds today or will."""
        return _page("tracks.html", request, tracks=await catalogue.tracks_on(amsterdam_day(now)))

    @get("/{code:str}")
    async def one(self, request: AnyRequest, code: FromPath[str], now: NamedDependency[datetime]) -> Template:
        """One track: what is tested, what it asks, other ways, and who teaches and examines it today."""
        today = amsterdam_day(now)
        return _page("track.html", request, track=await catalogue.track_on(code, today), today=today)
