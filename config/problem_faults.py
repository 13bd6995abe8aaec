"""The single faults that an error answer names, each with the place where the wrong value stood."""

from collections.abc import Iterable
from traceback import format_exception
from typing import Any

from litestar import Request
from litestar.exceptions import ValidationException

from config.answers import ProblemFault
from config.invalid_requests import RequestFault, faults_of
from registry.errors import Invalid
from registry.texts import Language, Text


def problem_faults(request: Request[Any, Any, Any], error: Exception, language: Language) -> list[ProblemFault]:
    """Everything that is wrong with the request, for the `errors` of its problem."""
    match error:
        case Invalid():
            return [
                ProblemFault(_place(request, fault.field), fault.field, "invalid", fault.say(language))
                for fault in error.faults
            ]
        case ValidationException():
            found: Iterable[RequestFault] = faults_of(request) or _named(error)
            return [ProblemFault(each.place, each.location, each.code, each.text.say(language)) for each in found]
        case _:
            return []


def _place(request: Request[Any, Any, Any], name: str) -> str:
    """Where a value stood that a rule found wrong."""
    if name in request.path_params:
        return "path"
    return "query" if name in request.query_params else "body"


def trace(error: Exception) -> list[ProblemFault]:
    """Where the error came from: for the eyes of whoever develops, never in production."""
    return [ProblemFault("trace", "", "trace", line.rstrip()) for line in format_exception(error)]


def _named(error: ValidationException) -> list[RequestFault]:
    """What Litestar itself names, for requests that are read otherwise than as JSON."""
    wrong = Text("Deze waarde klopt niet.", "This value is not right.")
    extra = error.extra if isinstance(error.extra, list) else []
    return [RequestFault(str(each.get("source", "body")), str(each.get("key", "")), "invalid-value", wrong) for each in extra]
