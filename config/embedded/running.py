"""What of a server is alive: believed from the operating system, never from a file that a crash may have left."""

import contextlib
import os
import signal
import socket
import time
from pathlib import Path

from config.embedded.places import data_in
from config.embedded.problems import ServerProblem

PORT = 5432  # only names the socket; nothing listens on the network
PROCESSES = Path("/proc")

# PostgreSQL's protocol, version 3.0: a message is its length and its content.
_HELLO = b"\0\0\0\x29\0\3\0\0user\0registry\0database\0registry\0\0"
_GOODBYE = b"X\0\0\0\4"
_REFUSED = b"E"
_NOT_YET = (b"C57P01\0", b"C57P02\0", b"C57P03\0")  # it stops, crashed, or recovers
_FULL = b"C53300\0"

_SOCKET_FOLDER, _STATUS = 4, 7  # lines of postmaster.pid
_PATIENCE = 10.0  # seconds that a stop may take
_GLANCE = 0.01


def answering_socket_folder(base: Path) -> Path | None:
    """The socket folder of the server on this data, if it is ready and takes connections."""
    try:
        lines = (data_in(base) / "postmaster.pid").read_text().splitlines()
    except FileNotFoundError:
        return None
    if len(lines) <= _STATUS or lines[_STATUS].strip() != "ready":
        return None
    sockets = Path(lines[_SOCKET_FOLDER])
    return sockets if _answers(sockets / f".s.PGSQL.{PORT}") else None


def _answers(path: Path) -> bool:
    """Whether the database lets us in: a server that recovers from a crash says ready in its file and refuses."""
    with socket.socket(socket.AF_UNIX) as knocking:
        knocking.settimeout(_PATIENCE)
        try:
            knocking.connect(os.fspath(path))
            knocking.sendall(_HELLO + _GOODBYE)
            with knocking.makefile("rb") as answered:
                answer = answered.read()
        except (FileNotFoundError, ConnectionError):
            return False
    refusal = _refusal(answer)
    if refusal and not any(code in refusal for code in (*_NOT_YET, _FULL)):
        reason = next(field[1:].decode(errors="replace") for field in refusal.split(b"\0") if field[:1] == b"M")
        raise ServerProblem(f"The embedded database does not let the registry in: {reason}")
    return bool(answer) and not any(code in refusal for code in _NOT_YET)


def _refusal(answer: bytes) -> bytes:
    """The content of the first message that is an error; each is a letter, its length with these four bytes, its content."""
    while answer:
        kind, size = answer[:1], int.from_bytes(answer[1:5], "big")
        if kind == _REFUSED:
            return answer[5 : 1 + size]
        answer = answer[1 + size :]
    return b""


def clear_leftovers(base: Path) -> None:
    """Stop whatever still runs on this data without a keeper, then remove its pid file.

    A pid file outlives a crash and its number may by now be another program's. Without /proc (not Linux) it is left to
    PostgreSQL, which judges it by the number alone.
    """
    data = data_in(base)
    if not (PROCESSES / "self" / "cwd").exists() or not data.exists():
        return
    if _processes_on(data):
        _stop(data)
    (data / "postmaster.pid").unlink(missing_ok=True)


def _stop(data: Path) -> None:
    """Orderly, by way of the server's first process; what does not listen, at once (the next start recovers)."""
    _signal(_processes_on(data)[:1], signal.SIGINT)
    if _gone(data, within=_PATIENCE):
        return
    _signal(_processes_on(data), signal.SIGKILL)
    if not _gone(data, within=_PATIENCE):
        raise ServerProblem(f"Another PostgreSQL runs on {data} and cannot be stopped.")


def _signal(processes: list[int], number: signal.Signals) -> None:
    for process in processes:
        with contextlib.suppress(ProcessLookupError):
            os.kill(process, number)


def _gone(data: Path, *, within: float) -> bool:
    deadline = time.monotonic() + within
    while _processes_on(data):
        if time.monotonic() > deadline:
            return False
        time.sleep(_GLANCE)
    return True


def _processes_on(data: Path) -> list[int]:
    """PostgreSQL's processes that work in this data folder; the one that the others are children of comes first."""
    place = str(data.resolve())
    found = {}
    for process in PROCESSES.iterdir():
        with contextlib.suppress(OSError):
            if process.name.isdigit() and str((process / "cwd").readlink()) == place:
                name, _, rest = (process / "stat").read_text().partition(" (")[2].rpartition(") ")
                if name == "postgres":
                    found[int(process.name)] = int(rest.split()[1])
    return sorted(found, key=lambda each: found[each] in found)
