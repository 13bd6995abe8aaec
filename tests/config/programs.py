"""Programs that tests start, and processes that they watch."""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parents[2]
_ROOMY = 1_000_000_000  # bytes


def _memory() -> Path | None:
    """A disk in memory with room for some databases: much faster than a real one."""
    memory = Path("/dev/shm")  # noqa: S108 - mkdtemp makes a private folder in it
    return memory if memory.is_dir() and shutil.disk_usage(memory).free > _ROOMY else None


@contextmanager
def passable_folder(*, parent: Path | None = None) -> Iterator[Path]:
    """A new folder that any user can pass through, with a space in its name."""
    folder = Path(tempfile.mkdtemp(prefix="a place-", dir=parent or _memory()))
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder)


class Program:
    """A Python program in a process group of its own, which is killed at the end of the test."""

    url = ""  # of what it serves or holds, for tests to fill in

    def __init__(self, text: str, *arguments: object, environment: dict[str, str] | None = None) -> None:
        own = {name: value for name, value in os.environ.items() if not name.startswith("REGISTRY_")}
        self.process = subprocess.Popen(
            [sys.executable, "-c", text, *map(str, arguments)],
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            cwd=CHECKOUT,
            env=own | {"PYTHONPATH": str(CHECKOUT), "PYTHONUNBUFFERED": "1"} | (environment or {}),
            start_new_session=True,
        )

    def line(self) -> str:
        """The next line that it writes, nothing when it has not done so within half a minute."""
        assert self.process.stdout is not None
        watchdog = threading.Timer(30, self.process.kill)
        watchdog.start()
        try:
            return self.process.stdout.readline().strip()
        finally:
            watchdog.cancel()

    def rest(self) -> str:
        """All that it still wrote, once it has ended."""
        assert self.process.stdout is not None
        return self.process.stdout.read()

    def kill_group(self) -> None:
        """What a terminal or a supervisor does at its worst."""
        with suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def close(self) -> None:
        """End it and its pipe."""
        self.kill_group()
        assert self.process.stdout is not None
        self.process.stdout.close()


def gone(process: int) -> bool:
    """A process that has ended, whether or not anyone has asked how."""
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(") ")[2].startswith(("Z", "X"))
    except (FileNotFoundError, ProcessLookupError):
        return True


def soon(condition: Callable[[], bool]) -> bool:
    """Whether it becomes true within five seconds."""
    deadline = time.monotonic() + 5
    while not condition():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.02)
    return True
