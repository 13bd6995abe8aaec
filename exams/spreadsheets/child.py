"""The process that alone touches an uploaded file: `python -m exams.spreadsheets.child`, one task, then gone.

It bounds its own memory and time first, takes its task from standard input and answers on standard output. It inherits
no settings and no secrets; whatever happens to it, the server goes on.
"""

import gc
import os
import resource
import sys

from exams.spreadsheets import errors, limits
from exams.spreadsheets.spreadsheet import read_spreadsheet
from exams.spreadsheets.wire import Answer, Marked, MarkTask, Refused, SheetRead, Task, packed, task_of

_OPEN_FILES = 32


def main() -> None:
    """Take one task, answer it, end; too short a life to look for garbage in."""
    gc.disable()
    bound(memory=limits.MARKING_BYTES, seconds=limits.MARKING_SECONDS, written=limits.MARKED_BYTES)
    task = task_of(sys.stdin.buffer.read())
    if not isinstance(task, MarkTask):
        bound(memory=limits.CHILD_BYTES, seconds=limits.CHILD_SECONDS, written=0)
    sys.stdout.buffer.write(_answered(task))
    sys.stdout.buffer.flush()
    os._exit(0)  # a sheet of a million cells takes long to tidy up


def bound(*, memory: int, seconds: int, written: int) -> None:
    """From here on this process has so much memory and processor time, opens few files and writes small ones or none.

    Only marking writes: openpyxl keeps each sheet in a temporary file until the workbook is whole.
    """
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_NOFILE, (_OPEN_FILES, _OPEN_FILES))
    resource.setrlimit(resource.RLIMIT_FSIZE, (written, written))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _answered(task: Task) -> bytes:
    limit = limits.MARKED_BYTES if isinstance(task, MarkTask) else limits.ANSWER_BYTES
    try:
        message = packed(_answer(task))
    except MemoryError:
        message = b""
    if 0 < len(message) <= limit:
        return message
    return packed(Refused.of(errors.TooDemanding()))


def _answer(task: Task) -> Answer:
    try:
        if isinstance(task, MarkTask):
            from exams.spreadsheets.marked import mark  # noqa: PLC0415 — openpyxl doubles the start, and reading needs none

            return Marked(mark(task))
        return SheetRead(read_spreadsheet(task.content, filename=task.filename))
    except errors.UploadRefused as refusal:
        return Refused.of(refusal)


if __name__ == "__main__":
    main()
