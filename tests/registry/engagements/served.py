"""The whole application behind its own server, in one or more processes, at the moment of the tests."""

import os
import re
import socket
import threading
import time
from collections.abc import Iterator, MutableMapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import Any

import asyncpg
import httpx

from config.app import create_app
from config.garbage import collect_rarely
from config.logs import configure_logs
from config.serving import die_with_parent
from config.settings import Settings, read_settings
from config.token_key import TokenKeyFile
from registry.accounts.tokens import Tokens
from registry.permissions import Actor
from tests.config.programs import Program
from tests.registry.making import NOW

SERVE = """
import os, sys
from config.serving import serve
from config.settings import read_settings
application = "tests.registry.engagements.served:" + sys.argv[1]
serve(read_settings(os.environ), application=application, announce=lambda: print("announced"))
"""
LOCKING = re.compile(r"FOR (NO KEY )?UPDATE( OF \w+)?", re.IGNORECASE)
PROCESS = "x-process"
_PROCESS = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw"))
_PORTS = iter(range(24_000 + 1_000 * _PROCESS + os.getpid() % 500, 25_000 + 1_000 * _PROCESS))


def create() -> Any:
    """What each worker of the server makes: the application as it is, whose answers also say which process gave them."""
    collect_rarely()
    die_with_parent()
    settings = read_settings(os.environ)
    configure_logs(settings.log_format)
    application: Any = create_app(settings, clock=lambda: NOW)
    process = (PROCESS.encode(), str(os.getpid()).encode())

    async def answer(scope: Any, receive: Any, send: Any) -> None:
        async def named(message: MutableMapping[str, Any]) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [*message["headers"], process]
            await send(message)

        await application(scope, receive, named)

    return answer


def create_without_locks() -> Any:
    """The application as it would be if nobody had thought of locking rows: every query goes out without."""
    for name in ("execute", "fetch", "fetchrow", "fetchval"):
        asked = getattr(asyncpg.Connection, name)

        def ask(self: Any, query: str, *values: Any, _asked: Any = asked, **more: Any) -> Any:
            return _asked(self, LOCKING.sub("", query), *values, **more)

        setattr(asyncpg.Connection, name, ask)
    return create()


@dataclass
class Served:
    """A server that runs: where it is, what it logged, and tokens that it believes."""

    program: Program
    url: str
    tokens: Tokens
    lines: list[str] = field(default_factory=list)

    def headers(self, actor: Actor, client: int) -> dict[str, str]:
        """Signed in as the actor, from an address of its own: the limit on requests is per address."""
        assert actor.account is not None
        return {
            "Authorization": f"Bearer {self.tokens.issue(actor.account, now=NOW, proved_at=NOW)}",
            "X-Forwarded-For": f"10.{client // 62_500}.{client // 250 % 250}.{client % 250 + 1}",
        }

    @property
    def errors(self) -> list[str]:
        """What it logged as an error."""
        return [line for line in self.lines if '"level":"error"' in line.replace(" ", "") or "Traceback" in line]

    def read_on(self) -> None:
        """Keep what it writes, so that it never waits for a reader."""
        assert self.program.process.stdout is not None
        with suppress(ValueError):
            for line in self.program.process.stdout:
                self.lines.append(line)


def _free_port() -> int:
    for port in _PORTS:
        with socket.socket() as trying, suppress(OSError):
            trying.bind(("127.0.0.1", port))
            return port
    raise AssertionError("no free port")


def _await_all(served: Served, workers: int) -> None:
    """Until each process has answered that it is ready."""
    seen: set[str] = set()
    deadline = time.monotonic() + 30
    while len(seen) < workers:
        assert time.monotonic() < deadline, "".join(served.lines)
        assert served.program.process.poll() is None, "".join(served.lines)
        with suppress(httpx.TransportError):
            answer = httpx.get(f"{served.url}/readyz")
            seen |= {answer.headers[PROCESS]} if answer.status_code == 200 else set()
        time.sleep(0.02)


@contextmanager
def serving(settings: Settings, *, workers: int, application: str = "create") -> Iterator[Served]:
    """A server with so many processes on the database of this test; gone afterwards."""
    port = _free_port()
    environment = {
        "REGISTRY_PORT": str(port),
        "REGISTRY_WORKERS": str(workers),
        "REGISTRY_DATABASE_URL": str(settings.database_url),
        "REGISTRY_DATA_FOLDER": str(settings.data_folder),
        "REGISTRY_BASE_URL": settings.base_url,
        "REGISTRY_ALLOWED_HOSTS": "127.0.0.1",
        "REGISTRY_TRUSTED_PROXIES": "127.0.0.1",
        "REGISTRY_DATABASE_POOL_MAX": str(settings.database_pool_max),
        "REGISTRY_PASSWORD_COST": "cheapest",
        "REGISTRY_LOG_FORMAT": "json",
        "PICCOLO_CONF": "config.piccolo_conf",
    }
    program = Program(SERVE, application, environment=environment)
    tokens = Tokens(TokenKeyFile(settings.token_key_file), issuer=settings.base_url)
    served = Served(program, f"http://127.0.0.1:{port}", tokens)
    try:
        assert program.line() == "announced", program.rest()
        reading = threading.Thread(target=served.read_on, daemon=True)
        reading.start()
        _await_all(served, workers)
        yield served
    finally:
        program.kill_group()
        reading.join(5)
        program.close()


def client(served: Served, *, connections: int) -> httpx.AsyncClient:
    """So many connections to it at once."""
    limits = httpx.Limits(max_connections=connections, max_keepalive_connections=connections)
    return httpx.AsyncClient(base_url=f"{served.url}/api/v1", limits=limits, timeout=30)
