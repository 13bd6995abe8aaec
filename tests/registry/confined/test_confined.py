"""A child that opens what strangers send is bounded before it sees it, knows nothing of the server, and cannot hold it up."""

import asyncio
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from registry.confined import asking

CHILD = """
import os, sys
from registry.confined.bounding import answer_once, bound
bound(memory=250_000_000, seconds=20, written=0)

def answer(task):
    return eval(task)

answer_once(answer)
"""


@pytest.fixture
def child(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """The name of a module that answers with what its task comes to."""
    (tmp_path / "a_child.py").write_text(CHILD)
    (tmp_path / "registry").symlink_to(Path(asking.__file__).parents[1])
    monkeypatch.setattr(asking, "_HOME", tmp_path)
    return "a_child"


async def told(child: str, task: str, *, turns: asyncio.Semaphore | None = None, seconds: float = 20) -> bytes:
    """What the child says."""
    return await asking.told_by_child(child, task.encode(), turns=turns or asyncio.Semaphore(), seconds=seconds)


@pytest.mark.parametrize(
    ("deed", "ended"),
    [
        pytest.param("bytearray(300_000_000)", 1, id="takes too much memory"),
        pytest.param("open('a file', 'w').write('x')", -signal.SIGXFSZ, id="writes a file"),
        pytest.param("[open('/dev/null') for _ in range(99)]", 1, id="opens many files"),
        pytest.param("any(iter(int, 1))", -signal.SIGKILL, id="never ends"),
    ],
)
def test_a_child_is_bound(deed: str, ended: int, tmp_path: Path) -> None:
    """It has given up memory, time, writing and opening beyond its need."""
    bounds = "bound(memory=250_000_000, seconds=1, written=0)"
    program = f"import signal; from registry.confined.bounding import bound; {bounds}; signal.signal(signal.SIGXFSZ, 0); {deed}"
    assert (
        subprocess.run([sys.executable, "-c", program], cwd=tmp_path, check=False, capture_output=True, timeout=30).returncode
        == ended
    )


async def test_a_child_knows_nothing_of_the_server(child: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither its settings nor its secrets."""
    monkeypatch.setenv("REGISTRY_SECRET", "hidden")
    names = (await told(child, "' '.join(sorted(os.environ)).encode()")).decode().split()
    assert set(names) - {"LC_CTYPE"} == {"LANG", "PATH", "PYTHONUTF8"}


@pytest.mark.parametrize(
    ("deed", "failure"),
    [
        ("bytearray(300_000_000)", asking.TooMuchAsked),
        ("os.kill(os.getpid(), 9)", asking.TooMuchAsked),
        ("1 / 0", asking.Failed),
    ],
)
async def test_what_ends_a_child_is_told(child: str, deed: str, failure: type[Exception]) -> None:
    """Too much asked is told apart from a fault; the server goes on."""
    with pytest.raises(failure):
        await told(child, deed)
    assert await told(child, "b'next'") == b"next"


async def test_a_child_that_never_answers_is_gone_in_time(child: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Who waited for its turn is told to come back; neither is held up for longer than was said.

    The turn may come free in the last moment of who waits: that child, too, is gone.
    """
    begin, begun_children = asyncio.create_subprocess_exec, []

    async def kept(*command: Any, **more: Any) -> asyncio.subprocess.Process:
        begun_children.append(await begin(*command, **more))
        return begun_children[-1]

    monkeypatch.setattr(asyncio, "create_subprocess_exec", kept)
    turns, begun = asyncio.Semaphore(1), time.monotonic()
    asked = (told(child, "any(iter(int, 1))", turns=turns, seconds=1) for _ in range(2))
    first, second = await asyncio.gather(*asked, return_exceptions=True)
    assert (type(first), type(second)) == (asking.TooMuchAsked, asking.NoTurn)
    assert time.monotonic() - begun < 10
    assert not turns.locked()
    assert {each.returncode for each in begun_children} == {-signal.SIGKILL}
