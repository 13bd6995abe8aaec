"""Every route says who may use it."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from litestar import Litestar, get
from litestar.handlers import BaseRouteHandler
from litestar.routes import HTTPRoute

from config.app import create_app
from config.token_key import make_token_key_if_absent
from registry.accounts.guards import requires, signed_in
from registry.permissions import Permission
from tests.config.stand import settings, stand


def handlers(application: Litestar) -> Iterable[tuple[str, BaseRouteHandler]]:
    """Each handler with its path, but for the answers to OPTIONS that the framework makes itself."""
    for route in application.routes:
        if not isinstance(route, HTTPRoute):
            yield route.path, route.route_handler
            continue
        for handler in route.route_handlers:
            if handler.http_methods != {"OPTIONS"}:
                yield route.path, handler


def without_either(application: Litestar) -> set[str]:
    """The paths of routes that are neither guarded nor public, or are both."""
    return {
        path
        for path, handler in handlers(application)
        if any(hasattr(guard, "permission") for guard in handler.resolve_guards()) == bool(handler.opt.get("public"))
    }


def test_every_route_has_a_guard_or_is_public(tmp_path: Path) -> None:
    """Each route of the application carries a guard for a permission or is marked public, never neither or both."""
    key = tmp_path / "token-key.pem"
    make_token_key_if_absent(key)
    application = create_app(settings(token_key_file=str(key))).application
    assert without_either(application) == set()
    assert {"/healthz", "/api/v1/openapi.json"} <= {path for path, _ in handlers(application)}


def test_the_walk_sees_what_is_missing() -> None:
    """A route with neither, and a route with both, are found; one with either is not."""

    async def answer() -> None:
        """Nothing."""

    def route(path: str, **said: Any) -> Any:
        return get(path, **said)(answer)

    routes = [
        route("/neither"),
        route("/both", guards=[requires(Permission.BOOK)], opt={"public": True}),
        route("/guarded", guards=[requires(Permission.BOOK)]),
        route("/signed-in", guards=[signed_in]),
        route("/public", opt={"public": True}),
    ]
    assert without_either(stand(api=routes, pages=[]).application) == {"/api/v1/neither", "/api/v1/both"}
