"""The answer to an error, to whoever asked.

Programs get an RFC 9457 problem whose `type` never changes; people get a page in the language of its path.
"""

from collections.abc import Callable, Sequence
from http import HTTPStatus
from typing import Any
from urllib.parse import quote

import msgspec
import structlog
from litestar import Request, Response
from litestar.exceptions import HTTPException
from msgspec import UNSET

from config.answers import HTML, MEDIA_TYPE, Asked, Problem, ProblemFault, Reply
from config.errors import Conflict, Unavailable, Unexpected
from config.languages import is_for_programs
from config.problem_faults import problem_faults, trace
from config.statuses import as_registry_error, status_of
from exams.spreadsheets.reader import ReadersBusy
from public_list.checking.errors import TooManyNumbers
from public_list.past.errors import PastListsBusy
from registry.accounts.errors import TooManyTries
from registry.errors import NotAllowed, NotAuthenticated, RegistryError
from registry.idempotency.errors import StillRunning
from registry.seals.asking import PdfReadersBusy
from registry.texts import Language, Text

_HEADERS: dict[int, dict[str, str]] = {401: {"www-authenticate": 'Bearer realm="registry"'}, 503: {"retry-after": "5"}}
_HEADERS_OF: dict[type[RegistryError], dict[str, str]] = {
    StillRunning: {"retry-after": "2"},
    ReadersBusy: {"retry-after": "60"},
    PdfReadersBusy: {"retry-after": "60"},
    PastListsBusy: {"retry-after": "60"},
    TooManyNumbers: {"retry-after": "60"},
}

_log = structlog.get_logger("problems")


class Problems:
    """Makes the answer to an error, for programs and for people."""

    def __init__(self, *, base_url: str, page: Callable[[dict[str, Any]], str]) -> None:
        self._base_url = base_url.rstrip("/")
        self._page = page

    def reply(self, error: RegistryError, *, asked: Asked, faults: Sequence[ProblemFault] = ()) -> Reply:
        """The answer to this error: a problem, a page, or for a page that needs it the way to the sign-in."""
        status = status_of(type(error))
        if is_for_programs(asked.path):
            return self.problem_reply(error, asked=asked, faults=faults)
        if status == HTTPStatus.UNAUTHORIZED:
            return Reply(HTTPStatus.SEE_OTHER, HTML, b"", {"location": sign_in_path(asked)})
        known = {} if asked.visited is None else {"request": asked.visited}
        page = self._page(
            {
                **known,
                "language": asked.language,
                "path": asked.path,
                "title": error.title.say(asked.language),
                "detail": error.say(asked.language),
                "status": status,
                "code": error.code,
                "request_id": asked.request_id,
                "faults": faults,
            },
        )
        return Reply(status, HTML, page.encode(), dict(_HEADERS.get(status, ())))

    def problem_reply(self, error: RegistryError, *, asked: Asked, faults: Sequence[ProblemFault] = ()) -> Reply:
        """The answer to this error as a problem, whatever the path."""
        status = status_of(type(error))
        body = _encode(self._problem(error, status=status, asked=asked, faults=faults))
        headers = {**_HEADERS.get(status, {}), **_HEADERS_OF.get(type(error), {})}
        if isinstance(error, TooManyTries):
            headers["retry-after"] = str(error.facts["seconds"])
        return Reply(status, MEDIA_TYPE, body, headers)

    def _problem(self, error: RegistryError, *, status: int, asked: Asked, faults: Sequence[ProblemFault]) -> Problem:
        language = asked.language
        return Problem(
            type=f"{self._base_url}/problems/{error.code}",
            title=error.title.say(language),
            status=status,
            detail=error.say(language),
            instance=quote(asked.path),
            request_id=asked.request_id,
            errors=list(faults) if faults else UNSET,
            facts={_camel(name): _said(fact, language) for name, fact in error.facts.items()} or UNSET,
        )

    def handle(self, request: Request[Any, Any, Any], error: Exception) -> Response[bytes]:
        """Litestar's exception handler for everything."""
        asked = Asked(
            path=request.scope["path"],
            accept_language=request.headers.get("accept-language", ""),
            request_id=request.scope["state"].get("request_id", ""),
            method=request.method,
            query=request.scope["query_string"].decode("latin-1"),
            visited=request if "visitor" in request.scope["state"] else None,
        )
        known = as_registry_error(error)
        _tell_the_log(known, error)
        faults = problem_faults(request, error, asked.language)
        if request.app.debug and isinstance(known, Unexpected):
            faults = trace(error)
        reply = self.reply(known, asked=asked, faults=faults)
        allow = (error.headers or {}) if isinstance(error, HTTPException) else {}
        return Response(
            reply.body,
            status_code=reply.status,
            media_type=reply.media_type,
            headers=reply.headers | {name: value for name, value in allow.items() if name.lower() == "allow"},
        )


def sign_in_path(asked: Asked) -> str:
    """The sign-in in the language of the page, which afterwards leads back to it: always a path of this site."""
    prefix = "/en" if asked.language is Language.EN else ""
    if asked.method != "GET":
        return f"{prefix}/aanmelden"
    wanted = "/" + asked.path.lstrip("/\\") + (f"?{asked.query}" if asked.query else "")
    return f"{prefix}/aanmelden?next={quote(wanted, safe='/')}"


def _tell_the_log(known: RegistryError, error: Exception) -> None:
    """Failures with where they came from, refusals of access by code; facts are of persons, and stay out."""
    match known:
        case Unexpected():
            _log.error("unexpected error", exc_info=error)
        case Unavailable() | Conflict():
            _log.warning("database refused", code=known.code, exc_info=error)
        case NotAuthenticated() | NotAllowed():
            _log.info("access refused", code=known.code)


def _said(fact: object, language: Language) -> object:
    match fact:
        case Text():
            return fact.say(language)
        case list() | tuple():
            return [_said(each, language) for each in fact]
        case _:
            return fact


def _camel(name: str) -> str:
    first, *rest = name.split("_")
    return first + "".join(map(str.capitalize, rest))


_encode = msgspec.json.Encoder(decimal_format="number", enc_hook=str).encode
