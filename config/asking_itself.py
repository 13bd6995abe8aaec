"""The application, asked in its own process: by what publishes, as anybody would ask it over HTTP, but for the front door."""

import asyncio
from collections.abc import Callable
from typing import Any, cast

from litestar import Litestar


class OwnApplication:
    """Asks one application; nobody is signed in."""

    def __init__(self, application: Litestar, *, base_url: str) -> None:
        self._application = application
        self._scheme, _, self._host = base_url.partition("://")

    async def ask(self, address: str, write: Callable[[bytes], object]) -> int:
        """Give the bytes of the answer to `write`, as they come; returns the status."""
        path, _, query = address.partition("?")
        scope = {
            "type": "http",
            "asgi": {"version": "3.0", "spec_version": "2.3"},
            "http_version": "1.1",
            "method": "GET",
            "scheme": self._scheme,
            "path": path,
            "raw_path": path.encode(),
            "root_path": "",
            "query_string": query.encode(),
            "headers": [(b"host", self._host.encode())],
            "client": None,
            "server": None,
            "extensions": {},
            "state": {"request_id": "publishing", "client": ""},
        }
        told: list[int] = []

        asked, answered = iter([{"type": "http.request", "body": b"", "more_body": False}]), asyncio.Event()

        async def receive() -> dict[str, Any]:
            if request := next(asked, None):
                return request
            await answered.wait()
            return {"type": "http.disconnect"}

        async def send(message: dict[str, Any]) -> None:
            if message["type"] == "http.response.start":
                told.append(message["status"])
            elif message["type"] == "http.response.body":
                write(message.get("body", b""))
                if not message.get("more_body"):
                    answered.set()

        await self._application(cast("Any", scope), cast("Any", receive), cast("Any", send))
        return told[0]
