"""The program beside the server: it lives as long as the server does, and no longer."""

import os
import signal
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.config.programs import Program, gone, soon

pytestmark = pytest.mark.skipif(not Path("/proc/self").exists(), reason="needs Linux: looks at processes")

BESIDE = """
import signal, sys
from config.beside import beside
child = (
    "import os, signal, sys; from config.serving import die_with; die_with(int(sys.argv[1]));"
    "print(os.getpid(), flush=True); signal.pause()"
)
signal.signal(signal.SIGUSR1, lambda *_: None)
with beside([sys.executable, "-c", child]):
    signal.pause()
print("ended in order")
"""


def test_it_ends_with_the_server(run_program: Callable[..., Program]):
    """It is told to end, and has ended when the server goes on."""
    server = run_program(BESIDE)
    child = int(server.line())
    server.process.send_signal(signal.SIGUSR1)
    assert server.line() == "ended in order"
    assert gone(child)


def test_it_begins_again_when_it_dies(run_program: Callable[..., Program]):
    """Whatever killed it, there is another within a second."""
    server = run_program(BESIDE)
    first = int(server.line())
    os.kill(first, signal.SIGKILL)
    told = server.line()
    while not told.isdigit():
        told = server.line()
    assert int(told) != first


def test_it_dies_with_the_server(run_program: Callable[..., Program]):
    """Also when the server is killed."""
    server = run_program(BESIDE)
    child = int(server.line())
    server.process.kill()
    assert soon(lambda: gone(child))
