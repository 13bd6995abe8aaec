"""A list as a workbook (.xlsx), made while it goes out: memory does not grow with the rows.

Each sheet is one part of a zip, deflated as its rows come; what names the sheets comes last, since only then they are known.
Equal rows make equal bytes.
"""

import asyncio
import zipfile
from collections.abc import AsyncIterator, Callable, Sequence
from functools import lru_cache
from typing import IO

from registry.exports import parts
from registry.exports.cells import EMPTY, WRITERS, heading, prose
from registry.exports.listing import Batches, Column, Kind, Listing, Row, Value
from registry.exports.parts import Sheet
from registry.texts import Language, Text, written

ROWS_OF_A_SHEET = 1_048_575
"""What a sheet holds below its heading (ECMA-376: 1,048,576 rows); a longer list goes on upon the next."""
_BYTES_OF_A_SHEET = 1_500_000_000
"""A part above 2 GiB needs a zip that Excel does not read when it is streamed."""
_DEFLATED = 3
_FORBIDDEN_IN_A_NAME = str.maketrans(dict.fromkeys("[]:*?/\\", " "))
_LONGEST_NAME = 31
_WORDS = 1_024
_WIDTHS = {Kind.TEXT: 32, Kind.WHOLE: 12, Kind.DECIMAL: 12, Kind.DAY: 13, Kind.MONTH: 11, Kind.INSTANT: 18, Kind.TRUTH: 10}
_ROOM_FOR_THE_FILTER = 4
_EXPLANATION = Text("Toelichting", "Explanation")
_ROWS = Text("Aantal rijen", "Number of rows")
_EXPLANATION_WIDTHS = (32, 80)


async def pieces(
    listing: Listing, batches: Batches, *, language: Language, rows_of_a_sheet: int = ROWS_OF_A_SHEET
) -> AsyncIterator[bytes]:
    """The file, piece by piece; a batch is written out in a thread, so that others are served meanwhile."""
    workbook = _Workbook(listing, language, rows_of_a_sheet)
    try:
        async for batch in batches:
            if piece := await asyncio.to_thread(workbook.add, batch):
                yield piece
        yield await asyncio.to_thread(workbook.finish)
    finally:
        workbook.close()


class _Outgoing:
    """Where the zip is written: it only ever goes on, and what it has is taken from it."""

    def __init__(self) -> None:
        self._pieces: list[bytes] = []

    def write(self, piece: bytes) -> int:
        """Keep the piece until it is taken."""
        self._pieces.append(bytes(piece))
        return len(piece)

    def flush(self) -> None:
        """What zipfile asks for; nothing is held back."""

    def taken(self) -> bytes:
        """Everything that was written since the last time."""
        taken = b"".join(self._pieces)
        self._pieces.clear()
        return taken


