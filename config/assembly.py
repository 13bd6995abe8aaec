"""How the application is put together from its parts; tests put it together with routes of their own."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from litestar import Litestar, Request, Router
from litestar.datastructures import State
from litestar.di import Provide
from litestar.template import TemplateConfig
from litestar.types import ControllerRouterHandler

from config.api_tags import TAGS
from config.front_door import Doorkeeper, FrontDoor
from config.languages import API_PREFIX, ENGLISH_PREFIX, request_language
from config.media_types import require_json
from config.openapi import OpenApi, openapi_document
from config.probes import PROBES, Checks
from config.problem_list import PROBLEM_LIST
from config.problems import Problems
from config.ready_answers import ReadyAnswer, ReadyAnswers
from config.request_limits import USUAL, ClientLimits
from config.request_metrics import RequestMetrics
from config.settings import Settings
from config.static_files import StaticFiles
from config.templating import Templates
from registry.accounts.guards import actor_on
from registry.idempotency.once import once_each
from registry.permissions import Actor
from registry.sieves.refusing import as_refusal

MAX_BODY = 64 * 1024

Lifespan = Callable[[Litestar], AbstractAsyncContextManager[None]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Routes:
    """What the application serves: the API, the pages (in both languages), and what stands at the root.

    `at_once` answers a path that anybody asks in some languages where that takes no handler, and nothing else.
    """

    api: Sequence[ControllerRouterHandler] = ()
    pages: Sequence[ControllerRouterHandler] = ()
    root: Sequence[ControllerRouterHandler] = ()
    at_once: Callable[[str, bytes], ReadyAnswer | None] = lambda _path, _languages: None


def _now(state: State) -> datetime:
    """The instant of this request: the dependency `now` of every handler."""
    now: datetime = state.clock()
    return now


async def _actor(request: Request[Any, Any, Any]) -> Actor:
    """Who asks: the dependency `actor` of every guarded handler."""
    return await actor_on(request)


DEPENDENCIES = {
    "actor": Provide(_actor),
    "now": Provide(_now, sync_to_thread=False),
    "language": Provide(request_language, sync_to_thread=False),
}


def assemble(
    settings: Settings,
    *,
    routes: Routes,
    clock: Callable[[], datetime],
    readiness: Callable[[], Awaitable[Checks]],
    lifespan: Sequence[Lifespan] = (),
    limits: ClientLimits = USUAL,
    generation: Callable[[], str | None] = lambda: None,
    state: Mapping[str, object] | None = None,
) -> FrontDoor:
    """The whole application: Litestar with these routes, and the front door around it.

    `generation` names what public answers rest on at present; while it names nothing, none is kept ready. `state` is what
    routes and guards find in the application's state besides its clock and address.
    """
    files = StaticFiles(settings.look())
    templates, metrics = Templates(files, name=settings.site_name), RequestMetrics()
    problems = Problems(base_url=settings.base_url, page=templates.error_page)
    api = (*routes.api, openapi_document)
    known = {
        **(state or {}),
        "clock": clock,
        "readiness": readiness,
        "metrics": metrics,
        "static_files": files,
        "metrics_token": settings.metrics_token,
        "base_url": settings.base_url,
        "publisher": settings.published_at(settings.base_url),
        "log_witnesses": settings.log_witnesses,
        "openapi": OpenApi(base_url=settings.base_url, routes=api, dependencies=DEPENDENCIES, tags=TAGS),
    }
    application = Litestar(
        route_handlers=_routers(api, routes),
        dependencies=DEPENDENCIES,
        exception_handlers={Exception: problems.handle},
        template_config=TemplateConfig(instance=templates),
        lifespan=list(lifespan),
        request_max_body_size=MAX_BODY,
        openapi_config=None,
        logging_config=None,
        debug=settings.debug,
        state=State(known),
    )
    return FrontDoor(
        application,
        doorkeeper=_doorkeeper(settings, limits, sheet=files.sheet_hash()),
        problems=problems,
        metrics=metrics,
        ready=ReadyAnswers(generation),
        at_once=routes.at_once,
    )


def _routers(api: Sequence[ControllerRouterHandler], routes: Routes) -> list[Any]:
    return [
        once_each(Router(API_PREFIX, route_handlers=api, before_request=require_json)),
        Router("/", route_handlers=routes.pages, include_in_schema=False, after_request=as_refusal),
        Router(ENGLISH_PREFIX, route_handlers=routes.pages, include_in_schema=False, after_request=as_refusal),
        *PROBES,
        *PROBLEM_LIST,
        *routes.root,
    ]


def _doorkeeper(settings: Settings, limits: ClientLimits, *, sheet: str) -> Doorkeeper:
    return Doorkeeper(
        allowed_hosts=settings.allowed_hosts,
        trusted_proxies=settings.trusted_proxies,
        limits=limits,
        https=settings.base_url.startswith("https://"),
        sheet=sheet,
        framed_by=settings.embedding_origins,
    )
