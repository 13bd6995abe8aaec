"""What public answers cost through the whole application: CPU per request of the list, of a search and of a check by number.

Against a bare Litestar handler that gives ready bytes of the same length, and nginx that serves them as a file where that is
installed; both under granian or nginx with one worker, in turns, in the same run. The checks each ask another number. All of
it once more after much other traffic. Run `python -m benchmarks.public_list_http [--quick] [--json FILE]`; it ends with code
1 when a goal is short.
"""

import asyncio
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from itertools import count, cycle, islice
from pathlib import Path
from statistics import median
from typing import Any

from benchmarks import figures
from benchmarks.certificates import _postgresql
from benchmarks.http import CONNECTIONS, _cpu, _worker_of

GOAL = 1.3
CERTIFICATES = 10_000
LIST, SEARCH, CHECK = "list page", "search", "check by number"
_SEARCHES = "/api/v1/certified-advisers?name="
_LENGTHS = "BENCHMARK_LENGTHS"
_QUICK: Mapping[str, Any] = {"rounds": 5, "seconds": 0.2, "traffic": 4_000}
_WHOLE: Mapping[str, Any] = {"rounds": 20, "seconds": 0.6, "traffic": 200_000}
_NUMBERS = "SELECT number FROM certificate ORDER BY md5(number)"
_PLAIN_SQL = """
SELECT certificate.number, valid_from, valid_until, event.kind, event.effective_on
FROM certificate LEFT JOIN certificate_event AS event ON event.certificate = certificate.id
WHERE certificate.number = $1 ORDER BY event.effective_on, event.id
"""
_NGINX = """
daemon off; worker_processes 1; pid {folder}/pid; error_log {folder}/error.log;
events {{ worker_connections 64; }}
http {{ access_log {folder}/access.log; keepalive_requests 100000000; open_file_cache max=10; default_type text/plain;
server {{ listen 127.0.0.1:{port}; root {folder}; }} }}
"""


def ours() -> Any:  # noqa: ANN401 - an ASGI application
    """The whole application, its log included, with limits that this load stays under."""
    from config.app import create_app  # noqa: PLC0415 - only the server needs it
    from config.garbage import collect_rarely  # noqa: PLC0415 - likewise
    from config.logs import configure_logs  # noqa: PLC0415 - likewise
    from config.request_limits import ClientLimits, Limits  # noqa: PLC0415 - likewise
    from config.settings import LogFormat, read_settings  # noqa: PLC0415 - likewise

    collect_rarely()
    configure_logs(LogFormat.JSON)
    much = Limits(per_second=1_000_000, burst=1_000_000)
    return create_app(read_settings(os.environ), limits=ClientLimits(everything=much, enumeration=much))


def bare() -> Any:  # noqa: ANN401 - an ASGI application
    """The reference: Litestar, and handlers that give ready bytes."""
    from litestar import Litestar, get  # noqa: PLC0415 - only the server needs it

    def handler(place: int, length: int) -> Any:  # noqa: ANN401 - a route
        body = b"x" * length

        @get(f"/{place}", media_type="application/octet-stream")
        async def ready() -> bytes:
            return body

        return ready

    lengths = map(int, os.environ[_LENGTHS].split(","))
    routes = [handler(place, length) for place, length in enumerate(lengths)]
    return Litestar(routes, openapi_config=None, logging_config=None)


class _Client(asyncio.Protocol):
    """One connection that asks the next thing as soon as it has its answer, until there is nothing left to ask."""

    def __init__(self, paths: Iterator[str], host: str) -> None:
        self.paths, self.host = paths, host
        self.answers = self.length = 0
        self.received = bytearray()
        self.done: asyncio.Future[None] = asyncio.get_running_loop().create_future()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)  # noqa: S101 - narrows the type
        self.transport = transport
        self._ask()

    def _ask(self) -> None:
        path = next(self.paths, None)
        if path is None:
            self.transport.close()
            self.done.set_result(None)
        else:
            self.transport.write(f"GET {path} HTTP/1.1\r\nhost: {self.host}\r\n\r\n".encode())

    def data_received(self, data: bytes) -> None:
        self.received += data
        head = self.received.find(b"\r\n\r\n")
        if head < 0:
            return
        lower = bytes(self.received[:head]).lower()
        self.length = int(lower.partition(b"content-length: ")[2].partition(b"\r\n")[0])
        if len(self.received) < head + 4 + self.length:
            return
        if not lower.startswith(b"http/1.1 200"):
            self.done.set_exception(RuntimeError(bytes(self.received).decode()))
            self.transport.close()
            return
        self.received.clear()
        self.answers += 1
        self._ask()

    def connection_lost(self, _error: Exception | None) -> None:
        if not self.done.done():
            self.done.set_exception(RuntimeError("the server hung up"))


