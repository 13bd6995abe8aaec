"""Embedded servers for the tests of their launcher: each on a folder of its own, each gone at the end."""

import shutil
import subprocess
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from config.embedded import Server, start
from config.embedded.places import remembered_socket_folder
from tests.config.embedded.watching import Processes
from tests.config.programs import Program, passable_folder, soon

HASTY = ("fsync=off", "full_page_writes=off", "shared_buffers=16MB")

HOLD = f"""
import os, signal, sys, time
from pathlib import Path
from config.embedded import start
server = start(Path(sys.argv[1]), options={HASTY})
print(server.url, flush=True)
signal.pause()
"""


@pytest.fixture(scope="session")
def original() -> Iterator[Path]:
    """A data folder as a first start leaves it; making it is the slow part."""
    with passable_folder() as folder:
        start(folder, options=HASTY).release()
        yield folder


@pytest.fixture
def made_place(place: Path, original: Path) -> Iterator[Path]:
    """A folder with a copy of that, owners and all; it goes when no server works in it any more."""
    subprocess.run(["cp", "-a", f"{original}/.", place], check=True)
    yield place
    assert soon(lambda: not Processes(place).all())
    if (left_behind := remembered_socket_folder(place)) is not None:
        shutil.rmtree(left_behind)


@pytest.fixture
def start_server() -> Iterator[Callable[[Path], Server]]:
    """Starts or joins in this process; let go at the end."""
    with ExitStack() as held:

        def started(folder: Path) -> Server:
            server = start(folder, options=HASTY)
            held.callback(server.release)
            return server

        yield started


@pytest.fixture
def hold(run_program: Callable[..., Program]) -> Callable[[Path], Program]:
    """Starts or joins in another process, which holds the server until it is killed."""

    def holding(folder: Path) -> Program:
        program = run_program(HOLD, folder)
        program.url = program.line()
        assert program.url.startswith("postgresql://"), program.url
        return program

    return holding
