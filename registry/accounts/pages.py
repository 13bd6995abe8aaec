"""Signing in and out in the browser."""

import re
from datetime import datetime
from typing import Annotated
from urllib.parse import quote

from litestar import Controller, get, post
from litestar.di import NamedDependency
from litestar.params import QueryParameter
from litestar.response import Redirect, Template

from registry.accounts import sessions, signing_in
from registry.accounts.errors import SecondFactorNeeded, TooManyTries, WrongCredentials
from registry.accounts.forms import AnyRequest, Form
from registry.accounts.guards import (
    BEFORE_SECOND_FACTOR,
    session_cookie,
    session_token,
    signed_in,
    source_of,
    visitor_on,
)
from registry.accounts.proving import wait_for
from registry.accounts.schemas import SignIn
from registry.errors import Invalid, RegistryError
from registry.permissions import Actor
from registry.texts import Language

_OWN_PATH = re.compile(r"/(?![/\\])[^\\\x00-\x20\x7f]*")


def own_path(wanted: str, otherwise: str) -> str:
    """Where to go after signing in: a path of this site, or else the other one."""
    return wanted if _OWN_PATH.fullmatch(wanted) and "//" not in wanted else otherwise


def in_language(path: str, language: Language) -> str:
    """The path of a page in a language."""
    return f"/en{path}" if language is Language.EN else path


def set_up_path(wanted: str, language: Language) -> str:
    """Where a second factor is set up, which afterwards leads to where one wanted to go."""
    return in_language("/tweede-factor", language) + (f"?next={quote(wanted, safe='/')}" if wanted else "")


def _refused(error: RegistryError, form: Form, language: Language) -> Template:
    """The form once more, without the password."""
    status, headers = wait_for(error)
    told = {
        "problem": error.say(language),
        "next": own_path(form.text("next"), ""),
        "email": form.text("email")[:254],
        "asks_code": isinstance(error, SecondFactorNeeded),
    }
    return Template("sign_in.html", context=told, status_code=status, headers=headers)


class SignInPages(Controller):
    """Signing in and out."""

    @get("/aanmelden", opt={"public": True})
    async def ask(
        self,
        request: AnyRequest,
        language: NamedDependency[Language],
        next_path: Annotated[str, QueryParameter(name="next")] = "",
    ) -> Template | Redirect:
        """The form; whoever is signed in goes on, to set up a second factor where their role needs one."""
        if (visitor := await visitor_on(request)) is not None and visitor.lacks_second_factor:
            return Redirect(set_up_path(own_path(next_path, ""), language), status_code=303)
        if visitor is not None:
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
        wanted = own_path(form.text("next"), "")
        try:
            command, source = form.read(SignIn), source_of(request)
            passwords = request.app.state.passwords
            async with signing_in.sign_in(command, passwords=passwords, source=source, now=now) as signed:
                token = await sessions.start(signed.account, now=now)
        except Invalid:
            return _refused(WrongCredentials(), form, language)
        except (WrongCredentials, SecondFactorNeeded, TooManyTries) as error:
            return _refused(error, form, language)
        if (visitor := await visitor_on(request)) is not None:
            await sessions.end(session_token(request), actor=visitor, now=now)
        way = set_up_path(wanted, language) if signed.needs_to_set_up else wanted or in_language("/werk", language)
        return Redirect(way, status_code=303, cookies=[session_cookie(request, token)])

    @post("/afmelden", guards=[signed_in], opt=BEFORE_SECOND_FACTOR)
    async def sign_out(
        self,
        request: AnyRequest,
        language: NamedDependency[Language],
        actor: NamedDependency[Actor],
        now: NamedDependency[datetime],
    ) -> Redirect:
        """The session is over, in the table and in the browser."""
        await sessions.end(session_token(request), actor=actor, now=now)
        return Redirect(in_language("/", language), status_code=303, cookies=[session_cookie(request, "", max_age=0)])
