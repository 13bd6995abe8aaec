"""The way back of an answer: what every answer carries is added to its head, and its status is remembered.

What `registry.accounts` does before an answer goes out is asked for here and not of Litestar, whose `before_send` wraps every
message of every answer in two coroutines more.
"""

from collections.abc import Awaitable, Sequence

from litestar.status_codes import HTTP_200_OK
from litestar.types import HTTPResponseStartEvent, HTTPScope, Message, Send

from config.answers import HTML, Reply
from config.public_paths import is_open
from config.ready_answers import ReadyAnswer
from config.security_headers import Headers
from registry.accounts.guards import RENEWED, before_answer
from registry.accounts.looking import LOOKING

_NO_STORE = (b"cache-control", b"no-store")
_REFUSED = 400
_READABLE = b"access-control-allow-origin"
_TO_OTHER_SITES: Headers = (
    (_READABLE, b"*"),
    (b"access-control-expose-headers", b"retry-after, ratelimit-limit, ratelimit-remaining, ratelimit-reset"),
)
"""A refusal without it is for a program in a browser no answer at all."""


class WayBack:
    """One answer on its way out."""

    status = 0
    _head_alone = _holds = False
    _more: Headers = ()
    _given: tuple[tuple[bytes, bytes], ...] | None = None
    _body: bytes | None = None

    def __init__(self, send: Send, request_id: str, headers: Headers, *, scope: HTTPScope) -> None:
        self._send = send
        self._request_id = request_id
        self._headers = headers
        self._scope = scope

    def carry(self, headers: Headers) -> None:
        """This answer carries these headers too."""
        self._more = headers

    def leave_out_body(self) -> None:
        """This is the answer to HEAD: what GET would have given, without its body."""
        self._head_alone = True

    def hold(self) -> None:
        """Hold an answer back that comes in one piece with status 200, for who may keep it; what comes in pieces goes out."""
        self._holds = True

    def send(self, message: Message) -> Awaitable[None]:
        """Pass a message of the application on. No coroutine of its own: it would cost one per message."""
        if message["type"] == "http.response.start" and (LOOKING in self._scope or RENEWED in self._scope["state"]):
            return self._after_all_else(message)
        return self._held(message) if self._holds else self._passed(message)

    async def _after_all_else(self, message: HTTPResponseStartEvent) -> None:
        await before_answer(message, self._scope)
        await (self._held(message) if self._holds else self._passed(message))

    def _passed(self, message: Message) -> Awaitable[None]:
        """Pass a message on; the first one with our headers."""
        if message["type"] == "http.response.start":
            self.status = message["status"]
            given = message["headers"]
            headers = [*given, (b"x-request-id", self._request_id.encode()), *self._headers, *self._more]
            for name, _ in given:
                if name == b"cache-control":
                    break
            else:
                headers.append(_NO_STORE)
            if self.status >= _REFUSED and is_open(self._scope["path"]) and all(name != _READABLE for name, _ in given):
                headers.extend(_TO_OTHER_SITES)
            message["headers"] = headers
        elif message["type"] == "http.response.body" and self._head_alone:
            return self._end()
        return self._send(message)

    async def _held(self, message: Message) -> None:
        """Keep the first message until the second tells whether there is more."""
        if message["type"] == "http.response.start" and message["status"] == HTTP_200_OK:
            self._given = tuple(message["headers"])
        elif message["type"] == "http.response.body" and self._given is not None and not message["more_body"]:
            self._body = message["body"]
        else:
            self._holds = False
            if self._given is not None:
                await self._passed(_start(self._given))
            await self._passed(message)

    async def _end(self) -> None:
        """The server is told once that there is nothing more; it then lets whoever still makes the body know."""
        send, self._send = self._send, _to_nobody
        await send({"type": "http.response.body", "body": b"", "more_body": False})

    def held(self, route: str) -> ReadyAnswer | None:
        """The whole answer that was held back, if one was."""
        if self._given is None or self._body is None:
            return None
        return ReadyAnswer(self._given, self._body, route)

    async def give(self, answer: ReadyAnswer) -> None:
        """Send an answer that was kept, or held back."""
        self._holds = False
        await self._passed(_start(answer.headers))
        await self._passed({"type": "http.response.body", "body": answer.body, "more_body": False})

    async def reply(self, reply: Reply, headers: dict[str, str]) -> None:
        """Send a whole answer of our own; what was held back does not go out."""
        self._holds = False
        named = {
            "content-type": reply.media_type + ("; charset=utf-8" if reply.media_type == HTML else ""),
            "content-length": str(len(reply.body)),
            **reply.headers,
            **headers,
        }
        encoded = [(name.encode(), value.encode()) for name, value in named.items()]
        await self._passed({"type": "http.response.start", "status": reply.status, "headers": encoded})
        await self._passed({"type": "http.response.body", "body": reply.body, "more_body": False})


def _start(headers: Sequence[tuple[bytes, bytes]]) -> HTTPResponseStartEvent:
    return {"type": "http.response.start", "status": HTTP_200_OK, "headers": list(headers)}


async def _to_nobody(message: Message) -> None:
    """What comes after the end."""
