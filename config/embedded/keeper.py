"""The keeper: runs the server in a session of its own, again when it dies, and stops it when the last user is gone.

Started as a program by its path, in an isolated Python without the site packages, so it imports the standard library
alone. Ctrl-C in a terminal does not reach it. A server does not outlive its keeper: on Linux the kernel stops it when the
keeper is killed, elsewhere the next start does.
"""

import ctypes
import fcntl
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

_LOOKS_EVERY = 0.2  # seconds
_LONGEST_PAUSE = 3.0  # seconds before a server that dies over and over is begun again
_STEADY = 5.0  # seconds after which it counts as having begun well
_STATUS = 7  # line of postmaster.pid
_FAST_STOP_WITHIN = 10.0  # seconds; then at once, which the next start recovers from
_PR_SET_PDEATHSIG = 1

USERS_LOCK, START_LOCK, KEEPER_LOCK = "users.lock", "start.lock", "keeper.lock"


def open_lock(path: Path) -> int:
    """An open file to lock; it is closed in programs that are started, and shared with forked copies of this one."""
    return os.open(path, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW, 0o600)


def taken(lock: int, kind: int) -> bool:
    """Take the lock, shared (LOCK_SH) or alone (LOCK_EX), if that can be done at once."""
    try:
        fcntl.flock(lock, kind | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _run(command: list[str], *, uid: int, gid: int, log: Path) -> subprocess.Popen[bytes]:
    """The server, as its own user; an interrupt (fast stop) reaches it when its keeper dies."""
    keeper = os.getpid()

    def die_with_keeper() -> None:
        if sys.platform == "linux":
            ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGINT)
        if os.getppid() != keeper:
            os._exit(1)

    switch = os.geteuid() == 0
    with log.open("ab") as written:
        return subprocess.Popen(  # noqa: S603 - our own program, no shell
            command,
            cwd="/",
            env={"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8", "TZ": "UTC"},
            stdin=subprocess.DEVNULL,
            stdout=written,
            stderr=written,
            start_new_session=True,
            preexec_fn=die_with_keeper,  # noqa: PLW1509 - the keeper has one thread
            user=uid if switch else None,
            group=gid if switch else None,
            extra_groups=[] if switch else None,
        )


class _Kept:
    """A server that is begun again when it dies, once it has come up for the first time; before that its starter is told."""

    def __init__(self, begin: Callable[[], subprocess.Popen[bytes]], data: Path) -> None:
        self._begin = begin
        self._data = data
        self._came_up = False
        self._pause, self._begun = _LOOKS_EVERY, time.monotonic()
        self.server = begin()

    def lives(self) -> bool:
        """Whether there is a server, or will be again: one that died after it had come up is begun anew, after a pause."""
        self._came_up = self._came_up or _says_ready(self._data)
        if self.server.poll() is None:
            return True
        lived = time.monotonic() - self._begun
        if self._came_up and lived >= self._pause:
            self._pause = _LOOKS_EVERY if lived >= _STEADY else min(2 * self._pause, _LONGEST_PAUSE)
            self._begun = time.monotonic()
            self.server = self._begin()
        return self._came_up


def _says_ready(data: Path) -> bool:
    try:
        lines = (data / "postmaster.pid").read_text().splitlines()
    except OSError:
        return False
    return len(lines) > _STATUS and lines[_STATUS].strip() == "ready"


def _keep(kept: _Kept, base: Path) -> None:
    """Return when the server is gone: it never came up, or was stopped because nobody uses it. Nobody can join meanwhile."""
    start, users = open_lock(base / START_LOCK), open_lock(base / USERS_LOCK)
    while kept.lives():
        time.sleep(_LOOKS_EVERY)
        if taken(start, fcntl.LOCK_EX):
            if taken(users, fcntl.LOCK_EX):
                _stop(kept.server)
                return
            fcntl.flock(start, fcntl.LOCK_UN)


def _stop(server: subprocess.Popen[bytes]) -> None:
    server.send_signal(signal.SIGINT)
    try:
        server.wait(_FAST_STOP_WITHIN)
    except subprocess.TimeoutExpired:
        server.send_signal(signal.SIGQUIT)
        server.wait()


def main(base: Path, sockets: Path, uid: int, gid: int, command: list[str]) -> None:
    """Take the keeper's lock, let the starter go on, and keep the server until nothing is left of it."""
    if not taken(open_lock(base / KEEPER_LOCK), fcntl.LOCK_EX):
        sys.exit("another keeper runs")
    if os.fork():
        os._exit(0)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    kept = _Kept(lambda: _run(command, uid=uid, gid=gid, log=base / "postgresql.log"), Path(command[command.index("-D") + 1]))
    try:
        _keep(kept, base)
    finally:
        if kept.server.poll() is None:
            _stop(kept.server)
        shutil.rmtree(sockets, ignore_errors=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4]), sys.argv[5:])
