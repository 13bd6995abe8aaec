"""Where the `type` of a problem leads: every code that the registry can answer with, and what it means."""

from typing import Any

from litestar import Request, get
from litestar.di import NamedDependency
from litestar.params import FromPath
from msgspec import Struct

from config.statuses import every_error, status_of
from registry.errors import NotFound, RegistryError
from registry.texts import Language


class ProblemKind(Struct, frozen=True):
    """One kind of problem: its stable address and code, the status it comes with and its title."""

    type: str
    code: str
    status: int
    title: str


def _kind(error: type[RegistryError], request: Request[Any, Any, Any], language: Language) -> ProblemKind:
    address = f"{request.app.state.base_url}/problems/{error.code}"
    return ProblemKind(address, error.code, status_of(error), error.title.say(language))


@get("/problems", opt={"public": True}, include_in_schema=False, sync_to_thread=False)
def problems(request: Request[Any, Any, Any], language: NamedDependency[Language]) -> list[ProblemKind]:
    """All kinds of problems, by code."""
    return [_kind(error, request, language) for error in every_error()]


@get("/problems/{code:str}", opt={"public": True}, include_in_schema=False, sync_to_thread=False)
def problem(request: Request[Any, Any, Any], language: NamedDependency[Language], code: FromPath[str]) -> ProblemKind:
    """One kind of problem; this is where its `type` points."""
    for error in every_error():
        if error.code == code:
            return _kind(error, request, language)
    raise NotFound


PROBLEM_LIST = (problems, problem)
