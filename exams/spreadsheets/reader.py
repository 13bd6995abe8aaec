"""Reading and marking files from the server: in a child process, so that no file can hurt or hold the server."""

import asyncio
import os
import sys
import tempfile
from pathlib import Path

import structlog

import exams
from exams.spreadsheets import errors, limits
from exams.spreadsheets.errors import UploadRefused
from exams.spreadsheets.sheet import Sheet
from exams.spreadsheets.wire import Answer, Marked, MarkTask, ReadTask, Refused, SheetRead, Task, answer_of, packed
from registry.texts import Text

_HOME = Path(exams.__file__).parent.parent
_COMMAND = (sys.executable, "-s", "-m", "exams.spreadsheets.child")
_AT_A_TIME = limits.MEGABYTE
_short, _long, _marking = asyncio.Semaphore(2), asyncio.Semaphore(2), asyncio.Semaphore(1)
"""How many children at once: what takes long never holds up a short file."""
_log = structlog.get_logger(__name__)


class ReadersBusy(UploadRefused):
    """Others' files took the time in which this one was to be answered."""

    code = "file-readers-busy"
    title = Text("Er worden veel bestanden tegelijk gelezen", "Many files are being read at once")
    detail = Text(
        "Er worden nu veel bestanden tegelijk gelezen, en het uwe kwam niet aan de beurt. Stuur het over een minuut opnieuw.",
        "Many files are being read right now, and it was not yet your turn. Send it again in a minute.",
    )


async def read_file(content: bytes, *, filename: str) -> Sheet:
    """The first visible sheet of an uploaded file; raises an UploadRefused that names what is wrong with the file.

    Within `CHILD_SECONDS`, waiting for a turn included; raises ReadersBusy when others took that time.
    """
    if len(content) > limits.FILE_BYTES:
        size = -(-len(content) // limits.MEGABYTE)
        raise errors.FileTooLarge(size=size, limit=limits.FILE_BYTES // limits.MEGABYTE)
    turns = _short if len(content) <= limits.SHORT_BYTES else _long
    answer = await _ask(ReadTask(content, filename), turns=turns, seconds=limits.CHILD_SECONDS)
    if isinstance(answer, SheetRead):
        return answer.sheet
    raise errors.FileDamaged


async def mark_file(task: MarkTask) -> bytes:
    """The workbook of a marking task; raises an UploadRefused, TooLargeToMark when it takes too long, ReadersBusy."""
    try:
        answer = await _ask(task, turns=_marking, seconds=limits.MARKING_SECONDS)
    except errors.TooDemanding as long:
        raise errors.TooLargeToMark from long
    if isinstance(answer, Marked):
        return answer.content
    raise errors.FileDamaged


async def _ask(task: Task, *, turns: asyncio.Semaphore, seconds: float) -> Answer:
    """The child's answer within so many seconds, of which waiting for a turn is a part."""
    waits = turns.locked()
    try:
        async with asyncio.timeout(seconds), turns:
            return await _answered(task)
    except TimeoutError as late:
        raise (ReadersBusy if waits else errors.TooDemanding) from late


async def _answered(task: Task) -> Answer:
    """Marking may write into a folder of its own, which goes whatever happens to the child."""
    if not isinstance(task, MarkTask):
        return await _told_by_child(task, environment={})
    with tempfile.TemporaryDirectory(prefix="marking-") as folder:
        return await _told_by_child(task, environment={"TMPDIR": folder})


async def _told_by_child(task: Task, *, environment: dict[str, str]) -> Answer:
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
        message, complaint = await child.communicate(packed(task))
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
