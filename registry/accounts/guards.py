"""Who asks, and whether they may: the API by bearer token or key, pages by the session's cookie, never the other way round."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, cast
from urllib.parse import urlsplit

from litestar.connection import ASGIConnection
from litestar.datastructures import Cookie
from litestar.handlers import BaseRouteHandler
from litestar.types import HTTPResponseStartEvent, Scope

from registry.accounts import api_keys, looking, refreshing, sessions
from registry.accounts.bearer import token_in
from registry.accounts.errors import ProveYourselfAgain, SecondFactorNotSetUp
from registry.accounts.rules import is_proved
from registry.accounts.tokens import Tokens
from registry.errors import NotAllowed, NotAuthenticated
from registry.permissions import PROVED_AFRESH, Actor, Permission
from registry.texts import Text

AnyConnection = ASGIConnection[Any, Any, Any, Any]
_SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
_ACTOR = "registry.actor"
RENEWED = "registry.renewed-session"
BEFORE_SECOND_FACTOR: Mapping[str, Any] = {"before_second_factor": True}
"""Marks a route for who still has to set up the second factor that their role needs."""
AFRESH: Mapping[str, Any] = {"proved_afresh": True}
"""Marks a page that needs a fresh proof whatever the permission."""


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
    """A guard that lets through whoever holds the permission. `permission` names it, for the list of routes.

    What is in PROVED_AFRESH needs a fresh proof besides: of programs it is asked here, of people by the page (`proving`),
    which carries on with what they typed.
    """

    permission: Permission | None

    async def __call__(self, connection: AnyConnection, handler: BaseRouteHandler) -> None:
        """Raises NotAuthenticated, SecondFactorNotSetUp, NotAllowed or ProveYourselfAgain."""
        refuse_foreign_origin(connection)
        actor = await actor_on(connection)
        if actor.lacks_second_factor and not handler.opt.get("before_second_factor"):
            raise SecondFactorNotSetUp
        if self.permission is not None:
            actor.must(self.permission)
        if is_api(connection) and needs_proof(connection, handler) and not has_proof(connection, actor):
            raise ProveYourselfAgain
        looking.begin(connection, actor)


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


def needs_proof(connection: AnyConnection, handler: BaseRouteHandler) -> bool:
    """Whether the route decides something, or changes how one signs in, and the request does more than read."""
    if connection.scope.get("method") in _SAFE:
        return False
    permissions = {getattr(guard, "permission", None) for guard in handler.resolve_guards()}
    return bool(handler.opt.get("proved_afresh")) or not PROVED_AFRESH.isdisjoint(permissions)


def has_proof(connection: AnyConnection, actor: Actor) -> bool:
    """Whoever asks gave password and code within the last 15 minutes."""
    return is_proved(actor.proved_at, now=connection.app.state.clock())


def is_api(connection: AnyConnection) -> bool:
    """Programs ask here, by bearer token; elsewhere people do, by cookie."""
    return connection.scope["path"].startswith("/api/")


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
    if is_api(connection):
        token = token_in(connection.headers.getall("authorization", []))
        if api_keys.looks_like_one(token):
            return await api_keys.actor_by(token, now=now)
        tokens: Tokens = state.tokens
        return await refreshing.actor_of_token(tokens.read(token, now=now), now=now)
    return await sessions.actor_by(session_token(connection), now=now)


def cookie_name(connection: AnyConnection) -> str:
    """`__Host-session` over https, which binds it to this host; a plain name where a browser would refuse that."""
    return "__Host-session" if connection.app.state.base_url.startswith("https://") else "session"


def session_token(connection: AnyConnection) -> str:
    """The token in the session's cookie, or the one it got in this request; raises NotAuthenticated without one."""
    token = connection.scope["state"].get(RENEWED) or connection.cookies.get(cookie_name(connection))
    if not token:
        raise NotAuthenticated
    return token


def session_cookie(connection: AnyConnection, token: str, *, max_age: int | None = None) -> Cookie:
    """The session's cookie, for this host alone: no script reads it, no other site sends it along with a form."""
    secure = connection.app.state.base_url.startswith("https://")
    return Cookie(
        key=cookie_name(connection), value=token, path="/", secure=secure, httponly=True, samesite="lax", max_age=max_age
    )


async def renew_session(connection: AnyConnection, *, now: datetime) -> None:
    """After a fresh proof the session goes on under another token; `before_answer` gives it to the browser."""
    actor = await actor_on(connection)
    token = await sessions.renew(session_token(connection), now=now)
    connection.scope["state"][RENEWED] = token
    cast("dict[str, Any]", connection.scope)[_ACTOR] = replace(actor, proved_at=now)


async def before_answer(message: HTTPResponseStartEvent, scope: Scope) -> None:
    """Before an answer begins: the cookie of a session that was renewed in this request, and who looked at whose data.

    The front door asks for it where the state has RENEWED, or the scope LOOKING.
    """
    if token := scope["state"].get(RENEWED):
        cookie = session_cookie(ASGIConnection(scope), token).to_encoded_header()
        message["headers"] = [*message["headers"], cookie]
    if looking.LOOKING in scope:
        await looking.put_on_record(message, scope)


def source_of(connection: AnyConnection) -> str:
    """Whose tries to sign in are counted together: the address of the client, as the front door knows it."""
    known: str | None = connection.scope["state"].get("client")
    return known or (connection.client.host if connection.client else "")


def refuse_foreign_origin(connection: AnyConnection) -> None:
    """A request that changes something comes from our own pages, if a browser sends it; raises ForeignForm."""
    if connection.scope.get("method") in _SAFE or is_api(connection):
        return
    site, origin = connection.headers.get("sec-fetch-site"), connection.headers.get("origin")
    own = connection.headers.get("host", "").lower()
    if site not in (None, "same-origin", "none") or (origin is not None and urlsplit(origin).netloc.lower() != own):
        raise ForeignForm
