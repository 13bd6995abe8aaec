"""What machines ask: is the process alive, is it ready for work, and how is it doing."""

from hmac import compare_digest
from typing import Any, Protocol

from litestar import MediaType, Request, Response, get
from litestar.datastructures import State

from registry.errors import NotFound

_PUBLIC = {"public": True}


class Checks(Protocol):
    """What readiness consists of."""

    @property
    def database(self) -> bool:
        """The database answers."""

    @property
    def migrations(self) -> bool:
        """Its tables are those of this version."""

    @property
    def ready(self) -> bool:
        """All of it holds."""


@get("/healthz", opt=_PUBLIC, include_in_schema=False, sync_to_thread=False)
def healthz() -> dict[str, str]:
    """The process answers; nothing else is asked."""
    return {"status": "alive"}


@get("/readyz", opt=_PUBLIC, include_in_schema=False)
async def readyz(state: State) -> Response[dict[str, bool]]:
    """Requests can be served: the database answers and every migration has run; else 503, and try again soon."""
    checks: Checks = await state.readiness()
    content = {"database": checks.database, "migrations": checks.migrations}
    if checks.ready:
        return Response(content)
    return Response(content, status_code=503, headers={"retry-after": "5"})


@get("/metrics", opt=_PUBLIC, include_in_schema=False, sync_to_thread=False)
def metrics(request: Request[Any, Any, Any], state: State) -> Response[bytes]:
    """The counters of this process for Prometheus, for whoever has the token; for all others there is nothing here."""
    given = request.headers.get("authorization", "").encode()
    token = state.metrics_token
    if not token or not compare_digest(given, f"Bearer {token}".encode()):
        raise NotFound
    return Response(state.metrics.exposition(), media_type=f"{MediaType.TEXT}; version=0.0.4; charset=utf-8")


PROBES = (healthz, readyz, metrics)
