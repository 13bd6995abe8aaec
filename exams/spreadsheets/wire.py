"""What the server and the child that reads files say to each other: one task in, one answer out, as MessagePack."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

import msgspec

from exams.spreadsheets import errors
from exams.spreadsheets.sheet import Row, Sheet

_DAY, _INSTANT = 1, 2


class ReadTask(msgspec.Struct, frozen=True, tag="read"):
    """Read the first sheet of a file."""

    content: bytes
    filename: str


class Note(msgspec.Struct, frozen=True):
    """What to write at one cell of a marked workbook; `line` is its row in the list of faults."""

    cell: str
    comment: str
    line: tuple[str, ...]


class MarkTask(msgspec.Struct, frozen=True, tag="mark"):
    """Give a workbook back with notes at its cells, and a sheet that lists them under `heading`."""

    content: bytes
    filename: str
    heading: tuple[str, ...]
    notes: tuple[Note, ...]


class SheetRead(msgspec.Struct, frozen=True, tag="sheet"):
    """The sheet that was read."""

    sheet: Sheet


class Marked(msgspec.Struct, frozen=True, tag="marked"):
    """The bytes of the marked workbook."""

    content: bytes


class Refused(msgspec.Struct, frozen=True, tag="refused"):
    """An UploadRefused on its way to the server: its code and its facts."""

    code: str
    facts: dict[str, str | int]

    @classmethod
    def of(cls, refusal: errors.UploadRefused) -> "Refused":
        """The refusal, packed."""
        return cls(refusal.code, {name: str(fact) if type(fact) is not int else fact for name, fact in refusal.facts.items()})

    def error(self) -> errors.UploadRefused:
        """The refusal, to be raised again."""
        kinds = {kind.code: kind for kind in errors.UploadRefused.__subclasses__()}
        return kinds.get(self.code, errors.UploadRefused)(**self.facts)


Task = ReadTask | MarkTask
Answer = SheetRead | Marked | Refused


def packed(message: Task | Answer) -> bytes:
    """A message as bytes; days and instants travel as extensions, so that text stays text."""
    if isinstance(message, SheetRead):
        rows = tuple(Row(row.number, tuple(_with_days_packed(row.cells))) for row in message.sheet.rows)
        message = SheetRead(msgspec.structs.replace(message.sheet, rows=rows))
    return msgspec.msgpack.encode(message)


def task_of(message: bytes) -> Task:
    """The task that the server sent."""
    task: Task = msgspec.msgpack.decode(message, type=Task)
    return task


def answer_of(message: bytes) -> Answer:
    """The answer of the child; raises msgspec.MsgspecError when it is none."""
    days: dict[bytes, date] = {}

    def day(code: int, data: memoryview) -> date:
        text = bytes(data)
        known = days.get(text)
        if known is None:
            kind = date if code == _DAY else datetime
            known = days[text] = kind.fromisoformat(text.decode("ascii"))
        return known

    answer: Answer = msgspec.msgpack.decode(message, type=Answer, ext_hook=day)
    return answer


def _with_days_packed(cells: Iterable[Any]) -> Iterable[Any]:
    for cell in cells:
        kind = type(cell)
        if kind is date:
            yield msgspec.msgpack.Ext(_DAY, cell.isoformat().encode())
        elif kind is datetime:
            yield msgspec.msgpack.Ext(_INSTANT, cell.isoformat().encode())
        else:
            yield cell
