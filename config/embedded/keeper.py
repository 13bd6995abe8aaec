"""The keeper: runs the server in a session of its own and stops it when the last user is gone.

Started as a program by its path, in an isolated Python without the site packages, so it imports the standard library
alone. Ctrl-C in a terminal does not reach it. Server and keeper live and die together: on Linux the kernel stops the
server when its keeper is killed, elsewhere the next start does.
"""

import ctypes
import fcntl
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

_LOOKS_EVERY = 0.2  # seconds
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


def _keep(server: subprocess.Popen[bytes], base: Path) -> None:
    """Return when the server is gone: by itself, or stopped because nobody uses it. Nobody can join while it stops."""
    start, users = open_lock(base / START_LOCK), open_lock(base / USERS_LOCK)
    while server.poll() is None:
        time.sleep(_LOOKS_EVERY)
        if taken(start, fcntl.LOCK_EX):
            if taken(users, fcntl.LOCK_EX):
                _stop(server)
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
    server = _run(command, uid=uid, gid=gid, log=base / "postgresql.log")
    try:
        _keep(server, base)
    finally:
        if server.poll() is None:
            _stop(server)
        shutil.rmtree(sockets, ignore_errors=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4]), sys.argv[5:])
