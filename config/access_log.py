"""One line per request, written a fifth of a second later with its neighbours: a line by itself costs more than the routing.

A line has the route template and no path, no query, no client and no account.
"""

import asyncio
from datetime import UTC, datetime
from functools import lru_cache
from time import time

import msgspec
import structlog

from config.logs import writes_json

_DELAY = 0.2  # seconds; what a killed process loses at most
_encode_lines = msgspec.json.Encoder().encode_lines


class _Line(msgspec.Struct, tag_field="event", tag="request", frozen=True, gc=False):
    """One answered request, as every log line: what, how grave, when, and of which request."""

    level: str
    at: datetime
    request_id: str
    method: str
    route: str
    status: int
    ms: float


class AccessLog:
    """The lines that wait to be written."""

    __slots__ = ("_waiting",)

    def __init__(self) -> None:
        self._waiting: list[tuple[float, str, str, str, int, float]] = []

    def note(self, request_id: str, method: str, route: str, status: int, seconds: float) -> None:
        """Remember one answered request."""
        if not self._waiting:
            asyncio.get_running_loop().call_later(_DELAY, self.flush)
        self._waiting.append((time(), request_id, method, route, status, seconds))

    def flush(self) -> None:
        """Write all that waits, in one piece."""
        waiting, self._waiting = self._waiting, []
        if not waiting:
            return
        lines = [
            _Line("info", _instant(int(at * 1000)), request_id, method, route, status, int(seconds * 100_000) / 100)
            for at, request_id, method, route, status, seconds in waiting
        ]
        if writes_json():
            structlog.get_config()["logger_factory"]().msg(_encode_lines(lines).decode().rstrip("\n"))
            return
        log = structlog.get_logger("access")
        for line in lines:
            log.info("request", **{name: getattr(line, name) for name in ("request_id", "method", "route", "status", "ms")})


@lru_cache(maxsize=1_024)
def _instant(millisecond: int) -> datetime:
    """Lines of one millisecond share it."""
    return datetime.fromtimestamp(millisecond / 1_000, UTC)
