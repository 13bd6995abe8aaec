"""Answers that programs of other sites may read in a browser: of what everyone may know, without cookie or token."""

from litestar.datastructures import MutableScopeHeaders
from litestar.enums import ScopeType
from litestar.middleware import ASGIMiddleware
from litestar.types import ASGIApp, Message, Receive, Scope, Send

ALLOWED = {
    "access-control-allow-origin": "*",
    "access-control-allow-methods": "GET, POST",
    "access-control-allow-headers": "content-type, accept-language",
    "access-control-max-age": "86400",
}
"""What a browser asks beforehand (Fetch, 4.8)."""


class OpenToOtherSites(ASGIMiddleware):
    """Every answer of these routes, refusals too, may be read by other sites."""

    scopes = (ScopeType.HTTP,)

    async def handle(self, scope: Scope, receive: Receive, send: Send, next_app: ASGIApp) -> None:
        """Adds the header to the head of the answer."""

        async def sent(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableScopeHeaders(message)["access-control-allow-origin"] = "*"
            await send(message)

        await next_app(scope, receive, sent)
