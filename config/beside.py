"""A program beside the server: begun with it, begun again when it dies, and stopped with it."""

import os
import subprocess
import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import structlog

WORK = (sys.executable, "-c", "from config.commands import main; main()", "work", "--with-parent")
STOPS_WITHIN = 10
"""Seconds; what has not ended by then is killed, and its work is done anew by the next."""
_PAUSES = (0.5, 1, 2, 5, 10, 30)
"""Seconds before it begins again: the first time it died, the second, and so on."""
_STEADY = 60
"""Seconds after which it counts as having begun well."""

_log = structlog.get_logger(__name__)


@contextmanager
def beside(command: Sequence[str] = WORK) -> Iterator[None]:
    """Inside, the program runs; it is told this process's number, and ends when this process does, however it ends."""
    keeper = _Keeper([*command, str(os.getpid())])
    keeper.thread.start()
    try:
        yield
    finally:
        keeper.stop()


class _Keeper:
    """Starts the program and waits for it, in a thread, over and over."""

    def __init__(self, command: list[str]) -> None:
        self._command = command
        self._ended = threading.Event()
        self._program: subprocess.Popen[bytes] | None = None
        self._lock = threading.Lock()
        self.thread = threading.Thread(target=self._keep, name="beside", daemon=True)

    def stop(self) -> None:
        """Tell it to end, and wait until it has."""
        with self._lock:
            self._ended.set()
            if self._program is not None:
                self._program.terminate()
        self.thread.join(STOPS_WITHIN)
        if self._program is not None and self._program.poll() is None:
            self._program.kill()
            self._program.wait()

    def _keep(self) -> None:
        died = 0
        while not self._ended.is_set():
            with self._lock:
                if self._ended.is_set():
                    return
                self._program = subprocess.Popen(self._command, start_new_session=True)  # noqa: S603  our own command
            try:
                self._program.wait(_STEADY)
            except subprocess.TimeoutExpired:
                died = 0
                self._program.wait()
            if self._ended.is_set():
                return
            _log.warning("the program beside the server ended and begins again", code=self._program.returncode)
            self._ended.wait(_PAUSES[min(died, len(_PAUSES) - 1)])
            died += 1
