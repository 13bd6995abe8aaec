"""The side of the child: it bounds its own memory and time first, takes one task, answers it, and is gone."""

import os
import resource
import sys
from collections.abc import Callable

_OPEN_FILES = 32


def bound(*, memory: int, seconds: int, written: int) -> None:
    """From here on this process has so much memory and processor time, opens few files and writes small ones or none."""
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_NOFILE, (_OPEN_FILES, _OPEN_FILES))
    resource.setrlimit(resource.RLIMIT_FSIZE, (written, written))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def answer_once(answer: Callable[[bytes], bytes]) -> None:
    """The task from standard input, its answer to standard output; then the process ends, without tidying up."""
    sys.stdout.buffer.write(answer(sys.stdin.buffer.read()))
    sys.stdout.buffer.flush()
    os._exit(0)
