"""The process that alone touches an uploaded file: `python -m exams.spreadsheets.child`, one task, then gone.

It bounds its own memory and time first. It inherits no settings and no secrets; whatever happens to it, the server goes on.
"""

import gc

from exams.spreadsheets import errors, limits
from exams.spreadsheets.spreadsheet import read_spreadsheet
from exams.spreadsheets.wire import Answer, Marked, MarkTask, Refused, SheetRead, Task, packed, task_of
from registry.confined.bounding import answer_once, bound


def main() -> None:
    """Take one task, answer it, end; too short a life to look for garbage in, and a large sheet takes long to tidy up."""
    gc.disable()
    bound(memory=limits.MARKING_BYTES, seconds=limits.MARKING_SECONDS, written=limits.MARKED_BYTES)
    answer_once(_answered)


def _answered(message: bytes) -> bytes:
    """Only marking writes: openpyxl keeps each sheet in a temporary file until the workbook is whole."""
    task = task_of(message)
    if not isinstance(task, MarkTask):
        bound(memory=limits.CHILD_BYTES, seconds=limits.CHILD_SECONDS, written=0)
    limit = limits.MARKED_BYTES if isinstance(task, MarkTask) else limits.ANSWER_BYTES
    try:
        answer = packed(_answer(task))
    except MemoryError:
        answer = b""
    if 0 < len(answer) <= limit:
        return answer
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
