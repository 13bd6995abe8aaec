"""The one wrapper around the whole application: what every request passes and every answer carries.

It stands outside Litestar, and is not one of its middlewares, because those do not reach the answers that the router itself
gives (404, 405), nor see the Host before authentication does; `before_send` reaches every answer but can refuse none.

Everything that can be made beforehand is: the door may cost a quarter of a plain request (`benchmarks/http.py`).
"""

import re
from collections.abc import Callable, Coroutine, Iterable, Sequence
from contextvars import ContextVar
from dataclasses import dataclass
from ipaddress import IPv4Network, IPv6Network
from itertools import count
from os import urandom
from time import perf_counter
from typing import Any, TypeAlias, cast

import structlog
from litestar import Litestar
from litestar.enums import ScopeType
from litestar.types import HTTPScope, LifeSpanScope, Receive, Scope, Send
from structlog.contextvars import STRUCTLOG_KEY_PREFIX

from config.access_log import AccessLog
from config.answers import Asked
from config.errors import TooManyRequests, Unavailable, UnknownHost
from config.languages import is_api
from config.problems import Problems
from config.public_paths import ENUMERABLE, FRAMED, HOMES, KEPT_READY
from config.ready_answers import PACKED, Key, ReadyAnswer, ReadyAnswers, takes_gzip
from config.request_limits import ClientAddresses, ClientLimits, RequestLimits, left_headers, limit_headers
from config.request_metrics import METHODS, OTHER, UNMATCHED, RequestMetrics
from config.security_headers import Headers, api_headers, framed_headers, page_headers
from config.slow_bodies import PromptBody
from config.statuses import as_registry_error
from config.way_back import WayBack
from registry.errors import NotFound, RegistryError

_REQUEST_ID = re.compile(rb"[A-Za-z0-9][A-Za-z0-9._-]{7,63}").fullmatch
_PERSONAL = frozenset({b"cookie", b"authorization", b"if-none-match", b"if-modified-since", b"range"})
_WITHOUT_BODY = frozenset({"GET", "HEAD", "OPTIONS"})
_READS = frozenset({"GET", "HEAD"})
_KEPT, _MANY = (
    tuple(tuple(each for each in paths if is_api(each) is of_api) for of_api in (False, True))
    for paths in (KEPT_READY, ENUMERABLE)
)
"""What begins so may be kept ready, and gives many entries at once: of all else, and of the API."""
_GONE_AWAY = 499  # what the log and the counters say of a client that left before its answer

_Accepted: TypeAlias = tuple[bytes, bytes]
"""The languages and the encodings that are asked."""

_BOUND = ContextVar[str](f"{STRUCTLOG_KEY_PREFIX}request_id")
"""What every log line of a request has besides; bound by structlog itself it would take three times as long."""

_log = structlog.get_logger("front door")


@dataclass(frozen=True, slots=True)
class Doorkeeper:
    """What the front door goes by; `sheet` is the hash of the one sheet that may stand in a page."""

    allowed_hosts: Iterable[str]
    trusted_proxies: Sequence[IPv4Network | IPv6Network]
    limits: ClientLimits
    https: bool
    sheet: str
    framed_by: Sequence[str] = ()


