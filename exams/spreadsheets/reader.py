"""Reading and marking files from the server: in a child process, so that no file can hurt or hold the server."""

import asyncio
import tempfile

from exams.spreadsheets import errors, limits
from exams.spreadsheets.errors import UploadRefused
from exams.spreadsheets.sheet import Sheet
from exams.spreadsheets.wire import Answer, Marked, MarkTask, ReadTask, Refused, SheetRead, Task, answer_of, packed
from registry.confined import asking
from registry.texts import Text

_CHILD = "exams.spreadsheets.child"
_short, _long, _marking = asyncio.Semaphore(2), asyncio.Semaphore(2), asyncio.Semaphore(1)
"""How many children at once: what takes long never holds up a short file."""


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
    try:
        message = await _told(task, turns=turns, seconds=seconds)
        answer = answer_of(message)
    except asking.NoTurn as late:
        raise ReadersBusy from late
    except asking.TooMuchAsked as much:
        raise errors.TooDemanding from much
    except (asking.Failed, ValueError) as odd:
        raise errors.FileDamaged from odd
    if isinstance(answer, Refused):
        raise answer.error()
    return answer


async def _told(task: Task, *, turns: asyncio.Semaphore, seconds: float) -> bytes:
    """Marking may write into a folder of its own, which goes whatever happens to the child."""
    if not isinstance(task, MarkTask):
        return await asking.told_by_child(_CHILD, packed(task), turns=turns, seconds=seconds)
    with tempfile.TemporaryDirectory(prefix="marking-") as folder:
        environment = {"TMPDIR": folder}
        return await asking.told_by_child(_CHILD, packed(task), turns=turns, seconds=seconds, environment=environment)
