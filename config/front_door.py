"""The one wrapper around the whole application: what every request passes and every answer carries.

It stands outside Litestar, and is not one of its middlewares, because those do not reach the answers that the router itself
gives (404, 405), nor see the Host before authentication does; `before_send` reaches every answer but can refuse none.

Everything that can be made beforehand is: the door may cost a quarter of a plain request (`benchmarks/http.py`).
"""

import re
from collections.abc import Awaitable, Callable, Iterable, Sequence
from dataclasses import dataclass
from ipaddress import IPv4Network, IPv6Network
from itertools import count
from os import urandom
from time import perf_counter
from typing import Any, cast

import structlog
from litestar import Litestar
from litestar.enums import ScopeType
from litestar.types import HTTPScope, LifeSpanScope, Message, Receive, Scope, Send
from structlog.contextvars import bind_contextvars

from config.access_log import AccessLog
from config.answers import HTML, Asked, Reply
from config.errors import TooManyRequests, Unexpected, UnknownHost
from config.languages import is_api
from config.problems import Problems
from config.request_limits import ClientAddresses, Limits, Refusal, RequestLimits
from config.request_metrics import METHODS, OTHER, UNMATCHED, RequestMetrics
from config.security_headers import Headers, api_headers, page_headers
from registry.errors import NotFound, RegistryError

_REQUEST_ID = re.compile(rb"[A-Za-z0-9][A-Za-z0-9._-]{7,63}").fullmatch
_NO_STORE = (b"cache-control", b"no-store")
_GONE_AWAY = 499  # what the log and the counters say of a client that left before its answer

_log = structlog.get_logger("front door")


@dataclass(frozen=True, slots=True)
class Doorkeeper:
    """What the front door goes by."""

    allowed_hosts: Iterable[str]
    trusted_proxies: Sequence[IPv4Network | IPv6Network]
    limits: Limits
    https: bool


class FrontDoor:
    """The ASGI application that the server calls; `application` is the Litestar within."""

    def __init__(
        self,
        application: Litestar,
        *,
        doorkeeper: Doorkeeper,
        problems: Problems,
        metrics: RequestMetrics,
        timer: Callable[[], float] = perf_counter,
    ) -> None:
        self.application = application
        self.access_log = AccessLog()
        self._hosts = frozenset(_as_header(host) for host in doorkeeper.allowed_hosts)
        self._addresses = ClientAddresses(doorkeeper.trusted_proxies)
        self._limits = RequestLimits(doorkeeper.limits)
        self._problems = problems
        self._record = metrics.record
        self._timer = timer
        self._api_headers = api_headers(https=doorkeeper.https)
        self._page_headers = page_headers(https=doorkeeper.https)
        self._prefix, self._numbers = urandom(10).hex(), count()

    async def __call__(self, scope: Scope | LifeSpanScope, receive: Receive, send: Send) -> None:
        """Answer one request; the lifespan goes straight through, and so do websockets, of which no route exists."""
        if scope["type"] == ScopeType.HTTP:
            await self._answer(cast("HTTPScope", scope), receive, send)
        else:
            await self.application(scope, receive, send)
            self.access_log.flush()

    async def _answer(self, scope: HTTPScope, receive: Receive, send: Send) -> None:
        started = self._timer()
        host, given, forwarded = _read(scope["headers"])
        request_id = given.decode() if given and _REQUEST_ID(given) else f"{self._prefix}{next(self._numbers):012x}"
        scope.setdefault("state", {})["request_id"] = request_id
        bind_contextvars(request_id=request_id)
        answer = _Answer(send, request_id, self._api_headers if is_api(scope["path"]) else self._page_headers)
        try:
            refused = self._judge(scope, host, forwarded, started)
            if refused is None:
                await self.application(scope, receive, answer.send)
            else:
                await answer.reply(self._problems.reply(refused[0], asked=_asked(scope)), refused[1])
        except Exception:
            _log.exception("the application failed")
            if answer.status:
                raise
            await answer.reply(self._problems.problem_reply(Unexpected(), asked=_asked(scope)), {})
        finally:
            seconds = self._timer() - started
            method = scope["method"] if scope["method"] in METHODS else OTHER
            route = scope.get("path_template") or UNMATCHED
            status = answer.status or _GONE_AWAY
            self._record(method, route, status, seconds)
            self.access_log.note(request_id, method, route, status, seconds)

    def _judge(
        self, scope: HTTPScope, host: bytes | None, forwarded: bytes | None, at: float
    ) -> tuple[RegistryError, dict[str, str]] | None:
        """Refuse what no handler should see: too much, a foreign host, a path that is written in a second way."""
        peer = scope["client"][0] if scope["client"] else ""
        if forwarded is not None or ":" in peer:
            peer = self._addresses.of(peer, forwarded)
        refusal = self._limits.take(peer, at)
        if refusal is not None:
            return TooManyRequests(), self._limit_headers(refusal)
        if host not in self._hosts and not self._serves(host):
            return UnknownHost(), {}
        path = scope["path"]
        if "//" in path or (path[-1:] == "/" and is_api(path)):
            return NotFound(), {}
        return None

    def _serves(self, host: bytes | None) -> bool:
        """Whether this host is ours; case and port do not matter."""
        if host is None:
            return False
        name, colon, port = host.lower().rpartition(b":")
        return (name if colon and port.isdigit() else host.lower()) in self._hosts

    def _limit_headers(self, refusal: Refusal) -> dict[str, str]:
        return {
            "retry-after": str(int(refusal.retry_after) + 1),
            "ratelimit-limit": str(self._limits.burst),
            "ratelimit-remaining": "0",
            "ratelimit-reset": str(int(refusal.reset) + 1),
        }


