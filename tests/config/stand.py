"""A small application behind the real front door, with a route for each kind of answer."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Annotated, Any
from uuid import UUID

import asyncpg
import httpx
import msgspec
from litestar import Controller, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody, MultipartBody, QueryParameter
from litestar.response import Template

from config.assembly import Routes, assemble
from config.front_door import FrontDoor
from config.request_limits import ClientLimits, Limits
from config.settings import Settings, read_settings
from registry.errors import Fault, Invalid, NotAllowed, NotAuthenticated, RuleBroken
from registry.texts import Language, Text

NOW = datetime(2026, 3, 5, 13, 30, tzinfo=UTC)
TOKEN = "a-token-for-the-metrics"
PUBLIC = {"public": True}


class TooFewDays(RuleBroken):
    """A rule of the tests, with facts of several kinds."""

    code = "test-too-few-days"
    title = Text("Te weinig dagen", "Too few days")
    detail = Text("Er zijn {available} dagen tot {last_day}.", "There are {available} days until {last_day}.")


class Part(msgspec.Struct, rename="camel", forbid_unknown_fields=True):
    """What is inside a body."""

    first_day: date
    days: Annotated[int, msgspec.Meta(ge=1, le=12)]


class Body(msgspec.Struct, rename="camel", forbid_unknown_fields=True):
    """What a route takes."""

    person_id: UUID
    parts: list[Part]
    language: Language = Language.NL
    note: Annotated[str, msgspec.Meta(max_length=5)] | None = None


class Things(Controller):
    """One route for each kind of answer."""

    path = "/things"
    tags = ("Dingen",)

    @get("/{thing_id:uuid}", opt=PUBLIC)
    async def one(
        self,
        thing_id: FromPath[UUID],
        now: NamedDependency[datetime],
        language: NamedDependency[Language],
    ) -> dict[str, Any]:
        """Eén ding."""
        return {"id": thing_id, "now": now, "language": language}

    @get(opt=PUBLIC)
    async def some(
        self,
        size: Annotated[int, QueryParameter(name="pageSize", ge=1, le=100)],
        day: Annotated[date | None, QueryParameter(name="validOn")] = None,
    ) -> dict[str, Any]:
        """Meer dingen."""
        return {"size": size, "day": day}

    @post()
    async def make(self, data: JSONBody[Body]) -> Body:
        """Een nieuw ding."""
        return data

    @post("/upload", opt=PUBLIC)
    async def upload(self, data: MultipartBody[dict[str, str]]) -> dict[str, str]:
        """Een ding uit een formulier."""
        return data

    @get("/cached", opt=PUBLIC)
    async def cached(self) -> Response[str]:
        """Een ding dat bewaard mag worden."""
        return Response("kept", headers={"Cache-Control": "public, max-age=60"})

    @get("/failing/{how:str}", opt=PUBLIC)
    async def failing(self, how: FromPath[str]) -> None:
        """Een ding dat misgaat."""
        raise FAILURES[how]


FAILURES: dict[str, Exception] = {
    "401": NotAuthenticated(),
    "403": NotAllowed(),
    "409": TooFewDays(available=Decimal("2.25"), last_day=date(2026, 3, 5), pools=[Text("pot", "pool")]),
    "400": Invalid([Fault("name", Text("Vul uw naam in.", "Fill in your name.")), Fault("email", Text("Nee.", "No."))]),
    "500": ValueError("Jansen, j@example.org"),
    "gone": asyncpg.ConnectionDoesNotExistError("connection was closed"),
    "rival": asyncpg.UniqueViolationError("Key (email)=(j@example.org) already exists."),
    "recursion": RecursionError(),
    "charset": LookupError("unknown encoding: klingon"),
    "key": KeyError("ours"),
}


class Pages(Controller):
    """Pages in both languages."""

    @get("/", opt=PUBLIC)
    async def home(self) -> Template:
        """The first page."""
        return Template("home.html")

    @get("/failing/{how:str}", opt=PUBLIC)
    async def failing(self, how: FromPath[str]) -> None:
        """A page that fails."""
        raise FAILURES[how]


@dataclass(frozen=True)
class Ready:
    """What readiness says."""

    database: bool = True
    migrations: bool = True

    @property
    def ready(self) -> bool:
        """Both hold."""
        return self.database and self.migrations


def settings(**variables: str) -> Settings:
    """Settings for http://test, and what a test changes in them."""
    named = {f"REGISTRY_{name.upper()}": value for name, value in variables.items()}
    return read_settings({"REGISTRY_BASE_URL": "http://test", "REGISTRY_METRICS_TOKEN": TOKEN} | named)


def stand(
    chosen: Settings | None = None,
    *,
    api: Sequence[Any] = (Things,),
    pages: Sequence[Any] = (Pages,),
    ready: Ready = Ready(),
    limits: Limits | None = None,
) -> FrontDoor:
    """The application of these tests."""

    async def readiness() -> Ready:
        return ready

    routes = Routes(api=api, pages=pages)
    return assemble(
        chosen or settings(),
        routes=routes,
        clock=lambda: NOW,
        readiness=readiness,
        limits=ClientLimits(everything=limits or Limits()),
    )


def client_of(application: FrontDoor, *, address: str = "127.0.0.1") -> httpx.AsyncClient:
    """Someone who asks this application."""
    transport = httpx.ASGITransport(application, client=(address, 1234))  # type: ignore[arg-type]
    return httpx.AsyncClient(transport=transport, base_url="http://test")
