"""Idempotency-Key on every route of the API that makes or changes something: around its handler, so that none forgets it.

It stands around what is posted and nothing else: what only reads is asked most, and would pay for it each time.

What is kept is the answer's status, media type and bytes. A handler that keeps the answer itself, because it can say more
about a run that was cut off (`requests.id_under_key`), has `opt=IDEMPOTENT` and is left alone here.
"""

from collections.abc import Mapping, Sequence
from typing import Any, cast

from litestar import Request, Router
from litestar.enums import ScopeType
from litestar.handlers import HTTPRouteHandler
from litestar.middleware import ASGIMiddleware
from litestar.routes import HTTPRoute
from litestar.status_codes import HTTP_400_BAD_REQUEST, HTTP_500_INTERNAL_SERVER_ERROR
from litestar.types import ASGIApp, Message, Receive, Scope, Send

from registry.accounts.controller import not_repeatable
from registry.accounts.guards import visitor_on
from registry.idempotency.claims import CutOff
from registry.idempotency.requests import REPLAYED, AnyRequest, key_of, request_hash
from registry.idempotency.service import Answer, LeftNothing, answered_once

NOT_KEPT: Mapping[str, Any] = {"idempotent": False}
"""Marks a POST that only reads, and may be sent as often as one likes."""


class Refused(LeftNothing):
    """The handler refused: nothing was done, and the key is free again."""


class Failed(Exception):
    """The handler could not answer; what was committed under the key decides what comes of it."""


def takes_key(handler: HTTPRouteHandler) -> bool:
    """Every POST of whoever is signed in, but for one that only reads, and one that answers with a secret."""
    if "POST" not in handler.http_methods or handler.opt.get("public") or handler.opt.get("idempotent") is False:
        return False
    return not_repeatable not in handler.resolve_guards()


def _is_kept_here(handler: HTTPRouteHandler) -> bool:
    return not handler.opt.get("idempotent") and takes_key(handler)


def once_each(router: Router) -> Router:
    """The same routes, with `Once` around each handler that answers POST."""
    handlers = {
        id(handler): handler for route in router.routes if isinstance(route, HTTPRoute) for handler in route.route_handlers
    }
    for handler in handlers.values():
        if "POST" in handler.http_methods:
            handler.middleware = [*(handler.middleware or ()), Once()]
    return router


class Once(ASGIMiddleware):
    """Lets a request with a key through once, and gives its answer again to whoever sends it again."""

    scopes = (ScopeType.HTTP,)

    async def handle(self, scope: Scope, receive: Receive, send: Send, next_app: ASGIApp) -> None:
        """Raises KeyMalformed, KeyReused, StillRunning and OutcomeUnknown; who is not known is refused further on."""
        if scope.get("method") != "POST" or not _is_kept_here(cast("HTTPRouteHandler", scope["route_handler"])):
            await next_app(scope, receive, send)
            return
        request: AnyRequest = Request(cast("Any", scope), receive, send)
        key = key_of(request)
        actor = None if key is None else await visitor_on(request)
        if key is None or actor is None or actor.account is None:
            await next_app(scope, receive, send)
            return
        answering = _Answering(scope, receive, next_app)
        try:
            given = await answered_once(
                key,
                account=actor.account,
                request_hash=await request_hash(request, actor=actor),
                now=request.app.state.clock(),
                run=answering.run,
                cut_off=CutOff.IS_UNKNOWN,
            )
        except (Refused, Failed):
            pass
        else:
            answering.told = _told_again(given) if given.replayed else answering.told
        for message in answering.told:
            await send(message)


class _Answering:
    """The run of a handler, whose answer waits until it is kept."""

    def __init__(self, scope: Scope, receive: Receive, handler: ASGIApp) -> None:
        self.told: Sequence[Message] = ()
        self._scope, self._receive, self._handler = scope, receive, handler

    async def run(self) -> Answer:
        """What it answered; raises Refused for a refusal, Failed where the registry is at fault."""
        told: list[Any] = []

        async def keep(message: Message) -> None:
            told.append(message)

        await self._handler(self._scope, self._receive, keep)
        self.told = told
        status, headers = told[0]["status"], dict(told[0]["headers"])
        if status >= HTTP_500_INTERNAL_SERVER_ERROR:
            raise Failed
        if status >= HTTP_400_BAD_REQUEST:
            raise Refused
        body = b"".join(message.get("body", b"") for message in told[1:])
        return Answer(status, headers.get(b"content-type", b"").decode("latin-1"), body)


def _told_again(answer: Answer) -> Sequence[Message]:
    headers = [(REPLAYED.lower().encode(), b"true"), (b"content-length", str(len(answer.body)).encode())]
    if answer.content_type:
        headers.append((b"content-type", answer.content_type.encode()))
    start: Any = {"type": "http.response.start", "status": answer.status, "headers": headers}
    body: Any = {"type": "http.response.body", "body": answer.body, "more_body": False}
    return (start, body)
