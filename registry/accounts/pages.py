"""Signing in and out in the browser, and the page that says what waits for you."""

import re
from collections.abc import Sequence
from datetime import datetime
from typing import Annotated

from litestar import Controller, get, post
from litestar.datastructures import Cookie
from litestar.di import NamedDependency
from litestar.params import QueryParameter
from litestar.response import Redirect, Template
from litestar.types import ControllerRouterHandler

from registry.accounts import service, sessions
from registry.accounts.errors import WrongCredentials
from registry.accounts.forms import AnyRequest, Form
from registry.accounts.guards import cookie_name, session_token, signed_in, visitor_on
from registry.accounts.schemas import SignIn
from registry.accounts.work import WITHOUT_PAGES, Waiting
from registry.errors import Invalid
from registry.permissions import Actor
from registry.texts import Language

_OWN_PATH = re.compile(r"/(?![/\\])[^\\\x00-\x20\x7f]*")
_REFUSED = 403


def own_path(wanted: str, otherwise: str) -> str:
    """Where to go after signing in: a path of this site, or else the other one."""
    return wanted if _OWN_PATH.fullmatch(wanted) and "//" not in wanted else otherwise


def in_language(path: str, language: Language) -> str:
    """The path of a page in a language."""
    return f"/en{path}" if language is Language.EN else path


def _cookie(request: AnyRequest, token: str, *, max_age: int | None = None) -> Cookie:
    """The session's cookie, for this host alone: no script reads it, no other site sends it along with a form."""
    secure = request.app.state.base_url.startswith("https://")
    return Cookie(
        key=cookie_name(request), value=token, path="/", secure=secure, httponly=True, samesite="lax", max_age=max_age
    )


class SignInPages(Controller):
    """Signing in and out."""

    @get("/aanmelden", opt={"public": True})
    async def ask(
        self,
        request: AnyRequest,
        language: NamedDependency[Language],
        next_path: Annotated[str, QueryParameter(name="next")] = "",
    ) -> Template | Redirect:
        """The form; whoever is signed in goes on."""
        if await visitor_on(request) is not None:
            return Redirect(own_path(next_path, in_language("/werk", language)), status_code=303)
        return Template("sign_in.html", context={"problem": "", "next": own_path(next_path, "")})

    @post("/aanmelden", opt={"public": True})
    async def sign_in(
        self,
        request: AnyRequest,
        form: NamedDependency[Form],
        language: NamedDependency[Language],
        now: NamedDependency[datetime],
    ) -> Template | Redirect:
        """A new session, whatever there was; the same answer for an unknown address and a wrong password."""
        state, wanted = request.app.state, form.text("next")
        try:
            account = await service.sign_in(form.read(SignIn), passwords=state.passwords, now=now)
        except (WrongCredentials, Invalid):
            told = {
                "problem": WrongCredentials().say(language),
                "next": own_path(wanted, ""),
                "email": form.text("email")[:254],
            }
            return Template("sign_in.html", context=told, status_code=_REFUSED)
        if (visitor := await visitor_on(request)) is not None:
            await sessions.end(session_token(request), actor=visitor, now=now)
        token = await sessions.start(account, now=now)
        way = own_path(wanted, in_language("/werk", language))
        return Redirect(way, status_code=303, cookies=[_cookie(request, token)])

    @post("/afmelden", guards=[signed_in])
    async def sign_out(
        self,
        request: AnyRequest,
        language: NamedDependency[Language],
        actor: NamedDependency[Actor],
        now: NamedDependency[datetime],
    ) -> Redirect:
        """The session is over, in the table and in the browser."""
        await sessions.end(session_token(request), actor=actor, now=now)
        return Redirect(in_language("/", language), status_code=303, cookies=[_cookie(request, "", max_age=0)])


def work_page(topics: Sequence[Waiting]) -> ControllerRouterHandler:
    """The page that gathers what each topic says is waiting."""

    @get("/werk", guards=[signed_in])
    async def work(actor: NamedDependency[Actor], now: NamedDependency[datetime]) -> Template:
        """What waits for me, and what my role does without pages."""
        cards = [card for waiting in topics for card in await waiting(actor, now)]
        roles = sorted({grant.role for grant in actor.grants})
        notes = [WITHOUT_PAGES[role] for role in roles if role in WITHOUT_PAGES]
        return Template("work.html", context={"cards": cards, "notes": notes})

    return work
