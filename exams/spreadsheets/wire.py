"""What the server and the child that reads files say to each other: one task in, one answer out, as MessagePack."""

from array import array
from datetime import date, datetime
from typing import Any

import msgspec

from exams.spreadsheets import errors, kind_errors
from exams.spreadsheets.sheet import Row, Sheet

_DAY, _INSTANT = 1, 2
_KINDS = {
    kind.code: kind
    for kind in errors.UploadRefused.__subclasses__()
    if kind.__module__ in (errors.__name__, kind_errors.__name__)
}


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
    """Give a workbook back with notes at its cells, and a sheet that lists them under `heading`.

    `mark` is the id of the upload, which goes into the workbook's properties: `Sheet.own_mark` when it returns.
    """

    content: bytes
    filename: str
    mark: str
    heading: tuple[str, ...]
    notes: tuple[Note, ...]


class SheetRead(msgspec.Struct, frozen=True):
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
        return _KINDS.get(self.code, errors.UploadRefused)(**self.facts)


Task = ReadTask | MarkTask
Answer = SheetRead | Marked | Refused


def packed(message: Task | SheetRead | Marked | Refused) -> bytes:
    """A message as bytes."""
    return msgspec.msgpack.encode(_Columns.of(message.sheet) if isinstance(message, SheetRead) else message)


def task_of(message: bytes) -> Task:
    """The task that the server sent."""
    task: Task = msgspec.msgpack.decode(message, type=Task)
    return task


def answer_of(message: bytes) -> Answer:
    """The answer of the child; raises ValueError when it is none."""
    answer: _Columns | Marked | Refused = msgspec.msgpack.decode(message, type=_Columns | Marked | Refused, ext_hook=_day)
    if not isinstance(answer, _Columns):
        return answer
    try:
        return SheetRead(answer.whole())
    except IndexError as odd:
        raise ValueError("a cell holds no known value") from odd


def _day(code: int, data: memoryview) -> date:
    kind = date if code == _DAY else datetime
    return kind.fromisoformat(bytes(data).decode("ascii"))


class _Columns(msgspec.Struct, frozen=True, tag="sheet"):
    """A sheet without its cells, each different value once, and per cell the place of its value: `codes` row after row.

    Days and instants travel as extensions, so that text stays text. Equal cells come out as one object, which keeps the
    server's memory small and makes whatever is looked up by value fast.
    """

    sheet: Sheet
    values: list[Any]
    numbers: bytes
    codes: bytes

    @classmethod
    def of(cls, sheet: Sheet) -> "_Columns":
        """The sheet, taken apart."""
        places = _Places()
        numbers = array("I", (row.number for row in sheet.rows))
        codes = array("I")
        for row in sheet.rows:
            codes.extend([places[cell] if cell.__class__ is not bool else places.of_bool(cell) for cell in row.cells])
        bare = msgspec.structs.replace(sheet, rows=())
        return cls(bare, [_with_day_packed(value) for value in places.met], numbers.tobytes(), codes.tobytes())

    def whole(self) -> Sheet:
        """The sheet, put together again; raises IndexError or ValueError when its pieces do not fit."""
        numbers, codes = array("I", self.numbers), array("I", self.codes)
        if len(codes) != len(numbers) * self.sheet.width:
            raise ValueError("rows are cut off")
        cells = map(self.values.__getitem__, codes)
        rows = tuple(map(Row, numbers, zip(*[cells] * self.sheet.width, strict=True)))
        return msgspec.structs.replace(self.sheet, rows=rows)


class _Places(dict[object, int]):
    """The place of each different value, in the order they are first met; True is not 1."""

    def __init__(self) -> None:
        self.met: list[object] = []
        self._bools: dict[bool, int] = {}

    def __missing__(self, value: object) -> int:
        place = self[value] = len(self.met)
        self.met.append(value)
        return place

    def of_bool(self, value: bool) -> int:  # noqa: FBT001 — the value of a cell, no switch
        """The place of a truth value."""
        if value not in self._bools:
            self._bools[value] = len(self.met)
            self.met.append(value)
        return self._bools[value]


def _with_day_packed(value: object) -> object:
    if type(value) is date:
        return msgspec.msgpack.Ext(_DAY, value.isoformat().encode())
    if type(value) is datetime:
        return msgspec.msgpack.Ext(_INSTANT, value.isoformat().encode())
    return value
