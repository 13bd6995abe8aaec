"""Who asks, and whether they may: the API by bearer token or key, pages by the session's cookie, never the other way round."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any, cast
from urllib.parse import urlsplit

from litestar.connection import ASGIConnection
from litestar.handlers import BaseRouteHandler

from registry.accounts import api_keys, sessions
from registry.accounts.service import actor_of
from registry.accounts.tokens import Tokens
from registry.errors import NotAllowed, NotAuthenticated
from registry.permissions import Actor, Permission
from registry.texts import Text

AnyConnection = ASGIConnection[Any, Any, Any, Any]
_SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
_ACTOR = "registry.actor"


class ForeignForm(NotAllowed):
    """A page's form is sent from a page of ours, in the session it was made for."""

    code = "foreign-form"
    title = Text("Formulier geweigerd", "Form refused")
    detail = Text(
        "Dit formulier hoort niet bij uw sessie. Open de pagina opnieuw en probeer het nog eens.",
        "This form does not belong to your session. Open the page again and retry.",
    )


@dataclass(frozen=True)
class Requires:
    """A guard that lets through whoever holds the permission. `permission` names it, for the list of routes."""

    permission: Permission | None

    async def __call__(self, connection: AnyConnection, _: BaseRouteHandler) -> None:
        """Raises NotAuthenticated or NotAllowed."""
        refuse_foreign_origin(connection)
        actor = await actor_on(connection)
        if self.permission is not None:
            actor.must(self.permission)


def requires(permission: Permission) -> Callable[[AnyConnection, BaseRouteHandler], Awaitable[None]]:
    """A guard for one permission."""
    return Requires(permission)


signed_in = Requires(None)
"""A guard for whoever is signed in, whatever they may do."""


class InPerson(Requires):
    """A guard for whoever is signed in themselves; a program with an API key is not."""

    async def __call__(self, connection: AnyConnection, handler: BaseRouteHandler) -> None:
        """Raises NotAuthenticated or NotAllowed."""
        await super().__call__(connection, handler)
        (await actor_on(connection)).must_be_in_person()


in_person = InPerson(None)
"""A guard for whoever is signed in themselves, whatever they may do."""


async def actor_on(connection: AnyConnection) -> Actor:
    """Who asks, read once per request; raises NotAuthenticated."""
    held = connection.scope.get(_ACTOR)
    if held is None:
        held = await _read_actor(connection)
        cast("dict[str, Any]", connection.scope)[_ACTOR] = held
    return cast("Actor", held)


async def visitor_on(connection: AnyConnection) -> Actor | None:
    """Who asks, where that is known; a public page shows it."""
    try:
        return await actor_on(connection)
    except NotAuthenticated:
        return None


async def _read_actor(connection: AnyConnection) -> Actor:
    state = connection.app.state
    now = state.clock()
    if connection.scope["path"].startswith("/api/"):
        scheme, _, token = connection.headers.get("authorization", "").partition(" ")
        if scheme.lower() != "bearer" or not token:
            raise NotAuthenticated
        if api_keys.looks_like_one(token):
            return await api_keys.actor_by(token.strip(), now=now)
        tokens: Tokens = state.tokens
        return await actor_of(tokens.read(token.strip(), now=now))
    return await sessions.actor_by(session_token(connection), now=now)


def cookie_name(connection: AnyConnection) -> str:
    """`__Host-session` over https, which binds it to this host; a plain name where a browser would refuse that."""
    return "__Host-session" if connection.app.state.base_url.startswith("https://") else "session"


def session_token(connection: AnyConnection) -> str:
    """The token in the session's cookie; raises NotAuthenticated without one."""
    token = connection.cookies.get(cookie_name(connection))
    if not token:
        raise NotAuthenticated
    return token


def refuse_foreign_origin(connection: AnyConnection) -> None:
    """A request that changes something comes from our own pages, if a browser sends it; raises ForeignForm."""
    if connection.scope.get("method") in _SAFE or connection.scope["path"].startswith("/api/"):
        return
    site, origin = connection.headers.get("sec-fetch-site"), connection.headers.get("origin")
    own = connection.headers.get("host", "").lower()
    if site not in (None, "same-origin", "none") or (origin is not None and urlsplit(origin).netloc.lower() != own):
        raise ForeignForm