class FrontDoor:
    """The ASGI application that the server calls; `application` is the Litestar within.

    Requests go past its own way in, which only looks for hooks before what is sent, and there are none: it costs a twentieth.
    """

    def __init__(
        self,
        application: Litestar,
        *,
        doorkeeper: Doorkeeper,
        problems: Problems,
        metrics: RequestMetrics,
        ready: ReadyAnswers,
        at_once: Callable[[str, bytes], ReadyAnswer | None],
        timer: Callable[[], float] = perf_counter,
    ) -> None:
        self.application = application
        self.within: Any = application.asgi_handler
        self.access_log = AccessLog()
        self._hosts = frozenset(_as_header(host) for host in doorkeeper.allowed_hosts)
        self._addresses = ClientAddresses(doorkeeper.trusted_proxies)
        self._limits = RequestLimits(doorkeeper.limits.everything)
        self._enumeration = RequestLimits(doorkeeper.limits.enumeration)
        self._ready = ready
        self._at_once = at_once
        self._problems = problems
        self._record = metrics.record
        self._timer = timer
        self._api_headers = api_headers(https=doorkeeper.https)
        self._page_headers = page_headers(https=doorkeeper.https, sheet=doorkeeper.sheet)
        self._framed_headers = framed_headers(https=doorkeeper.https, origins=doorkeeper.framed_by)
        self._prefix, self._numbers = urandom(10).hex(), count()

    def __call__(self, scope: Scope | LifeSpanScope, receive: Receive, send: Send) -> Coroutine[Any, Any, None]:
        """Answer one request; the lifespan goes straight through, and so do websockets, of which no route exists."""
        if scope["type"] == ScopeType.HTTP:
            return self._answer(cast("HTTPScope", scope), receive, send)
        return self._passed_through(scope, receive, send)

    async def _passed_through(self, scope: Scope | LifeSpanScope, receive: Receive, send: Send) -> None:
        await self.application(scope, receive, send)
        self.access_log.flush()

    async def _answer(self, scope: HTTPScope, receive: Receive, send: Send) -> None:
        started = self._timer()
        host, given, forwarded, accepted, is_anybody = _read(scope["headers"])
        request_id = given.decode() if given and _REQUEST_ID(given) else f"{self._prefix}{next(self._numbers):012x}"
        scope.setdefault("state", {})["request_id"] = request_id
        scope["app"] = scope["litestar_app"] = self.application
        _BOUND.set(request_id)
        path, method = scope["path"], scope["method"]
        of_api = is_api(path)
        answer = WayBack(send, request_id, self._api_headers if of_api else self._headers_of_page(path), scope=scope)
        if method == "HEAD":  # whatever answers GET answers it
            scope["method"] = "GET"
            answer.leave_out_body()
        try:
            refused = self._judge(scope, host, forwarded, started, answer, of_api=of_api)
            if refused is not None:
                await answer.reply(self._problems.reply(refused[0], asked=_asked(scope)), refused[1])
            elif is_anybody and method in _READS and (path.startswith(_KEPT[of_api]) or path in HOMES):
                await self._answer_anybody(scope, receive, answer, accepted)
            else:
                heard = receive if method in _WITHOUT_BODY else cast("Receive", PromptBody(receive))
                await self.within(scope, heard, answer.send)
        except Exception as error:
            _log.exception("the application failed")
            if answer.status:
                raise
            known = as_registry_error(error)
            reply = self._problems.reply if isinstance(known, Unavailable) else self._problems.problem_reply
            await answer.reply(reply(known, asked=_asked(scope)), {})
        finally:
            seconds = self._timer() - started
            counted = method if method in METHODS else OTHER
            route = scope.get("path_template") or UNMATCHED
            status = answer.status or _GONE_AWAY
            self._record(counted, route, status, seconds)
            self.access_log.note(request_id, counted, route, status, seconds)

    async def _answer_anybody(self, scope: HTTPScope, receive: Receive, answer: WayBack, accepted: _Accepted) -> None:
        """Give the answer that is ready for whoever asks this, or make it, and keep it."""
        languages, encodings = accepted
        path, query = scope["path"], scope["query_string"]
        found = None if query else self._at_once(path, languages)
        if found is None:
            packing = PACKED if not is_api(path) and takes_gzip(encodings) else b""
            key: Key = (path, query, languages if is_api(path) else b"", packing)
            found = self._ready.find(key) or await self._made(scope, receive, answer, key)
        if found is not None:
            scope["path_template"] = found.route
            await answer.give(found)

    async def _made(self, scope: HTTPScope, receive: Receive, answer: WayBack, key: Key) -> ReadyAnswer | None:
        """The answer of the application, kept where it may be; nothing where it is on its way already."""
        answer.hold()
        await self.within(scope, receive, answer.send)
        made = answer.held(scope.get("path_template") or UNMATCHED)
        return None if made is None else self._ready.keep(key, made, scope)

    def _judge(
        self, scope: HTTPScope, host: bytes | None, forwarded: bytes | None, at: float, answer: WayBack, *, of_api: bool
    ) -> tuple[RegistryError, dict[str, str]] | None:
        """Refuse what no handler should see: too much, a foreign host, a path that is written in a second way."""
        peer = scope["client"][0] if scope["client"] else ""
        if forwarded is not None or ":" in peer:
            peer = self._addresses.of(peer, forwarded)
        scope["state"]["client"] = peer
        refusal = self._limits.take(peer, at)
        if refusal is not None:
            return TooManyRequests(), limit_headers(refusal, self._limits.burst)
        if host not in self._hosts and not self._serves(host):
            return UnknownHost(), {}
        path = scope["path"]
        if path.startswith(_MANY[of_api]):
            refusal = self._enumeration.take(peer, at)
            if refusal is not None:
                return TooManyRequests(), limit_headers(refusal, self._enumeration.burst)
            answer.carry(left_headers(self._enumeration.burst, *self._enumeration.left(peer, at)))
        if "//" in path or "\0" in path or (of_api and path[-1] == "/"):
            return NotFound(), {}
        return None

    def _headers_of_page(self, path: str) -> Headers:
        return self._framed_headers if path.startswith(FRAMED) else self._page_headers

    def _serves(self, host: bytes | None) -> bool:
        """Whether this host is ours; case and port do not matter."""
        if host is None:
            return False
        name, colon, port = host.lower().rpartition(b":")
        return (name if colon and port.isdigit() else host.lower()) in self._hosts


def _read(headers: Iterable[tuple[bytes, bytes]]) -> tuple[bytes | None, bytes, bytes | None, _Accepted, bool]:
    """The host, the request id, the way a request came, what is accepted, and whether it is anybody's, in one pass.

    Two hosts are none. Who asks languages twice, or brings a cookie, a token or a copy of their own is not just anybody.
    """
    host, given, forwarded, languages, encodings, is_anybody = None, b"", None, b"", b"", True
    for name, value in headers:
        if name == b"host":
            host = value if host is None else b""
        elif name == b"x-request-id":
            given = value
        elif name == b"x-forwarded-for":
            forwarded = value if forwarded is None else forwarded + b"," + value
        elif name == b"accept-language":
            is_anybody = is_anybody and not languages
            languages = value
        elif name == b"accept-encoding":
            encodings = value
        elif name in _PERSONAL:
            is_anybody = False
    return host, given, forwarded, (languages, encodings), is_anybody


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