async def _load(port: int, paths: Iterator[str]) -> tuple[int, int]:
    """How many answers came back, and the length of one."""
    loop = asyncio.get_running_loop()
    made = [
        await loop.create_connection(lambda: _Client(paths, f"127.0.0.1:{port}"), "127.0.0.1", port) for _ in range(CONNECTIONS)
    ]
    clients = [client for _, client in made]
    await asyncio.gather(*(client.done for client in clients))
    return sum(client.answers for client in clients), clients[0].length


def _until(paths: Iterator[str], end: float) -> Iterator[str]:
    for path in paths:
        if time.monotonic() >= end:
            return
        yield path


@dataclass(frozen=True)
class _Server:
    """A server, and where it gives what is measured."""

    port: int
    worker: int
    paths: Mapping[str, Iterator[str]]

    def microseconds(self, kind: str, seconds: float) -> float:
        """CPU per request of this kind under load for so long."""
        before = _cpu(self.worker)
        answers, _ = asyncio.run(_load(self.port, _until(self.paths[kind], time.monotonic() + seconds)))
        return (_cpu(self.worker) - before) / answers * 1_000_000

    def length(self, kind: str) -> int:
        """The length of an answer."""
        return asyncio.run(_load(self.port, islice(self.paths[kind], CONNECTIONS)))[1]


@contextmanager
def _running(command: list[str], port: int, log: Path, paths: Mapping[str, Iterator[str]]) -> Iterator[_Server]:
    with log.open("wb") as written:
        process = subprocess.Popen(command, stdout=written, stderr=written, cwd=Path(__file__).parents[1])
        try:
            first = next(iter(paths.values()))
            for _ in range(300):
                if process.poll() is not None:
                    raise RuntimeError(log.read_text())
                try:
                    asyncio.run(_load(port, islice(first, 1)))
                    break
                except OSError:
                    time.sleep(0.1)
            yield _Server(port, _worker_of(process.pid), paths)
        finally:
            process.terminate()
            process.wait(timeout=15)


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
        return port


@contextmanager
def _granian(factory: Callable[[], Any], folder: Path, paths: Mapping[str, Iterator[str]]) -> Iterator[_Server]:
    port = _free_port()
    command = [sys.executable, "-m", "granian", "--interface", "asgi", "--factory", "--no-ws", "--log-level", "error"]
    command += ["--port", str(port), f"benchmarks.public_list_http:{factory.__name__}"]
    with _running(command, port, folder / factory.__name__, paths) as server:
        yield server


@contextmanager
def _nginx(program: str, folder: Path, lengths: Mapping[str, int]) -> Iterator[_Server]:
    port = _free_port()
    for place, length in enumerate(lengths.values()):
        (folder / str(place)).write_bytes(b"x" * length)
    folder.chmod(0o755)
    (folder / "nginx.conf").write_text(_NGINX.format(folder=folder, port=port))
    command = [program, "-c", str(folder / "nginx.conf"), "-p", str(folder)]
    with _running(command, port, folder / "nginx", _numbered(lengths)) as server:
        yield server


def _numbered(lengths: Mapping[str, int]) -> dict[str, Iterator[str]]:
    return {kind: cycle([f"/{place}"]) for place, kind in enumerate(lengths)}


def _asked(numbers: list[str]) -> dict[str, Iterator[str]]:
    checks = cycle([f"/api/v1/certificates/{number}" for number in numbers])
    return {LIST: cycle(["/adviseurs"]), SEARCH: cycle([f"{_SEARCHES}berg"]), CHECK: checks}


