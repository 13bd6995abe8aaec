"""Start the embedded server or join the one that runs on the same data."""

import contextlib
import fcntl
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from config.embedded import keeper
from config.embedded.cluster import prepare_data, telling_line
from config.embedded.owner import Owner, is_root, owner_of
from config.embedded.places import base_for, data_in, log_in, new_socket_folder, remembered_socket_folder
from config.embedded.problems import ServerProblem
from config.embedded.programs import programs_for
from config.embedded.running import PORT, answering_socket_folder, clear_leftovers

_READY_WITHIN = 120.0  # seconds; recovery after a crash may take long
_GLANCE = 0.01
_LONG_LOG = 10_000_000  # bytes

# The network stays out, and the log says what went wrong without the values that people entered.
_ALWAYS = ("log_min_error_statement=panic", "log_error_verbosity=terse", "timezone=UTC", "unix_socket_permissions=0700")


@dataclass(slots=True)
class Server:
    """A running server; it is held as long as this process (or a forked copy of it) lives or until `release`."""

    url: str
    data: Path
    _base: Path
    _users: int

    def release(self) -> None:
        """Let go. Returns when the server has stopped, or at once when others use it."""
        if self._users < 0:
            return
        os.close(self._users)
        self._users = -1
        deadline = time.monotonic() + _READY_WITHIN
        while _is_kept(self._base) and not _is_used(self._base) and time.monotonic() < deadline:
            time.sleep(_GLANCE)


def start(folder: Path, *, options: Sequence[str] = ()) -> Server:
    """The server on this data folder, started if nobody runs it.

    `options` are PostgreSQL settings (`fsync=off`); they count for the one that starts it.
    Raises ServerProblem, in one line, when it cannot run here.
    """
    try:
        base = base_for(folder)
        with _one_at_a_time(base):
            users = keeper.open_lock(base / keeper.USERS_LOCK)
            try:
                fcntl.flock(users, fcntl.LOCK_SH)
                sockets = _joined(base) or _started(base, options=options)
            except BaseException:
                os.close(users)
                raise
    except OSError as error:
        raise ServerProblem(_line_about(error, folder)) from error
    url = f"postgresql://registry@/registry?host={quote(str(sockets), safe='')}&port={PORT}"
    return Server(url, data_in(base), base, users)


def _line_about(error: OSError, folder: Path) -> str:
    what = f"{error.strerror}: {error.filename}" if error.filename else str(error)
    return f"Cannot use the data folder {folder} ({what}); set REGISTRY_DATA_FOLDER to one that you may write."


@contextlib.contextmanager
def _one_at_a_time(base: Path) -> Iterator[None]:
    gate = keeper.open_lock(base / keeper.START_LOCK)
    try:
        fcntl.flock(gate, fcntl.LOCK_EX)
        yield
    finally:
        os.close(gate)


def _is_kept(base: Path) -> bool:
    """Whether a keeper lives."""
    return not _can_take(base / keeper.KEEPER_LOCK, fcntl.LOCK_EX)


def _is_used(base: Path) -> bool:
    """Whether anyone holds the server; the keeper, which takes the lock alone to stop it, does not count."""
    users = base / keeper.USERS_LOCK
    return not _can_take(users, fcntl.LOCK_EX) and _can_take(users, fcntl.LOCK_SH)


def _can_take(path: Path, kind: int) -> bool:
    lock = keeper.open_lock(path)
    try:
        return keeper.taken(lock, kind)
    finally:
        os.close(lock)


def _joined(base: Path) -> Path | None:
    """The socket folder of a server that is kept already, or is starting; None when there is none."""
    return _ready(base) if _is_kept(base) else None


def _started(base: Path, *, options: Sequence[str]) -> Path:
    clear_leftovers(base)
    if (left_behind := remembered_socket_folder(base)) is not None:
        shutil.rmtree(left_behind)
    owner = owner_of(data_in(base))
    programs = programs_for(owner, base)
    prepare_data(base, programs, owner, options=options)
    sockets = new_socket_folder(base)
    if is_root():
        os.chown(sockets, owner.uid, owner.gid)
    command = [str(programs.postgres), "-D", str(data_in(base)), "-h", "", "-p", str(PORT), "-k", str(sockets)]
    for option in (*_ALWAYS, *options):
        command += ["-c", option]
    return _kept(base, command, owner=owner, sockets=sockets)


def _kept(base: Path, command: Sequence[str], *, owner: Owner, sockets: Path) -> Path:
    log = log_in(base)
    if log.exists() and log.stat().st_size > _LONG_LOG:
        log.rename(log.with_suffix(".log.1"))
    with log.open("ab") as written:
        before = written.tell()
        subprocess.run(  # noqa: S603 - our own program, no shell
            [sys.executable, "-I", "-S", keeper.__file__, base, sockets, str(owner.uid), str(owner.gid), *command],
            cwd="/",
            stdin=subprocess.DEVNULL,
            stdout=written,
            stderr=written,
            start_new_session=True,
            check=False,
        )
    if is_root():
        os.chown(log, base.stat().st_uid, base.stat().st_gid, follow_symlinks=False)
    if (ready := _ready(base)) is None:
        said = log.read_bytes()[before:].decode(errors="replace")
        raise ServerProblem(f"PostgreSQL did not start: {telling_line(said)} (more in {log})")
    return ready


def _ready(base: Path) -> Path | None:
    """Wait until the server takes connections; None when its keeper has gone before that."""
    deadline = time.monotonic() + _READY_WITHIN
    while (sockets := answering_socket_folder(base)) is None:
        if not _is_kept(base):
            return None
        if time.monotonic() > deadline:
            raise ServerProblem(f"PostgreSQL is not ready after {_READY_WITHIN:.0f} seconds; see {log_in(base)}")
        time.sleep(_GLANCE)
    return sockets
