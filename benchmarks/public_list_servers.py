"""Servers that are measured side by side: an application under granian, and nginx with files; and the load on them.

Each has one worker, whose CPU per request is what counts; a fixed number of connections ask the next thing as soon as they have
their answer.
"""

import asyncio
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import cycle, islice
from pathlib import Path

from benchmarks.http import CONNECTIONS, _cpu, _worker_of

_NGINX = """
daemon off; worker_processes 1; pid {folder}/pid; error_log {folder}/error.log;
events {{ worker_connections 64; }}
http {{ access_log {folder}/access.log; keepalive_requests 100000000; open_file_cache max=10; default_type text/plain;
server {{ listen 127.0.0.1:{port}; root {folder}; }} }}
"""


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


async def load(port: int, paths: Iterator[str]) -> tuple[int, int]:
    """Ask these of the server at a port, until there are no more: how many answers came back, and the length of one."""
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
class Server:
    """A server, and where it gives what is measured."""

    port: int
    worker: int
    paths: Mapping[str, Iterator[str]]

    def microseconds(self, kind: str, seconds: float) -> float:
        """CPU per request of this kind under load for so long."""
        before = _cpu(self.worker)
        answers, _ = asyncio.run(load(self.port, _until(self.paths[kind], time.monotonic() + seconds)))
        return (_cpu(self.worker) - before) / answers * 1_000_000

    def length(self, kind: str) -> int:
        """The length of an answer."""
        return asyncio.run(load(self.port, islice(self.paths[kind], CONNECTIONS)))[1]


@contextmanager
def _running(command: list[str], port: int, log: Path, paths: Mapping[str, Iterator[str]]) -> Iterator[Server]:
    with log.open("wb") as written:
        process = subprocess.Popen(command, stdout=written, stderr=written, cwd=Path(__file__).parents[1])
        try:
            first = next(iter(paths.values()))
            for _ in range(300):
                if process.poll() is not None:
                    raise RuntimeError(log.read_text())
                try:
                    asyncio.run(load(port, islice(first, 1)))
                    break
                except OSError:
                    time.sleep(0.1)
            yield Server(port, _worker_of(process.pid), paths)
        finally:
            process.terminate()
            process.wait(timeout=15)


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
        return port


@contextmanager
def granian(application: str, folder: Path, paths: Mapping[str, Iterator[str]]) -> Iterator[Server]:
    """The application that a function makes (`module:function`); its log comes in the folder."""
    port = _free_port()
    command = [sys.executable, "-m", "granian", "--interface", "asgi", "--factory", "--no-ws", "--log-level", "error"]
    with _running([*command, "--port", str(port), application], port, folder / application, paths) as server:
        yield server


@contextmanager
def nginx(program: str, folder: Path, lengths: Mapping[str, int]) -> Iterator[Server]:
    """A file of so many bytes for each kind of question."""
    port = _free_port()
    for place, length in enumerate(lengths.values()):
        (folder / str(place)).write_bytes(b"x" * length)
    folder.chmod(0o755)
    (folder / "nginx.conf").write_text(_NGINX.format(folder=folder, port=port))
    command = [program, "-c", str(folder / "nginx.conf"), "-p", str(folder)]
    with _running(command, port, folder / "nginx", numbered(lengths)) as server:
        yield server


def numbered(lengths: Mapping[str, int]) -> dict[str, Iterator[str]]:
    """Where such files are, by kind of question."""
    return {kind: cycle([f"/{place}"]) for place, kind in enumerate(lengths)}
