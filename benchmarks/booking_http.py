"""Booking over HTTP: one server process, and clients that keep their connection."""

import asyncio
import os
import socket
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Sequence
from contextlib import asynccontextmanager, closing, contextmanager, suppress
from dataclasses import dataclass
from http import HTTPStatus
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

if TYPE_CHECKING:
    from benchmarks.booking_ground import Ground, Place

_SERVE = """
import os
from config.serving import serve
from config.settings import read_settings
serve(read_settings(os.environ), application="config.app:create_asgi", announce=lambda: None)
"""
_CREATED = b"HTTP/1.1 201"
_CONNECTIONS = 32
_PATIENCE = 60


@dataclass(frozen=True, slots=True)
class Served:
    """A server that runs: its port, and the folder with its token key."""

    port: int
    folder: Path


@contextmanager
def serving(folder: Path) -> Iterator[Served]:
    """The application on the same database, in one process; gone afterwards."""
    from config.settings import read_settings  # noqa: PLC0415 - Piccolo is configured by now
    from config.token_key import make_token_key_if_absent  # noqa: PLC0415 - likewise

    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    environment = os.environ | {
        "REGISTRY_PORT": str(port),
        "REGISTRY_WORKERS": "1",
        "REGISTRY_DATA_FOLDER": str(folder / "registry"),
        "REGISTRY_BASE_URL": f"http://127.0.0.1:{port}",
        "REGISTRY_TRUSTED_PROXIES": "127.0.0.1",
        "REGISTRY_LOG_FORMAT": "json",
    }
    (folder / "registry").mkdir()
    make_token_key_if_absent(read_settings({"REGISTRY_DATA_FOLDER": str(folder / "registry")}).token_key_file)
    with (folder / "server.log").open("wb") as log:
        process = subprocess.Popen(
            [sys.executable, "-c", _SERVE], env=environment, stdout=log, stderr=log, cwd=Path(__file__).parents[1]
        )
        try:
            _ready(port, process, folder / "server.log")
            yield Served(port, folder / "registry")
        finally:
            process.terminate()
            process.wait(_PATIENCE)


def _ready(port: int, process: "subprocess.Popen[bytes]", log: Path) -> None:
    deadline = time.monotonic() + _PATIENCE
    while time.monotonic() < deadline and process.poll() is None:
        asking = HTTPConnection("127.0.0.1", port, timeout=_PATIENCE)
        with suppress(OSError, HTTPException), closing(asking):
            asking.request("GET", "/readyz")
            if asking.getresponse().status == HTTPStatus.OK:
                return
        time.sleep(0.1)
    raise RuntimeError(log.read_text())


@asynccontextmanager
async def clients(
    served: Served, ground: "Ground", places: "Sequence[Place]"
) -> AsyncIterator[Callable[[int], Awaitable[None]]]:
    """What books over HTTP, for as many at once as there are connections; each request is from an address of its own."""
    from config.settings import read_settings  # noqa: PLC0415 - Piccolo is configured by now
    from config.token_key import TokenKeyFile  # noqa: PLC0415 - likewise
    from registry.accounts.tokens import Tokens  # noqa: PLC0415 - likewise
    from registry.days import system_now  # noqa: PLC0415 - likewise

    settings = read_settings(
        {"REGISTRY_DATA_FOLDER": str(served.folder), "REGISTRY_BASE_URL": f"http://127.0.0.1:{served.port}"}
    )
    tokens = Tokens(TokenKeyFile(settings.token_key_file), issuer=settings.base_url)
    signed = {place.code: tokens.issue(account, now=system_now()) for place in places if (account := place.actor.account)}
    opened = [await asyncio.open_connection("127.0.0.1", served.port) for _ in range(_CONNECTIONS)]
    free: asyncio.Queue[tuple[asyncio.StreamReader, asyncio.StreamWriter]] = asyncio.Queue()
    for each in opened:
        free.put_nowait(each)

    async def book(serial: int) -> None:
        place = places[serial % len(places)]
        body = msgspec.json.encode(ground.asked(place, serial))
        reader, writer = await free.get()
        writer.write(
            f"POST /api/v1/bookings HTTP/1.1\r\nhost: 127.0.0.1:{served.port}\r\n"
            f"authorization: Bearer {signed[place.code]}\r\ncontent-type: application/json\r\n"
            f"x-forwarded-for: 10.{serial // 62_500 % 250}.{serial // 250 % 250}.{serial % 250 + 1}\r\n"
            f"content-length: {len(body)}\r\n\r\n".encode()
            + body
        )
        head = await reader.readuntil(b"\r\n\r\n")
        length = int(head.lower().partition(b"content-length: ")[2].partition(b"\r\n")[0])
        answer = await reader.readexactly(length)
        free.put_nowait((reader, writer))
        if not head.startswith(_CREATED):
            raise RuntimeError((head + answer).decode())

    yield book
    for _, writer in opened:
        writer.close()
