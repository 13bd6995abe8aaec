"""The one place that says which status an error is, and which error of ours stands for one of Litestar or the database."""

from collections.abc import Callable
from errno import ENAMETOOLONG
from http import HTTPStatus

import asyncpg
from litestar.exceptions import HTTPException, ValidationException

from config.errors import (
    Conflict,
    MediaTypeRefused,
    MethodRefused,
    RequestRefused,
    TooLarge,
    TooManyRequests,
    TooSlow,
    Unavailable,
    Unexpected,
    UnknownHost,
)
from exams.spreadsheets.errors import FileTooLarge, UploadRefused
from exams.spreadsheets.reader import ReadersBusy
from public_list.checking.errors import TooManyNumbers
from public_list.past.errors import PastListsBusy
from registry.accounts.errors import TooManyTries
from registry.errors import Invalid, NotAllowed, NotAuthenticated, NotFound, RegistryError, RuleBroken
from registry.idempotency.errors import KeyMalformed, KeyReused
from registry.seals.asking import PdfReadersBusy

STATUS: dict[type[RegistryError], int] = {
    NotFound: 404,
    NotAuthenticated: 401,
    NotAllowed: 403,
    RuleBroken: 409,
    Invalid: 400,
    UploadRefused: 400,
    FileTooLarge: 413,
    ReadersBusy: 503,
    PdfReadersBusy: 503,
    PastListsBusy: 503,
    RequestRefused: 400,
    UnknownHost: 400,
    MethodRefused: 405,
    TooLarge: 413,
    TooSlow: 408,
    MediaTypeRefused: 415,
    KeyMalformed: 400,
    KeyReused: 422,
    TooManyRequests: 429,
    TooManyNumbers: 429,
    TooManyTries: 429,
    Conflict: 409,
    Unavailable: 503,
    Unexpected: 500,
}

_OF_STATUS: dict[int, type[RegistryError]] = {
    401: NotAuthenticated,
    403: NotAllowed,
    404: NotFound,
    405: MethodRefused,
    413: TooLarge,
    429: TooManyRequests,
    503: Unavailable,
}

_GONE = (
    asyncpg.PostgresConnectionError,
    asyncpg.OperatorInterventionError,
    asyncpg.InsufficientResourcesError,
    asyncpg.PostgresSystemError,
    asyncpg.LockNotAvailableError,
    asyncpg.IdleInTransactionSessionTimeoutError,
    ConnectionError,
    TimeoutError,
)
"""The database is gone, stops, is full, cannot write, or what one wants was held by somebody else for too long."""
_RIVALRY = (
    asyncpg.IntegrityConstraintViolationError,
    asyncpg.SerializationError,
    asyncpg.DeadlockDetectedError,
)


def status_of(error: type[RegistryError]) -> int:
    """The status of the nearest class in the error's family that has one."""
    return next((STATUS[kind] for kind in error.__mro__ if kind in STATUS), 500)


def every_error() -> list[type[RegistryError]]:
    """Each class of the error tree that has a code of its own, by code."""
    waiting, found = [RegistryError], {}
    while waiting:
        for kind in waiting.pop().__subclasses__():
            waiting.append(kind)
            if "code" in vars(kind):
                found[kind.code] = kind
    return [found[code] for code in sorted(found)]


def as_registry_error(error: Exception) -> RegistryError:
    """The error of our tree that stands for this one; whatever is not expected is Unexpected."""
    match error:
        case RegistryError():
            return error
        case ValidationException():
            return Invalid([])
        case HTTPException():
            return _of_litestar(error)
        case _:
            return next((kind() for kind, fits in _FOREIGN if fits(error)), Unexpected())


def _of_litestar(error: HTTPException) -> RegistryError:
    if isinstance(error.__cause__, OSError) and error.__cause__.errno == ENAMETOOLONG:
        return NotFound()  # a static file of a name that no file can have
    if kind := _OF_STATUS.get(error.status_code):
        return kind()
    return RequestRefused() if error.status_code < HTTPStatus.INTERNAL_SERVER_ERROR else Unexpected()


def _is_unreadable(error: Exception) -> bool:
    """Nested too deep, not in its character set, or with a NUL; a KeyError is a LookupError too, and our own fault."""
    unreadable = RecursionError | UnicodeDecodeError | asyncpg.CharacterNotInRepertoireError
    return isinstance(error, unreadable) or type(error) is LookupError


_FOREIGN: tuple[tuple[type[RegistryError], Callable[[Exception], bool]], ...] = (
    (RequestRefused, _is_unreadable),
    (Unavailable, lambda error: isinstance(error, _GONE)),
    (Conflict, lambda error: isinstance(error, _RIVALRY)),
)
