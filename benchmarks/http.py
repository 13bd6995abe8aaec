"""What the front door costs: our plain JSON answer against a plain Litestar application with the same handler.

Both are served by granian with one worker, in turns, in the same run. CPU per request is that of the worker process itself,
under a load that this script makes over a fixed number of connections. Ours looks for garbage as rarely as where it is served
(`config/garbage.py`), the other one as Python does. Run `python -m benchmarks.http [--quick] [--json FILE]`;
it ends with code 1 when a goal is short.
"""

import asyncio
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any

from benchmarks import figures

PATH = "/api/v1/plain"
CONNECTIONS = 16
_OF_A_PROCESS = 2
"""What Linux calls the clock of a process, beside its number: as `clock_getcpuclockid` makes it."""
GOAL = 1.25


async def answer() -> dict[str, object]:
    """The same answer in both applications."""
    return {"status": "valid", "number": "CA00000000-00", "days": 20}


def plain() -> Any:  # noqa: ANN401 - an ASGI application
    """The reference: Litestar and the handler, nothing else."""
    from litestar import Litestar, get  # noqa: PLC0415 - only the server needs it

    return Litestar([get(PATH)(answer)], openapi_config=None, logging_config=None)


def ours() -> Any:  # noqa: ANN401 - an ASGI application
    """Our application as it is served, with everything of the front door, its log included, and limits that are not reached."""
    from litestar import get  # noqa: PLC0415 - only the server needs it

    from config.assembly import Routes, assemble  # noqa: PLC0415 - likewise
    from config.database import is_ready  # noqa: PLC0415 - likewise
    from config.garbage import collect_rarely  # noqa: PLC0415 - likewise
    from config.logs import configure_logs  # noqa: PLC0415 - likewise
    from config.request_limits import ClientLimits, Limits  # noqa: PLC0415 - likewise
    from config.settings import LogFormat, read_settings  # noqa: PLC0415 - likewise
    from registry.days import system_now  # noqa: PLC0415 - likewise

    collect_rarely()
    configure_logs(LogFormat.JSON)
    return assemble(
        read_settings({}),
        routes=Routes(api=[get("/plain", opt={"public": True})(answer)]),
        clock=system_now,
        readiness=is_ready,
        limits=ClientLimits(everything=Limits(per_second=1_000_000, burst=1_000_000)),
    )


class _Client(asyncio.Protocol):
    """One connection that asks again as soon as it has its answer, until the time is up."""

    def __init__(self, request: bytes, until: float) -> None:
        self.request, self.until = request, until
        self.answers = 0
        self.received = bytearray()
        self.done: asyncio.Future[None] = asyncio.get_running_loop().create_future()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)  # noqa: S101 - narrows the type
        self.transport = transport
        transport.write(self.request)

    def data_received(self, data: bytes) -> None:
        self.received += data
        head = self.received.find(b"\r\n\r\n")
        if head < 0:
            return
        lower = bytes(self.received[:head]).lower()
        length = int(lower.partition(b"content-length: ")[2].partition(b"\r\n")[0])
        if len(self.received) < head + 4 + length:
            return
        if not self.received.startswith(b"HTTP/1.1 200"):
            self.done.set_exception(RuntimeError(bytes(self.received).decode()))
            self.transport.close()
            return
        self.received.clear()
        self.answers += 1
        if time.monotonic() < self.until:
            self.transport.write(self.request)
        else:
            self.transport.close()
            self.done.set_result(None)


async def _load(port: int, seconds: float) -> int:
    """How many answers came back in that time."""
    request = f"GET {PATH} HTTP/1.1\r\nhost: 127.0.0.1:{port}\r\naccept: application/json\r\n\r\n".encode()
    until = time.monotonic() + seconds
    loop = asyncio.get_running_loop()
    made = [await loop.create_connection(lambda: _Client(request, until), "127.0.0.1", port) for _ in range(CONNECTIONS)]
    clients = [client for _, client in made]
    await asyncio.gather(*(client.done for client in clients))
    return sum(client.answers for client in clients)


def _stat(pid: int) -> list[str]:
    return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()


def _worker_of(parent: int) -> int:
    for entry in Path("/proc").iterdir():
        try:
            if entry.name.isdigit() and int(_stat(int(entry.name))[1]) == parent:
                return int(entry.name)
        except OSError:
            continue
    raise RuntimeError("granian started no worker")


def _cpu(pid: int) -> float:
    """Seconds of CPU, in user space and in the kernel, that the process and its threads have used, to the nanosecond."""
    return time.clock_gettime(~pid << 3 | _OF_A_PROCESS)


@dataclass(frozen=True)
class _Server:
    port: int
    worker: int

    def microseconds(self, seconds: float) -> float:
        """CPU per request under load for so long."""
        before = _cpu(self.worker)
        answers = asyncio.run(_load(self.port, seconds))
        return (_cpu(self.worker) - before) / answers * 1_000_000


@contextmanager
def _serving(factory: Callable[[], Any], log: Path) -> Iterator[_Server]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "granian", "--interface", "asgi", "--factory", "--no-ws", "--log-level", "error"]
    with log.open("wb") as written:
        process = subprocess.Popen(
            [*command, "--port", str(port), f"benchmarks.http:{factory.__name__}"],
            stdout=written,
            stderr=written,
            cwd=Path(__file__).parents[1],
        )
        try:
            _wait_for(port, process)
            yield _Server(port, _worker_of(process.pid))
        finally:
            process.terminate()
            process.wait(timeout=15)


def _wait_for(port: int, process: subprocess.Popen[bytes]) -> None:
    for _ in range(200):
        if process.poll() is not None:
            raise RuntimeError("granian stopped before it answered")
        try:
            asyncio.run(_load(port, 0.0))
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise RuntimeError("granian did not answer within 20 seconds")


def measure(*, rounds: int, seconds: float) -> list[figures.Row]:
    """CPU per request of both, in turns, so that a busy machine troubles both alike."""
    with tempfile.TemporaryDirectory() as folder:
        logs = Path(folder)
        with _serving(plain, logs / "plain") as reference, _serving(ours, logs / "ours") as measured:
            for server in (reference, measured):
                server.microseconds(seconds / 2)
            pairs = [(measured.microseconds(seconds), reference.microseconds(seconds)) for _ in range(rounds)]
    ratio = median(one / other for one, other in pairs)
    base = median(other for _, other in pairs)
    return [figures.row("CPU per request, µs", measured=ratio * base, reference=base, goal=GOAL)]


def main() -> int:
    """Print a row per figure; 1 when a goal is short."""
    asked = figures.options(__doc__)
    rows = measure(rounds=24, seconds=0.6) if asked.quick else measure(rounds=60, seconds=1.0)
    return figures.tell(rows, json_file=asked.json)


if __name__ == "__main__":
    sys.exit(main())
