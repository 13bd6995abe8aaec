"""What an error answer is made of: the problem that a program reads, the reply as it goes out, and what was asked."""

from dataclasses import dataclass
from typing import Any

from litestar import Request
from msgspec import UNSET, Struct, UnsetType

from config.languages import language_of
from registry.texts import Language

MEDIA_TYPE = "application/problem+json"
HTML = "text/html"


class ProblemFault(Struct, rename={"in_": "in"}, frozen=True):
    """One thing that is wrong: in which part of the request, at which name, and what to do about it."""

    in_: str
    location: str
    code: str
    detail: str


class Problem(Struct, rename="camel", omit_defaults=True, frozen=True, kw_only=True):
    """An answer that says what is wrong, by RFC 9457; `type` is for programs and stays the same."""

    type: str
    title: str
    status: int
    detail: str
    instance: str
    request_id: str
    errors: list[ProblemFault] | UnsetType = UNSET
    facts: dict[str, Any] | UnsetType = UNSET


@dataclass(frozen=True, slots=True)
class Asked:
    """What an error answer needs to know of the request; `visited` is the request itself once its visitor is known."""

    path: str
    accept_language: str = ""
    request_id: str = ""
    method: str = "GET"
    query: str = ""
    visited: Request[Any, Any, Any] | None = None

    @property
    def language(self) -> Language:
        """The language of the answer."""
        return language_of(self.path, self.accept_language)


@dataclass(frozen=True, slots=True)
class Reply:
    """A whole answer: its status, media type, body and further headers."""

    status: int
    media_type: str
    body: bytes
    headers: dict[str, str]
