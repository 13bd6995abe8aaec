"""Places and programs for the tests of starting and serving; nothing here is shared with other tests."""

import os
import socket
from collections.abc import Callable, Iterator
from contextlib import ExitStack, suppress
from pathlib import Path

import pytest

from tests.config.programs import Program, passable_folder


@pytest.fixture
def place() -> Iterator[Path]:
    """A new folder that any user can pass through, with a space in its name; pytest's own are closed to `nobody`."""
    with passable_folder() as folder:
        yield folder


_PROCESS = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw"))
_PORTS = iter(range(20_000 + 1_000 * _PROCESS + os.getpid() % 500, 21_000 + 1_000 * _PROCESS))
"""Of this test process alone, and each handed out once: granian shares a port without a word, and so would two tests."""


@pytest.fixture
def free_port() -> int:
    """A port below the range that outgoing connections take theirs from, and that no other test is given."""
    for port in _PORTS:
        with socket.socket() as trying, suppress(OSError):
            trying.bind(("127.0.0.1", port))
            return port
    pytest.fail("no free port")


@pytest.fixture
def run_program() -> Iterator[Callable[..., Program]]:
    """Starts programs; they are gone after the test."""
    with ExitStack() as started:

        def run(text: str, *arguments: object, environment: dict[str, str] | None = None) -> Program:
            program = Program(text, *arguments, environment=environment)
            started.callback(program.close)
            return program

        yield run