def _other_traffic(numbers: list[str]) -> Iterator[str]:
    """Searches that nobody asked before, checks of other days and in other ways, and pages."""
    for serial in count():
        number = numbers[serial * 7919 % len(numbers)]
        yield from (f"/api/v1/certificates/{number}", f"/api/v1/certificates/{number.lower()}", "/adviseurs", "/healthz")
        yield from (f"/api/v1/certificates/{number}", "/en/adviseurs", f"{_SEARCHES}berg", "/api/v1/certified-advisers")
        yield f"{_SEARCHES}q{serial}"
        yield f"/api/v1/certificates/{number}?validOn={2021 + serial % 6}-{1 + serial % 12:02}-{1 + serial % 28:02}"


async def _filled() -> tuple[list[str], float]:
    """The numbers of a registry that is filled, and microseconds to ask the database one by plain SQL."""
    from benchmarks import certificate_ground, public_list  # noqa: PLC0415 - Piccolo is configured by now
    from registry.transactions import transaction  # noqa: PLC0415 - likewise

    async with certificate_ground.registry() as ground:
        await public_list._filled(ground, CERTIFICATES)  # noqa: SLF001 - the benchmark beside this one
        async with transaction() as connection:
            numbers = [row["number"] for row in await connection.fetch(_NUMBERS)]
            asked = await connection.prepare(_PLAIN_SQL)
            begun = time.perf_counter()
            for number in numbers[:3_000]:
                await asked.fetch(number)
            return numbers, (time.perf_counter() - begun) / 3_000 * 1_000_000


def _row(name: str, one: _Server, other: _Server, kind: str, *, rounds: int, seconds: float, goal: float | None) -> figures.Row:
    """In turns, so that a busy machine troubles both alike."""
    pairs = [(one.microseconds(kind, seconds), other.microseconds(kind, seconds)) for _ in range(rounds)]
    base = median(each for _, each in pairs)
    return figures.row(name, measured=median(a / b for a, b in pairs) * base, reference=base, goal=goal)


def measure(*, rounds: int, seconds: float, traffic: int) -> list[figures.Row]:
    """The figures, before and after so many other requests."""
    rows: list[figures.Row] = []
    numbers, sql = asyncio.run(_filled())
    with tempfile.TemporaryDirectory() as temporary, ExitStack() as stack:
        folder = Path(temporary)
        server = stack.enter_context(_granian(ours, folder, _asked(numbers)))
        lengths = {kind: server.length(kind) for kind in server.paths}
        os.environ[_LENGTHS] = ",".join(map(str, lengths.values()))
        reference = stack.enter_context(_granian(bare, folder, _numbered(lengths)))
        program = shutil.which("nginx")
        static = stack.enter_context(_nginx(program, folder, lengths)) if program else None
        for when in ("", f" after {traffic:,} other requests"):
            if when:
                asyncio.run(_load(server.port, islice(_other_traffic(numbers), traffic)))
            for kind, length in lengths.items():
                name = f"{kind} ({length:,} bytes){when}: CPU per request, µs, bare Litestar"
                rows.append(_row(name, server, reference, kind, rounds=rounds, seconds=seconds, goal=GOAL))
        for kind in lengths:
            name = f"{kind}: CPU per request, µs, nginx and a file"
            if static is None:
                rows.append(figures.Row(f"{name} (nginx is not here)", 0.0, 0.0, 0.0, None, figures.TOLD))
            else:
                rows.append(_row(name, server, static, kind, rounds=rounds, seconds=seconds, goal=None))
    by_number = next(row for row in rows if row.figure.startswith(CHECK))
    name = f"{CHECK}: CPU per request, µs, plain SQL on one connection without HTTP, elapsed"
    return [*rows, figures.row(name, measured=by_number.measured, reference=sql, goal=None)]


def main() -> int:
    """Print a row per figure; 1 when a goal is short."""
    asked = figures.options(__doc__)
    with _postgresql():
        rows = measure(**(_QUICK if asked.quick else _WHOLE))
    return figures.tell(rows, json_file=asked.json)


if __name__ == "__main__":
    sys.exit(main())
