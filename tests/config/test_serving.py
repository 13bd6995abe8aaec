"""Serving: a port of its own, workers that never outlive their parent, an orderly end."""

import os
import signal
import socket
import time
import urllib.request
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest

from config.serving import STOPS_WITHIN, PortTaken, refuse_taken_port
from config.settings import Settings, read_settings
from tests.config.programs import Program, gone, soon

SERVE = """
import os
from config.serving import serve
from config.settings import read_settings
serve(read_settings(os.environ), application="tests.config.greeting:create", announce=lambda: print("announced"))
print("ended in order")
"""

BOTH = 2

pytestmark = pytest.mark.skipif(not Path("/proc/self").exists(), reason="needs Linux: looks at processes")


def settings_for(port: int) -> Settings:
    return read_settings({"REGISTRY_PORT": str(port)})


def worker_on(port: int) -> int:
    """The number of the process that answers."""
    deadline = time.monotonic() + 10
    while time.monotonic() < deadline:
        with suppress(OSError), urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=5) as answer:
            return int(answer.read())
        time.sleep(0.05)
    pytest.fail("nobody answers")


def both_workers_on(port: int) -> set[int]:
    """The numbers of both processes, once each has answered: a worker that still starts misses the order to stop."""
    seen: set[int] = set()

    def answered() -> bool:
        seen.add(worker_on(port))
        return len(seen) == BOTH

    assert soon(answered)
    return seen


def is_free(port: int) -> bool:
    with suppress(PortTaken):
        refuse_taken_port(settings_for(port))
        return True
    return False


@pytest.fixture
def served(run_program: Callable[..., Program], free_port: int) -> Program:
    program = run_program(SERVE, environment={"REGISTRY_PORT": str(free_port), "REGISTRY_WORKERS": str(BOTH)})
    assert program.line() == "announced"
    return program


def test_a_free_port_is_accepted(free_port: int):
    """Looking does not take it."""
    refuse_taken_port(settings_for(free_port))
    refuse_taken_port(settings_for(free_port))


def test_a_taken_port_is_refused_by_name(free_port: int):
    """Whoever holds the port is named with its number, even one that would share it."""
    with socket.socket() as holder:
        holder.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        holder.bind(("127.0.0.1", free_port))
        holder.listen()
        with pytest.raises(PortTaken) as refused:
            refuse_taken_port(settings_for(free_port))
    assert f"Port {free_port} on 127.0.0.1 is taken by " in refused.value.message
    assert f"(process {os.getpid()})" in refused.value.message


def test_an_address_of_another_machine_is_refused():
    """A host that is not ours cannot be listened on."""
    settings = read_settings({"REGISTRY_HOST": "192.0.2.1", "REGISTRY_PORT": "8000"})
    with pytest.raises(PortTaken, match="cannot be used"):
        refuse_taken_port(settings)


def test_a_second_server_on_the_port_is_refused(served: Program, run_program: Callable[..., Program], free_port: int):
    """The second one ends with the name of the first, and does not share its port."""
    second = run_program(SERVE, environment={"REGISTRY_PORT": str(free_port)})
    second.process.wait(10)
    assert second.process.stdout is not None
    assert f"(process {served.process.pid})" in second.process.stdout.read()


def test_a_worker_that_still_starts_heeds_the_order_to_stop(run_program: Callable[..., Program], free_port: int):
    """It ends at once, long before its time is up."""
    slow = SERVE.replace("greeting:create", "greeting:create_slowly")
    program = run_program(slow, environment={"REGISTRY_PORT": str(free_port), "REGISTRY_WORKERS": "1"})
    assert [program.line(), program.line()] == ["announced", "being made"]
    os.killpg(program.process.pid, signal.SIGTERM)
    assert program.process.wait(STOPS_WITHIN / 2) == 0
    assert program.rest().endswith("ended in order\n")


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_it_ends_in_order(served: Program, free_port: int, number: signal.Signals):
    """Ctrl-C, a supervisor and a closed terminal stop the workers, then the server, and nothing is left.

    Now and then, on a busy machine, one of granian's workers misses the order and is killed when its time is up; granian says
    so in a line of its own before the last.
    """
    workers = both_workers_on(free_port)
    os.killpg(served.process.pid, number)
    assert served.process.wait(STOPS_WITHIN + 5) == 0
    assert served.rest().endswith("ended in order\n")
    assert all(map(gone, workers))
    assert is_free(free_port)


def test_an_interrupt_in_the_terminal_reaches_the_parent_alone(served: Program, free_port: int):
    """A worker is in a session of its own, so it answers what it was asked before it is told to stop."""
    worker = worker_on(free_port)
    assert os.getsid(worker) == worker


def test_no_worker_outlives_its_parent(served: Program, free_port: int):
    """Killing the main process alone leaves nobody on the port."""
    workers = both_workers_on(free_port)
    served.process.kill()
    assert soon(lambda: all(map(gone, workers)) and is_free(free_port))


def test_a_worker_whose_parent_is_dead_already_dies_at_once(run_program: Callable[..., Program]):
    """The kernel sends no signal for a parent that died before it was asked to."""
    program = run_program(
        """
import multiprocessing, os, time
from config.serving import die_with_parent
def work():
    print(os.getpid())
    while os.getppid() == multiprocessing.parent_process().pid:
        time.sleep(0.01)
    die_with_parent()
    print("outlived")
multiprocessing.get_context("fork").Process(target=work).start()
time.sleep(0.5)
os._exit(0)
"""
    )
    worker = int(program.line())
    assert soon(lambda: gone(worker))
    assert program.line() == ""
