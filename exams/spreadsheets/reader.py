"""Reading and marking files from the server: in a child process, so that no file can hurt or hold the server."""

import asyncio
import os
import sys
import tempfile
from pathlib import Path

import structlog

import exams
from exams.spreadsheets import errors, limits
from exams.spreadsheets.sheet import Sheet
from exams.spreadsheets.wire import Answer, Marked, MarkTask, ReadTask, Refused, SheetRead, Task, answer_of, packed

_HOME = Path(exams.__file__).parent.parent
_COMMAND = (sys.executable, "-s", "-m", "exams.spreadsheets.child")
_AT_ONCE = 2
_AT_A_TIME = limits.MEGABYTE
_turns = asyncio.Semaphore(_AT_ONCE)
_log = structlog.get_logger(__name__)


async def read_file(content: bytes, *, filename: str) -> Sheet:
    """The first visible sheet of an uploaded file; raises an UploadRefused that names what is wrong with the file."""
    if len(content) > limits.FILE_BYTES:
        size = -(-len(content) // limits.MEGABYTE)
        raise errors.FileTooLarge(size=size, limit=limits.FILE_BYTES // limits.MEGABYTE)
    answer = await _ask(ReadTask(content, filename), seconds=limits.CHILD_SECONDS)
    if isinstance(answer, SheetRead):
        return answer.sheet
    raise errors.FileDamaged


async def mark_file(task: MarkTask) -> bytes:
    """The workbook of a marking task; raises an UploadRefused, TooLargeToMark when it takes too long."""
    try:
        answer = await _ask(task, seconds=limits.MARKING_SECONDS)
    except errors.TooDemanding as long:
        raise errors.TooLargeToMark from long
    if isinstance(answer, Marked):
        return answer.content
    raise errors.FileDamaged


async def _ask(task: Task, *, seconds: float) -> Answer:
    async with _turns:
        return await _answered(task, seconds=seconds)


async def _answered(task: Task, *, seconds: float) -> Answer:
    """Marking may write into a folder of its own, which goes whatever happens to the child."""
    if not isinstance(task, MarkTask):
        return await _told_by_child(task, seconds=seconds, environment={})
    with tempfile.TemporaryDirectory(prefix="marking-") as folder:
        return await _told_by_child(task, seconds=seconds, environment={"TMPDIR": folder})


async def _told_by_child(task: Task, *, seconds: float, environment: dict[str, str]) -> Answer:
    child = await asyncio.create_subprocess_exec(
        *_COMMAND,
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
        limit=_AT_A_TIME,
        cwd=_HOME,
        env={"PATH": os.defpath, "LANG": "C.UTF-8", "PYTHONUTF8": "1", **environment},
    )
    try:
        async with asyncio.timeout(seconds):
            message, complaint = await child.communicate(packed(task))
    except TimeoutError as slow:
        raise errors.TooDemanding from slow
    finally:
        if child.returncode is None:
            child.kill()
            await child.wait()
    return _answer_of(message, ended=child.returncode, complaint=complaint)


def _answer_of(message: bytes, *, ended: int | None, complaint: bytes) -> Answer:
    """The answer of a child that ended; a child that a signal or a lack of memory ended was asked too much."""
    if ended:
        last = complaint.decode("utf-8", "replace").strip().rpartition("\n")[2]
        kind = last.partition(":")[0]
        _log.warning("reading a file failed", ended=ended, kind=kind)
        raise errors.TooDemanding if ended < 0 or kind == "MemoryError" else errors.FileDamaged
    try:
        answer = answer_of(message)
    except ValueError as odd:
        raise errors.FileDamaged from odd
    if isinstance(answer, Refused):
        raise answer.error()
    return answer
