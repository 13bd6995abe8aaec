"""Asking a child process what a stranger's file is: whatever the file does, it hurts and holds up nothing here.

The child inherits no settings and no secrets. What it may use it bounds itself, with `registry.confined.bounding`.
"""

import asyncio
import os
import sys
from collections.abc import Mapping
from pathlib import Path

import structlog

import registry

_HOME = Path(registry.__file__).parent.parent
_AT_A_TIME = 1_000_000
_log = structlog.get_logger(__name__)


class NoAnswer(Exception):
    """The child gave none."""


class TooMuchAsked(NoAnswer):
    """It took too long or too much memory, or a signal ended it."""


class NoTurn(NoAnswer):
    """Others' files took the time in which this one was to be answered."""


class Failed(NoAnswer):
    """It ended on a fault."""


async def told_by_child(
    module: str,
    task: bytes,
    *,
    turns: asyncio.Semaphore,
    seconds: float,
    environment: Mapping[str, str] | None = None,
) -> bytes:
    """What `python -m module` answers to the task within so many seconds, of which waiting for a turn is a part.

    Raises TooMuchAsked, NoTurn, Failed.
    """
    waits = turns.locked()
    try:
        async with asyncio.timeout(seconds), turns:
            return await _told(module, task, environment or {})
    except TimeoutError as late:
        raise (NoTurn if waits else TooMuchAsked) from late


async def _told(module: str, task: bytes, environment: Mapping[str, str]) -> bytes:
    child = await asyncio.create_subprocess_exec(
        *(sys.executable, "-s", "-m", module),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
        limit=_AT_A_TIME,
        cwd=_HOME,
        env={"PATH": os.defpath, "LANG": "C.UTF-8", "PYTHONUTF8": "1", **environment},
    )
    try:
        answer, complaint = await child.communicate(task)
    finally:
        if child.returncode is None:
            child.kill()
            await child.wait()
    if child.returncode:
        kind = complaint.decode("utf-8", "replace").strip().rpartition("\n")[2].partition(":")[0]
        _log.warning("reading a file failed", child=module, ended=child.returncode, kind=kind)
        raise TooMuchAsked if child.returncode < 0 or kind == "MemoryError" else Failed
    return answer
