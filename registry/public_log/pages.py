"""The page of the public log: how long it is, who saw it, and how to check it oneself."""

from datetime import datetime

from litestar import Controller, get
from litestar.di import NamedDependency
from litestar.response import Template

from registry.accounts.forms import AnyRequest
from registry.public_log import reading, signing
from registry.public_log.reading import Signed


class PublicLogPages(Controller):
    """The log for people, in plain words."""

    opt = {"public": True}  # noqa: RUF012  Litestar's own way to say it

    @get("/openbaar-logboek")
    async def log(self, request: AnyRequest, now: NamedDependency[datetime]) -> Template:
        """Its size, its last checkpoint, and of each witness when it looked last; and what each log before it said last."""
        newest = await signing.newest()
        signed = None if newest is None else await reading.newest_signed(newest.number)
        context = {
            "site": request.app.state.base_url,
            "way": _way(1 if newest is None else newest.number),
            "ended": [] if newest is None else [(_way_to(each), each) for each in await reading.ended(newest.number)],
            "signed": signed,
            "root": None if signed is None else signed.said.root.hex(),
            "watch": [] if newest is None else await reading.watch(newest.number, request.app.state.log_witnesses),
            "now": now,
        }
        visitor = request.scope["state"]["visitor"]
        headers = {"vary": "cookie", "cache-control": "no-store" if visitor is not None else "public, max-age=0"}
        return Template("public_log.html", context=context, headers=headers)


def _way(number: int) -> str:
    """Where the files of a log are."""
    return "/log" if number == 1 else f"/log/{number}"


def _way_to(signed: Signed) -> str:
    return _way(signing.number_of(signed.said.origin))