def _read(headers: Iterable[tuple[bytes, bytes]]) -> tuple[bytes | None, bytes, bytes | None]:
    """The host, the request id and the way a request came, in one pass; two hosts are none."""
    host, given, forwarded = None, b"", None
    for name, value in headers:
        if name == b"host":
            host = value if host is None else b""
        elif name == b"x-request-id":
            given = value
        elif name == b"x-forwarded-for":
            forwarded = value if forwarded is None else forwarded + b"," + value
    return host, given, forwarded


class _Answer:
    """The way back: adds to the head of the answer what every answer carries, and remembers its status."""

    __slots__ = ("_headers", "_request_id", "_send", "status")

    def __init__(self, send: Send, request_id: str, headers: Headers) -> None:
        self._send = send
        self._request_id = request_id
        self._headers = headers
        self.status = 0

    def send(self, message: Message) -> Awaitable[None]:
        """Pass a message on; the first one with our headers. No coroutine of its own: it would cost one per message."""
        if message["type"] == "http.response.start":
            self.status = message["status"]
            given = message["headers"]
            headers = [*given, (b"x-request-id", self._request_id.encode()), *self._headers]
            for name, _ in given:
                if name == b"cache-control":
                    break
            else:
                headers.append(_NO_STORE)
            message["headers"] = headers
        return self._send(message)

    async def reply(self, reply: Reply, headers: dict[str, str]) -> None:
        """Send a whole answer of our own."""
        named = {
            "content-type": reply.media_type + ("; charset=utf-8" if reply.media_type == HTML else ""),
            "content-length": str(len(reply.body)),
            **reply.headers,
            **headers,
        }
        encoded = [(name.encode(), value.encode()) for name, value in named.items()]
        await self.send({"type": "http.response.start", "status": reply.status, "headers": encoded})
        await self.send({"type": "http.response.body", "body": reply.body, "more_body": False})


def _asked(scope: HTTPScope) -> Asked:
    accepted: Any = next((value for name, value in scope["headers"] if name == b"accept-language"), b"")
    return Asked(
        path=scope["path"],
        accept_language=accepted.decode("latin-1"),
        request_id=scope["state"]["request_id"],
        method=scope["method"],
        query=scope["query_string"].decode("latin-1"),
    )


def _as_header(host: str) -> bytes:
    """A host as it stands in a header: in lower case, an IPv6 address in brackets."""
    return (f"[{host}]" if ":" in host and not host.startswith("[") else host).lower().encode()