class _Workbook:
    def __init__(self, listing: Listing, language: Language, rows_of_a_sheet: int) -> None:
        self._listing = listing
        self._language = language
        self._headings = listing.headings(language)
        self._writers = [_writer(column) for column in listing.columns]
        self._most = rows_of_a_sheet
        self._outgoing = _Outgoing()
        self._zip = zipfile.ZipFile(self._outgoing, "w", zipfile.ZIP_DEFLATED, compresslevel=_DEFLATED)  # type: ignore[call-overload]  # typeshed asks more of a file than zipfile does
        self._sheets: list[Sheet] = []
        self._counts: list[int] = []
        self._bytes = 0
        self._sheet = self._begun()

    def add(self, batch: Sequence[Row]) -> bytes:
        """Write the rows; returns what of the file is ready."""
        left = batch
        while left:
            room = self._most - self._counts[-1]
            if not room or self._bytes > _BYTES_OF_A_SHEET:
                self._end()
                self._sheet = self._begun()
                continue
            self._write(left[:room])
            left = left[room:]
        return self._outgoing.taken()

    def finish(self) -> bytes:
        """The rest of the file."""
        self._end()
        self._explain()
        for name, content in (
            ("xl/workbook.xml", parts.workbook(self._sheets)),
            ("xl/_rels/workbook.xml.rels", parts.workbook_relations(self._sheets)),
            ("xl/styles.xml", parts.STYLES),
            ("docProps/core.xml", parts.core(self._listing.title.say(self._language), self._language.value)),
            ("_rels/.rels", parts.PACKAGE),
            ("[Content_Types].xml", parts.content_types(self._sheets)),
        ):
            self._put(name, content)
        self.close()
        return self._outgoing.taken()

    def close(self) -> None:
        """Let go of the zip, finished or not: whoever asked may have left halfway."""
        self._sheet.close()
        self._zip.close()

    def _write(self, rows: Sequence[Row]) -> None:
        columns = [
            [EMPTY if value is None else write(value) for value in values]
            for write, values in zip(self._writers, zip(*rows, strict=True), strict=True)
        ]
        content = "".join([f"<row>{''.join(cells)}</row>" for cells in zip(*columns, strict=True)]).encode()
        self._bytes += self._sheet.write(content)
        self._counts[-1] += len(rows)

    def _begun(self) -> IO[bytes]:
        number = len(self._sheets) + 1
        table = self._listing.name.replace("-", "_")
        self._sheets.append(Sheet(self._sheet_name(number), table if number == 1 else f"{table}_{number}"))
        self._counts.append(0)
        self._bytes = 0
        sheet: IO[bytes] = self._zip.open(f"xl/worksheets/sheet{number}.xml", "w")
        headings = "".join(heading(each) for each in self._headings)
        sheet.write(f"{parts.opening(self._widths(), frozen=1)}<row>{headings}</row>".encode())
        return sheet

    def _end(self) -> None:
        number, rows = len(self._sheets), self._counts[-1]
        self._sheet.write(parts.closing(with_table=True).encode())
        self._sheet.close()
        self._put(f"xl/worksheets/_rels/sheet{number}.xml.rels", parts.sheet_relations(number))
        self._put(f"xl/tables/table{number}.xml", parts.table(number, str(self._sheets[-1].table), self._headings, rows=rows))

    def _explain(self) -> None:
        """A last sheet with what the file is, and what is stamped in it."""
        told = [(fact, written(value, self._language)) for fact, value in self._listing.stamped]
        told.append((_ROWS, str(sum(self._counts))))
        rows = f"<row>{heading(self._listing.title.say(self._language))}</row>"
        rows += "".join(f"<row>{heading(fact.say(self._language))}{prose(value)}</row>" for fact, value in told)
        self._sheets.append(Sheet(_EXPLANATION.say(self._language)))
        whole = parts.opening(_EXPLANATION_WIDTHS, frozen=0) + rows + parts.closing(with_table=False)
        self._put(f"xl/worksheets/sheet{len(self._sheets)}.xml", whole)

    def _put(self, name: str, content: str) -> None:
        with self._zip.open(name, "w") as part:
            part.write(content.encode())

    def _widths(self) -> list[int]:
        return [_width(column, words) for column, words in zip(self._listing.columns, self._headings, strict=True)]

    def _sheet_name(self, number: int) -> str:
        counted = f" ({number})" if number > 1 else ""
        name = self._listing.title.say(self._language).translate(_FORBIDDEN_IN_A_NAME)
        return name[: _LONGEST_NAME - len(counted)].strip("' ") + counted


def _writer(column: Column) -> Callable[[Value], str]:
    """How its values are written; where they are some words again and again, each is written once."""
    write = WRITERS[column.kind]
    return lru_cache(maxsize=_WORDS)(write) if column.words or column.kind is Kind.TRUTH else write


def _width(column: Column, words: str) -> int:
    return max(column.width or _WIDTHS[column.kind], len(words) + _ROOM_FOR_THE_FILTER)
