"""The long run: start, write, kill something, and again. What was committed is always there."""

import os
import random
import signal
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest

from tests.config.embedded.asking import ask
from tests.config.embedded.watching import Processes
from tests.config.programs import Program, soon

pytestmark = [
    pytest.mark.drill,
    pytest.mark.skipif(not Path("/proc/self").exists(), reason="needs Linux: looks at processes"),
]

ROUNDS = 40


def test_what_was_committed_survives_every_kill(made_place: Path, hold: Callable[[Path], Program]):
    """Forty times another part is killed at another moment; no start fails, no row is lost, nothing is left behind."""
    chance = random.Random(2026)  # noqa: S311 - not a secret
    rounds = hold(made_place)
    ask(rounds.url, "CREATE TABLE round (number int)")
    rounds.kill_group()
    seen = set()
    for number in range(ROUNDS):
        program = hold(made_place)
        assert ask(program.url, "SELECT count(*) FROM round") == number
        ask(program.url, "INSERT INTO round SELECT count(*) FROM round")
        processes = Processes(made_place)
        keeper, everything = processes.keeper, processes.all()
        seen.add(processes.socket_folder)
        for victim in chance.choice([[], [keeper], [processes.postmaster], [keeper, *everything], everything[-1:]]):
            with suppress(ProcessLookupError):
                os.kill(victim, signal.SIGKILL)
        program.kill_group()
    assert soon(lambda: not Processes(made_place).all())
    assert sum(folder.exists() for folder in seen) <= 1


def test_many_start_at_once(made_place: Path, run_program: Callable[..., Program]):
    """Ten processes that start at the same moment share one server."""
    text = """
import signal, sys
from pathlib import Path
from config.embedded import start
print(start(Path(sys.argv[1]), options=("fsync=off",)).url, flush=True)
signal.pause()
"""
    started = [run_program(text, made_place) for _ in range(10)]
    assert len({program.line() for program in started}) == 1
